// Thousands of experiments whose truth is known: how often the rules are wrong, and how often they find what is there.
import { describe, expect, it } from '@jest/globals';
import { sampleSize } from '../../experiments/plan.rules.js';
import { compareProportions, sampleRatio, type Tally } from './proportions.rules.js';
import { compareRevenue, type SpentSample } from './revenue.rules.js';

/** Mulberry32: small, seeded, good enough for coins; the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function buyers(random: () => number, n: number, rate: number): Tally {
  let x = 0;
  for (let i = 0; i < n; i += 1) if (random() < rate) x += 1;
  return { x, n };
}

/** Three and a half deviations of a binomial share: wrong once in four thousand when the rules are right. */
const tolerance = (share: number, runs: number) => 3.5 * Math.sqrt((share * (1 - share)) / runs);

const RUNS = 800;
const RATE = 0.2;
const UPLIFT = 0.25;
/** The plan of these shops: a quarter held out. */
const SIZES = sampleSize(RATE, UPLIFT, 3);

function rejections(seed: number, uplift: number): number {
  const random = seeded(seed);
  let rejected = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const shown = buyers(random, SIZES.shown, RATE * (1 + uplift));
    const holdout = buyers(random, SIZES.holdout, RATE);
    if (compareProportions(shown, holdout).pValue < 0.05) rejected += 1;
  }
  return rejected / RUNS;
}

describe('conversion', () => {
  it('of equal arms is called different in one of twenty experiments, not more', () => {
    const share = rejections(11, 0);
    expect(share).toBeLessThanOrEqual(0.05 + tolerance(0.05, RUNS));
    expect(share).toBeGreaterThanOrEqual(0.05 - tolerance(0.05, RUNS));
  });

  it('of a planted uplift is found with the planned power', () => {
    const share = rejections(12, UPLIFT);
    expect(Math.abs(share - 0.8)).toBeLessThanOrEqual(tolerance(0.8, RUNS));
  });

  it('covers the planted difference with its interval in 95 of 100 experiments', () => {
    const random = seeded(13);
    let covered = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const shown = buyers(random, SIZES.shown, RATE * (1 + UPLIFT));
      const { differenceInterval } = compareProportions(shown, buyers(random, SIZES.holdout, RATE));
      if (differenceInterval[0] <= RATE * UPLIFT && RATE * UPLIFT <= differenceInterval[1]) covered += 1;
    }
    expect(Math.abs(covered / RUNS - 0.95)).toBeLessThanOrEqual(tolerance(0.95, RUNS));
  });

  it('looked at every day would be called different far more often: that is why a result waits for its size', () => {
    const random = seeded(14);
    let called = 0;
    const days = 14;
    for (let run = 0; run < RUNS; run += 1) {
      const sum = { shown: { x: 0, n: 0 }, holdout: { x: 0, n: 0 } };
      let found = false;
      for (let day = 0; day < days && !found; day += 1) {
        for (const [arm, size] of [['shown', SIZES.shown] as const, ['holdout', SIZES.holdout] as const]) {
          const more = buyers(random, Math.ceil(size / days), RATE);
          sum[arm] = { x: sum[arm].x + more.x, n: sum[arm].n + more.n };
        }
        found = compareProportions(sum.shown, sum.holdout).pValue < 0.05;
      }
      if (found) called += 1;
    }
    // Fourteen looks at 5 % each: about one in five (Armitage, McPherson and Rowe, 1969); the studio says so.
    expect(called / RUNS).toBeGreaterThan(0.15);
    expect(called / RUNS).toBeLessThan(0.3);
  });
});

describe('the sample ratio', () => {
  it('of a sound split is called broken once in a thousand at most', () => {
    const random = seeded(15);
    let broken = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const { x } = buyers(random, 4000, 0.1);
      if (sampleRatio([4000 - x, x], [9, 1]).broken) broken += 1;
    }
    expect(broken / RUNS).toBeLessThanOrEqual(0.001 + tolerance(0.001, RUNS));
  });

  it('sees that one held-out viewer in ten was lost', () => {
    const random = seeded(16);
    let broken = 0;
    for (let run = 0; run < 200; run += 1) {
      const held = buyers(random, 30_000, 0.1).x;
      const lost = buyers(random, held, 0.1).x;
      if (sampleRatio([30_000 - held, held - lost], [9, 1]).broken) broken += 1;
    }
    expect(broken / 200).toBeGreaterThan(0.9);
  });
});

/** Shoppers with a habit: what they spend now resembles what they spent before. Most spend nothing, a few very much. */
function spenders(random: () => number, n: number, extra: number): SpentSample {
  const spent = [];
  for (let i = 0; i < n; i += 1) {
    const habit = random() < 0.2 ? -Math.log(1 - random()) * 5000 : 0;
    const before = random() < 0.6 ? habit : 0;
    const bought = random() < (habit > 0 ? 0.4 : 0.05);
    const after = bought ? (habit || 3000) * (0.5 + random()) * (1 + extra) : 0;
    if (before > 0 || after > 0) spent.push({ before, after });
  }
  return { n, spent };
}

describe('revenue', () => {
  const runs = 400;
  const [shown, holdout] = [1500, 500];

  function share(seed: number, extra: number): { rejected: number; noise: number } {
    const random = seeded(seed);
    let rejected = 0;
    let noise = 0;
    for (let run = 0; run < runs; run += 1) {
      const got = compareRevenue(spenders(random, shown, extra), spenders(random, holdout, 0));
      if (got.adjusted.interval[0] > 0 || got.adjusted.interval[1] < 0) rejected += 1;
      noise += got.adjusted.se ** 2 / got.raw.se ** 2 / runs;
    }
    return { rejected: rejected / runs, noise };
  }

  it('of equal arms is called different in one of twenty experiments, not more', () => {
    const { rejected, noise } = share(21, 0);
    expect(rejected).toBeLessThanOrEqual(0.05 + tolerance(0.05, runs));
    expect(rejected).toBeGreaterThanOrEqual(0.05 - tolerance(0.05, runs));
    // What was bought before tells part of what is bought now.
    expect(noise).toBeLessThan(0.95);
  });

  it('of baskets half as large again is found in most experiments', () => {
    expect(share(22, 0.5).rejected).toBeGreaterThan(0.5);
  });
});
