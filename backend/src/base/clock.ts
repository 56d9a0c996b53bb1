// The one source of "now", so that a test can move time.
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
