// Pure rules of a card: which of its videos are seen, and the order after one was moved.
import type { PlacementReason } from './placement.reasons.js';

/** So many videos a card shows; more would be loaded by every visitor and seen by few. */
export const SHOWN_ON_CARD = 5;

export interface PlacementFacts {
  hidden: boolean;
  /** A version of it is live. */
  videoPublished: boolean;
  licenceEnded?: boolean | null;
  productRemoved: boolean;
  /** The place among those of the card that may be shown, from 1; null for one that may not. */
  rank: number | null;
}

export interface PlacementVerdict {
  shown: boolean;
  reason: PlacementReason;
  rank: number | null;
  limit: number;
}

/** Whether shoppers see the video on this card, and why. The first reason that holds is told. */
export function judgePlacement(facts: PlacementFacts, limit = SHOWN_ON_CARD): PlacementVerdict {
  const say = (reason: PlacementReason) => ({ shown: reason === 'SHOWN', reason, rank: facts.rank, limit });
  if (facts.productRemoved) return say('PRODUCT_REMOVED');
  if (!facts.videoPublished) return say('NOT_PUBLISHED');
  if (facts.licenceEnded) return say('LICENCE_ENDED');
  if (facts.hidden) return say('HIDDEN_BY_STORE');
  return say(facts.rank !== null && facts.rank > limit ? 'BELOW_LIMIT' : 'SHOWN');
}

/** The ids in their new order. A position outside the card means its nearest end. */
export function reordered(ids: readonly string[], moved: string, position: number): string[] {
  const others = ids.filter((id) => id !== moved);
  const at = Math.min(Math.max(0, position), others.length);
  return [...others.slice(0, at), moved, ...others.slice(at)];
}

/**
 * The ids of a card when those that are not pinned stand in the order of their places: a pinned one keeps its position, as
 * far as the card reaches. Videos without a place come last, as they stood.
 */
export function arranged(
  card: readonly { id: string; videoId: string; pinned: boolean }[],
  places: ReadonlyMap<string, number>,
): string[] {
  const placeOf = (one: { videoId: string }): number => places.get(one.videoId) ?? Number.MAX_SAFE_INTEGER;
  const free = card.filter((one) => !one.pinned).sort((a, b) => placeOf(a) - placeOf(b));
  return card.flatMap((there) => {
    const one = there.pinned ? there : free.shift();
    return one ? [one.id] : [];
  });
}

/** Why a placement ended. */
export type RemovedWhy = 'RETIRED' | 'PRODUCTS_CHANGED' | 'LICENCE_ENDED' | 'NEWER_BY_SAME_CREATOR';

/** A video of a creator that wants, or has, a place on one product's card. `publishedSeq` grows with every publication. */
export interface Rival {
  videoId: string;
  publishedSeq: number;
}

/**
 * Where a store wants one video a creator and product: the one that was published last keeps the card. It depends on
 * nothing else, so a job that comes late or twice decides the same.
 */
export function lastPublished(rivals: readonly Rival[]): string | null {
  const [first, ...others] = rivals;
  return first
    ? others.reduce((best, one) => (one.publishedSeq > best.publishedSeq ? one : best), first).videoId
    : null;
}
