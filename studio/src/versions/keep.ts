// The arithmetic of a trim: what stays between the ends when pieces are cut out.

export type Part = { fromMs: number; toMs: number };

/** Ten pieces besides the two ends; the service takes no more. */
export const MAX_PIECES = 10;

/** The milliseconds of all parts. */
export function keptMs(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + Math.max(0, part.toMs - part.fromMs), 0);
}

/** What stays of `ends` without `pieces`; pieces may overlap, stand in any order and reach over the ends. */
export function keptParts(ends: Part, pieces: readonly Part[]): Part[] {
  const kept: Part[] = [];
  let at = ends.fromMs;
  for (const piece of [...pieces].sort((a, b) => a.fromMs - b.fromMs)) {
    if (piece.toMs <= piece.fromMs) continue;
    if (piece.fromMs > at) kept.push({ fromMs: at, toMs: Math.min(piece.fromMs, ends.toMs) });
    at = Math.max(at, piece.toMs);
  }
  if (at < ends.toMs) kept.push({ fromMs: at, toMs: ends.toMs });
  return kept.filter((part) => part.toMs > part.fromMs);
}

/** Where playing goes on when it has reached this moment: the same inside a kept part, else the next one, null at the end. */
export function nextKept(parts: readonly Part[], ms: number): number | null {
  const next = parts.find((part) => ms < part.toMs);
  return next ? Math.max(ms, next.fromMs) : null;
}
