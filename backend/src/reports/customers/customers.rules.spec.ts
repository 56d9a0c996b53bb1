// CAC, ROI and the value of customers over time, by hand.
import { describe, expect, it } from '@jest/globals';
import { costOfCustomer, lifetimeOf, monthsLater, returnOnSpending, type Spending } from './customers.rules.js';

const spending = (change: Partial<Spending> = {}): Spending => ({
  ...{ netMinor: 1_000_000n, commissionMinor: 80_000n, bonusesMinor: 10_000n, contributionsMinor: 3_000n },
  ...{ costsMinor: 7_000n, ...change },
});

describe('what a new customer costs', () => {
  it('is all that was spent, for each', () => {
    expect(costOfCustomer(spending(), 8n)).toEqual({ numerator: 100_000n, denominator: 8n, value: 12_500n });
  });

  it('is not known without one, nor when more was taken back than given', () => {
    expect(costOfCustomer(spending(), 0n).value).toBeNull();
    expect(costOfCustomer(spending({ bonusesMinor: -200_000n }), 8n).value).toBeNull();
  });
});

describe('the return', () => {
  it.each([
    [4000n, 400_000n, 300_000n, 30_000n],
    [1000n, 100_000n, 0n, 0n],
    [500n, 50_000n, -50_000n, -5_000n],
    [0n, 0n, -100_000n, -10_000n],
  ])('of a margin of %s bps', (marginBps, marginMinor, numerator, bps) => {
    expect(returnOnSpending(spending(), marginBps)).toEqual({ marginMinor, numerator, denominator: 100_000n, bps });
  });

  it('is not known when nothing was spent', () => {
    const free = spending({ commissionMinor: 0n, bonusesMinor: 0n, contributionsMinor: 0n, costsMinor: 0n });
    expect(returnOnSpending(free, 4000n).bps).toBeNull();
  });
});

describe('the value of customers', () => {
  it('is the average of a span, and none of one that is not over for the last of them', () => {
    const cohort = { customers: 4n, netMinor: [1000n, 2002n, 3000n, 4000n], newest: new Date('2026-05-20T10:00:00Z') };
    expect(lifetimeOf(cohort, new Date('2026-11-20T09:59:59Z'))).toEqual([250n, 501n, null, null]);
    expect(lifetimeOf(cohort, new Date('2026-11-20T10:00:00Z'))).toEqual([250n, 501n, 750n, null]);
  });

  it.each([
    ['2026-01-31T10:00:00Z', 1, '2026-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00Z', 1, '2028-02-29T10:00:00.000Z'],
    ['2026-11-30T10:00:00Z', 3, '2027-02-28T10:00:00.000Z'],
    ['2026-11-26T10:00:00Z', -12, '2025-11-26T10:00:00.000Z'],
  ])('%s and %s months', (at, months, later) => {
    expect(monthsLater(new Date(at), months).toISOString()).toBe(later);
  });
});
