// The Bayesian reading: how likely is it that the videos help, and what does a wrong choice cost (H6). Computed, not drawn.
import type { Tally } from './proportions.rules.js';

export interface BayesianReading {
  /** How likely a shown viewer buys more often than a held-out one. */
  chanceShownBetter: number;
  /** Expected loss in the share of buyers when the videos stay, and when they go. */
  lossIfShown: number;
  lossIfHeldOut: number;
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln of the gamma function for x >= 1, to about 14 digits. */
export function logGamma(x: number): number {
  const y = x - 1;
  const t = y + 7.5;
  const sum = LANCZOS.reduce((total, c, i) => total + c / (y + i + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

interface Beta {
  a: number;
  b: number;
  logNorm: number;
}

const betaOf = ({ x, n }: Tally): Beta => {
  const [a, b] = [1 + x, 1 + n - x];
  return { a, b, logNorm: logGamma(a + b) - logGamma(a) - logGamma(b) };
};

function density({ a, b, logNorm }: Beta, p: number): number {
  if (p <= 0) return a === 1 ? b : 0;
  if (p >= 1) return b === 1 ? a : 0;
  return Math.exp(logNorm + (a - 1) * Math.log(p) + (b - 1) * Math.log1p(-p));
}

const POINTS = 400;
const DEVIATIONS = 9;

/** Where a distribution lives, in equal steps: nine deviations hold all of it but 1e-18. */
function stepsOf({ a, b }: Beta): number[] {
  const mean = a / (a + b);
  const deviation = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
  const from = Math.max(0, mean - DEVIATIONS * deviation);
  const to = Math.min(1, mean + DEVIATIONS * deviation);
  return Array.from({ length: POINTS + 1 }, (_, i) => from + ((to - from) * i) / POINTS);
}

/** A distribution along one step: its density and the share below, at the beginning, the middle and the end. */
class Walk {
  private density: number;
  private below = 0;

  constructor(
    private readonly beta: Beta,
    start: number,
  ) {
    this.density = density(beta, start);
  }

  /** Simpson's rule over the step, and its companion over the first half. */
  step(from: number, to: number): { f: [number, number, number]; F: [number, number, number] } {
    const f: [number, number, number] = [this.density, density(this.beta, (from + to) / 2), density(this.beta, to)];
    const h = to - from;
    const half = this.below + (h / 24) * (5 * f[0] + 8 * f[1] - f[2]);
    const whole = this.below + (h / 6) * (f[0] + 4 * f[1] + f[2]);
    const F: [number, number, number] = [this.below, Math.min(1, half), Math.min(1, whole)];
    this.density = f[2];
    this.below = F[2];
    return { f, F };
  }
}

/**
 * H6 with flat priors: Beta(1 + x, 1 + n - x) for each arm. Walks once over the steps of both arms together, so that a narrow
 * arm beside a wide one is not stepped over.
 */
export function readBayesian(shown: Tally, holdout: Tally): BayesianReading {
  const [one, zero] = [betaOf(shown), betaOf(holdout)];
  const points = [...new Set([...stepsOf(one), ...stepsOf(zero)])].sort((a, b) => a - b);
  const start = points[0] ?? 0;
  const [walkOne, walkZero] = [new Walk(one, start), new Walk(zero, start)];
  const sums = [0, 0, 0];
  for (let i = 1; i < points.length; i += 1) {
    const [from, to] = [points[i - 1] ?? 0, points[i] ?? 0];
    const [a, b] = [walkOne.step(from, to), walkZero.step(from, to)];
    // E[max(p0 - p1, 0)] is the integral of P(p1 < t) P(p0 > t).
    const values = [0, 1, 2].map((at) => {
      const [f1, F1, F0] = [a.f[at] ?? 0, a.F[at] ?? 0, b.F[at] ?? 0];
      return [f1 * F0, F1 * (1 - F0), F0 * (1 - F1)];
    });
    for (const which of [0, 1, 2]) {
      const [left, middle, right] = values.map((value) => value[which] ?? 0);
      sums[which] = (sums[which] ?? 0) + ((to - from) / 6) * ((left ?? 0) + 4 * (middle ?? 0) + (right ?? 0));
    }
  }
  const [chance = 0, lossIfShown = 0, lossIfHeldOut = 0] = sums;
  return { chanceShownBetter: Math.min(1, chance), lossIfShown, lossIfHeldOut };
}
