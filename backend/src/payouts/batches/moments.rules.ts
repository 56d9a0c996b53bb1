// The first moments of days, months and years in a programme's time zone.
import { Calendar, yearOf } from '../../attribution/evaluator/input/months.rules.js';

/** Minutes by which a zone is ahead of UTC at a moment. */
function offsetMs(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const parts = new Map(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const read = (type: string): number => parts.get(type as Intl.DateTimeFormatPartTypes) ?? 0;
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - Math.floor(at.getTime() / 1000) * 1000;
}

/** The moment at which a day such as 2026-10-01 begins in a zone. */
export function dayStart(day: string, timeZone: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`);
  // The zone's offset may change that very night: the second look is at the moment the first one gave.
  const first = new Date(wall - offsetMs(new Date(wall), timeZone));
  return new Date(wall - offsetMs(first, timeZone));
}

/** When the calendar month or year of a moment began. */
export function monthStart(at: Date, timeZone: string, what: 'month' | 'year'): Date {
  const calendar = new Calendar(timeZone);
  const month = calendar.monthOf(at.getTime());
  return new Date(what === 'month' ? month.start : calendar.month(yearOf(month) * 12).start);
}

/** The bounds of a month such as 2026-10, the second one not included. Null when it is not a month. */
export function monthBounds(month: string, timeZone: string): { from: Date; to: Date } | null {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (!year || !number) return null;
  const { start, end } = new Calendar(timeZone).month(Number(year) * 12 + Number(number) - 1);
  return { from: new Date(start), to: new Date(end) };
}
