// Days of a report: reads their bounds and fills the gaps, so that a chart has a point for each day.

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
/** A chart of more days than this is given with gaps. */
const MOST_DAYS = 400;

/** True for a date of the calendar written as 2026-10-01. */
export function isDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && toDay(ms) === text;
}

const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day that lies `back` days before `day`. */
export function daysBefore(day: string, back: number): string {
  return toDay(Date.parse(`${day}T00:00:00Z`) - back * DAY_MS);
}

/** One row for every day from `from` to `to`, both included; `empty` makes the rows that are missing. */
export function everyDay<T extends { day: string }>(
  rows: readonly T[],
  from: string,
  to: string,
  empty: (day: string) => T,
): T[] {
  const start = Date.parse(`${from}T00:00:00Z`);
  const end = Date.parse(`${to}T00:00:00Z`);
  if (end < start || (end - start) / DAY_MS > MOST_DAYS) return [...rows];
  const known = new Map(rows.map((row) => [row.day, row]));
  const filled: T[] = [];
  for (let ms = start; ms <= end; ms += DAY_MS) filled.push(known.get(toDay(ms)) ?? empty(toDay(ms)));
  return filled;
}
