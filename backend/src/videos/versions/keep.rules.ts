// Pure rules of a trim: which parts of a video may be kept, and what a trim of a trim keeps of the original.

/** A part that stays, in milliseconds from the start; `toMs` is the first moment that is left out. */
export interface Kept {
  fromMs: number;
  toMs: number;
}

/** Ten pieces may be cut out of the middle, besides the two ends. */
export const MAX_KEPT_PARTS = 11;
/** Shorter than this nobody sees it: three frames at 30 a second. */
export const MIN_PART_MS = 100;

export type KeepFault =
  'NOTHING_KEPT' | 'TOO_MANY_PARTS' | 'OUT_OF_ORDER' | 'PART_TOO_SHORT' | 'TOO_SHORT' | 'NOTHING_CUT';

const SAID: Readonly<Record<KeepFault, string>> = {
  NOTHING_KEPT: 'Keep at least one part.',
  TOO_MANY_PARTS: `Keep at most ${MAX_KEPT_PARTS} parts.`,
  OUT_OF_ORDER: 'Parts follow one another inside the video and do not overlap.',
  PART_TOO_SHORT: `A part lasts at least ${MIN_PART_MS} ms.`,
  TOO_SHORT: 'What is left is shorter than this shop takes.',
  NOTHING_CUT: 'Nothing is cut away.',
};

export type KeepVerdict = { ok: true; keep: Kept[] } | { ok: false; fault: KeepFault; detail: string };

const no = (fault: KeepFault): KeepVerdict => ({ ok: false, fault, detail: SAID[fault] });

/** The milliseconds that stay. */
export function keptMs(keep: readonly Kept[]): number {
  return keep.reduce((sum, part) => sum + part.toMs - part.fromMs, 0);
}

/** Parts that touch are one. */
function joined(keep: readonly Kept[]): Kept[] {
  const parts: Kept[] = [];
  for (const part of keep) {
    const last = parts.at(-1);
    if (last?.toMs === part.fromMs) last.toMs = part.toMs;
    else parts.push({ ...part });
  }
  return parts;
}

/** Whether these parts of a video of `durationMs` may become a video; the first fault is told. */
export function judgeKeep(asked: readonly Kept[], durationMs: number, minMs: number): KeepVerdict {
  if (asked.length === 0) return no('NOTHING_KEPT');
  if (asked.length > MAX_KEPT_PARTS) return no('TOO_MANY_PARTS');
  let last = 0;
  for (const { fromMs, toMs } of asked) {
    if (!Number.isInteger(fromMs) || !Number.isInteger(toMs)) return no('OUT_OF_ORDER');
    if (fromMs < last || toMs > durationMs) return no('OUT_OF_ORDER');
    if (toMs - fromMs < MIN_PART_MS) return no('PART_TOO_SHORT');
    last = toMs;
  }
  const keep = joined(asked);
  if (keptMs(keep) < minMs) return no('TOO_SHORT');
  if (keptMs(keep) === durationMs) return no('NOTHING_CUT');
  return { ok: true, keep };
}

/**
 * A trim is chosen on what plays, which may be trimmed already: gives the parts of the original. `before` is what that
 * version kept, null for all.
 */
export function keepOfOriginal(before: readonly Kept[] | null, keep: readonly Kept[]): Kept[] {
  if (before === null) return joined(keep);
  const parts: Kept[] = [];
  for (const { fromMs, toMs } of keep) {
    let at = 0;
    for (const part of before) {
      const lengthMs = part.toMs - part.fromMs;
      const [from, to] = [Math.max(fromMs, at), Math.min(toMs, at + lengthMs)];
      if (from < to) parts.push({ fromMs: part.fromMs + from - at, toMs: part.fromMs + to - at });
      at += lengthMs;
    }
  }
  return joined(parts);
}
