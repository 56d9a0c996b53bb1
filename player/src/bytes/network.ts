// Listens to what the browser fetched of the videos that are played on this page.
import type { Privacy } from '../element/privacy.js';
import { Ledger, type Bytes } from './ledger.js';

const ledger = new Ledger();
let watch: PerformanceObserver | null = null;
/** Told of every byte of a video that came. */
let spend: ((bytes: number) => void) | undefined;

function note(entries: PerformanceEntryList): void {
  let bytes = 0;
  for (const entry of entries) bytes += ledger.note(entry as PerformanceResourceTiming);
  if (bytes > 0) spend?.(bytes);
}

/** From now on the bytes of this video are counted, those too that came before; gives its folder. */
export function follow(hlsUrl: string): string {
  const folder = new URL('.', hlsUrl).href;
  ledger.follow(folder);
  if (!watch && 'PerformanceObserver' in globalThis) {
    watch = new PerformanceObserver((list) => note(list.getEntries()));
    watch.observe({ type: 'resource' });
  }
  note(performance.getEntriesByType('resource'));
  return folder;
}

/** Adds what came since to what a view had; null where the browser does not tell. */
export function weigh(folder: string, had: Bytes, tapMs: number): Bytes | null {
  note(watch?.takeRecords() ?? []);
  return watch && ledger.add(folder, had, tapMs);
}

/** Where the shop has set a budget of a day, what comes from now on is taken off it; once for a page. */
export function takeOffBudget({ budgetMb, privacy }: { budgetMb?: number | undefined; privacy: Privacy }): void {
  if (!budgetMb) return;
  spend ??= (bytes) =>
    void import('./budget.js').then((budget) => budget.spend(budgetMb, privacy, bytes)).catch(() => 0);
}
