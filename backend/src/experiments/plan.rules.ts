// How many viewers an experiment needs before it may speak, and how long that takes (money.md H7).

import { Z_95 } from '../base/wilson.rules.js';

/** A power of 80 %: the end of the normal distribution that money.md gives, to its six digits. */
const Z_POWER_80 = 0.841621;

const BPS = 10_000;
const PPM = 1_000_000;

/** No result before so many full days: a week has seven kinds of shoppers, and one week may be odd. */
export const LEAST_DAYS = 14;
/** An order counts when it is placed so many days after the first trigger at most (H3). */
export const OUTCOME_DAYS = 7;
export const DAY_MS = 86_400_000;

/** Who is held out, and which difference is worth finding. Shares are whole numbers, so that a plan reads back as it was. */
export interface PlanInput {
  /** Of ten thousand viewers, how many do not see the videos. */
  holdoutBps: number;
  /** Buyers among a million viewers without the videos, as the owner knows the shop. */
  baselinePpm: number;
  /** The relative uplift that should be found, in basis points: 1000 is +10 %. */
  upliftBps: number;
  /** What is left of a sale before commission, in basis points; null leaves margins out. */
  marginBps: number | null;
}

export interface PlanSizes {
  holdout: number;
  shown: number;
}

/** Inclusive bounds of each field. */
export const PLAN_BOUNDS = {
  holdoutBps: [100, 5_000],
  baselinePpm: [100, 500_000],
  upliftBps: [100, 10_000],
  marginBps: [1, 10_000],
} as const satisfies Record<keyof PlanInput, readonly [number, number]>;

export type PlanFault = { field: keyof PlanInput; detail: string };

/** The first field that is out of bounds, or null. */
export function checkPlan(input: PlanInput): PlanFault | null {
  for (const [field, [least, most]] of Object.entries(PLAN_BOUNDS) as [keyof PlanInput, readonly [number, number]][]) {
    const value = input[field];
    if (value === null && field === 'marginBps') continue;
    if (value === null || !Number.isInteger(value) || value < least || value > most) {
      return { field, detail: `A whole number from ${least} to ${most}.` };
    }
  }
  if (rateOf(input) * (1 + input.upliftBps / BPS) >= 1) {
    return { field: 'upliftBps', detail: 'More buyers than viewers cannot be found.' };
  }
  return null;
}

const rateOf = (input: Pick<PlanInput, 'baselinePpm'>): number => input.baselinePpm / PPM;

/**
 * H7: viewers of each arm for a power of 80 % at 5 %, two-sided. `ratio` is shown viewers for each held-out one.
 * Each arm is rounded up by itself, so the two need not be an exact multiple of each other.
 */
export function sampleSize(holdoutRate: number, relativeUplift: number, ratio: number): PlanSizes {
  const shownRate = holdoutRate * (1 + relativeUplift);
  const spread = (shownRate * (1 - shownRate)) / ratio + holdoutRate * (1 - holdoutRate);
  const exact = ((Z_95 + Z_POWER_80) ** 2 * spread) / (shownRate - holdoutRate) ** 2;
  return { holdout: Math.ceil(exact), shown: Math.ceil(ratio * exact) };
}

/** The sizes of a plan that passed `checkPlan`. */
export function sizesOf(input: PlanInput): PlanSizes {
  return sampleSize(rateOf(input), input.upliftBps / BPS, (BPS - input.holdoutBps) / input.holdoutBps);
}

/**
 * Whole days from the start to the result: until both arms are full, fourteen at least, and seven more until the last
 * viewer's time to buy is over. Null without traffic: then there is no honest number.
 */
export function expectedDays(sizes: PlanSizes, viewersPerDay: number): number | null {
  if (!(viewersPerDay > 0)) return null;
  return Math.max(LEAST_DAYS, Math.ceil((sizes.holdout + sizes.shown) / viewersPerDay)) + OUTCOME_DAYS;
}
