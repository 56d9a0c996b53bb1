// The life of an experiment: a plan, a time of taking viewers in, a time of waiting for their orders, an end.

export const EXPERIMENT_STATUSES = ['draft', 'running', 'measuring', 'finished', 'stopped'] as const;
export type ExperimentStatus = (typeof EXPERIMENT_STATUSES)[number];

/**
 * `measuring`: both arms are full, nobody new is taken in, and whoever is held out stays so until the last one's time to buy is
 * over. `stopped`: ended by its owner before it could say anything, so it never will.
 */
export const EXPERIMENT_MOVES: Record<ExperimentStatus, readonly ExperimentStatus[]> = {
  draft: ['running', 'stopped'],
  running: ['measuring', 'stopped'],
  measuring: ['finished', 'stopped'],
  finished: [],
  stopped: [],
};

/** A store has one of these at most: two experiments at once would answer each other's question. */
export const ACTIVE: readonly ExperimentStatus[] = ['running', 'measuring'];
