// Sums of a rehearsal: what creators earned by the plan of the day and what they would have earned by the draft.
import { Calendar } from '../../attribution/evaluator/input/months.rules.js';
import type { Commission, ProgramConfig } from '../../attribution/evaluator/evaluate.rules.js';
import type { PlanTerms } from '../../stores/plans/plan.terms.rules.js';
import { evaluatedTerms } from '../effects/effects.rules.js';

export interface RehearsalSum {
  month: string;
  creatorId: string;
  sales: number;
  baseMinor: bigint;
  beforeMinor: bigint;
  afterMinor: bigint;
}

/** A span of whole months: [from, to) in UTC ms, and the months as 2026-10. */
export interface Span {
  from: number;
  to: number;
  months: string[];
}

export const MAX_MONTHS = 12;

/** The month of `now` and the ones before it, `months` in all. */
export function spanOf(now: number, months: number, timezone: string): Span {
  const calendar = new Calendar(timezone);
  const last = calendar.monthOf(now);
  const numbers = Array.from({ length: months }, (_, at) => last.number - months + 1 + at);
  return { from: calendar.month(numbers[0] ?? last.number).start, to: last.end, months: numbers.map(nameOf) };
}

export const nameOf = (number: number): string =>
  `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;

export const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

/** The programme with the draft's rates, limits, campaigns and attribution in force for all time. */
export function withDraft(config: ProgramConfig, terms: PlanTerms): ProgramConfig {
  const { rules, campaigns, laterLimits, attribution } = evaluatedTerms(terms);
  const changes = config.program.changes.map((change) => ({ ...change, ...attribution }));
  return { ...config, rules, campaigns, program: { ...config.program, ...attribution, changes, laterLimits } };
}

/**
 * From when on orders matter for those of a month: the month before sets its tiers, and a budget is used up from the
 * campaign's first day.
 */
export function windowStart(configs: readonly ProgramConfig[], month: number, timezone: string): number {
  const calendar = new Calendar(timezone);
  const { start, end } = calendar.month(month);
  const campaigns = configs
    .flatMap((config) => config.campaigns)
    .filter((one) => one.budgetMinor !== null && one.activeFrom < end && one.activeTo > start);
  return Math.min(calendar.month(month - 1).start, ...campaigns.map((one) => one.activeFrom));
}

/** Both results of the orders that count, by month and creator. */
export function sumsOf(
  before: readonly Commission[],
  after: readonly Commission[],
  counts: (orderId: string) => boolean,
  timezone: string,
): RehearsalSum[] {
  const calendar = new Calendar(timezone);
  const sums = new Map<string, RehearsalSum>();
  const sumOf = ({ creatorId, orderedAt }: Commission): RehearsalSum => {
    const month = nameOf(calendar.monthOf(orderedAt).number);
    const key = `${month} ${creatorId}`;
    const known = sums.get(key) ?? { month, creatorId, sales: 0, baseMinor: 0n, beforeMinor: 0n, afterMinor: 0n };
    sums.set(key, known);
    return known;
  };
  const seen = new Set<string>();
  const add = (unit: Commission, pay: 'beforeMinor' | 'afterMinor'): void => {
    if (!counts(unit.orderId)) return;
    const sum = sumOf(unit);
    sum[pay] += unit.amountMinor;
    const key = JSON.stringify([unit.orderId, unit.lineId, unit.creatorId]);
    if (unit.kind !== 'sale' || seen.has(key)) return;
    seen.add(key);
    sum.sales += 1;
    sum.baseMinor += unit.baseMinor;
  };
  for (const unit of before) add(unit, 'beforeMinor');
  for (const unit of after) add(unit, 'afterMinor');
  return [...sums.values()];
}
