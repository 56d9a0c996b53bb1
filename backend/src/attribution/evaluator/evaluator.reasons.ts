// The closed sets of reasons the evaluator gives: why nothing was credited, why nobody was paid, what somebody should look at.

/** Why a line earned nothing; the order of T11 is the order in which they are asked. */
export type ExclusionReason =
  | 'TEST_ORDER'
  | 'STAFF_ORDER'
  | 'EXCLUDED_SOURCE'
  | 'UNPAID'
  | 'NO_FX_RATE'
  | 'GIFT_CARD'
  | 'SUBSCRIPTION_ORIGIN_UNKNOWN'
  | 'SUBSCRIPTION_ORIGIN_VOID'
  | 'SELF_PURCHASE'
  | 'CREATOR_BANNED'
  | 'NO_TOUCH'
  | 'ZERO_BASE'
  | 'CYCLE_LIMIT'
  | 'NO_RULE';

/** Why a creator was left out of a payout batch; the first that fits (O1). */
export type SkipReason = 'NEGATIVE_BALANCE' | 'BANNED' | 'NO_TAX_PROFILE' | 'BELOW_MINIMUM' | 'NO_FX_RATE';

/** Why a creator of a touch earns nothing from an order (T4). */
export type VoidReason = 'SELF_PURCHASE' | 'CREATOR_BANNED';

/** What a person should look at; money does not depend on it. */
export type AlertCode =
  | 'CONFLICTING_DUPLICATE'
  | 'BUDGET_EXHAUSTED'
  | 'BUDGET_NEARLY_USED'
  | 'DAILY_BUDGET_EXHAUSTED'
  | 'CREATOR_DAILY_CAP_REACHED'
  | 'UNKNOWN_REFUND_LINE'
  | 'REFUND_EXCEEDS_LINE'
  | 'REFUND_EXCEEDS_ORDER'
  | 'PAYOUT_RESULT_IGNORED';

/** What a view came to (section 4). */
export type ViewReason = 'QUALIFIED' | 'IMPOSSIBLE' | 'NOT_VIEWABLE' | 'NOT_WATCHED' | 'AUTOPLAY';

/** The rule that dropped or kept a touch, for the explanation (T12). */
export type TouchVerdict =
  | 'KEPT'
  | 'E2_NOT_VIEWABLE'
  | 'E4_NOT_WATCHED'
  | 'E6_AUTOPLAY'
  | 'E7_IMPOSSIBLE'
  | 'E8_UNKNOWN_TARGET'
  | 'E9_INVALID_TRAFFIC'
  | 'E9_CLICK_FLOOD'
  | 'E10_NO_CONSENT'
  | 'E11_VIDEO_NOT_LIVE'
  | 'DECISION_REJECTED'
  | 'T1_LATE'
  | 'T2_OUTSIDE_WINDOW'
  | 'T2_OUTSIDE_SESSION'
  | 'T2_CODE_NOT_VALID'
  | 'T3_OTHER_PRODUCT'
  | 'T4_SELF_PURCHASE'
  | 'T4_CREATOR_BANNED'
  | 'T5_ASSIST'
  | 'T7_COLLAPSED'
  | 'T8_NO_WEIGHT';
