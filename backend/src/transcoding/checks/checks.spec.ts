// What a machine notices about a video, seen by real ffmpeg, and what of it the creator is told in every language.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Looks } from '../../../test/support/looks.js';
import { sentenceIn } from '../../videos/refusals/refusal-words.rules.js';
import { checksOf, warningsOf, type Measured } from './checks.rules.js';

let looks: Looks;
beforeAll(async () => {
  looks = await Looks.open();
});
afterAll(() => looks?.close());

const CLIP = 'speaker-portrait-404x720.mp4';
const codes = (checks: { code: string }[]) => checks.map((c) => c.code);

describe('a look finds', () => {
  it('nothing to say about a good clip', async () => {
    expect((await looks.lookAtClip(CLIP)).checks).toEqual([]);
  });

  it('a black start, a frozen end, a long silence and black bars, with their seconds', async () => {
    const { checks, warnings } = await looks.lookAtClip(CLIP, {
      picture: 'trim=end=8,pad=iw:ih*1.4:0:(oh-ih)/2,tpad=start_duration=3:color=black:stop_duration=6:stop_mode=clone',
      sound: 'adelay=7000:all=1,apad=whole_dur=17',
      seconds: 17,
    });
    const near = (code: string, fromMs: number, toMs: number) => {
      const found = checks.find((c) => c.code === code && Math.abs((c.fromMs ?? -9e9) - fromMs) < 400);
      expect([code, Math.abs((found?.toMs ?? 0) - toMs) < 600]).toEqual([code, true]);
    };
    near('BLACK', 0, 3000);
    near('FROZEN', 11_000, 17_000);
    near('SILENT', 0, 7000);
    expect(codes(checks)).toContain('BORDERS');
    expect(warnings).toEqual([
      'The picture is black for the first 3 s. Cut them off: shoppers leave at once.',
      expect.stringMatching(/^There is no sound for [67] s from second 0 on\.$/),
      expect.stringMatching(/^The picture stands still for [56] s from second 1[12] on\.$/),
      'The picture has black bars. Film upright or save it without them.',
    ]);
    for (const language of ['ru', 'kk'] as const) {
      for (const warning of warnings) expect(sentenceIn(language, warning)).not.toBeNull();
    }
  });

  it('a blurred picture', async () => {
    const { checks } = await looks.lookAtClip(CLIP, { picture: 'gblur=sigma=14', seconds: 5 });
    expect(codes(checks)).toContain('BLURRED');
  });
});

describe('the rules of checks', () => {
  const measured: Measured = { log: '', durationS: 20, shortSide: 1080, sound: { gainDb: 3 }, picture: null };
  it.each<[string, Partial<Measured>, string[]]>([
    ['say nothing about an ordinary video', {}, []],
    ['name a missing sound', { sound: 'none' }, ['NO_SOUND']],
    ['name a silent sound once, not as a stretch', { sound: 'silent', log: 'silence_start: 0' }, ['NO_SOUND']],
    ['name a very quiet recording', { sound: { gainDb: 24 } }, ['QUIET']],
    ['name a small picture', { shortSide: 360 }, ['SMALL_PICTURE']],
    ['name a short one', { durationS: 4 }, ['SHORT']],
    ['name a long one', { durationS: 200 }, ['LONG']],
    ['pass over a cut to black', { log: 'black_start:3 black_end:3.2 black_duration:0.2' }, []],
    ['end an unended stretch with the video', { log: 'freeze_start: 12.5' }, ['FROZEN']],
  ])('%s', (_, change, expected) => expect(codes(checksOf({ ...measured, ...change }))).toEqual(expected));

  it('tell the creator of every thing that can be mended, in words that Russian and Kazakh have', () => {
    const stretch = (code: 'BLACK' | 'SILENT' | 'FROZEN') => ({ code, fromMs: 4000, toMs: 11_000, value: null });
    const whole = (code: 'QUIET' | 'BORDERS') => ({ code, fromMs: null, toMs: null, value: 20 });
    const said = warningsOf([stretch('BLACK'), stretch('SILENT'), stretch('FROZEN'), whole('QUIET'), whole('BORDERS')]);
    expect(said).toHaveLength(5);
    expect(said.filter((s) => !sentenceIn('ru', s) || !sentenceIn('kk', s))).toEqual([]);
  });
});
