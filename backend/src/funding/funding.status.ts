// How a store pays, and how far one payment in or out has come.

export const FUNDING_MODES = ['invoice', 'prefunded'] as const;
export type FundingMode = (typeof FUNDING_MODES)[number];

export const FUNDING_DIRECTIONS = ['topup', 'withdrawal'] as const;
export type FundingDirection = (typeof FUNDING_DIRECTIONS)[number];

export const FUNDING_STATUSES = ['prepared', 'confirmed', 'refused'] as const;
export type FundingStatus = (typeof FUNDING_STATUSES)[number];
