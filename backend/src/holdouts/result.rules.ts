// Decides whether an experiment may speak, and what it then says (H4-H9).
import type { ExperimentStatus } from '../experiments/experiment.status.js';
import { DAY_MS, LEAST_DAYS, type PlanSizes } from '../experiments/plan.rules.js';
import type { Arm } from './assignment.rules.js';
import type { ArmOutcome } from './outcomes.rules.js';
import type { Refusal } from './result.reasons.js';
import { readBayesian, type BayesianReading } from './statistics/beta.rules.js';
import {
  compareProportions,
  isTooThin,
  sampleRatio,
  type Comparison,
  type SampleRatio,
} from './statistics/proportions.rules.js';
import { compareRevenue, type RevenueComparison } from './statistics/revenue.rules.js';

export interface Standing {
  status: ExperimentStatus;
  startedAtMs: number;
  nowMs: number;
  holdoutBps: number;
  planned: PlanSizes;
  viewers: Readonly<Record<Arm, number>>;
}

/** True when both arms have their planned size and fourteen full days are over. */
export function isFull({ planned, viewers, startedAtMs, nowMs }: Standing): boolean {
  return isLarge(planned, viewers) && nowMs - startedAtMs >= LEAST_DAYS * DAY_MS;
}

const isLarge = (planned: PlanSizes, viewers: Standing['viewers']): boolean =>
  viewers.shown >= planned.shown && viewers.holdout >= planned.holdout;

export function ratioOf({ viewers, holdoutBps }: Pick<Standing, 'viewers' | 'holdoutBps'>): SampleRatio {
  return sampleRatio([viewers.shown, viewers.holdout], [10_000 - holdoutBps, holdoutBps]);
}

/** Why it may not speak yet, or ever; null when its orders may be looked at. A broken draw is told at once. */
export function refusalOf(standing: Standing): Refusal | null {
  const { status, planned, viewers, startedAtMs, nowMs } = standing;
  if (ratioOf(standing).broken) return 'BROKEN_SAMPLE_RATIO';
  if (status === 'stopped') return 'STOPPED_EARLY';
  if (status === 'measuring') return 'ORDERS_STILL_COUNT';
  if (status === 'finished') return null;
  if (!isLarge(planned, viewers)) return 'NOT_BEFORE_PLANNED_SIZE';
  // Full, and the timer has not closed it yet.
  return nowMs - startedAtMs < LEAST_DAYS * DAY_MS ? 'NOT_BEFORE_14_DAYS' : 'ORDERS_STILL_COUNT';
}

/** What the creators of the shown arm's orders were credited with. */
export interface Credited {
  netMinor: bigint;
  commissionMinor: bigint;
}

export interface IncrementalMoney {
  /** Revenue that would not be there without the videos, and its interval. */
  gmvMinor: bigint;
  fromMinor: bigint;
  toMinor: bigint;
  commissionMinor: bigint;
  /** Money back for each unit of commission; of margin when the plan names one, else of revenue. Null without commission. */
  incrementalReturn: number | null;
  creditedReturn: number | null;
}

export interface Reading {
  conversion: Comparison;
  bayesian: BayesianReading;
  revenue: RevenueComparison;
  money: IncrementalMoney;
}

/** Rounds a statistic of money to minor units, to be shown. */
const toMinor = (statistic: number): bigint => BigInt(Math.round(statistic));

/** H4-H9, or NOT_ENOUGH_DATA. */
export function readExperiment(
  arms: Readonly<Record<Arm, ArmOutcome>>,
  credited: Credited,
  marginBps: number | null,
): { refusal: Refusal } | { refusal: null; reading: Reading } {
  const [shown, holdout] = (['shown', 'holdout'] as const).map((arm) => ({
    x: arms[arm].buyers,
    n: arms[arm].viewers,
  }));
  if (!shown || !holdout || shown.n === 0 || holdout.n === 0 || isTooThin(shown, holdout)) {
    return { refusal: 'NOT_ENOUGH_DATA' };
  }
  const revenue = compareRevenue(arms.shown.sample, arms.holdout.sample);
  const { difference, interval } = revenue.adjusted;
  const share = (marginBps ?? 10_000) / 10_000;
  const perCommission = (revenueOf: bigint): number | null =>
    credited.commissionMinor > 0n ? (Number(revenueOf) * share) / Number(BigInt(credited.commissionMinor)) : null;
  const gmvMinor = toMinor(difference * shown.n);
  return {
    refusal: null,
    reading: {
      conversion: compareProportions(shown, holdout),
      bayesian: readBayesian(shown, holdout),
      revenue,
      money: {
        gmvMinor,
        fromMinor: toMinor(interval[0] * shown.n),
        toMinor: toMinor(interval[1] * shown.n),
        commissionMinor: credited.commissionMinor,
        incrementalReturn: perCommission(gmvMinor),
        creditedReturn: perCommission(credited.netMinor),
      },
    },
  };
}
