// The numbers by which the speed of a page is judged, as Web Vitals define them.

const LONGEST_WINDOW_MS = 5_000;
const LONGEST_GAP_MS = 1_000;

/** Cumulative layout shift: the worst window of shifts, at most 5 s long, with less than 1 s between two of them. */
export class ShiftSum {
  #sum = 0;
  #fromMs = -Infinity;
  #lastMs = -Infinity;
  largest = 0;

  add(atMs: number, value: number): void {
    const goesOn = atMs - this.#lastMs < LONGEST_GAP_MS && atMs - this.#fromMs < LONGEST_WINDOW_MS;
    this.#sum = goesOn ? this.#sum + value : value;
    if (!goesOn) this.#fromMs = atMs;
    this.#lastMs = atMs;
    this.largest = Math.max(this.largest, this.#sum);
  }
}

/** Interaction to next paint: the slowest answer to a tap, leaving out one of every 50; null when there was none. */
export function slowest(durationsMs: readonly number[]): number | null {
  const sorted = [...durationsMs].sort((a, b) => b - a);
  const place = Math.floor(sorted.length / 50);
  return sorted.length === 0 ? null : Math.round(sorted[place] ?? 0);
}

/** How a page's cards stand: as most do, or by this chance the other way, so that both can be compared. */
export function armOf(
  { state, othersBps }: { state: 'ready' | 'poster'; othersBps: number },
  chance: number,
): 'ready' | 'poster' {
  const isOther = chance * 10_000 < othersBps;
  return (state === 'ready') === isOther ? 'poster' : 'ready';
}
