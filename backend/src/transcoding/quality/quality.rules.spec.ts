// How a short look at a video decides its quality: samples, trial arguments, steps and caps.
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_BOUNDS } from '../rules/bounds.rules.js';
import { planLadder } from '../rules/ladder.rules.js';
import { readProbe, type PictureFacts } from '../rules/probe.rules.js';
import { chooseQuality, readTrials, samplesOf, trialArguments, trialRung, withQuality } from './quality.rules.js';

const streams = [{ index: 0, codec_type: 'video', codec_name: 'h264', width: 1080, height: 1920, duration: '20' }];
const picture = readProbe({ streams }).picture as PictureFacts;
const ladder = planLadder(picture);
const SMALL = { width: 480, height: 854 };

describe('the look at a video', () => {
  it.each([
    [20, [3.5, 9.5, 15.5]],
    [5, [2]],
    [1.9, []],
    [null, []],
  ])('of %s s takes samples at %j', (durationS, expected) => {
    expect(samplesOf(durationS)).toEqual(expected);
  });

  it('opens each sample behind the same fences, at 480, with both trials in one process', () => {
    const source = { source: '/in/a.mp4', demuxer: 'mov' as const, bounds: DEFAULT_BOUNDS, picture };
    const args = trialArguments({ ...source, ladder, preset: 'veryfast' }, [3.5, 9.5]);
    expect(args.filter((word) => word === '-format_whitelist')).toHaveLength(2);
    expect(args.join(' ')).toContain('-f mov -ss 9.500 -t 1 -i file:/in/a.mp4');
    expect(args.join(' ')).toContain('[t0][t1]concat=n=2,split=2[c23][c29]');
    expect(trialRung(ladder)).toMatchObject(SMALL);
  });

  it('reads what x264 says of both trials, or nothing', () => {
    const line = (db: number, kbps: number) =>
      `[libx264 @ 0x1] SSIM Mean Y:0.98 (${db}db)\n[libx264 @ 0x1] kb/s:${kbps}\n`;
    const log = line(19.5, 900.5) + line(16.9, 400);
    expect(readTrials(log)).toEqual([
      { crf: 23, ssimDb: 19.5, kbps: 900.5 },
      { crf: 29, ssimDb: 16.9, kbps: 400 },
    ]);
    expect(readTrials(line(19.5, 900))).toBeNull();
  });
});

describe('the quality', () => {
  const choose = (fineDb: number, coarseDb: number, kbps = 1000) =>
    chooseQuality(
      [
        { crf: 23, ssimDb: fineDb, kbps },
        { crf: 29, ssimDb: coarseDb, kbps: kbps / 2 },
      ],
      SMALL,
    );

  it.each([
    ['a picture that is just good enough stays', 19.9, 17.5, 0],
    ['a noisy picture never gets finer', 14, 12, 0],
    ['a clean picture gets coarser until it would show', 21.2, 18.8, 3],
    ['a still slide takes all four steps', 30, 29.9, 4],
  ])('%s', (_name, fine, coarse, steps) => {
    expect(choose(fine, coarse)?.crfSteps).toBe(steps);
  });

  it('is none where a trial gave no bits', () => {
    expect(choose(19, 17, 0)).toBeNull();
    expect(withQuality(ladder, null)).toBe(ladder);
  });

  it('moves both codecs alike and lowers caps only, by no more than three fifths', () => {
    const calm = withQuality(ladder, choose(30, 29, 20));
    for (const [i, rung] of calm.rungs.entries()) {
      const before = ladder.rungs[i];
      expect(rung.crf - (before?.crf ?? 0)).toBe(rung.codec === 'av1' ? 6 : 4);
      expect(rung.maxrateKbps).toBe(Math.round((before?.maxrateKbps ?? 0) * 0.4));
      expect(rung.bufsizeKbps).toBe(2 * rung.maxrateKbps);
    }
    const wild = withQuality(ladder, choose(14, 12, 9000));
    expect(wild.rungs.map((r) => r.maxrateKbps)).toEqual(ladder.rungs.map((r) => r.maxrateKbps));
  });
});
