// When a new plan comes into force, sale by sale: what it raises holds at once, what it lowers after notice, and no gap between.
import type { Instrument, Rule, RuleKind } from '../../attribution/evaluator/input/config.rules.js';
import { PLAN_INSTRUMENTS, type RuleTerms } from '../../stores/plans/plan.terms.rules.js';
import { Chooser, type PlanScope } from './chooser.rules.js';

/** What a sale pays, apart from whom and when. */
export interface Pay {
  kind: RuleKind;
  rateBps: number | null;
  amountMinor: string | null;
  tiered: boolean;
  maxCycles: number;
}

/** One change as people are told it: for which sales, from what to what, and from when. Times are UTC ms. */
export interface Effect extends PlanScope {
  before: Pay | null;
  after: Pay | null;
  direction: 'raised' | 'lowered' | 'changed';
  from: number;
}

/** A rule that keeps the former pay of some sales for the time of notice. */
export interface Guard {
  rule: RuleTerms;
  from: number;
  to: number;
}

export interface Transition {
  guards: Guard[];
  effects: Effect[];
}

export interface TransitionInput {
  /** Rules of the store with their periods. */
  present: readonly Rule[];
  /** Rules of the new plan, without periods. */
  next: readonly Rule[];
  /** Category of each product that a rule names. */
  categories: ReadonlyMap<string, string | null>;
  /** The most that a tier may add: a rate that grows with tiers is beaten by one that is higher than both. */
  topBonusBps: bigint;
  now: number;
  noticeMs: number;
}

/** More kinds of sales than this are not a plan that a person can read, and are refused. */
export const MAX_SCOPES = 4000;

interface Judged {
  scope: PlanScope;
  before: Rule | null;
  after: Rule | null;
  /** Until when the former pay is kept; `now` for no guard. */
  keptUntil: number;
}

/** Every kind of sale that some rule tells apart: creator x campaign x product or category x way. */
export function scopesOf(rules: readonly Rule[]): PlanScope[] {
  const some = (pick: (rule: Rule) => string | null): (string | null)[] => [
    null,
    ...new Set(rules.flatMap((rule) => pick(rule) ?? [])),
  ];
  const products = some((rule) => rule.productId).map((productId) => ({ productId, category: null }));
  const categories = some((rule) => rule.category).map((category) => ({ productId: null, category }));
  const goods = [...products, ...categories.filter(({ category }) => category !== null)];
  const ways = waysOf(rules);
  return some((rule) => rule.creatorId).flatMap((creatorId) =>
    some((rule) => rule.campaignId).flatMap((campaign) =>
      goods.flatMap((good) => ways.map((instruments) => ({ creatorId, campaign, ...good, instruments }))),
    ),
  );
}

/** Ways that no rule tells apart stand together; one group of all is null. */
function waysOf(rules: readonly Rule[]): (Instrument[] | null)[] {
  const lists = rules.flatMap((rule) => (rule.instruments ? [rule.instruments] : []));
  const groups = Map.groupBy(PLAN_INSTRUMENTS, (one) => lists.map((list) => list.includes(one)).join());
  const ways = [...groups.values()];
  return ways.length === 1 ? [null] : ways;
}

/**
 * The way from the plan in force to the new one. The new rules hold from `now`; where they would lower what a sale pays now,
 * guards keep the former pay until notice is over, or until the day that an earlier notice named when that suffices.
 * Guards name exactly the sales they are for, so a raise beside a cut is not held up by it.
 */
export function transition(input: TransitionInput): Transition {
  const scopes = scopesOf([...input.present.filter((rule) => rule.effectiveTo > input.now), ...input.next]);
  if (scopes.length > MAX_SCOPES) throw new RangeError('TOO_MANY_SCOPES');
  const present = new Chooser(input.present, input.categories);
  const next = new Chooser(input.next, input.categories);
  const judged = scopes.map((scope) => judge(input, scope, present, next));
  return { guards: guardsOf(input, judged), effects: effectsOf(input, judged) };
}

function judge(input: TransitionInput, scope: PlanScope, present: Chooser, next: Chooser): Judged {
  const end = input.now + input.noticeMs;
  const before = present.choose(scope, input.now);
  const after = next.choose(scope, input.now);
  if (isAtLeast(after, before, input.topBonusBps)) return { scope, before, after, keptUntil: input.now };
  const announced =
    before !== null && before.effectiveTo < end && isAtLeast(after, present.choose(scope, end), input.topBonusBps);
  return { scope, before, after, keptUntil: announced ? before.effectiveTo : end };
}

