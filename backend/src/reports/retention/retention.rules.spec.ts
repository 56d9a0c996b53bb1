// Seconds that were seen, by hand: replays count once, hidden time never, and a cart add stands where the video stood.
import { describe, expect, it } from '@jest/globals';
import type { Segment } from '../../attribution/evaluator/evaluate.rules.js';
import { positionAt, retentionOf, type WatchedView } from './retention.rules.js';

const part = (wall: [number, number], media: [number, number], change: Partial<Segment> = {}): Segment => ({
  ...{ wallFromMs: wall[0] * 1000, wallToMs: wall[1] * 1000, mediaFromMs: media[0] * 1000, mediaToMs: media[1] * 1000 },
  ...{ visibleBps: 10_000, focused: true },
  ...change,
});
const view = (segments: Segment[], sessionId = 's', atMs = 0): WatchedView => ({ sessionId, atMs, segments });
const seen = (segments: Segment[], durationMs = 8000) => retentionOf([view(segments)], [], durationMs).seen;

describe('the seconds that were seen', () => {
  it('are those of the ranges, each once however often it was played', () => {
    expect(seen([part([0, 3], [0, 3]), part([3, 6], [0, 3]), part([6, 7], [5, 6])])).toEqual([1, 1, 1, 0, 0, 1, 0, 0]);
  });

  it('are not those of a hidden tab or of a player that was scrolled away', () => {
    expect(seen([part([0, 2], [0, 2], { focused: false }), part([2, 4], [2, 4], { visibleBps: 4999 })])).toEqual(
      Array.from({ length: 8 }, () => 0),
    );
    expect(seen([part([0, 1], [0, 1], { visibleBps: 5000 })])[0]).toBe(1);
  });

  it('need half of the second, by parts too; a broken last second half of what it has', () => {
    expect(seen([part([0, 1], [0.5, 1]), part([1, 2], [2, 2.49])])).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(seen([part([0, 1], [1, 1.25]), part([1, 2], [1.6, 1.85])])[1]).toBe(1);
    expect(seen([part([0, 1], [2, 2.2])], 2200)).toEqual([0, 0, 1]);
    expect(seen([part([0, 9], [0, 9])], 2200)).toEqual([1, 1, 1]);
  });

  it('are summed over views', () => {
    const views = [view([part([0, 4], [0, 4])]), view([part([0, 2], [0, 2])]), view([])];
    expect(retentionOf(views, [], 4000).seen).toEqual([2, 2, 1, 1]);
  });
});

describe('a cart add', () => {
  const watched = view([part([0, 4], [0, 4]), part([10, 12], [20, 24])], 's', 1_000_000);
  it.each([
    [-1, null],
    [0, 0],
    [2.5, 2500],
    [7, 4000],
    [11, 22_000],
    [60, 24_000],
  ])('after %s s stands at %s ms', (afterS, position) => {
    expect(positionAt(watched, 1_000_000 + afterS * 1000)).toBe(position);
  });

  it('belongs to the newest view of its session that had begun', () => {
    const earlier = view([part([0, 4], [0, 4])], 's', 0);
    const other = view([part([0, 4], [0, 4])], 'other', 0);
    const adds = [
      { sessionId: 's', atMs: 1_002_500 },
      { sessionId: 's', atMs: 3000 },
      { sessionId: 'other', atMs: 1500 },
      { sessionId: 'unknown', atMs: 1500 },
      { sessionId: 's', atMs: -5 },
    ];
    const { cartAdds } = retentionOf([watched, earlier, other], adds, 30_000);
    expect(cartAdds.flatMap((count, second) => (count ? [[second, count]] : []))).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });
});
