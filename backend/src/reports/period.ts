// The days that a report is asked for: checked, with the bounds that it has when none are given.
import { AppError } from '../base/errors.js';
import { daysBefore, isDay } from './days.rules.js';

const MOST_DAYS = 3660;

/** Throws BAD_INPUT with the field unless both are days, where they are given. */
export function assertDays(from: string | null | undefined, to: string | null | undefined): void {
  for (const [field, day] of Object.entries({ from, to })) {
    if (day && !isDay(day)) throw new AppError('BAD_INPUT', { field, detail: 'Write a day as 2026-10-01.' });
  }
}

/** A period with both bounds: without them the last `shown` days up to `today`. Throws BAD_INPUT with the field. */
export function boundedDays(
  asked: { from?: string | null; to?: string | null },
  today: string,
  shown: number,
): { from: string; to: string } {
  assertDays(asked.from, asked.to);
  const to = asked.to || today;
  const from = asked.from || daysBefore(to, shown - 1);
  if (from > to) throw new AppError('BAD_INPUT', { field: 'from', detail: 'A period begins before it ends.' });
  if (from < daysBefore(to, MOST_DAYS - 1)) {
    throw new AppError('BAD_INPUT', { field: 'from', detail: `A report has at most ${MOST_DAYS} days.` });
  }
  return { from, to };
}
