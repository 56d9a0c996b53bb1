// Every vector of the specification, every example of its section 14, and what must hold of any numbers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkPlan, expectedDays, sampleSize, sizesOf, type PlanInput } from '../../experiments/plan.rules.js';
import { armOf, bucketOf } from '../assignment.rules.js';
import { logGamma, readBayesian } from './beta.rules.js';
import { erfc } from './normal.rules.js';
import { compareProportions, isTooThin, sampleRatio, wilson } from './proportions.rules.js';
import { compareRevenue, cutOf, type SpentSample } from './revenue.rules.js';

interface Vectors {
  tolerance: number;
  assignment: { salt: string; viewer_id: string; bucket: number }[];
  two_proportion: {
    in: { x_treated: number; n_treated: number; x_holdout: number; n_holdout: number };
    out: Record<string, number> & { diff_ci95: [number, number]; relative_ci95: [number, number] };
  }[];
  srm: { in: { observed: [number, number]; expected: [number, number] }; out: { chi2: number; p_value: number } }[];
  sample_size: {
    in: { p_holdout: number; relative_mde: number; ratio_treated_to_holdout: number };
    out: { holdout: number; treated: number };
  }[];
  cuped: {
    in: { x_treated: number[]; y_treated: number[]; x_holdout: number[]; y_holdout: number[] };
    out: Record<'theta' | 'raw_diff' | 'raw_se' | 'adjusted_diff' | 'adjusted_se', number>;
  }[];
  wilson95: { in: { x: number; n: number }; out: [number, number] }[];
}

const FILE = join(import.meta.dirname, '../../../test/cases/experiment_vectors.json');
const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;
const near = (got: number, wanted: number) =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(vectors.tolerance * Math.max(1, Math.abs(wanted)));

describe('the vectors', () => {
  it.each(vectors.assignment)('bucket of ($salt, $viewer_id) is $bucket', ({ salt, viewer_id: viewer, bucket }) => {
    expect(bucketOf(salt, viewer)).toBe(bucket);
  });

  it.each(vectors.two_proportion)('two proportions: $in', ({ in: given, out }) => {
    const got = compareProportions(
      { x: given.x_treated, n: given.n_treated },
      { x: given.x_holdout, n: given.n_holdout },
    );
    near(got.shownRate, out['p_treated'] ?? NaN);
    near(got.holdoutRate, out['p_holdout'] ?? NaN);
    near(got.difference, out['diff'] ?? NaN);
    near(got.z, out['z'] ?? NaN);
    near(got.pValue, out['p_value'] ?? NaN);
    near(got.relative, out['relative'] ?? NaN);
    near(got.incrementalBuyers, out['incremental_conversions'] ?? NaN);
    for (const side of [0, 1] as const) {
      near(got.differenceInterval[side], out.diff_ci95[side]);
      near(got.relativeInterval[side], out.relative_ci95[side]);
    }
  });

  it.each(vectors.srm)('sample ratio: $in', ({ in: { observed, expected }, out }) => {
    const got = sampleRatio(observed, expected);
    near(got.chi2, out.chi2);
    near(got.pValue, out.p_value);
    expect(got.broken).toBe(out.p_value < 0.001);
  });

  it.each(vectors.sample_size)('size: $in', ({ in: given, out }) => {
    const got = sampleSize(given.p_holdout, given.relative_mde, given.ratio_treated_to_holdout);
    expect(got).toEqual({ holdout: out.holdout, shown: out.treated });
  });

  it.each(vectors.cuped)('revenue: $in', ({ in: given, out }) => {
    const arm = (x: number[], y: number[]): SpentSample => {
      const all = x.map((before, i) => ({ before, after: y[i] ?? NaN }));
      return { n: all.length, spent: all };
    };
    const got = compareRevenue(arm(given.x_treated, given.y_treated), arm(given.x_holdout, given.y_holdout));
    near(got.theta, out.theta);
    near(got.raw.difference, out.raw_diff);
    near(got.raw.se, out.raw_se);
    near(got.adjusted.difference, out.adjusted_diff);
    near(got.adjusted.se, out.adjusted_se);
  });

  it.each(vectors.wilson95)('Wilson: $in', ({ in: given, out }) => {
    const got = wilson(given);
    near(got[0], out[0]);
    near(got[1], out[1]);
  });
});

