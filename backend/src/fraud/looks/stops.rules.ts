// When a whole programme must stop paying until an administrator has looked: a day that cannot be, or too much of it in review.
import { medianOf, percent, type Thresholds } from './thresholds.rules.js';

export interface DayOfProgramme {
  day: string;
  commissionMinor: bigint;
  units: number;
  inReview: number;
}

export interface Stop {
  day: string;
  kind: 'COMMISSION_OF_DAY' | 'REVIEW_OF_DAY';
  expected: string;
  found: string;
}

/** `days`: the oldest first; the last is the one that is asked about. Quiet days count as nothing and are no usual day. */
export function stopsOf(days: readonly DayOfProgramme[], terms: Thresholds): Stop[] {
  const today = days.at(-1);
  if (!today) return [];
  const stops: Stop[] = [];
  const before = days.slice(-terms.stop.days - 1, -1).filter((day) => day.commissionMinor > 0n);
  const limit = medianOf(before.map((day) => day.commissionMinor)) * BigInt(terms.stop.times);
  if (before.length >= terms.stop.activeDays && today.commissionMinor > limit) {
    const numbers = { expected: `at most ${limit}`, found: today.commissionMinor.toString() };
    stops.push({ day: today.day, kind: 'COMMISSION_OF_DAY', ...numbers });
  }
  if (today.units >= terms.stop.units && today.inReview * 10_000 > today.units * terms.stop.reviewBps) {
    const expected = `at most ${percent(terms.stop.reviewBps / 10_000)} % in review`;
    stops.push({ day: today.day, kind: 'REVIEW_OF_DAY', expected, found: `${today.inReview} of ${today.units}` });
  }
  return stops;
}
