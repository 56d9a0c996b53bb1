// Compares revenue per viewer: means with Welch's error, far values cut, and what was bought before taken into account (H5).
import { Z_95 } from '../../base/wilson.rules.js';
import type { Interval } from './proportions.rules.js';

/** One viewer's money, in minor units as a number: from here on it is a statistic and never becomes a payment. */
export interface Spent {
  /** In the 28 days before the first trigger. */
  before: number;
  /** In the 7 days from it. */
  after: number;
}

/** One arm: `n` viewers, of whom all that are not in `spent` spent nothing before and after. */
export interface SpentSample {
  n: number;
  spent: readonly Spent[];
}

export interface MeanDifference {
  difference: number;
  se: number;
  interval: Interval;
}

export interface RevenueComparison {
  shownMean: number;
  holdoutMean: number;
  /** As it stands, without any correction. */
  raw: MeanDifference;
  /** Values above it were cut to it; null when none were. */
  cutAt: number | null;
  theta: number;
  /** What this says is the same, with less noise: far values cut, earlier purchases taken into account. */
  adjusted: MeanDifference;
}

interface Moments {
  mean: number;
  /** Of the sample: divided by n - 1. */
  variance: number;
}

/** Two passes, so that large values do not cancel; the viewers who spent nothing are added as one term. */
function moments(n: number, values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, (n - values.length) * mean * mean);
  return { mean, variance: n > 1 ? squares / (n - 1) : 0 };
}

function welch(shown: Moments & { n: number }, holdout: Moments & { n: number }): MeanDifference {
  const difference = shown.mean - holdout.mean;
  const se = Math.sqrt(shown.variance / shown.n + holdout.variance / holdout.n);
  return { difference, se, interval: [difference - Z_95 * se, difference + Z_95 * se] };
}

/**
 * The 99.9th percentile (nearest rank) of both arms together, or null when nothing lies above it. When fewer than one in a
 * thousand bought, the percentile is 0 and cutting would leave no revenue at all: then nothing is cut.
 */
export function cutOf(shown: SpentSample, holdout: SpentSample): number | null {
  const all = [...shown.spent, ...holdout.spent].map((one) => one.after).sort((a, b) => b - a);
  const total = shown.n + holdout.n;
  const cut = all[total - Math.ceil(total * 0.999)] ?? 0;
  return cut > 0 && (all[0] ?? 0) > cut ? cut : null;
}

const cutTo = (sample: SpentSample, cut: number): SpentSample => ({
  n: sample.n,
  spent: sample.spent.map((one) => ({ before: one.before, after: Math.min(one.after, cut) })),
});

/** theta = cov(X, Y) / var(X) over both arms; 0 when nobody bought before. */
function thetaOf(samples: readonly SpentSample[]): { theta: number; meanBefore: number } {
  const n = samples.reduce((sum, sample) => sum + sample.n, 0);
  const all = samples.flatMap((sample) => sample.spent);
  const meanX = all.reduce((sum, one) => sum + one.before, 0) / n;
  const meanY = all.reduce((sum, one) => sum + one.after, 0) / n;
  const none = n - all.length;
  let covariance = none * meanX * meanY;
  let variance = none * meanX * meanX;
  for (const { before, after } of all) {
    covariance += (before - meanX) * (after - meanY);
    variance += (before - meanX) ** 2;
  }
  return { theta: variance > 0 ? covariance / variance : 0, meanBefore: meanX };
}

/** Y' = Y - theta (X - mean X): whoever spent nothing has one value too, so no viewer is left out. */
function adjust(sample: SpentSample, theta: number, meanBefore: number): Moments & { n: number } {
  const base = theta * meanBefore;
  const shifted = sample.spent.map((one) => one.after - theta * one.before);
  const { mean, variance } = moments(sample.n, shifted);
  return { n: sample.n, mean: mean + base, variance };
}

export function compareRevenue(shown: SpentSample, holdout: SpentSample): RevenueComparison {
  const plain = (sample: SpentSample) => {
    const after = sample.spent.map((one) => one.after);
    return { n: sample.n, ...moments(sample.n, after) };
  };
  const [rawShown, rawHoldout] = [plain(shown), plain(holdout)];
  const cutAt = cutOf(shown, holdout);
  const kept = [shown, holdout].map((sample) => (cutAt === null ? sample : cutTo(sample, cutAt)));
  const [a = shown, b = holdout] = kept;
  const { theta, meanBefore } = thetaOf(kept);
  return {
    shownMean: rawShown.mean,
    holdoutMean: rawHoldout.mean,
    raw: welch(rawShown, rawHoldout),
    cutAt,
    theta,
    adjusted: welch(adjust(a, theta, meanBefore), adjust(b, theta, meanBefore)),
  };
}
