// Why an experiment does not speak: the closed list. A number that is shown too early is believed too early.

export const REFUSALS = {
  BROKEN_SAMPLE_RATIO:
    'The arms do not have the sizes of the draw: viewers of one arm were lost, so no number can be believed.',
  STOPPED_EARLY: 'It was stopped before it could say anything.',
  NOT_BEFORE_PLANNED_SIZE: 'One of the arms is smaller than planned.',
  NOT_BEFORE_14_DAYS: 'Fourteen full days are not over.',
  ORDERS_STILL_COUNT: 'The last viewers still have time to buy.',
  NOT_ENOUGH_DATA: 'Fewer than five orders are expected in one of the arms.',
} as const;

export type Refusal = keyof typeof REFUSALS;
export const REFUSAL_CODES = Object.keys(REFUSALS) as readonly Refusal[];
