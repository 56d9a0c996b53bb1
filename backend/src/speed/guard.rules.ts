// Decides whether cards that stand ready cost a page speed, from what pages reported.
import type { GuardState } from './guard.status.js';

export const METRICS = ['lcpMs', 'inpMs', 'clsMilli'] as const;
export type Metric = (typeof METRICS)[number];

/** What one page reported; null where nothing of the kind happened, such as a tap. */
export type Report = Record<Metric, number | null>;

/** What a card that stands ready may cost at the 75th percentile. Web Vitals call 2,500 ms, 200 ms and 0.1 good. */
export const BUDGET: Record<Metric, number> = { lcpMs: 100, inpMs: 50, clsMilli: 20 };

/** Below it the bounds of a percentile say nothing. */
const FEWEST = 20;
/** Standard errors on each side: two bounds that do not meet are 3.5 apart, which chance alone does in one of 4,000 looks. */
const Z = 2.5;

export interface Percentile {
  pages: number;
  p75: number | null;
  low: number | null;
  high: number | null;
}

/**
 * The 75th percentile and its bounds, by the ranks that a binomial count of the pages below it may have: right for any
 * distribution, and times of pages have long tails.
 */
export function percentile(values: readonly number[]): Percentile {
  const sorted = [...values].sort((a, b) => a - b);
  const pages = sorted.length;
  const rank = 0.75 * pages;
  const spread = Z * Math.sqrt(pages * 0.75 * 0.25);
  const at = (place: number): number | null => sorted[Math.min(pages, Math.max(1, Math.ceil(place))) - 1] ?? null;
  return { pages, p75: at(rank), low: at(rank - spread), high: at(rank + spread) };
}

export interface Compared {
  metric: Metric;
  ready: Percentile;
  poster: Percentile;
}

export type Verdict =
  | { verdict: 'costs'; metric: Metric; lossAtP75: number }
  | { verdict: 'fits' }
  | { verdict: 'unsure'; reason: 'TOO_FEW_PAGES' | 'WITHIN_CHANCE' };

export function compare(ready: readonly Report[], poster: readonly Report[]): Compared[] {
  const known = (reports: readonly Report[], metric: Metric): number[] =>
    reports.map((report) => report[metric]).filter((value) => value !== null);
  return METRICS.map((metric) => ({
    metric,
    ready: percentile(known(ready, metric)),
    poster: percentile(known(poster, metric)),
  }));
}

/**
 * `costs`: for some metric the lower bound with a ready card is above the upper bound without, and the loss is above the budget.
 * `fits`: every metric that pages tell of has pages enough and loses at most half of its budget, or no more than
 * chance explains: times of pages vary so much that a proof of no loss would take thousands. Otherwise nothing is known.
 */
export function judge(compared: readonly Compared[]): Verdict {
  const enough = compared.filter(({ ready, poster }) => ready.pages >= FEWEST && poster.pages >= FEWEST);
  if (enough.length === 0) return { verdict: 'unsure', reason: 'TOO_FEW_PAGES' };
  const losses = enough.map(({ metric, ready, poster }) => ({
    metric,
    loss: (ready.p75 ?? 0) - (poster.p75 ?? 0),
    isSure: (ready.low ?? 0) > (poster.high ?? 0),
    isChance: (ready.low ?? 0) <= (poster.p75 ?? 0),
  }));
  const worst = losses.find(({ metric, loss, isSure }) => isSure && loss > BUDGET[metric]);
  if (worst) return { verdict: 'costs', metric: worst.metric, lossAtP75: worst.loss };
  // A metric of which only a few pages tell anything may be the one that loses.
  const allKnown = compared.every((one) => enough.includes(one) || one.ready.pages + one.poster.pages === 0);
  const fits = allKnown && losses.every(({ metric, loss, isChance }) => isChance || loss <= BUDGET[metric] / 2);
  return fits ? { verdict: 'fits' } : { verdict: 'unsure', reason: 'WITHIN_CHANCE' };
}

/** A guard that tripped stays so for this long at least: owners should not get a mail every few minutes. */
export const SHORTEST_POSTER_MS = 3_600_000;

/** The state that the guard goes to, or null when it stays. */
export function nextState(state: GuardState, sinceMs: number, verdict: Verdict): GuardState | null {
  if (state === 'ready') return verdict.verdict === 'costs' ? 'poster' : null;
  return verdict.verdict === 'fits' && sinceMs >= SHORTEST_POSTER_MS ? 'ready' : null;
}
