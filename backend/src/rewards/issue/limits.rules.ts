// Whether a reward whose day has come may be issued by itself, or is held for a person (F-46). Pure.
import type { Limits, Terms } from '../programme/terms.rules.js';
import type { HoldReason } from '../reward.reasons.js';

/** What was given so far, before this reward. */
export interface Given {
  toPersonInMonth: number;
  onDay: number;
  inAll: number;
}

/** The first limit that this reward would pass, or null. */
export function limitHit(limits: Limits, given: Given): HoldReason | null {
  const full = (limit: number | null, count: number) => limit !== null && count >= limit;
  if (full(limits.inAll, given.inAll)) return 'LIMIT_PROGRAMME';
  if (full(limits.perDay, given.onDay)) return 'LIMIT_DAY';
  if (full(limits.perPersonMonth, given.toPersonInMonth)) return 'LIMIT_PERSON_MONTH';
  return null;
}

/** So many days before are what is usual. */
export const USUAL_DAYS = 28;

/**
 * Whether the `count`-th reward of a day is out of all proportion: more than `surgeAtLeast`, and more than `surgeTimes` what the
 * days before had on average. Whole numbers only, so that no rounding decides.
 */
export function isSurge(terms: Pick<Terms, 'surgeTimes' | 'surgeAtLeast'>, count: number, before: number): boolean {
  return count > terms.surgeAtLeast && count * USUAL_DAYS > terms.surgeTimes * before;
}
