// Day and hour of a moment by the store's clock: what limits and charts count in. Pure.

export interface Moment {
  now: Date;
  /** 2026-11-26 */
  day: string;
  /** 0 to 23. */
  hour: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `timeZone` is a name of the IANA list. */
export function momentOf(now: Date, timeZone: string): Moment {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return { now, day: `${part['year']}-${part['month']}-${part['day']}`, hour: Number(part['hour']) };
}
