// Hot-spots: places on the picture that lead to a product for a while; what a list may be, and what a new cut leaves of it.
import type { Carried } from './chapters.rules.js';
import { spanAfter, type Cut } from './cut.rules.js';
import type { HotspotProblemCode, MarkProblem } from './marks.reasons.js';

/**
 * A product at a place of the picture. Milliseconds from the beginning of the video, `toMs` is the first moment without it;
 * places in ten-thousandths of the picture's width and height, from its left and its top.
 */
export interface Hotspot {
  /** Our id of a product of the video. */
  productId: string;
  fromMs: number;
  toMs: number;
  xBps: number;
  yBps: number;
}

export const MAX_HOTSPOTS = 20;
export const MAX_AT_ONCE = 4;
export const MIN_HOTSPOT_MS = 1_000;

export type HotspotVerdict = { hotspots: Hotspot[] } | { problem: MarkProblem<HotspotProblemCode> };

const no = (reason: HotspotProblemCode, number: number | null = null): HotspotVerdict => ({
  problem: { reason, number },
});

const isPlace = (bps: number): boolean => Number.isInteger(bps) && bps >= 0 && bps <= 10_000;

/** Whether these may be the hot-spots of a video with these products; the first fault is told. They come in order of time. */
export function judgeHotspots(
  asked: readonly Hotspot[],
  durationMs: number,
  productIds: readonly string[],
): HotspotVerdict {
  if (asked.length > MAX_HOTSPOTS) return no('TOO_MANY', MAX_HOTSPOTS + 1);
  for (const [at, { productId, fromMs, toMs, xBps, yBps }] of asked.entries()) {
    const number = at + 1;
    if (!productIds.includes(productId)) return no('UNKNOWN_PRODUCT', number);
    if (!Number.isInteger(fromMs) || !Number.isInteger(toMs)) return no('OUTSIDE', number);
    if (fromMs < 0 || toMs > durationMs) return no('OUTSIDE', number);
    if (toMs - fromMs < MIN_HOTSPOT_MS) return no('TOO_SHORT', number);
    if (!isPlace(xBps) || !isPlace(yBps)) return no('OFF_THE_PICTURE', number);
    // The number at one moment is largest where one begins.
    const together = asked.filter((other) => other.fromMs <= fromMs && fromMs < other.toMs).length;
    if (together > MAX_AT_ONCE) return no('TOO_MANY_AT_ONCE', number);
  }
  const plain = asked.map(({ productId, fromMs, toMs, xBps, yBps }) => ({ productId, fromMs, toMs, xBps, yBps }));
  return { hotspots: plain.sort((one, other) => one.fromMs - other.fromMs || one.toMs - other.toMs) };
}

/** The hot-spots in another cut of the video; what is shown too shortly there is dropped. */
export function carryHotspots(hotspots: readonly Hotspot[], cut: Cut): Carried<Hotspot> {
  const items: Hotspot[] = [];
  const dropped: Hotspot[] = [];
  for (const hotspot of hotspots) {
    const span = spanAfter(cut, hotspot.fromMs, hotspot.toMs);
    if (span && span.toMs - span.fromMs >= MIN_HOTSPOT_MS) items.push({ ...hotspot, ...span });
    else dropped.push(hotspot);
  }
  return { items: items.sort((one, other) => one.fromMs - other.fromMs), dropped };
}
