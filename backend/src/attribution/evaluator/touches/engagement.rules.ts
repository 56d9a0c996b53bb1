// Whether a view was really watched, and when it began to count (money.md section 4, E1-E7).
import type { QualifySettings } from '../input/config.rules.js';
import type { Segment, ViewFact } from '../input/facts.rules.js';
import type { ViewReason } from '../evaluator.reasons.js';

export interface ViewResult {
  /** E2: counts as a viewable impression, also when it earns nothing. */
  readonly viewable: boolean;
  /** E3: length of the union of the media seen, ms. */
  readonly watchedMs: number;
  /** E5: UTC ms from which the view is a touch, or null. */
  readonly qualifiedAt: number | null;
  readonly reason: ViewReason;
}

/** Disjoint media ranges, in no particular order. */
type Ranges = readonly (readonly [number, number])[];

/**
 * Judges one snapshot of a view of a video. Consent, invalid traffic and the video's life are not asked here.
 * Source: money.md E1-E7.
 */
export function qualifyView(
  view: Pick<ViewFact, 'occurredAt' | 'autoplay' | 'interacted' | 'segments'>,
  video: { readonly durationMs: number },
  qualify: QualifySettings,
): ViewResult {
  const segments = [...view.segments].sort((a, b) => a.wallFromMs - b.wallFromMs || a.wallToMs - b.wallToMs);
  if (isImpossible(segments, qualify))
    return { viewable: false, watchedMs: 0, qualifiedAt: null, reason: 'IMPOSSIBLE' };
  const needMs = Math.min(qualify.watchMs, Math.floor((video.durationMs * qualify.watchBps) / 10000));
  let seen: Ranges = [];
  let run: Ranges = [];
  let last: Segment | null = null;
  let viewable = false;
  let qualifiedAt: number | null = null;
  for (const segment of segments) {
    if (segment.visibleBps < qualify.visibleBps || !segment.focused) continue;
    const range = [segment.mediaFromMs, segment.mediaToMs] as const;
    run = withRange(last && isOneRun(last, segment, qualify.gapMs) ? run : [], range);
    seen = withRange(seen, range);
    last = segment;
    viewable ||= lengthOf(run) >= qualify.viewableRunMs;
    if (viewable && lengthOf(seen) >= needMs) qualifiedAt ??= view.occurredAt + segment.wallToMs;
  }
  const watchedMs = lengthOf(seen);
  if (!viewable) return { viewable, watchedMs, qualifiedAt: null, reason: 'NOT_VIEWABLE' };
  if (qualifiedAt === null) return { viewable, watchedMs, qualifiedAt, reason: 'NOT_WATCHED' };
  if (view.autoplay && !view.interacted && !qualify.autoplayCounts) {
    return { viewable, watchedMs, qualifiedAt: null, reason: 'AUTOPLAY' };
  }
  return { viewable, watchedMs, qualifiedAt, reason: 'QUALIFIED' };
}

/** E7: more media than the wall clock allows, or time that runs backwards. */
function isImpossible(segments: readonly Segment[], qualify: QualifySettings): boolean {
  const first = segments[0];
  if (!first) return false;
  let playedMs = 0;
  let lastWallToMs = first.wallToMs;
  for (const segment of segments) {
    if (segment.wallToMs < segment.wallFromMs || segment.mediaToMs < segment.mediaFromMs) return true;
    playedMs += segment.mediaToMs - segment.mediaFromMs;
    lastWallToMs = Math.max(lastWallToMs, segment.wallToMs);
  }
  const wallMs = lastWallToMs - first.wallFromMs;
  return playedMs * 10000 > qualify.maxRateBps * wallMs + qualify.slackMs * 10000;
}

/** E2: a seek in either direction ends a run, therefore the gap is taken without its sign. */
function isOneRun(a: Segment, b: Segment, gapMs: number): boolean {
  return Math.abs(b.wallFromMs - a.wallToMs) <= gapMs && Math.abs(b.mediaFromMs - a.mediaToMs) <= gapMs;
}

function withRange(ranges: Ranges, added: readonly [number, number]): Ranges {
  const result: [number, number][] = [];
  let [from, to] = added;
  for (const [start, end] of ranges) {
    if (end < from || start > to) result.push([start, end]);
    else [from, to] = [Math.min(from, start), Math.max(to, end)];
  }
  return [...result, [from, to]];
}

function lengthOf(ranges: Ranges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}
