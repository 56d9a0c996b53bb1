// Calendar months of a time zone in UTC milliseconds, exact over daylight saving and zone reforms.

/** A calendar month: [start, end) in UTC ms. Numbers count months since year 0, so the previous month is `number - 1`. */
export interface Month {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const DAY_MS = 86_400_000;

/** Months of a programme's time zone; one that moved to another zone has its later months there. */
export class Calendar {
  private readonly first: ZoneCalendar;
  private readonly later: readonly { readonly from: number; readonly zone: ZoneCalendar }[];

  constructor(timezone: string, changes: readonly { readonly from: number; readonly timezone: string }[] = []) {
    this.first = zoneOf(timezone);
    this.later = changes.map(({ from, timezone: name }) => ({ from, zone: zoneOf(name) }));
  }

  /** The month that a moment falls into, in the zone of that moment. */
  monthOf(ms: number): Month {
    return this.zoneAt(ms).monthOf(ms);
  }

  /** The calendar day of a moment as 2026-11-26, in the zone of that moment. */
  dayOf(ms: number): string {
    return this.zoneAt(ms).dayOf(ms);
  }

  /** The month with a number, in the zone in force when it begins at Greenwich. */
  month(number: number): Month {
    return this.zoneAt(beginsAtGreenwich(number)).month(number);
  }

  private zoneAt(ms: number): ZoneCalendar {
    return this.later.findLast(({ from }) => from <= ms)?.zone ?? this.first;
  }
}

const zones = new Map<string, ZoneCalendar>();

/** A zone's calendar never changes, and making one costs as much as evaluating a few orders: each is made once. */
function zoneOf(timezone: string): ZoneCalendar {
  const known = zones.get(timezone) ?? new ZoneCalendar(timezone);
  zones.set(timezone, known);
  return known;
}

/** Whether the runtime knows an IANA zone of this name. */
export function isTimeZone(timezone: string): boolean {
  try {
    zoneOf(timezone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function beginsAtGreenwich(number: number): number {
  return Date.UTC(2000, number - 2000 * 12);
}

/** Months of one IANA time zone. Uses the zone data of the runtime (Intl); results are kept, for speed only. */
class ZoneCalendar {
  private readonly format: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly byNumber = new Map<number, Month>();

  constructor(timezone: string) {
    this.format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: timezone,
      era: 'short',
      year: 'numeric',
      month: 'numeric',
    });
    this.days = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  dayOf(ms: number): string {
    const [month, day, year] = this.days.format(ms).split('/');
    return `${year}-${month}-${day}`;
  }

  /** The month that a moment falls into. */
  monthOf(ms: number): Month {
    const date = new Date(ms);
    // No zone is more than a day from UTC: it is the month of Greenwich or a neighbour.
    const greenwich = this.month(date.getUTCFullYear() * 12 + date.getUTCMonth());
    if (ms < greenwich.start) return this.month(greenwich.number - 1);
    return ms < greenwich.end ? greenwich : this.month(greenwich.number + 1);
  }

  /** The month with a number, see Month. */
  month(number: number): Month {
    const known = this.byNumber.get(number);
    if (known) return known;
    const month = { number, start: this.startOf(number), end: this.startOf(number + 1) };
    this.byNumber.set(number, month);
    return month;
  }

  private localNumber(ms: number): number {
    let year = Number.NaN;
    let month = Number.NaN;
    let isBeforeChrist = false;
    for (const part of this.format.formatToParts(ms)) {
      if (part.type === 'year') year = Number(part.value);
      if (part.type === 'month') month = Number(part.value);
      if (part.type === 'era' && part.value.startsWith('B')) isBeforeChrist = true;
    }
    return (isBeforeChrist ? 1 - year : year) * 12 + month - 1;
  }

  /** First millisecond whose local month is `number`: no zone is more than two days from UTC, so a bisection finds it. */
  private startOf(number: number): number {
    const guess = beginsAtGreenwich(number);
    let before = guess - 2 * DAY_MS;
    let at = guess + 2 * DAY_MS;
    while (at - before > 1) {
      const middle = Math.floor((before + at) / 2);
      if (this.localNumber(middle) >= number) at = middle;
      else before = middle;
    }
    return at;
  }
}

/** The calendar year of a month. */
export function yearOf(month: Month): number {
  return Math.floor(month.number / 12);
}
