// What a commission plan may say, and how its general rate is changed without editing a rule (money.md, section 7).

export type KeyMode = 'live' | 'test';
export type RuleKind = 'percent' | 'fixed_per_item' | 'fixed_per_order';
export type Instrument = 'onsite_cart' | 'onsite_click' | 'storefront' | 'deep_link' | 'onsite_view';

/** How long after a touch an order is still credited to it, in hours (money.md, T2). */
export const DEFAULT_WINDOWS_HOURS: Record<Instrument, number> = {
  onsite_cart: 168,
  onsite_click: 168,
  storefront: 168,
  deep_link: 720,
  onsite_view: 24,
};

/** Creators are told of a lower rate this many days before it comes into force. */
export const NOTICE_DAYS = 30;

export interface RulePeriod {
  id: string;
  kind: RuleKind;
  rateBps: number | null;
  productId: string | null;
  category: string | null;
  creatorId: string | null;
  campaignId: string | null;
  instruments: readonly string[] | null;
  effectiveFrom: Date | null;
  effectiveTo: Date | null;
}

/** The store-wide percent rule, the one that `rateBps` of a plan shows. */
const isGeneral = (rule: RulePeriod): boolean =>
  rule.kind === 'percent' &&
  [rule.productId, rule.category, rule.creatorId, rule.campaignId, rule.instruments].every((one) => one === null);

const inForce = (rule: RulePeriod, at: Date): boolean =>
  (rule.effectiveFrom === null || rule.effectiveFrom <= at) && (rule.effectiveTo === null || at < rule.effectiveTo);

/**
 * The general rate at a moment, in basis points; 0 without a rule. Of several the later one counts, then the one with
 * the smaller id: as the evaluator chooses (money.md P1), so that a rate kept for the time of notice is shown.
 */
export function rateAt(rules: readonly RulePeriod[], at: Date): number {
  const general = rules.filter((rule) => isGeneral(rule) && inForce(rule, at));
  const start = (rule: RulePeriod): number => rule.effectiveFrom?.getTime() ?? -Infinity;
  general.sort((a, b) => start(b) - start(a) || (a.id < b.id ? -1 : 1));
  return general[0]?.rateBps ?? 0;
}
