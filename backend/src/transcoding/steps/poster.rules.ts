// Which of several frames is the best poster, and in which widths it is kept.

/** Measured on a small copy of the frame; 8-bit levels. */
export interface CandidateFacts {
  /** Mean level of the three colours. */
  mean: number;
  /** Spread of levels; a wall or a fade has hardly any. */
  deviation: number;
  sharpness: number;
  /** Bits of information in the grey picture. */
  entropy: number;
}

/** Black, white and empty frames are worse than any other. */
function isEmpty(c: CandidateFacts): boolean {
  return c.mean < 20 || c.mean > 240 || c.deviation < 8;
}

/**
 * The index of the best frame. Sharp and rich wins; the first frame (a hand in front of the lens, a fade) only when
 * nothing else is worth showing, and frames near the middle win ties.
 */
export function choosePoster(candidates: readonly CandidateFacts[]): number {
  const middle = candidates.length / 2;
  const score = (c: CandidateFacts, i: number): number =>
    (isEmpty(c) ? -100 : 0) +
    (i === 0 ? -10 : 0) +
    c.entropy +
    Math.log2(1 + c.sharpness) -
    Math.abs(i - middle) / (candidates.length * 4);
  return candidates.map(score).reduce((best, s, i, all) => (s > (all[best] ?? -Infinity) ? i : best), 0);
}

/** At most three widths, never wider than the picture. */
export function posterWidths(width: number): number[] {
  const wanted = [320, 640, 1080].map((w) => Math.min(w, width));
  return [...new Set(wanted)];
}
