// Decides what counts as viewed: the same rules E1 to E7 by which the service credits a view.
import type { Segment } from './types.js';

export interface QualifyRules {
  watchMs: number;
  watchBps: number;
  viewableRunMs: number;
  visibleBps: number;
  gapMs: number;
  maxRateBps: number;
  slackMs: number;
}

/** The defaults of `money.md` section 16. A programme may set others; the service has the last word. */
export const DEFAULT_RULES: QualifyRules = {
  watchMs: 10_000,
  watchBps: 5_000,
  viewableRunMs: 2_000,
  visibleBps: 5_000,
  gapMs: 250,
  maxRateBps: 20_000,
  slackMs: 1_000,
};

export type ViewReason = 'QUALIFIED' | 'NOT_VIEWABLE' | 'TOO_SHORT' | 'IMPOSSIBLE' | 'AUTOPLAY_ALONE';

export interface ViewDecision {
  reason: ViewReason;
  watchedMs: number;
  needMs: number;
  /** Wall offset of the end of the first segment at which both conditions held. */
  qualifiedAtMs: number | null;
}

export interface Range {
  fromMs: number;
  toMs: number;
}

/** The length of a union of ranges: watching the same four seconds three times is four seconds. */
export function unionMs(ranges: readonly Range[]): number {
  let total = 0;
  let reached = -Infinity;
  for (const range of [...ranges].sort((a, b) => a.fromMs - b.fromMs)) {
    total += Math.max(0, range.toMs - Math.max(range.fromMs, reached));
    reached = Math.max(reached, range.toMs);
  }
  return total;
}

function media(segment: Segment): Range {
  return { fromMs: segment.mediaFromMs, toMs: segment.mediaToMs };
}

function isImpossible(segments: readonly Segment[], rules: QualifyRules): boolean {
  if (segments.some((s) => s.wallToMs < s.wallFromMs || s.mediaToMs < s.mediaFromMs)) return true;
  const played = segments.reduce((sum, s) => sum + s.mediaToMs - s.mediaFromMs, 0);
  const wall = Math.max(...segments.map((s) => s.wallToMs)) - Math.min(...segments.map((s) => s.wallFromMs));
  return segments.length > 0 && played * 10_000 > rules.maxRateBps * wall + rules.slackMs * 10_000;
}

/**
 * Is this view a qualified one, and since when? (E1 to E7; times in milliseconds, `durationMs` of the whole video.)
 *
 * Viewable: 2 s of unduplicated content in one uninterrupted visible run. Watched enough: `min(10 s, half)`.
 */
export function qualify(
  segments: readonly Segment[],
  durationMs: number,
  { autoplay, interacted }: { autoplay: boolean; interacted: boolean },
  rules: QualifyRules = DEFAULT_RULES,
): ViewDecision {
  const needMs = Math.min(rules.watchMs, Math.floor((durationMs * rules.watchBps) / 10_000));
  const ordered = [...segments].sort((a, b) => a.wallFromMs - b.wallFromMs);
  if (isImpossible(ordered, rules)) return { reason: 'IMPOSSIBLE', watchedMs: 0, needMs, qualifiedAtMs: null };
  const watched: Range[] = [];
  let run: Range[] = [];
  let before: Segment | null = null;
  let viewable = false;
  let qualifiedAtMs: number | null = null;
  for (const segment of ordered) {
    if (segment.visibleBps < rules.visibleBps || !segment.focused) continue;
    const goesOn =
      before !== null &&
      Math.abs(segment.wallFromMs - before.wallToMs) <= rules.gapMs &&
      Math.abs(segment.mediaFromMs - before.mediaToMs) <= rules.gapMs;
    run = goesOn ? [...run, media(segment)] : [media(segment)];
    watched.push(media(segment));
    viewable ||= unionMs(run) >= rules.viewableRunMs;
    if (viewable && unionMs(watched) >= needMs) qualifiedAtMs ??= segment.wallToMs;
    before = segment;
  }
  const watchedMs = unionMs(watched);
  if (qualifiedAtMs === null)
    return { reason: viewable ? 'TOO_SHORT' : 'NOT_VIEWABLE', watchedMs, needMs, qualifiedAtMs };
  if (autoplay && !interacted) return { reason: 'AUTOPLAY_ALONE', watchedMs, needMs, qualifiedAtMs: null };
  return { reason: 'QUALIFIED', watchedMs, needMs, qualifiedAtMs };
}
