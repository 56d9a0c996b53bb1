// Which seconds of a video its viewers saw, and at which second they put something into the cart. Pure.
import type { Segment } from '../../attribution/evaluator/evaluate.rules.js';

/** A view as it was told last. */
export interface WatchedView {
  sessionId: string;
  atMs: number;
  segments: readonly Segment[];
}

/** Something put into the cart from the player. */
export interface CartAdd {
  sessionId: string;
  atMs: number;
}

export interface Retention {
  /** For each second of the video the views in which it was seen; its first entry is the second that begins the video. */
  seen: number[];
  /** For each second the cart adds that were made while it played. */
  cartAdds: number[];
}

/** A segment that counts as seen (money.md E1, by the default share of the picture). */
const isVisible = ({ visibleBps, focused, mediaFromMs, mediaToMs }: Segment): boolean =>
  visibleBps >= 5000 && focused && mediaToMs > mediaFromMs;

/** A second was seen when at least half of it was, of a last broken second half of what there is; seen twice counts once. */
function secondsOf(segments: readonly Segment[], durationMs: number): number[] {
  const seenMs = new Map<number, number>();
  let reached = 0;
  const ranges = segments.filter(isVisible).sort((a, b) => a.mediaFromMs - b.mediaFromMs);
  for (const { mediaFromMs, mediaToMs } of ranges) {
    const to = Math.min(mediaToMs, durationMs);
    for (let from = Math.max(reached, mediaFromMs); from < to;) {
      const second = Math.floor(from / 1000);
      const end = Math.min(to, (second + 1) * 1000);
      seenMs.set(second, (seenMs.get(second) ?? 0) + end - from);
      from = end;
    }
    reached = Math.max(reached, to);
  }
  const isSeen = ([second, ms]: [number, number]) => 2 * ms >= Math.min(1000, durationMs - second * 1000);
  return [...seenMs].filter(isSeen).map(([second]) => second);
}

/** Where the video stood at a moment of the view, ms; null before its first picture. A pause stands where it began. */
export function positionAt({ atMs, segments }: WatchedView, momentMs: number): number | null {
  const elapsed = momentMs - atMs;
  const begun = segments.filter(({ wallFromMs }) => wallFromMs <= elapsed);
  const last = begun.reduce<Segment | null>((one, two) => (one && one.wallFromMs > two.wallFromMs ? one : two), null);
  if (!last) return null;
  const { wallFromMs, wallToMs, mediaFromMs, mediaToMs } = last;
  const share = wallToMs > wallFromMs ? Math.min(1, (elapsed - wallFromMs) / (wallToMs - wallFromMs)) : 1;
  return mediaFromMs + share * (mediaToMs - mediaFromMs);
}

/** A cart add belongs to the newest view of its session that had begun; one without a view among these is left out. */
export function retentionOf(views: readonly WatchedView[], adds: readonly CartAdd[], durationMs: number): Retention {
  const seconds = Math.ceil(durationMs / 1000);
  const seen = Array.from({ length: seconds }, () => 0);
  const cartAdds = [...seen];
  const count = (list: number[], second: number) => {
    const at = Math.min(seconds - 1, second);
    list[at] = (list[at] ?? 0) + 1;
  };
  for (const { segments } of views) for (const second of secondsOf(segments, durationMs)) count(seen, second);
  const bySession = Map.groupBy(views, (view) => view.sessionId);
  for (const { sessionId, atMs } of adds) {
    const begun = (bySession.get(sessionId) ?? []).filter((view) => view.atMs <= atMs);
    const newest = begun.reduce<WatchedView | null>((one, two) => (one && one.atMs > two.atMs ? one : two), null);
    const position = newest && positionAt(newest, atMs);
    if (position !== null && seconds > 0) count(cartAdds, Math.max(0, Math.floor(position / 1000)));
  }
  return { seen, cartAdds };
}
