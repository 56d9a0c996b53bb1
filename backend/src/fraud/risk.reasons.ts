// The closed lists of fraud: which rules raise alerts and what they do, and why people decide as they do.
import type { RiskAction } from './risk.status.js';

/** What a creator is told of a hold: its kind, never the rule or its threshold (money.md 11). */
export type RiskCategory = 'own_purchase' | 'traffic' | 'unusual_sales' | 'returns' | 'code' | 'data';

export interface RuleTerms {
  /** 3 is looked at first. */
  severity: 1 | 2 | 3;
  /** The rule itself freezes the commissions it names until a person has looked. */
  holds: boolean;
  category: RiskCategory;
}

const terms = (severity: 1 | 2 | 3, category: RiskCategory, holds = false): RuleTerms => ({
  ...{ severity, holds, category },
});

/** Codes are for ever: decisions keep them. The first group is the evaluator's, the second that of the daily looks. */
export const RULES = {
  SELF_PURCHASE: terms(1, 'own_purchase'),
  CLICK_FLOOD: terms(2, 'traffic'),
  IMPOSSIBLE_WATCH: terms(2, 'traffic'),
  ROBOT: terms(1, 'traffic'),
  SCORE: terms(3, 'own_purchase'),
  CONFLICTING_DUPLICATE: terms(2, 'data'),
  REFUND_EXCEEDS_LINE: terms(2, 'returns'),
  REFUND_EXCEEDS_ORDER: terms(2, 'returns'),
  UNKNOWN_REFUND_LINE: terms(1, 'data'),
  BUDGET_EXHAUSTED: terms(1, 'data'),
  BUDGET_NEARLY_USED: terms(1, 'data'),
  PAYOUT_RESULT_IGNORED: terms(3, 'data'),

  OWN_RING: terms(3, 'own_purchase', true),
  SHARED_IDENTITY: terms(2, 'own_purchase'),
  SAME_SHOPPER: terms(2, 'own_purchase', true),
  VELOCITY: terms(2, 'unusual_sales', true),
  EARNINGS_SPIKE: terms(2, 'unusual_sales', true),
  NEW_CREATOR_LIMIT: terms(1, 'unusual_sales', true),
  REFUND_ANOMALY: terms(3, 'returns', true),
  CONVERSION_ANOMALY: terms(2, 'unusual_sales', true),
  LEAKED_CODE: terms(2, 'code'),
  THRESHOLD_HUGGING: terms(3, 'traffic', true),
  REPLAYED_VIEWS: terms(3, 'traffic', true),
  MANY_SESSIONS: terms(2, 'traffic', true),
  UNTIMED_VIEWS: terms(3, 'traffic', true),
  STOP_RULE: terms(3, 'unusual_sales'),
} as const satisfies Record<string, RuleTerms>;

export type RiskRule = keyof typeof RULES;

export function isRule(code: string): code is RiskRule {
  return Object.hasOwn(RULES, code);
}

/** Why people decide; the first of each action is what a key press alone means. */
export const REASONS: Readonly<Record<RiskAction, readonly string[]>> = {
  release: ['LOOKS_HONEST', 'SHARED_HOUSEHOLD', 'SHOP_CONFIRMED'],
  hold: ['NEEDS_A_LOOK', 'ASKED_THE_SHOP', 'ASKED_THE_CREATOR'],
  reject: ['BREAKS_THE_RULES', 'OWN_PURCHASES', 'FAKE_TRAFFIC'],
};

/** Reasons of rules: a rule held, nobody looked within the time, an appeal was right. */
export const RULE_HELD = 'RULE_HELD';
export const HOLD_EXPIRED = 'HOLD_EXPIRED';
export const APPEAL_ACCEPTED = 'APPEAL_ACCEPTED';
