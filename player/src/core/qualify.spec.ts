// What counts as viewed: rules E1 to E7, as tables.
import { describe, expect, it } from '@jest/globals';
import { qualify, unionMs } from './qualify.js';
import type { Segment } from './types.js';

type Row = [
  wallFrom: number,
  wallTo: number,
  mediaFrom: number,
  mediaTo: number,
  visibleBps?: number,
  focused?: boolean,
];

function segments(rows: Row[]): Segment[] {
  return rows.map(([wallFromMs, wallToMs, mediaFromMs, mediaToMs, visibleBps = 10_000, focused = true]) => ({
    wallFromMs,
    wallToMs,
    mediaFromMs,
    mediaToMs,
    visibleBps,
    focused,
  }));
}

const TAPPED = { autoplay: false, interacted: true };

describe('a union of ranges', () => {
  it.each([
    ['nothing', [], 0],
    ['one', [[0, 4]], 4],
    [
      'the same three times',
      [
        [0, 4],
        [0, 4],
        [0, 4],
      ],
      4,
    ],
    [
      'overlapping and out of order',
      [
        [5, 9],
        [0, 6],
      ],
      9,
    ],
    [
      'one inside another',
      [
        [0, 10],
        [2, 3],
        [4, 12],
      ],
      12,
    ],
  ] as [string, [number, number][], number][])('%s', (_name, ranges, length) => {
    expect(unionMs(ranges.map(([fromMs, toMs]) => ({ fromMs, toMs })))).toBe(length);
  });
});

describe('a view', () => {
  it.each([
    ['60 s video, 10 s seen', 60_000, [[0, 10_000, 0, 10_000]], 'QUALIFIED', 10_000],
    ['60 s video, 9 999 ms seen', 60_000, [[0, 9_999, 0, 9_999]], 'TOO_SHORT', null],
    ['12 s video needs 6 s', 12_000, [[0, 6_000, 0, 6_000]], 'QUALIFIED', 6_000],
    ['3 s video needs 1.5 s, but 2 s to be viewable', 3_000, [[0, 1_900, 0, 1_900]], 'NOT_VIEWABLE', null],
    ['3 s video, 2 s seen', 3_000, [[0, 2_000, 0, 2_000]], 'QUALIFIED', 2_000],
    ['half visible exactly counts', 12_000, [[0, 6_000, 0, 6_000, 5_000]], 'QUALIFIED', 6_000],
    ['less than half visible does not', 12_000, [[0, 6_000, 0, 6_000, 4_999]], 'NOT_VIEWABLE', null],
    ['a hidden tab does not', 12_000, [[0, 6_000, 0, 6_000, 10_000, false]], 'NOT_VIEWABLE', null],
    [
      'replaying the same 4 s is 4 s',
      12_000,
      [
        [0, 4_000, 0, 4_000],
        [4_000, 8_000, 0, 4_000],
      ],
      'TOO_SHORT',
      null,
    ],
    [
      'a run goes on over 250 ms',
      4_000,
      [
        [0, 1_000, 0, 1_000],
        [1_250, 2_250, 1_000, 2_000],
      ],
      'QUALIFIED',
      2_250,
    ],
    [
      'and is broken by 251 ms',
      4_000,
      [
        [0, 1_000, 0, 1_000],
        [1_251, 2_251, 1_000, 2_000],
      ],
      'NOT_VIEWABLE',
      null,
    ],
    [
      'and by a seek',
      4_000,
      [
        [0, 1_500, 0, 1_500],
        [1_500, 3_000, 2_000, 3_500],
      ],
      'NOT_VIEWABLE',
      null,
    ],
    ['speed 2 is possible', 20_000, [[0, 5_000, 0, 10_000]], 'QUALIFIED', 5_000],
    ['faster is not', 20_000, [[0, 4_000, 0, 9_001]], 'IMPOSSIBLE', null],
    [
      'backwards is not',
      20_000,
      [
        [0, 9_000, 0, 9_000],
        [9_000, 9_500, 9_000, 8_000],
      ],
      'IMPOSSIBLE',
      null,
    ],
    ['nothing was seen', 20_000, [], 'NOT_VIEWABLE', null],
  ] as [string, number, Row[], string, number | null][])('%s', (_name, durationMs, rows, reason, atMs) => {
    expect(qualify(segments(rows), durationMs, TAPPED)).toMatchObject({ reason, qualifiedAtMs: atMs });
  });

  it('qualifies in the worked example of the money document at 17 000 ms', () => {
    const first: Row[] = [
      [0, 3_000, 0, 3_000],
      [3_000, 5_000, 3_000, 5_000, 0],
      [5_000, 9_000, 5_000, 9_000],
      [9_000, 13_000, 5_000, 9_000],
    ];
    expect(qualify(segments(first), 40_000, TAPPED)).toMatchObject({
      reason: 'TOO_SHORT',
      watchedMs: 7_000,
      needMs: 10_000,
    });
    const more = segments([...first, [13_000, 17_000, 9_000, 13_000]]);
    expect(qualify(more, 40_000, TAPPED)).toMatchObject({
      reason: 'QUALIFIED',
      watchedMs: 11_000,
      qualifiedAtMs: 17_000,
    });
  });

  it('does not count autoplay until the shopper does something', () => {
    const seen = segments([[0, 10_000, 0, 10_000]]);
    expect(qualify(seen, 20_000, { autoplay: true, interacted: false }).reason).toBe('AUTOPLAY_ALONE');
    expect(qualify(seen, 20_000, { autoplay: true, interacted: true }).reason).toBe('QUALIFIED');
  });
});
