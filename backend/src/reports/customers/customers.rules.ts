// What a new customer costs, what the programme returns, and what customers bring over time (money.md section 13). Pure.
import { rhu } from '../../base/money.js';
import { average, type Average, type Share } from '../rows/metrics.rules.js';

/** Minor units of the settlement currency. */
export interface Spending {
  netMinor: bigint;
  commissionMinor: bigint;
  bonusesMinor: bigint;
  contributionsMinor: bigint;
  /** What the store spends beside: samples, people, advertising. */
  costsMinor: bigint;
}

export const spentOf = ({ commissionMinor, bonusesMinor, contributionsMinor, costsMinor }: Spending): bigint =>
  commissionMinor + bonusesMinor + contributionsMinor + costsMinor;

/** CAC: all that was spent, for each credited first order of a new customer. */
export function costOfCustomer(spending: Spending, newCustomers: bigint): Average {
  const spent = spentOf(spending);
  // More was taken back than given in these days: a cost below nothing says nothing.
  return spent < 0n ? { numerator: spent, denominator: newCustomers, value: null } : average(spent, newCustomers);
}

/** ROI: what of the margin is left after the spending, for what was spent. Below nothing when it cost more than it brought. */
export function returnOnSpending(spending: Spending, marginBps: bigint): Share & { marginMinor: bigint } {
  const marginMinor = rhu(spending.netMinor * marginBps, 10_000n);
  const spent = spentOf(spending);
  const left = marginMinor - spent;
  const size = left < 0n ? -left : left;
  const bps = spent <= 0n ? null : rhu(size * 10_000n, spent) * (left < 0n ? -1n : 1n);
  return { numerator: left, denominator: spent, bps, marginMinor };
}

export const SPANS = [1, 3, 6, 12] as const;

export interface Cohort {
  customers: bigint;
  /** Net credited sales within 1, 3, 6 and 12 months of each customer's first. */
  netMinor: readonly bigint[];
  /** When the last of these customers bought first. */
  newest: Date;
}

/** Each customer's average; null for a span that is not over for every customer: it would still grow. */
export function lifetimeOf({ customers, netMinor, newest }: Cohort, now: Date): (bigint | null)[] {
  return SPANS.map((months, at) =>
    monthsLater(newest, months) <= now ? average(netMinor[at] ?? 0n, customers).value : null,
  );
}

/** As PostgreSQL counts: the 31st of a month before a shorter one goes to its last day. */
export function monthsLater(at: Date, months: number): Date {
  const later = new Date(at);
  later.setUTCDate(1);
  later.setUTCMonth(later.getUTCMonth() + months);
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(at.getUTCDate(), last));
  return later;
}
