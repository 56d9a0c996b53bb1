// The one source of "now", so that a test can move time; and the date of a moment where a shop is.
import { Injectable } from '@nestjs/common';

/** Reads the wall clock. Money rules never call it: they get a moment as an argument (money.md, L1). */
@Injectable()
export class Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Moves this process's time by `ms`; only tests and the demo seed call it. */
  advance(ms: number): void {
    this.offsetMs += ms;
  }

  /** Sets this process's time; it keeps running from there. */
  set(moment: Date): void {
    this.offsetMs = moment.getTime() - Date.now();
  }

  reset(): void {
    this.offsetMs = 0;
  }
}

/** Making a format costs more than using it: one a time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The date of a moment in a time zone of the IANA list, as 2026-10-01. */
export function dayOf(moment: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(moment);
}
