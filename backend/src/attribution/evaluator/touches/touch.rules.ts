// What a touch is, in which order touches stand, and the trail that explains what became of each (T6, T12).
import type { Instrument, MatchKind, Share, Terms } from '../input/config.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';
import type { TouchVerdict } from '../evaluator.reasons.js';

/** One event that can earn credit. */
export interface Touch {
  readonly id: string;
  readonly instrument: Instrument;
  /** UTC ms; for a view the moment it qualified. */
  readonly at: number;
  /** `video:<id>`, `link:<id>`, `storefront:<id>` or `code:<code>` (T7). */
  readonly source: string;
  /** The products it carries; null means it carries none and matches every line directly. */
  readonly products: readonly string[] | null;
  readonly creators: readonly Share[];
}

/** What became of one touch or fact, for the explanation. `lineId` is null when the order decided it. */
export interface TouchTrace {
  readonly touchId: string;
  readonly lineId: string | null;
  readonly verdict: TouchVerdict;
  readonly instrument: Instrument | null;
  readonly at: number | null;
  readonly source: string | null;
}

/** Receives the trail; null when nobody asked, which is the fast path. */
export type Trail = ((trace: TouchTrace) => void) | null;

/** Strength of each instrument: its place in the flattened precedence list; not listed means not paid. */
export function strengths(terms: Terms): ReadonlyMap<Instrument, number> {
  return new Map(terms.precedence.flat().map((instrument, index) => [instrument, index]));
}

/** T6: earlier first. "Later" is the greater time, then the stronger instrument, then the greater id. */
export function byLateness(strength: ReadonlyMap<Instrument, number>): (a: Touch, b: Touch) => number {
  const rank = (touch: Touch): number => strength.get(touch.instrument) ?? Number.MAX_SAFE_INTEGER;
  return (a, b) => a.at - b.at || rank(b) - rank(a) || byCodePoint(a.id, b.id);
}

/** A touch that survived everything, matched to one line, with its integer weight above zero. */
export interface WeightedTouch {
  readonly touch: Touch;
  readonly match: MatchKind;
  readonly weight: bigint;
}
