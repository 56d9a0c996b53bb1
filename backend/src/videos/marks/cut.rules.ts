// Where a moment of one version of a video lies in the next.
import type { Kept } from '../versions/keep.rules.js';

/** Two versions of a video. Of one recording, what each kept of it is known, and every moment has its place. */
export interface Cut {
  /** The parts of the recording that each kept; null where the second is another recording. */
  parts: { from: readonly Kept[]; to: readonly Kept[] } | null;
  fromDurationMs: number;
  toDurationMs: number;
}

export interface Span {
  fromMs: number;
  toMs: number;
}

/** The pieces of a span of a version, in the time of its recording. */
function inRecording(kept: readonly Kept[], span: Span): Span[] {
  let at = 0;
  return kept.flatMap((part) => {
    const shift = part.fromMs - at;
    const [fromMs, toMs] = [Math.max(span.fromMs, at), Math.min(span.toMs, at + part.toMs - part.fromMs)];
    at += part.toMs - part.fromMs;
    return fromMs < toMs ? [{ fromMs: fromMs + shift, toMs: toMs + shift }] : [];
  });
}

/** The pieces of a span of the recording that a version shows, in its own time. */
function inVersion(kept: readonly Kept[], span: Span): Span[] {
  let at = 0;
  return kept.flatMap((part) => {
    const shift = at - part.fromMs;
    const [fromMs, toMs] = [Math.max(span.fromMs, part.fromMs), Math.min(span.toMs, part.toMs)];
    at += part.toMs - part.fromMs;
    return fromMs < toMs ? [{ fromMs: fromMs + shift, toMs: toMs + shift }] : [];
  });
}

/**
 * From the first to the last moment of a span that the next version still shows, in its time; null when it shows none. Another
 * recording is taken to have the same times, up to its end.
 */
export function spanAfter({ parts, toDurationMs }: Cut, fromMs: number, toMs: number): Span | null {
  const span = { fromMs, toMs };
  const pieces = parts ? inRecording(parts.from, span).flatMap((piece) => inVersion(parts.to, piece)) : [span];
  const first = Math.min(...pieces.map((piece) => piece.fromMs));
  const last = Math.min(toDurationMs, Math.max(...pieces.map((piece) => piece.toMs)));
  return pieces.length > 0 && first < last ? { fromMs: Math.round(first), toMs: Math.round(last) } : null;
}
