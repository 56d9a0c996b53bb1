// Numbers computed by hand on paper, and nothing divided by zero.
import { describe, expect, it } from '@jest/globals';
import { metricsOf, paretoCut, withInterval, type Counted } from './metrics.rules.js';

const NOTHING: Counted = {
  ...{
    impressions: 0n,
    views: 0n,
    viewableViews: 0n,
    qualifiedViews: 0n,
    viewers: 0n,
    watchedMs: 0n,
    completedViews: 0n,
  },
  ...{ clicks: 0n, clickedViews: 0n, cartViewers: 0n, orders: 0n, engagements: 0n, lateEngagements: 0n },
  ...{ grossMinor: 0n, cancelledMinor: 0n, returnedMinor: 0n, netMinor: 0n, commissionMinor: 0n },
};

/** A month of one store: 2 000 000.00 sold in 8 orders, 100 000.00 cancelled, 300 000.00 returned, 10 % paid. */
const MONTH: Counted = {
  ...{ impressions: 900n, views: 400n, viewableViews: 320n, qualifiedViews: 160n, viewers: 100n },
  ...{ watchedMs: 4_100_001n, completedViews: 50n, clicks: 64n, clickedViews: 48n, cartViewers: 25n, orders: 8n },
  ...{ engagements: 500n, lateEngagements: 1n },
  ...{ grossMinor: 200_000_000n, cancelledMinor: 10_000_000n, returnedMinor: 30_000_000n },
  ...{ netMinor: 160_000_000n, commissionMinor: 16_000_000n },
};

describe('the ratios of a month', () => {
  const found = metricsOf(MONTH);
  it.each([
    ['viewRate', 160n, 320n, 5000n],
    ['completion', 50n, 400n, 1250n],
    ['clickThrough', 48n, 160n, 3000n],
    ['addToCart', 25n, 100n, 2500n],
    ['conversion', 8n, 100n, 800n],
    ['clickToOrder', 8n, 64n, 1250n],
    ['returnRate', 40_000_000n, 200_000_000n, 2000n],
    ['effectiveRate', 16_000_000n, 160_000_000n, 1000n],
    ['lateShare', 1n, 500n, 20n],
  ] as const)('%s is %d of %d', (name, numerator, denominator, bps) =>
    expect(found[name]).toMatchObject({ numerator, denominator, bps }),
  );
  it.each([
    // 4 100 001 / 400 = 10 250.0025
    ['averageWatch', 4_100_001n, 400n, 10_250n],
    ['averageOrder', 200_000_000n, 8n, 25_000_000n],
    ['perClick', 16_000_000n, 64n, 250_000n],
    ['perThousandViews', 16_000_000_000n, 160n, 100_000_000n],
  ] as const)('%s is %d over %d', (name, numerator, denominator, value) =>
    expect(found[name]).toEqual({ numerator, denominator, value }),
  );
  it('round half up, once', () =>
    expect(metricsOf({ ...MONTH, commissionMinor: 5n, clicks: 2n }).perClick.value).toBe(3n));
});

it('of nothing there is no ratio', () => {
  const values = Object.values(metricsOf(NOTHING)).map((one) => ('bps' in one ? one.bps : one.value));
  expect(values).toHaveLength(13);
  expect(values.every((value) => value === null)).toBe(true);
});

describe('Wilson’s interval', () => {
  it.each([
    // p = 0.08, n = 100: (0.08 + 0.019207) / 1.038415 +- 1.959964 * sqrt(0.000736 + 0.000096) / 1.038415
    [8n, 100n, 411n, 1500n],
    // 0 of 10: upper end z^2 / (n + z^2) = 3.841459 / 13.841459
    [0n, 10n, 0n, 2775n],
    [10n, 10n, 7225n, 10_000n],
    [1n, 1n, 2065n, 10_000n],
  ])('%d of %d', (numerator, denominator, fromBps, toBps) =>
    expect(withInterval(numerator, denominator)).toMatchObject({ fromBps, toBps }),
  );
  it('is not there when orders outnumber viewers', () =>
    expect(withInterval(3n, 2n)).toEqual({ numerator: 3n, denominator: 2n, bps: 15_000n, fromBps: null, toBps: null }));
});

describe('the Pareto cut', () => {
  it.each<[string, bigint[], number]>([
    ['of nobody', [], 0],
    ['of one', [5n], 1],
    ['when one brings exactly 80 %', [10n, 80n, 10n], 1],
    ['when the second carries it over', [50n, 29n, 11n, 10n], 3],
    ['of ten equals', Array<bigint>(10).fill(7n), 8],
    ['does not count who sold nothing', [0n, 0n, 1n], 1],
  ])('%s', (_, nets, cut) => expect(paretoCut(nets)).toBe(cut));
});