/** Guards are made for each span between two ends, because the end of a broad one must not uncover another. */
function guardsOf(input: TransitionInput, judged: readonly Judged[]): Guard[] {
  const moments = [...new Set([input.now, ...judged.map((one) => one.keptUntil)])].sort((a, b) => a - b);
  const guards: Guard[] = [];
  const byStrength = [...judged].sort((a, b) => strength(a.scope) - strength(b.scope));
  for (const [at, from] of moments.slice(0, -1).entries()) {
    const to = moments[at + 1] ?? from;
    const laid = new Chooser(input.next, input.categories);
    for (const { scope, before, after, keptUntil } of byStrength) {
      const wanted = keptUntil >= to ? before : after;
      if (samePay(wanted, laid.choose(scope, from)) || !wanted) continue;
      const rule = termsOf(scope, wanted);
      // Its name is smaller than that of any rule, so it wins over a rule for exactly the same sales (P1).
      laid.add({ ...wanted, ...selectors(scope), id: 'grd', effectiveFrom: from, effectiveTo: to });
      extend(guards, { rule, from, to });
    }
  }
  return guards;
}

/** The same guard over two spans that follow one another is one. */
function extend(guards: Guard[], guard: Guard): void {
  const known = guards.find((one) => one.to === guard.from && JSON.stringify(one.rule) === JSON.stringify(guard.rule));
  if (known) known.to = guard.to;
  else guards.push(guard);
}

function effectsOf({ now, topBonusBps }: TransitionInput, judged: readonly Judged[]): Effect[] {
  const effects: Effect[] = [];
  const byStrength = [...judged].sort((a, b) => strength(a.scope) - strength(b.scope));
  for (const { scope, before, after, keptUntil } of byStrength) {
    if (samePay(before, after)) continue;
    const up = isAtLeast(after, before, topBonusBps);
    const direction = up ? 'raised' : isAtLeast(before, after, topBonusBps) ? 'lowered' : 'changed';
    const effect: Effect = {
      ...scope,
      before: payOf(before),
      after: payOf(after),
      direction,
      from: up ? now : keptUntil,
    };
    if (!effects.some((broad) => covers(broad, scope) && sameChange(broad, effect))) effects.push(effect);
  }
  return effects;
}

/** A broader kind of sale whose change is told already. */
function covers(broad: PlanScope, scope: PlanScope): boolean {
  const fits = (of: string | null, is: string | null): boolean => of === null || of === is;
  const ways = broad.instruments === null || JSON.stringify(broad.instruments) === JSON.stringify(scope.instruments);
  return (
    ways &&
    fits(broad.creatorId, scope.creatorId) &&
    fits(broad.campaign, scope.campaign) &&
    fits(broad.productId, scope.productId) &&
    fits(broad.category, scope.category)
  );
}

function sameChange(a: Effect, b: Effect): boolean {
  const text = ({ before, after, from }: Effect) => JSON.stringify([before, after, from]);
  return text(a) === text(b);
}

/** True when nobody earns less by `a` than by `b` on any sale: pays of different kinds cannot be told. */
export function isAtLeast(a: Rule | null, b: Rule | null, topBonusBps: bigint): boolean {
  if (!b || (topOf(b, topBonusBps) === 0n && b.amountMinor === 0n)) return true;
  if (!a || a.kind !== b.kind || (a.maxCycles ?? 1) < (b.maxCycles ?? 1)) return false;
  const least = a.tiered ? b.rateBps : topOf(b, topBonusBps);
  return a.rateBps >= least && a.amountMinor >= b.amountMinor;
}

const topOf = (rule: Rule, topBonusBps: bigint): bigint => rule.rateBps + (rule.tiered ? topBonusBps : 0n);

export function payOf(rule: Rule | null): Pay | null {
  if (!rule) return null;
  const isPercent = rule.kind === 'percent';
  return {
    kind: rule.kind,
    rateBps: isPercent ? Number(rule.rateBps) : null,
    amountMinor: isPercent ? null : rule.amountMinor.toString(),
    tiered: rule.tiered,
    maxCycles: rule.maxCycles ?? 1,
  };
}

const samePay = (a: Rule | null, b: Rule | null): boolean => JSON.stringify(payOf(a)) === JSON.stringify(payOf(b));

const selectors = ({ creatorId, campaign, productId, category, instruments }: PlanScope) => ({
  ...{ creatorId, campaignId: campaign, productId, category, instruments },
});

function termsOf(scope: PlanScope, rule: Rule): RuleTerms {
  const { kind, rateBps, amountMinor, tiered } = payOf(rule) ?? {
    kind: rule.kind,
    rateBps: 0,
    amountMinor: null,
    tiered: false,
  };
  return { ...scope, kind, rateBps, amountMinor, tiered, maxCycles: rule.maxCycles };
}

/** The yes-or-no part of P1's key, as one number. */
function strength(scope: PlanScope): number {
  const key = [scope.creatorId, scope.campaign, scope.productId, scope.category, scope.instruments];
  return key.reduce<number>((sum, selector) => sum * 2 + (selector === null ? 0 : 1), 0);
}
