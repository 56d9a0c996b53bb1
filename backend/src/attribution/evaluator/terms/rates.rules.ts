// Which exchange rate applies at a moment (A5).
import { convert, reciprocal, type Fraction } from '../../../base/money.js';
import { push } from '../input/fact-index.rules.js';
import type { FxRateFact } from '../input/facts.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';

export type Converter = (amountMinor: bigint) => bigint;

/** Rates by pair. "Known" is the moment up to which facts are visible. */
export class RateBook {
  private readonly byPair = new Map<string, FxRateFact[]>();

  constructor(rates: readonly FxRateFact[]) {
    for (const rate of rates) push(this.byPair, pairOf(rate.base, rate.quote), rate);
    for (const list of this.byPair.values()) list.sort((a, b) => a.effectiveFrom - b.effectiveFrom);
  }

  /** All rates of a pair, in either direction. */
  ratesOf(a: string, b: string): readonly FxRateFact[] {
    return this.byPair.get(pairOf(a, b)) ?? [];
  }

  /** The rate from one currency to another for the moment `at`, as visible at `known`, or null. */
  rateAt(from: string, to: string, at: number, known: number): Fraction | null {
    const list = this.byPair.get(pairOf(from, to)) ?? [];
    let best: FxRateFact | null = null;
    for (let i = lastStarted(list, at); i >= 0; i -= 1) {
      const rate = list[i];
      if (!rate || (best && rate.effectiveFrom < best.effectiveFrom)) break;
      if (rate.receivedAt <= known && (!best || isBetter(rate, best, from))) best = rate;
    }
    if (!best) return null;
    return best.base === from ? best.rate : reciprocal(best.rate);
  }

  /** A converter at one moment's rate, or null when no rate is known. The same currency needs none. */
  converterAt(from: string, to: string, at: number, known: number): Converter | null {
    if (from === to) return (amountMinor) => amountMinor;
    const rate = this.rateAt(from, to, at, known);
    return rate && ((amountMinor) => convert(amountMinor, from, to, rate));
  }
}

function pairOf(a: string, b: string): string {
  return [a, b].sort(byCodePoint).join('/');
}

/** Index of the last rate with effectiveFrom <= at, or -1. */
function lastStarted(list: readonly FxRateFact[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.effectiveFrom ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Among rates of one start: the direct pair; then the larger id. */
function isBetter(rate: FxRateFact, best: FxRateFact, from: string): boolean {
  const direct = rate.base === from;
  if (direct !== (best.base === from)) return direct;
  return byCodePoint(rate.id, best.id) > 0;
}
