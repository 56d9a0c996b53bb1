// How fast the page was for this shopper, told once when it is left: the speed guard compares pages with a ready card and pages without.
import { sendSpeed } from '../api.js';
import { newEventId } from '../core/ids.js';
import { ShiftSum, slowest } from './vitals.js';

/** Reports a page once; `arm` says how its cards stood. */
export function measure(api: string, store: string, arm: string): void {
  // A page that was opened in the background has no first picture to speak of.
  if (document.hidden) return;
  let lcpMs: number | null = null;
  const taps = new Map<number, number>();
  const shifts = new ShiftSum();
  const seen = <Entry extends PerformanceEntry>(
    type: string,
    note: (entry: Entry) => void,
  ): PerformanceObserver | null => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return null;
    const observer = new PerformanceObserver((list) => (list.getEntries() as Entry[]).forEach(note));
    observer.observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit);
    return observer;
  };
  const observers = [
    seen('largest-contentful-paint', ({ startTime }) => (lcpMs = Math.round(startTime))),
    seen<PerformanceEventTiming & { interactionId?: number }>('event', ({ interactionId, duration }) => {
      if (interactionId) taps.set(interactionId, Math.max(taps.get(interactionId) ?? 0, duration));
    }),
    seen<PerformanceEntry & { value: number; hadRecentInput: boolean }>('layout-shift', (shift) => {
      if (!shift.hadRecentInput) shifts.add(shift.startTime, shift.value);
    }),
  ];
  const leave = (): void => {
    if (!document.hidden) return;
    removeEventListener('visibilitychange', leave, true);
    const known = observers.map((observer) => observer !== null);
    for (const observer of observers) observer?.disconnect();
    const inpMs = slowest([...taps.values()]);
    const clsMilli = known[2] ? Math.round(shifts.largest * 1000) : null;
    sendSpeed(api, store, { id: newEventId(), arm, lcpMs, inpMs, clsMilli });
  };
  addEventListener('visibilitychange', leave, true);
}
