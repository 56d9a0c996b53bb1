// What is withheld from a payout, as the tax rules of the payout's day say (section 12). Data decides, never code.
import { rhu } from '../../../base/money.js';
import type { TaxItem, TaxRule } from '../input/config.rules.js';

/** One item as it was applied to a payout: kept, because later payouts of the month and year build on it. */
export interface AppliedItem {
  readonly code: string;
  readonly payer: 'creator' | 'operator';
  readonly amountMinor: bigint;
  readonly baseMinor: bigint;
  readonly deductionMinor: bigint;
}

/** Earlier applications of items that still count: same creator, payouts not failed. */
export interface PastItems {
  readonly month: readonly AppliedItem[];
  readonly year: readonly AppliedItem[];
}

/** X1: the enabled rule set of a profile in force at `at`, or null. A set for any country ("*") yields to one of the country. */
export function ruleSetAt(
  rules: readonly TaxRule[],
  profile: { readonly country: string; readonly status: string } | null,
  at: number,
): TaxRule | null {
  if (!profile) return null;
  const inForce = rules.filter(
    (rule) => rule.enabled && rule.status === profile.status && rule.effectiveFrom <= at && at < rule.effectiveTo,
  );
  const own = inForce.filter((rule) => rule.country === profile.country);
  const fitting = own.length > 0 ? own : inForce.filter((rule) => rule.country === '*');
  return fitting.reduce<TaxRule | null>(
    (best, rule) => (best === null || rule.effectiveFrom > best.effectiveFrom ? rule : best),
    null,
  );
}

/** X2-X4: applies the items in order to the gross of one payout. The creator's items together never exceed the gross. */
export function withhold(items: readonly TaxItem[], grossMinor: bigint, past: PastItems): AppliedItem[] {
  const applied: AppliedItem[] = [];
  let leftMinor = grossMinor;
  for (const item of items) {
    const { baseMinor, deductionMinor } = baseOf(item, grossMinor, applied, past);
    const rounded = amountOf(item, baseMinor, baseUsed(item, past.year));
    const amountMinor = item.payer === 'creator' ? smaller(rounded, leftMinor) : rounded;
    if (item.payer === 'creator') leftMinor -= amountMinor;
    applied.push({ code: item.code, payer: item.payer, amountMinor, baseMinor, deductionMinor });
  }
  return applied;
}

function baseOf(
  item: TaxItem,
  grossMinor: bigint,
  applied: readonly AppliedItem[],
  past: PastItems,
): { baseMinor: bigint; deductionMinor: bigint } {
  const minus = applied.filter((other) => item.baseMinus.includes(other.code));
  const full = atLeastZero(grossMinor - sum(minus.map((other) => other.amountMinor)));
  const used = sum(past.month.filter((other) => other.code === item.code).map((other) => other.deductionMinor));
  const deductionMinor = smaller(full, atLeastZero(item.monthlyDeductionMinor - used));
  const deducted = full - deductionMinor;
  if (item.monthlyBaseCapMinor === null) return { baseMinor: deducted, deductionMinor };
  const room = atLeastZero(item.monthlyBaseCapMinor - baseUsed(item, past.month));
  return { baseMinor: smaller(deducted, room), deductionMinor };
}

function baseUsed(item: TaxItem, past: readonly AppliedItem[]): bigint {
  return sum(past.filter((other) => other.code === item.code).map((other) => other.baseMinor));
}

/** X3: a flat rate, or the part of a progressive scale between the year's earlier bases and now; rounded once. */
function amountOf(item: TaxItem, baseMinor: bigint, yearBaseMinor: bigint): bigint {
  const exact = item.brackets
    ? scale(item.brackets, yearBaseMinor + baseMinor) - scale(item.brackets, yearBaseMinor)
    : baseMinor * item.rateBps;
  return rhu(exact, 10_000n * item.roundUnitMinor) * item.roundUnitMinor;
}

/** The progressive tax on a cumulative base, times 10 000. */
function scale(brackets: NonNullable<TaxItem['brackets']>, baseMinor: bigint): bigint {
  let from = 0n;
  let total = 0n;
  for (const { upToMinor, rateBps } of brackets) {
    const to = upToMinor === null ? baseMinor : smaller(baseMinor, upToMinor);
    total += atLeastZero(to - from) * rateBps;
    if (upToMinor === null) break;
    from = upToMinor > from ? upToMinor : from;
  }
  return total;
}

function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
