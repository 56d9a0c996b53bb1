// Why an address of others is not called: a closed set.

export const OUTSIDE_REASONS = [
  'not_an_address',
  'scheme',
  'port',
  'credentials',
  'private',
  'redirects',
  'unresolved',
] as const;
export type OutsideReason = (typeof OUTSIDE_REASONS)[number];
