// What is missing to each tier, by the very rule that the evaluator gives bonuses by.
import { bonusFor } from '../../attribution/evaluator/units/tiers.rules.js';
import type { TierTerms } from '../../stores/plans/plan.terms.rules.js';

export interface MonthSales {
  /** Before and after refunds. */
  grossMinor: bigint;
  netMinor: bigint;
}

export interface TierStep {
  minGmvMinor: bigint;
  maxReturnBps: number | null;
  bonusBps: number;
  missingMinor: bigint;
  tooManyReturns: boolean;
  reached: boolean;
}

export function bonusBpsOf(tiers: readonly TierTerms[], sales: MonthSales): number {
  const read = tiers.map((tier) => ({
    minGmvMinor: BigInt(tier.minGmvMinor),
    maxReturnBps: tier.maxReturnBps === null ? null : BigInt(tier.maxReturnBps),
    bonusBps: BigInt(tier.bonusBps),
  }));
  return Number(bonusFor(read, sales));
}

/** Tiers from the lowest up. */
export function stepsOf(tiers: readonly TierTerms[], { grossMinor, netMinor }: MonthSales): TierStep[] {
  const returnBps = grossMinor === 0n ? 0n : ((grossMinor - netMinor) * 10_000n) / grossMinor;
  const steps = tiers.map(({ minGmvMinor: least, maxReturnBps, bonusBps }) => {
    const minGmvMinor = BigInt(least);
    const missingMinor = netMinor >= minGmvMinor ? 0n : minGmvMinor - netMinor;
    const tooManyReturns = maxReturnBps !== null && returnBps > BigInt(maxReturnBps);
    return {
      minGmvMinor,
      maxReturnBps,
      bonusBps,
      missingMinor,
      tooManyReturns,
      reached: missingMinor === 0n && !tooManyReturns,
    };
  });
  return steps.sort((a, b) => (a.minGmvMinor < b.minGmvMinor ? -1 : 1));
}