describe('the examples of section 14', () => {
  it('H1: viewer 2 is held out at 10 %, viewers 1 and 3 are not', () => {
    expect(['viewer-1', 'viewer-2', 'viewer-3'].map((v) => armOf('exp1', v, 1000))).toEqual([
      'shown',
      'holdout',
      'shown',
    ]);
  });

  it('H1: a tenth of ten thousand viewers is held out, and another salt draws anew', () => {
    const viewers = Array.from({ length: 10_000 }, (_, i) => `v${i}`);
    const held = (salt: string) => viewers.filter((v) => armOf(salt, v, 1000) === 'holdout');
    // Four deviations of Binomial(10000, 0.1).
    expect(Math.abs(held('a').length - 1000)).toBeLessThan(120);
    const other = new Set(held('b'));
    expect(Math.abs(held('a').filter((v) => other.has(v)).length - 100)).toBeLessThan(40);
  });

  it('H4: 3.20 % against 2.90 %, as the text rounds it', () => {
    const got = compareProportions({ x: 5760, n: 180_000 }, { x: 580, n: 20_000 });
    expect(got.differenceInterval.map((d) => (d * 100).toFixed(2))).toEqual(['0.05', '0.55']);
    expect([got.z.toFixed(3), got.pValue.toFixed(4)]).toEqual(['2.297', '0.0216']);
    expect([got.relative, ...got.relativeInterval].map((r) => (r * 100).toFixed(1))).toEqual(['10.3', '1.4', '20.0']);
    expect(Math.round(got.incrementalBuyers)).toBe(540);
    expect(((got.incrementalBuyers / 5760) * 100).toFixed(1)).toBe('9.4');
  });

  it('H4: below five expected orders in any cell there is nothing to say', () => {
    expect(isTooThin({ x: 45, n: 900 }, { x: 5, n: 100 })).toBe(false);
    expect(isTooThin({ x: 44, n: 900 }, { x: 5, n: 100 })).toBe(true);
    expect(isTooThin({ x: 896, n: 900 }, { x: 100, n: 100 })).toBe(true);
    expect(isTooThin({ x: 100, n: 900 }, { x: 0, n: 900 })).toBe(true);
  });

  it('H7: 3 % and +10 % at 9:1', () => {
    const plan: PlanInput = { holdoutBps: 1000, baselinePpm: 30_000, upliftBps: 1000, marginBps: null };
    expect(sizesOf(plan)).toEqual({ holdout: 28_471, shown: 256_232 });
    expect(expectedDays(sizesOf(plan), 10_000)).toBe(29 + 7);
    expect(expectedDays({ holdout: 10, shown: 90 }, 1000)).toBe(21);
    expect(expectedDays(sizesOf(plan), 0)).toBeNull();
  });

  it('H8: 180 450 to 19 550 at 90:10 is broken, 180 100 to 19 900 is not', () => {
    expect(sampleRatio([180_450, 19_550], [9000, 1000])).toMatchObject({ chi2: 11.25, broken: true });
    const fine = sampleRatio([180_100, 19_900], [9000, 1000]);
    expect([fine.chi2.toFixed(2), fine.pValue.toFixed(2), fine.broken]).toEqual(['0.56', '0.46', false]);
    expect(sampleRatio([0, 0], [9, 1]).broken).toBe(false);
  });

  it.each<[string, Partial<PlanInput>]>([
    ['holdoutBps', { holdoutBps: 99 }],
    ['holdoutBps', { holdoutBps: 5001 }],
    ['baselinePpm', { baselinePpm: 0.5 }],
    ['upliftBps', { upliftBps: 0 }],
    ['marginBps', { marginBps: 10_001 }],
    ['upliftBps', { baselinePpm: 500_000, upliftBps: 10_000 }],
  ])('a plan with a wrong %s is refused', (field, change) => {
    const plan = { holdoutBps: 1000, baselinePpm: 30_000, upliftBps: 1000, marginBps: null, ...change };
    expect(checkPlan(plan)?.field).toBe(field);
  });
});

