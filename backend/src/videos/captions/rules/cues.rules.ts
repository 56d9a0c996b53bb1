// What a caption is, and whether captions fit a video: order, bounds, text.
import { keptMs, type Kept } from '../../versions/keep.rules.js';
import type { CaptionProblem } from '../caption.reasons.js';

/** One caption. Times in milliseconds from the beginning of the video. */
export interface Cue {
  startMs: number;
  endMs: number;
  /** Lines of plain text; `<b>`, `<i>`, `<u>` and their ends are the only markup, everything else means itself. */
  text: string;
  /** Place on the picture as WebVTT says it, such as `line:0`; empty for the usual place. */
  settings: string;
}

/** A cue as it was read, with its line in the file. */
export interface ReadCue extends Cue {
  line: number;
}

export const MAX_CAPTION_BYTES = 1024 ** 2;
export const MAX_CUES = 5000;
export const MAX_CUE_TEXT = 500;

export type Fitted = { cues: Cue[] } | { problem: CaptionProblem };

/**
 * The cues in order of time, inside the video. Captions may overlap: two people do talk at once. One that ends after
 * the video is cut at its end, because players would show it no longer anyway.
 */
export function fitCues(read: readonly ReadCue[], durationMs: number): Fitted {
  if (read.length === 0) return { problem: { reason: 'NOTHING', line: null } };
  if (read.length > MAX_CUES) return { problem: { reason: 'TOO_MANY', line: read[MAX_CUES]?.line ?? null } };
  for (const cue of read) {
    const { line } = cue;
    if (cue.endMs <= cue.startMs) return { problem: { reason: 'ENDS_BEFORE', line } };
    if (cue.startMs >= durationMs) return { problem: { reason: 'OUTSIDE', line } };
    if (cue.text.length > MAX_CUE_TEXT) return { problem: { reason: 'TOO_LONG', line } };
  }
  return { cues: inOrder(read.map(({ line: _, ...cue }) => ({ ...cue, endMs: Math.min(cue.endMs, durationMs) }))) };
}

/** By beginning, then by end; equal ones stay as they stood. */
export function inOrder(cues: readonly Cue[]): Cue[] {
  return [...cues].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

/** A length that differs by less than this is the same recording, encoded once more. */
const SAME_LENGTH_MS = 1000;

/** Whether captions made for one file still fit the next one: another length means other times. */
export function stillFit(madeForMs: number, durationMs: number): boolean {
  return Math.abs(madeForMs - durationMs) <= SAME_LENGTH_MS;
}

/** What is left of the cues inside the video; for a new file that ends a moment earlier. */
export function cutAtEnd(cues: readonly Cue[], durationMs: number): Cue[] {
  return cues
    .filter((cue) => cue.startMs < durationMs)
    .map((cue) => ({ ...cue, endMs: Math.min(cue.endMs, durationMs) }));
}

/**
 * Two versions are parts of one recording; null is all of it. Gives the parts of the first that are the second, and null
 * where the second shows what the first left out, or just the same.
 */
export function keptInside(first: readonly Kept[] | null, second: readonly Kept[] | null): Kept[] | null {
  if (second === null || JSON.stringify(first) === JSON.stringify(second)) return null;
  if (first === null) return [...second];
  const starts = first.map((_, i) => keptMs(first.slice(0, i)));
  const inside = second.map(({ fromMs, toMs }) => {
    const at = first.findIndex((part) => part.fromMs <= fromMs && toMs <= part.toMs);
    const shift = (starts[at] ?? 0) - (first[at]?.fromMs ?? 0);
    return at < 0 ? null : { fromMs: fromMs + shift, toMs: toMs + shift };
  });
  return inside.every((part) => part !== null) ? inside : null;
}

/** The cues of a video of which only these parts, in this order, were kept: cut at the seams and moved to their new times. */
export function cutCues(cues: readonly Cue[], kept: readonly Kept[]): Cue[] {
  let before = 0;
  const parts = kept.flatMap(({ fromMs, toMs }) => {
    const offset = before - fromMs;
    before += toMs - fromMs;
    return cues
      .filter((cue) => cue.endMs > fromMs && cue.startMs < toMs)
      .map((cue) => ({
        ...cue,
        startMs: Math.max(cue.startMs, fromMs) + offset,
        endMs: Math.min(cue.endMs, toMs) + offset,
      }));
  });
  return inOrder(parts);
}
