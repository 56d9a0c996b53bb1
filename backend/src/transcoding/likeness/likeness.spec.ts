// Copies changed by real ffmpeg are found, different clips are not, and what stands still or is silent proves nothing.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Looks, type Change } from '../../../test/support/looks.js';
import { mediaFile } from '../../../test/support/media.js';
import { judgeLikeness, type Likeness } from './likeness.rules.js';
import { packPrint, unpackPrint } from './pack.js';
import type { Print } from './print.rules.js';
import { askedWords, keptWords } from './words.rules.js';

const SPEAKER = 'speaker-portrait-404x720.mp4';
const COFFEE = 'coffee-landscape.mp4';

let looks: Looks;
const originals = new Map<string, Print>();
beforeAll(async () => {
  looks = await Looks.open();
  for (const clip of [SPEAKER, COFFEE]) originals.set(clip, (await looks.lookAtClip(clip, { seconds: 7 })).print);
});
afterAll(() => looks?.close());

/** As it is compared in life: the new print whole, the kept one packed. */
function compare(mine: Print, theirs: Print): Likeness | null {
  const verdict = judgeLikeness(mine, unpackPrint(packPrint(theirs)));
  return verdict.near ? verdict.likeness : null;
}

/** Words that the kept print has in common with what is asked for the new one. */
function wordsInCommon(mine: Print, theirs: Print): number {
  const { picture, sound } = askedWords(mine);
  const asked = new Set([...picture, ...sound]);
  return keptWords(theirs).filter((word) => asked.has(word)).length;
}

type Expected = Partial<Omit<Likeness, 'overlap'>>;
const LOGO = 'drawbox=x=iw*0.55:y=ih*0.05:w=iw*0.4:h=ih*0.15:color=yellow:t=fill';
type Case = [string, string, Change, Expected];
const CASES: Case[] = [
  ['encoded again, small and coarse', SPEAKER, { crf: 38, picture: 'scale=-2:160' }, { same: 'both', speed: 1 }],
  ['mirrored', SPEAKER, { picture: 'hflip' }, { same: 'both', mirrored: true }],
  ['cropped by 15 % a side', SPEAKER, { picture: 'crop=iw*0.7:ih*0.7' }, { same: 'both', mirrored: false }],
  ['1.25 times as fast', SPEAKER, { picture: 'setpts=PTS/1.25', sound: 'atempo=1.25' }, { same: 'both', speed: 1.25 }],
  ['slower', SPEAKER, { picture: 'setpts=PTS/0.8', sound: 'atempo=0.8' }, { same: 'both', speed: 0.8 }],
  ['with bars above and below', COFFEE, { picture: 'pad=iw:ih*1.6:0:(oh-ih)/2' }, { same: 'picture' }],
  ['in other colours', SPEAKER, { picture: 'hue=h=90:s=1.6,eq=gamma=0.7' }, { same: 'both' }],
  ['trimmed at both ends', SPEAKER, { from: 2.3, seconds: 4.5 }, { same: 'both', speed: 1 }],
  ['with another sound', SPEAKER, { soundOf: 'bee-720p.mp4' }, { same: 'picture' }],
  ['with another picture', COFFEE, { soundOf: SPEAKER }, { same: 'sound' }],
  [
    'mirrored, cropped, faster and brighter at once',
    SPEAKER,
    { picture: 'hflip,crop=iw*0.8:ih*0.8,setpts=PTS/1.2,eq=brightness=0.08', sound: 'atempo=1.2,volume=0.5' },
    { same: 'both', mirrored: true, speed: 1.2 },
  ],
];

const MORE: Case[] = [
  ['cropped at two sides', COFFEE, { picture: 'crop=iw*0.75:ih*0.8:0:ih*0.2' }, { same: 'picture' }],
  ['with bars at the sides', COFFEE, { picture: 'pad=iw*1.8:ih:(ow-iw)/2:0' }, { same: 'picture' }],
  ['brighter, under a logo', SPEAKER, { picture: `eq=brightness=0.12:contrast=1.2,${LOGO}` }, { same: 'both' }],
];
// VITRINA_LIKENESS=all adds these, and compares every pair of the sample clips: 91 pairs, a minute.
const ALL = process.env['VITRINA_LIKENESS'] === 'all';

