// When a view counts: E1 to E7 as a table.
import { describe, expect, it } from '@jest/globals';
import { PROGRAM_DEFAULTS } from '../input/config.rules.js';
import type { Segment } from '../input/facts.rules.js';
import { qualifyView } from './engagement.rules.js';

/** A segment from wall and media seconds. */
function seg(
  wallFrom: number,
  wallTo: number,
  mediaFrom: number,
  changes: Partial<Segment> & { mediaTo?: number } = {},
): Segment {
  const { mediaTo, ...rest } = changes;
  return {
    wallFromMs: wallFrom * 1000,
    wallToMs: wallTo * 1000,
    mediaFromMs: mediaFrom * 1000,
    mediaToMs: (mediaTo ?? mediaFrom + wallTo - wallFrom) * 1000,
    visibleBps: 10000,
    focused: true,
    ...rest,
  };
}

const hidden = { visibleBps: 0 };
const worked = [seg(0, 3, 0), seg(3, 5, 3, hidden), seg(5, 9, 5), seg(9, 13, 5)];

interface Row {
  label: string;
  segments: Segment[];
  durationS?: number;
  autoplay?: boolean;
  interacted?: boolean;
  expected: [viewable: boolean, watchedS: number, qualifiedAtS: number | null, reason: string];
}

const rows: Row[] = [
  {
    label: 'worked example, replay adds nothing',
    segments: worked,
    durationS: 40,
    expected: [true, 7, null, 'NOT_WATCHED'],
  },
  {
    label: 'worked example, one more segment',
    segments: [...worked, seg(13, 17, 9)],
    durationS: 40,
    expected: [true, 11, 17, 'QUALIFIED'],
  },
  {
    label: 'segments come in any order',
    segments: [seg(13, 17, 9), ...worked],
    durationS: 40,
    expected: [true, 11, 17, 'QUALIFIED'],
  },
  { label: '60 s video needs 10 s', segments: [seg(0, 9.999, 0)], expected: [true, 9.999, null, 'NOT_WATCHED'] },
  { label: '60 s video at 10 s', segments: [seg(0, 10, 0)], expected: [true, 10, 10, 'QUALIFIED'] },
  { label: '12 s video needs 6 s', segments: [seg(0, 6, 0)], durationS: 12, expected: [true, 6, 6, 'QUALIFIED'] },
  {
    label: '12 s video a millisecond short of 6 s',
    segments: [seg(0, 5.999, 0)],
    durationS: 12,
    expected: [true, 5.999, null, 'NOT_WATCHED'],
  },
  {
    label: '3 s video needs 1.5 s, but 2 s in one run',
    segments: [seg(0, 1.5, 0)],
    durationS: 3,
    expected: [false, 1.5, null, 'NOT_VIEWABLE'],
  },
  {
    label: '3 s video at 2 s',
    segments: [seg(0, 1.5, 0), seg(1.5, 2, 1.5)],
    durationS: 3,
    expected: [true, 2, 2, 'QUALIFIED'],
  },
  {
    label: 'gap of exactly 250 ms stays one run',
    segments: [seg(0, 1, 0), seg(1.25, 2.25, 1.25)],
    durationS: 3,
    expected: [true, 2, 2.25, 'QUALIFIED'],
  },
  {
    label: 'gap of 251 ms is two runs',
    segments: [seg(0, 1, 0), seg(1.251, 2.251, 1)],
    durationS: 3,
    expected: [false, 2, null, 'NOT_VIEWABLE'],
  },
  {
    label: 'a seek forward ends a run',
    segments: [seg(0, 1.5, 0), seg(1.5, 3, 20)],
    expected: [false, 3, null, 'NOT_VIEWABLE'],
  },
  {
    label: 'a seek back ends a run',
    segments: [seg(0, 1.5, 20), seg(1.5, 3, 0)],
    expected: [false, 3, null, 'NOT_VIEWABLE'],
  },
  {
    label: 'exactly half visible counts',
    segments: [seg(0, 10, 0, { visibleBps: 5000 })],
    expected: [true, 10, 10, 'QUALIFIED'],
  },
  {
    label: 'less than half does not',
    segments: [seg(0, 10, 0, { visibleBps: 4999 })],
    expected: [false, 0, null, 'NOT_VIEWABLE'],
  },
  {
    label: 'a hidden tab does not',
    segments: [seg(0, 10, 0, { focused: false })],
    expected: [false, 0, null, 'NOT_VIEWABLE'],
  },
  {
    label: 'autoplay is an impression, not a touch',
    segments: [seg(0, 10, 0)],
    autoplay: true,
    expected: [true, 10, null, 'AUTOPLAY'],
  },
  {
    label: 'autoplay with sound on',
    segments: [seg(0, 10, 0)],
    autoplay: true,
    interacted: true,
    expected: [true, 10, 10, 'QUALIFIED'],
  },
  {
    label: 'at twice the speed plus a second',
    segments: [seg(0, 10, 0, { mediaTo: 21 })],
    expected: [true, 21, 10, 'QUALIFIED'],
  },
  {
    label: 'faster than that is impossible',
    segments: [seg(0, 10, 0, { mediaTo: 21.001 })],
    expected: [false, 0, null, 'IMPOSSIBLE'],
  },
  {
    label: 'hidden playing counts for E7 too',
    segments: [seg(0, 1, 0), seg(0, 1, 0, { ...hidden, mediaTo: 3 })],
    expected: [false, 0, null, 'IMPOSSIBLE'],
  },
  {
    label: 'media backwards',
    segments: [seg(0, 10, 0), seg(10, 11, 10, { mediaTo: 9 })],
    expected: [false, 0, null, 'IMPOSSIBLE'],
  },
  {
    label: 'wall backwards',
    segments: [seg(0, 10, 0), seg(11, 10.5, 10, { mediaTo: 10 })],
    expected: [false, 0, null, 'IMPOSSIBLE'],
  },
  {
    label: 'a segment of no length runs forwards',
    segments: [seg(0, 10, 0), seg(10, 10, 10), seg(11, 12, 12, { mediaTo: 12 })],
    expected: [true, 10, 10, 'QUALIFIED'],
  },
  {
    label: 'the wall begins with the first segment, not with the view',
    segments: [seg(5, 15, 0, { mediaTo: 21.001 })],
    expected: [false, 0, null, 'IMPOSSIBLE'],
  },
  {
    label: 'counted as segments began, not as they ended',
    segments: [seg(5, 10, 9, { mediaTo: 11 }), seg(0, 20, 0, { mediaTo: 9 })],
    expected: [true, 11, 10, 'QUALIFIED'],
  },
  {
    label: 'of two that began together the one that ended first is first',
    segments: [seg(0, 20, 0, { mediaTo: 9 }), seg(0, 10, 9, { mediaTo: 11 })],
    expected: [true, 11, 20, 'QUALIFIED'],
  },
  { label: 'no segments', segments: [], expected: [false, 0, null, 'NOT_VIEWABLE'] },
  {
    label: 'viewable later than watched enough',
    segments: [seg(0, 1, 0), seg(2, 3, 5), seg(4, 6, 10)],
    durationS: 4,
    expected: [true, 4, 6, 'QUALIFIED'],
  },
];

