// The terms of a programme by date, field by field: a window announced for next month does not undo a hold changed meanwhile.
import type { Instrument } from '../plan.rules.js';
import type { AttributionTerms } from './attribution.terms.rules.js';

/** A store's own terms as noted whenever one of them changed; `from` is null for those of its first day. */
export interface NotedTerms {
  from: Date | null;
  timezone: string;
  holdDays: number;
  windowsHours: Record<Instrument, number>;
}

/** Attribution terms of a published plan from a moment on. */
export interface PlanAttribution {
  from: Date;
  terms: AttributionTerms;
}

/** What changes at a moment; a field left out stays as it stood. */
export interface TermsChange extends Partial<Omit<NotedTerms, 'from'>> {
  from: Date;
  attribution?: AttributionTerms;
}

/** The terms of the first day, and every later change in the order of time. Throws RangeError without a first day. */
export function datedTerms(
  noted: readonly NotedTerms[],
  plans: readonly PlanAttribution[],
): { first: NotedTerms; changes: TermsChange[] } {
  const first = noted[0];
  if (!first) throw new RangeError('A store has terms from its first day.');
  let latest = 0;
  const own = noted.slice(1).flatMap((next, at): TermsChange[] => {
    const before = noted[at] ?? first;
    // Clocks of two processes may differ: a change never counts from before the one it follows.
    latest = Math.max(latest, next.from?.getTime() ?? 0);
    const change: TermsChange = { from: new Date(latest) };
    if (next.timezone !== before.timezone) change.timezone = next.timezone;
    if (next.holdDays !== before.holdDays) change.holdDays = next.holdDays;
    if (!sameWindows(next.windowsHours, before.windowsHours)) change.windowsHours = next.windowsHours;
    return Object.keys(change).length > 1 ? [change] : [];
  });
  const planned = plans.map(({ from, terms }): TermsChange => ({ from, attribution: terms }));
  return { first, changes: [...own, ...planned].sort((a, b) => a.from.getTime() - b.from.getTime()) };
}

/** The attribution terms in force at a moment; `began` are those of the store's first day. */
export function attributionAt(
  began: AttributionTerms,
  plans: readonly PlanAttribution[],
  at: number,
): AttributionTerms {
  return plans.findLast(({ from }) => from.getTime() <= at)?.terms ?? began;
}

function sameWindows(a: NotedTerms['windowsHours'], b: NotedTerms['windowsHours']): boolean {
  const text = (windows: NotedTerms['windowsHours']): string => JSON.stringify(Object.entries(windows).sort());
  return text(a) === text(b);
}