describe('a copy is found', () => {
  it.each([...CASES, ...(ALL ? MORE : [])])('%s', async (_, clip, change, expected) => {
    const original = originals.get(change.soundOf === SPEAKER ? SPEAKER : clip) as Print;
    const { print, cpuMs } = await looks.lookAtClip(clip, { seconds: 6, ...change });
    const found = compare(print, original);
    if (!found) throw new Error('not found');
    const { speed, ...exact } = expected;
    expect(found).toMatchObject(exact);
    expect(Math.abs(found.speed - (speed ?? 1))).toBeLessThan(0.04);
    expect(found.overlap.lengthMs).toBeGreaterThan(3000);
    if (change.from) {
      const { mineFromMs, theirsFromMs } = found.overlap;
      expect(Math.abs(theirsFromMs - mineFromMs - change.from * 1000)).toBeLessThan(400);
    }
    // The index must bring it to the comparison.
    expect(wordsInCommon(print, original)).toBeGreaterThan(10);
    expect(cpuMs).toBeLessThan(6000);
  });

  it('the portrait cut of a landscape original, whichever is asked', async () => {
    const { print } = await looks.lookAtClip('coffee-portrait-9x16.mp4', { seconds: 6 });
    const landscape = originals.get(COFFEE) as Print;
    expect(compare(print, landscape)).toMatchObject({ same: 'picture', mirrored: false });
    expect(compare(landscape, print)).toMatchObject({ same: 'picture', mirrored: false });
    expect(wordsInCommon(print, landscape)).toBeGreaterThan(10);
  });
});

const LIGHT = ['bee-720p.mp4', 'iphone-rotated-portrait.MOV', 'screen-recording-vfr.mp4', SPEAKER, COFFEE];
const HEAVY = [
  ...['iphone-hdr-dolbyvision-portrait.mp4', 'mediarecorder-chrome-no-duration.webm', 'bottles-no-audio.mp4'],
  ...['person-signing.mkv', 'gopro-gps-data-tracks.mp4', 'big-buck-bunny-5.1.mp4', 'camcorder.wmv', 'mpeg4.avi'],
  'two-videos-two-audios-subtitles.mp4',
];
const clips = [...LIGHT, ...(ALL ? HEAVY : [])];

describe('no copy is', () => {
  it('any pair of different clips', async () => {
    const prints: [string, Print][] = [];
    for (const clip of clips.filter(mediaFile)) {
      prints.push([clip, originals.get(clip) ?? (await looks.lookAtClip(clip, { seconds: 8 })).print]);
    }
    const pairs = prints.flatMap(([a, mine], i) => prints.slice(0, i).map(([b, theirs]) => ({ a, b, mine, theirs })));
    expect(pairs.length).toBeGreaterThanOrEqual(10);
    const found = pairs.filter(({ mine, theirs }) => compare(mine, theirs));
    expect(found.map(({ a, b }) => `${a} | ${b}`)).toEqual([]);
  });

  it('another take in the same place: the end of a clip is not its beginning', async () => {
    for (const clip of ALL ? [SPEAKER, COFFEE] : [SPEAKER]) {
      const [first, last] = [await looks.lookAtClip(clip, { seconds: 4.5 }), await looks.lookAtClip(clip, { from: 5 })];
      expect(compare(last.print, first.print)).toBeNull();
    }
  });

  it('a black, an unmoving or a silent video, not even of itself', async () => {
    const black = ['-f', 'lavfi', '-i', 'color=black:s=360x640:r=25', '-f', 'lavfi', '-i', 'anullsrc=r=48000'];
    const photo = ['-loop', '1', '-i', mediaFile('broken-jpeg-renamed.mp4') as string];
    const dark = await looks.lookAtClip(black, { seconds: 5 });
    const still = await looks.lookAtClip(photo, { seconds: 5, picture: 'noise=alls=4:allf=t' });
    expect(dark.print.sound).toBeNull();
    for (const mine of [dark.print, still.print]) {
      for (const theirs of [dark.print, still.print, ...originals.values()]) expect(compare(mine, theirs)).toBeNull();
    }
  });
});