describe('a view', () => {
  it.each(rows)('$label', ({ segments, durationS = 60, autoplay = false, interacted = false, expected }) => {
    const view = { occurredAt: 1_000_000, autoplay, interacted, segments };
    const result = qualifyView(view, { durationMs: durationS * 1000 }, PROGRAM_DEFAULTS.qualify);
    const at = result.qualifiedAt === null ? null : (result.qualifiedAt - 1_000_000) / 1000;
    expect([result.viewable, result.watchedMs / 1000, at, result.reason]).toEqual(expected);
  });

  it('is impossible above the exact bound, without rounding', () => {
    // 1.0001 x 9 999 ms + 1 000 ms = 10 999.9999 ms: 11 000 ms of media are too many, 10 999 ms are not.
    const qualify = { ...PROGRAM_DEFAULTS.qualify, maxRateBps: 10001 };
    const reasonAt = (mediaTo: number): string => {
      const view = { occurredAt: 0, autoplay: false, interacted: false, segments: [seg(0, 9.999, 0, { mediaTo })] };
      return qualifyView(view, { durationMs: 60000 }, qualify).reason;
    };
    expect([reasonAt(10.999), reasonAt(11)]).toEqual(['QUALIFIED', 'IMPOSSIBLE']);
  });

  it('may count on autoplay where the programme says so', () => {
    const view = { occurredAt: 0, autoplay: true, interacted: false, segments: [seg(0, 10, 0)] };
    const qualify = { ...PROGRAM_DEFAULTS.qualify, autoplayCounts: true };
    expect(qualifyView(view, { durationMs: 60000 }, qualify).qualifiedAt).toBe(10000);
  });
});
