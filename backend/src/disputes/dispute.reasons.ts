// The closed lists of disputes: why creators open them, and why they end as they do. Codes are for ever: disputes keep them.

/** Why a creator disputes a line. */
export const LINE_REASONS = ['NOT_CREDITED', 'WRONG_AMOUNT', 'NOT_RETURNED', 'WRONGLY_REJECTED', 'OTHER'] as const;
export type LineReason = (typeof LINE_REASONS)[number];

/** A claim has one reason. */
export const MISSING_ORDER = 'MISSING_ORDER';

/** Why staff decide; the first of each is what a key press alone means. */
export const ACCEPTED_FOR = ['CREATOR_IS_RIGHT', 'SHOP_AGREES', 'OUR_MISTAKE', 'GOODWILL'] as const;
export const REFUSED_FOR = [
  'COUNTED_RIGHTLY',
  'NO_EVIDENCE',
  'OTHER_CREATOR',
  'REALLY_RETURNED',
  'OWN_PURCHASE',
  'NOT_ELIGIBLE',
] as const;

/** Outcomes of rules. */
export const ORDER_NOT_FOUND = 'ORDER_NOT_FOUND';
export const ALREADY_CREDITED = 'ALREADY_CREDITED';
export const ALREADY_CLAIMED = 'ALREADY_CLAIMED';
