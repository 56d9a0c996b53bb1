// A trim as frames and filters: moments become frames, picture and sound are cut at the same instants.
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_BOUNDS } from '../rules/bounds.rules.js';
import type { PictureFacts } from '../rules/probe.rules.js';
import { cutPicture, cutSeconds, cutSound, planCut, trimPicture } from './cut.rules.js';

const NTSC = { num: 30_000, den: 1001 };
const PAL = { num: 25, den: 1 };

describe('kept parts', () => {
  it('become whole frames, the nearest to each moment', () => {
    const keep = [
      { fromMs: 0, toMs: 1000 },
      { fromMs: 2000, toMs: 3001 },
    ];
    expect(planCut(keep, PAL, 10).parts).toEqual([
      { from: 0, to: 25 },
      { from: 50, to: 75 },
    ]);
    expect(planCut(keep, NTSC, 10).parts).toEqual([
      { from: 0, to: 30 },
      { from: 60, to: 90 },
    ]);
  });

  it('end where the source ends, touch as one, and vanish when they hold no frame', () => {
    const keep = [
      { fromMs: 0, toMs: 10 },
      { fromMs: 1000, toMs: 1990 },
      { fromMs: 2010, toMs: 99_000 },
    ];
    expect(planCut(keep, PAL, 4).parts).toEqual([{ from: 25, to: 100 }]);
    expect(cutSeconds(planCut(keep, PAL, 4))).toBe(3);
  });

  it('cut picture and sound at the same instants', () => {
    const cut = planCut(
      [
        { fromMs: 1000, toMs: 3000 },
        { fromMs: 5000, toMs: 7000 },
      ],
      PAL,
      10,
    );
    expect(cutPicture(cut)).toEqual([
      'trim=end_frame=175',
      "select='between(n\\,25\\,74)+between(n\\,125\\,174)'",
      'setpts=round(N*1/25/TB)',
    ]);
    const sound = cutSound(cut).join(',');
    expect(sound).toContain('[t0]atrim=start=1.000000:end=3.000000');
    expect(sound).toContain('[t1]atrim=start=5.000000:end=7.000000');
    expect(sound).toContain('[u0][u1]concat=n=2:v=0:a=1');
    expect([cutPicture(undefined), cutSound(undefined)]).toEqual([[], []]);
  });

  it('of less than the shop takes are refused with the length that is left', () => {
    const picture = { durationS: 10, frames: 250 } as PictureFacts;
    const short = trimPicture(picture, [{ fromMs: 0, toMs: 2500 }], PAL, DEFAULT_BOUNDS);
    expect(short).toMatchObject({ refused: { code: 'OUT_OF_BOUNDS', message: expect.stringContaining('2.5 s') } });
    expect(trimPicture(picture, [{ fromMs: 0, toMs: 4000 }], PAL, DEFAULT_BOUNDS)).toMatchObject({ durationS: 4 });
  });
});
