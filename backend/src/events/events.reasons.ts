// Why an event was dropped: the closed list. Each drop is counted per day and store, so nothing vanishes silently.

export const DROP_REASONS = {
  BAD_SHAPE: 'The event does not have the documented form.',
  UNKNOWN_VIDEO: 'This store has no such published video.',
  UNKNOWN_PRODUCT: 'This store has no such product.',
  NO_CONSENT: 'The shopper has not agreed: counted in totals, no identifier kept.',
  BAD_TOKEN: 'The viewer token is missing or its signature does not fit.',
  TOO_OLD: 'It happened more than 48 hours before it arrived.',
  IN_FUTURE: 'It claims to happen more than five minutes from now.',
  BAD_BYTES: 'The bytes that a view tells of are no such numbers: they are left out, the view itself is kept.',
  BOT: 'A known robot, without a viewer to mark.',
} as const;

export type DropReason = keyof typeof DROP_REASONS;
