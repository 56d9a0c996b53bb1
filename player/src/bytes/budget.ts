// A visitor's budget of a day: fetched only on pages of a shop that has set one. Used up, the page saves data; nothing is shut.
import type { Privacy } from '../element/privacy.js';
import { localDay, spentOn, withSpent } from './budget.rules.js';

const SPARED = Symbol.for('vitrina-spared');
const MEGABYTE = 1_000_000;

/** What was spent on this page, where nothing may be kept: by day. */
const here: Record<string, number> = {};
let isLifted = false;

function set(isSpared: boolean): void {
  Object.assign(globalThis, { [SPARED]: isSpared && !isLifted });
}

/** Adds bytes to what was spent today, and saves data from the moment on at which the budget is used up. `0` only looks. */
export function spend(megabytes: number, privacy: Privacy, bytes: number): void {
  const day = localDay(new Date());
  const session = privacy.recall('session');
  const spent = Math.max(spentOn(day, session), here[day] ?? 0) + bytes;
  here[day] = spent;
  const kept = bytes > 0 ? withSpent(session, day, spent) : null;
  if (kept) privacy.keep('session', kept);
  set(spent >= megabytes * MEGABYTE);
}

/** The shopper wants more all the same, on this page. */
export function lift(): void {
  isLifted = true;
  set(false);
}
