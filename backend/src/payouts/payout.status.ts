// The closed sets of payouts: what a batch and a payout go through, and why a creator is left out of a batch.
import type { SkipReason } from '../attribution/evaluator/evaluator.reasons.js';

/** A batch is computed, then confirmed or refused by a second person, and closed when every payout has its result. */
export type BatchStatus = 'requested' | 'prepared' | 'approved' | 'refused' | 'closed';
export const BATCH_STATUSES: readonly BatchStatus[] = ['requested', 'prepared', 'approved', 'refused', 'closed'];

/** Why somebody who is owed money is not even asked of the evaluator. */
export type LeftOutReason =
  | 'NO_DETAILS'
  | 'STATUS_UNCHECKED'
  | 'TAX_RULE_NOT_CONFIRMED'
  | 'LIMIT_REACHED'
  | 'RECEIPT_OVERDUE'
  | 'DUPLICATE_ACCOUNT'
  | 'OTHER_METHOD';

export const LEFT_OUT_REASONS: readonly (LeftOutReason | SkipReason)[] = [
  'NO_DETAILS',
  'STATUS_UNCHECKED',
  'TAX_RULE_NOT_CONFIRMED',
  'LIMIT_REACHED',
  'RECEIPT_OVERDUE',
  'DUPLICATE_ACCOUNT',
  'OTHER_METHOD',
  'NEGATIVE_BALANCE',
  'BANNED',
  'NO_TAX_PROFILE',
  'BELOW_MINIMUM',
  'NO_FX_RATE',
];

/** One item withheld or added, as it was applied; amounts are text, because it is kept as JSON. */
export interface KeptItem {
  code: string;
  payer: 'creator' | 'operator';
  amountMinor: string;
  baseMinor: string;
  deductionMinor: string;
}
