// Which caps and tiers hold for an order: those of the plan in force when its month began.
import type { Campaign, Limits, Program, ProgramConfig } from '../input/config.rules.js';

/**
 * Caps and tiers for orders of the month that begins at `monthStart`. Whole months, because a tier and a monthly cap are
 * promises about a month: changing them inside one would re-rate what was already earned in it. Of several with one
 * start the last counts.
 */
export function limitsAt(program: Program, monthStart: number): Omit<Limits, 'from'> {
  let found: Limits | null = null;
  for (const limits of program.laterLimits) {
    if (limits.from <= monthStart && (!found || limits.from >= found.from)) found = limits;
  }
  return found ?? program;
}

/** True when some month has a cap on what a creator earns in it, or in a day of it. */
export function hasCreatorCap(program: Program): boolean {
  return [program, ...program.laterLimits].some(
    (limits) => limits.creatorMonthlyCapMinor !== null || limits.creatorDailyCapMinor !== null,
  );
}

/** True when orders draw from one budget: of the whole campaign or of each of its days. */
export function hasBudget({ budgetMinor, dailyBudgetMinor }: Campaign): boolean {
  return budgetMinor !== null || dailyBudgetMinor !== null;
}

/** True when some month has tiers. */
export function hasTiers(program: Program): boolean {
  return [program, ...program.laterLimits].some((limits) => limits.tiers.length > 0);
}

/** Limits over several orders make their order matter: sales of a month decide about the next, a budget is used up. */
export function sharesMoney({ program, campaigns }: ProgramConfig): boolean {
  return hasCreatorCap(program) || hasTiers(program) || campaigns.some(hasBudget);
}
