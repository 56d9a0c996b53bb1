// The closed sets of paying through a provider: ways of paying, states of an order to a provider, what it says of an item.

export const PAYOUT_METHODS = ['bank', 'paypal'] as const;
export type PayoutMethod = (typeof PAYOUT_METHODS)[number];

/** Why a way of paying is not offered. */
export const METHOD_GAPS = ['NO_KEYS'] as const;
export type MethodGap = (typeof METHOD_GAPS)[number];

/**
 * waiting: to be asked, or asked with an unknown outcome; taken: the provider has it; refused: it said no and has nothing;
 * lost: never answered while it still knew our key, so people look; done: every payout has its result; given_up: people
 * ended a refused one.
 */
export const SEND_STATES = ['waiting', 'taken', 'refused', 'lost', 'done', 'given_up'] as const;
export type SendState = (typeof SEND_STATES)[number];

/** What went wrong with an order. The provider's own words stand beside it. */
export const SEND_ERRORS = [
  'UNREACHABLE',
  'NO_ANSWER',
  'BUSY',
  'BAD_ANSWER',
  'KEYS_REFUSED',
  'REFUSED',
  'TAKEN_UNNAMED',
  'NOT_OURS',
  'PAYOUTS_STOPPED',
  'KEY_FORGOTTEN',
  'OTHER_PLACE',
] as const;
export type SendError = (typeof SEND_ERRORS)[number];

/** PayPal's words for an item (payments_payouts_batch_v1, transaction_enum); DENIED when it refused the whole order. */
export const ITEM_STATUSES = [
  'SUCCESS',
  'FAILED',
  'PENDING',
  'UNCLAIMED',
  'RETURNED',
  'ONHOLD',
  'BLOCKED',
  'REFUNDED',
  'REVERSED',
  'DENIED',
] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** What an item's status means for the payout: null waits on, because the money may still arrive or come back. */
export const ITEM_MEANS: Record<ItemStatus, 'settled' | 'failed' | null> = {
  SUCCESS: 'settled',
  PENDING: null,
  ONHOLD: null,
  UNCLAIMED: null,
  FAILED: 'failed',
  RETURNED: 'failed',
  BLOCKED: 'failed',
  REFUNDED: 'failed',
  REVERSED: 'failed',
  DENIED: 'failed',
};
