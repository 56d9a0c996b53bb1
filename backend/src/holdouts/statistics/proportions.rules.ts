// Compares how many of two groups bought: difference, test, intervals, and whether the split itself is sound (H4, H8).
import { wilson as bounds, Z_95 } from '../../base/wilson.rules.js';
import { erfc, twoSided } from './normal.rules.js';

export interface Tally {
  /** Buyers. */
  x: number;
  /** Viewers. */
  n: number;
}

export type Interval = readonly [number, number];

export interface Comparison {
  shownRate: number;
  holdoutRate: number;
  difference: number;
  differenceInterval: Interval;
  z: number;
  pValue: number;
  /** How much more likely a shown viewer buys: 0.1 is ten per cent. */
  relative: number;
  relativeInterval: Interval;
  /** Buyers of the shown arm who would not be there without the videos. */
  incrementalBuyers: number;
}

/** Each expected cell of the two-by-two table must hold this many, else the normal approximation says nothing. */
export const LEAST_EXPECTED = 5;

/** True when buyers or non-buyers of either arm are too few to compare. */
export function isTooThin(shown: Tally, holdout: Tally): boolean {
  const pooled = (shown.x + holdout.x) / (shown.n + holdout.n);
  const cells = [shown.n, holdout.n].flatMap((n) => [n * pooled, n * (1 - pooled)]);
  return !cells.every((expected) => expected >= LEAST_EXPECTED) || shown.x === 0 || holdout.x === 0;
}

/** H4 for two tallies that are not too thin. */
export function compareProportions(shown: Tally, holdout: Tally): Comparison {
  const [p1, p0] = [shown.x / shown.n, holdout.x / holdout.n];
  const difference = p1 - p0;
  const se = Math.sqrt((p1 * (1 - p1)) / shown.n + (p0 * (1 - p0)) / holdout.n);
  const pooled = (shown.x + holdout.x) / (shown.n + holdout.n);
  const z = difference / Math.sqrt(pooled * (1 - pooled) * (1 / shown.n + 1 / holdout.n));
  const ratio = p1 / p0;
  const spread = Z_95 * Math.sqrt((1 - p1) / shown.x + (1 - p0) / holdout.x);
  return {
    shownRate: p1,
    holdoutRate: p0,
    difference,
    differenceInterval: [difference - Z_95 * se, difference + Z_95 * se],
    z,
    pValue: twoSided(z),
    relative: ratio - 1,
    relativeInterval: [ratio * Math.exp(-spread) - 1, ratio * Math.exp(spread) - 1],
    incrementalBuyers: difference * shown.n,
  };
}

/** Wilson's 95 % interval of one share. */
export function wilson({ x, n }: Tally): Interval {
  const { low, high } = bounds(x, n);
  return [low, high];
}

export interface SampleRatio {
  chi2: number;
  pValue: number;
  /** Whoever fell out did not fall out by chance: no number of this experiment can be believed. */
  broken: boolean;
}

const BROKEN_BELOW = 0.001;

/** H8: do the two arms have the sizes that the split promised? `expected` may be counts or shares. */
export function sampleRatio(observed: readonly [number, number], expected: readonly [number, number]): SampleRatio {
  const total = observed[0] + observed[1];
  const scale = total / (expected[0] + expected[1]);
  const parts = [0, 1].map((i) => {
    const wanted = (expected[i] ?? 0) * scale;
    return wanted === 0 ? 0 : ((observed[i] ?? 0) - wanted) ** 2 / wanted;
  });
  const chi2 = (parts[0] ?? 0) + (parts[1] ?? 0);
  const pValue = erfc(Math.sqrt(chi2 / 2));
  return { chi2, pValue, broken: pValue < BROKEN_BELOW };
}
