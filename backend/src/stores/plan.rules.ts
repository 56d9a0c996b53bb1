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
const DAY_MS = 86_400_000;

export interface RulePeriod {
  id: string;
  kind: RuleKind;
  rateBps: number | null;
  productId: string | null;
  category: string | null;
  effectiveFrom: Date | null;
  effectiveTo: Date | null;
}

/** The store-wide percent rule, the one that `rateBps` of a plan shows. */
const isGeneral = (rule: RulePeriod): boolean =>
  rule.kind === 'percent' && rule.productId === null && rule.category === null;

const inForce = (rule: RulePeriod, at: Date): boolean =>
  (rule.effectiveFrom === null || rule.effectiveFrom <= at) && (rule.effectiveTo === null || at < rule.effectiveTo);

/** The general rate at a moment, in basis points; 0 without a rule. */
export function rateAt(rules: readonly RulePeriod[], at: Date): number {
  return rules.find((rule) => isGeneral(rule) && inForce(rule, at))?.rateBps ?? 0;
}

export interface RateChange {
  /** Rules to end, and when; null opens an end that was set for later. */
  end: { id: string; at: Date | null }[];
  /** The rule to add, or null when none is needed. */
  add: { rateBps: number; effectiveFrom: Date } | null;
  why: 'SAME_RATE' | 'CUT_WITHDRAWN' | 'RAISED_NOW' | 'LOWERED_NOW_BY_STAFF' | 'LOWERED_AFTER_NOTICE';
}

/**
 * How to come to a general rate of `rateBps`. A raise holds at once; a cut holds after NOTICE_DAYS, or at once
 * when staff confirm it. A cut that was announced and is not in force yet is withdrawn by any later change.
 */
export function changeRate(rules: readonly RulePeriod[], rateBps: number, now: Date, byStaff: boolean): RateChange {
  const present = rateAt(rules, now);
  const general = rules.filter(isGeneral);
  const announced = general.filter((rule) => startsAfter(rule, now));
  const wanted = announced.length > 0 ? announced.at(-1)?.rateBps : present;
  if (wanted === rateBps && !(byStaff && present !== rateBps)) return { end: [], add: null, why: 'SAME_RATE' };
  // An announced rule ends where it begins: it stays as evidence and is never in force.
  const withdrawn = announced.map((rule) => ({ id: rule.id, at: rule.effectiveFrom }));
  const current = general.filter((rule) => inForce(rule, now));
  if (present === rateBps) {
    return { end: [...withdrawn, ...current.map(({ id }) => ({ id, at: null }))], add: null, why: 'CUT_WITHDRAWN' };
  }
  const later = rateBps < present && !byStaff;
  const from = later ? new Date(now.getTime() + NOTICE_DAYS * DAY_MS) : now;
  const why = later ? 'LOWERED_AFTER_NOTICE' : rateBps < present ? 'LOWERED_NOW_BY_STAFF' : 'RAISED_NOW';
  const end = [...withdrawn, ...current.map(({ id }) => ({ id, at: from }))];
  return { end, add: { rateBps, effectiveFrom: from }, why };
}

/** Announced and not withdrawn. */
function startsAfter(rule: RulePeriod, now: Date): boolean {
  if (rule.effectiveFrom === null || rule.effectiveFrom <= now) return false;
  return rule.effectiveTo === null || rule.effectiveTo > rule.effectiveFrom;
}