describe('revenue', () => {
  it('of viewers who spent nothing may be left out of the list', () => {
    const zero = { before: 0, after: 0 };
    const bought = [
      { before: 5, after: 9 },
      { before: 0, after: 4 },
    ];
    const whole = compareRevenue({ n: 5, spent: [...bought, zero, zero, zero] }, { n: 3, spent: [zero, zero, zero] });
    const sparse = compareRevenue({ n: 5, spent: bought }, { n: 3, spent: [] });
    near(sparse.adjusted.difference, whole.adjusted.difference);
    near(sparse.adjusted.se, whole.adjusted.se);
    near(sparse.raw.se, whole.raw.se);
    expect(sparse.theta).toBeGreaterThan(0);
  });

  it('is cut above the 99.9th percentile of both arms together', () => {
    const shown = { n: 1500, spent: [{ before: 0, after: 1_000_000 }, ...ones(20)] };
    const holdout = { n: 500, spent: ones(5) };
    // The 1998th of 2000 values is the third largest.
    expect(cutOf(shown, holdout)).toBe(100);
    const got = compareRevenue(shown, holdout);
    near(got.raw.difference, 1_002_000 / 1500 - 1);
    near(got.adjusted.difference, (21 * 100) / 1500 - 1);
  });

  it('is not cut when fewer than one in a thousand bought, or when nothing is far away', () => {
    expect(cutOf({ n: 100_000, spent: ones(3) }, { n: 10_000, spent: ones(1) })).toBeNull();
    expect(cutOf({ n: 50, spent: ones(9) }, { n: 50, spent: ones(9) })).toBeNull();
  });

  it('falls in variance by the squared correlation with what was bought before', () => {
    const spent = Array.from({ length: 400 }, (_, i) => ({ before: i % 20, after: 3 * (i % 20) + ((i * 7) % 11) }));
    const got = compareRevenue({ n: 200, spent: spent.slice(0, 200) }, { n: 200, spent: spent.slice(200) });
    const r2 = correlation(spent) ** 2;
    expect(r2).toBeGreaterThan(0.9);
    expect(got.adjusted.se ** 2 / got.raw.se ** 2).toBeCloseTo(1 - r2, 2);
  });
});

const ones = (n: number) => Array.from({ length: n }, () => ({ before: 0, after: 100 }));

function correlation(list: readonly { before: number; after: number }[]): number {
  const mean = (pick: (one: { before: number; after: number }) => number) =>
    list.reduce((sum, one) => sum + pick(one), 0) / list.length;
  const [x, y] = [mean((o) => o.before), mean((o) => o.after)];
  const covariance = mean((o) => (o.before - x) * (o.after - y));
  return covariance / Math.sqrt(mean((o) => (o.before - x) ** 2) * mean((o) => (o.after - y) ** 2));
}

describe('the Bayesian reading', () => {
  it('knows the tails of the normal distribution and the gamma function', () => {
    // Abramowitz and Stegun, tables 7.1 and 7.2.
    expect(erfc(0)).toBe(1);
    expect(erfc(0.5)).toBeCloseTo(0.4795001221869535, 14);
    expect(erfc(2)).toBeCloseTo(0.004677734981047266, 15);
    expect(erfc(4) / 1.541725790028002e-8).toBeCloseTo(1, 12);
    expect(erfc(-1)).toBeCloseTo(1.8427007929497148, 14);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 11);
  });

  it('equals what can be worked out by hand', () => {
    const even = readBayesian({ x: 0, n: 0 }, { x: 0, n: 0 });
    expect(even.chanceShownBetter).toBeCloseTo(0.5, 10);
    // E[max(U - V, 0)] of two uniform values is 1/6.
    expect(even.lossIfShown).toBeCloseTo(1 / 6, 9);
    const one = readBayesian({ x: 1, n: 1 }, { x: 0, n: 0 });
    expect(one.chanceShownBetter).toBeCloseTo(2 / 3, 9);
    // The two losses differ by the difference of the means: 2/3 - 1/2.
    expect(one.lossIfHeldOut - one.lossIfShown).toBeCloseTo(1 / 6, 9);
  });

  it('equals the exact sum for whole numbers', () => {
    const exact = (a: { x: number; n: number }, b: { x: number; n: number }) => {
      const [a1, b1, a0, b0] = [1 + a.x, 1 + a.n - a.x, 1 + b.x, 1 + b.n - b.x];
      const logBeta = (p: number, q: number) => logGamma(p) + logGamma(q) - logGamma(p + q);
      let sum = 0;
      for (let i = 0; i < a1; i += 1) {
        sum += Math.exp(logBeta(a0 + i, b0 + b1) - Math.log(b1 + i) - logBeta(1 + i, b1) - logBeta(a0, b0));
      }
      return sum;
    };
    const [shown, holdout] = [
      { x: 41, n: 900 },
      { x: 30, n: 1000 },
    ];
    expect(readBayesian(shown, holdout).chanceShownBetter).toBeCloseTo(exact(shown, holdout), 8);
  });

  it('reads the example of H4 in milliseconds and twice the same', () => {
    const ask = () => readBayesian({ x: 5760, n: 180_000 }, { x: 580, n: 20_000 });
    const started = performance.now();
    const got = ask();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(got).toEqual(ask());
    // Near the normal reading: Phi(2.38) with the unpooled error.
    expect(got.chanceShownBetter).toBeGreaterThan(0.985);
    expect(got.chanceShownBetter).toBeLessThan(0.995);
    expect(got.lossIfShown).toBeLessThan(got.lossIfHeldOut / 100);
  });
});
