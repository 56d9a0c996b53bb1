// Why an event of the register earned something or nothing, and why a reward is held or was cancelled: closed lists.

/** What became of an event. The first three are good news. */
export const VERDICTS = [
  'NOTED',
  'BOUND',
  'EARNED',
  'ALREADY_SIGNED_UP',
  'NO_CODE',
  'UNKNOWN_CODE',
  'SELF',
  'LOOP',
  'NOT_NEW',
  'NO_PROGRAMME',
  'PAUSED',
  'INVITE_TOO_OLD',
  'NOTHING_PROMISED',
  'NOT_INVITED',
  'BEFORE_SIGNUP',
  'BELOW_MINIMUM',
  'OTHER_CURRENCY',
  'TOO_LATE',
  'ALL_EARNED',
  'PENDING',
  'ORDER_CANCELLED',
  'ORDER_RETURNED',
  'SAME_ORDER',
  'REPLACED',
  'KNOWN_FROM_ORDERS',
  'ORDER_UNKNOWN',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export const HOLD_REASONS = ['LIMIT_PERSON_MONTH', 'LIMIT_DAY', 'LIMIT_PROGRAMME', 'ANOMALY', 'POOL_REFUSED'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Beside these a reward may be cancelled by the verdict of its event: the facts no longer give it. */
export const CANCEL_REASONS = ['BY_STORE', 'BY_SHOP', 'OTHER_INVITER'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

export type RewardReason = HoldReason | CancelReason | Verdict | 'POOL_EMPTY';
