// Whether one more certificate may go out of a pool, or which limit holds it; and what an unusual hour is. Pure.
import type { HeldReason } from '../certificate.status.js';

/** Null: no such limit. */
export interface Limits {
  holderMonth: number | null;
  poolDay: number | null;
  poolTotal: number | null;
  /** The last hour may have this many times the usual hour. */
  surgeTimes: number | null;
  /** But always this many. */
  surgeFloor: number;
}

/** What was admitted before this one: to this person this month, by the pool today, in all, and in the last sixty minutes. */
export interface Counts {
  holderMonth: number;
  poolDay: number;
  poolTotal: number;
  lastHour: number;
  usualHour: number;
}

/** How many days the usual hour is taken from. */
export const USUAL_DAYS = 14;

/**
 * The usual hour: of each of the last 14 whole days its busiest hour, and of those the median. A night does not make the
 * evening unusual, as a mean would, and one wild day does not make the next one usual. Days without any count as 0.
 */
export function usualHour(busiest: readonly number[]): number {
  const days = [...busiest, ...Array<number>(Math.max(0, USUAL_DAYS - busiest.length)).fill(0)].sort((a, b) => a - b);
  const [low, high] = [days[Math.ceil(days.length / 2) - 1] ?? 0, days[Math.floor(days.length / 2)] ?? 0];
  return Math.ceil((low + high) / 2);
}

/** How many an hour may have before the pool pauses itself; null: any number. */
export const surgeBound = ({ surgeTimes, surgeFloor }: Limits, usual: number): number | null =>
  surgeTimes === null ? null : Math.max(surgeFloor, surgeTimes * usual);

/** The limit that this one would break, the narrowest first; null when it may go out. A surge comes last: it stops everybody. */
export function heldBy(limits: Limits, counts: Counts): HeldReason | null {
  const full = (limit: number | null, count: number) => limit !== null && count >= limit;
  if (full(limits.holderMonth, counts.holderMonth)) return 'holder_month';
  if (full(limits.poolDay, counts.poolDay)) return 'pool_day';
  if (full(limits.poolTotal, counts.poolTotal)) return 'pool_total';
  return full(surgeBound(limits, counts.usualHour), counts.lastHour) ? 'surge' : null;
}
