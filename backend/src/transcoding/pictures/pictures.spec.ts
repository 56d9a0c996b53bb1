// Pictures of a real clip with a black start, a blurred stretch, a frozen one and a white end.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { thumbHashToRGBA } from 'thumbhash';
import { ask, difference, greyAt, mediaFile } from '../../../test/support/media.js';
import { prepareVideo, type Prepared } from '../pipeline.js';
import { WIDEST_BOUNDS } from '../rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../running/workshop.js';

let workshop: Workshop;
let folder: string;
let out: string;
let video: Extract<Prepared, { status: 'published' }>;

/** 12 s: 2 s black, 3 s blurred, 3 s as filmed, 2.5 s frozen, 1.5 s white. */
function makeClip(ffmpeg: string): string {
  const clip = join(folder, 'mixed.mp4');
  const graph = [
    '[0:v]fps=15,scale=-2:360,setpts=PTS-STARTPTS,split=3[a][b][c]',
    '[a]trim=0:2,drawbox=t=fill:c=black[black]',
    '[b]trim=0:3,setpts=PTS-STARTPTS,gblur=sigma=12:sigmaV=1[blurred]',
    '[c]trim=3:6,setpts=PTS-STARTPTS,split=2[sharp][d]',
    '[d]trim=2.9:3,setpts=PTS-STARTPTS,loop=loop=60:size=1,setpts=N/15/TB,trim=0:2.5,split=2[frozen][e]',
    '[e]trim=0:1.5,drawbox=t=fill:c=white[white]',
    '[black][blurred][sharp][frozen][white]concat=n=5,fps=15[v]',
  ].join(';');
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '16', '-metadata', 'location=+48.87+2.29/'];
  const source = mediaFile('coffee-landscape.mp4') as string;
  execFileSync(ffmpeg, ['-v', 'error', '-i', source, '-filter_complex', graph, '-map', '[v]', ...coding, clip]);
  return clip;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-pictures-'));
  workshop = await openWorkshop({ ffmpegPath: process.env['FFMPEG_PATH'], ffprobePath: process.env['FFPROBE_PATH'] });
  out = join(folder, 'out');
  const sourcePath = makeClip(workshop.binaries.ffmpeg);
  const made = await prepareVideo({ sourcePath, outDir: out, workshop, bounds: WIDEST_BOUNDS, scratchRoot: folder });
  if (made.status !== 'published') throw new Error(JSON.stringify(made));
  video = made;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inSharp = (ms: number) => ms >= 5000 && ms < 8000;
const inBlurred = (ms: number) => ms >= 2000 && ms < 5000;
const inFrozen = (ms: number) => ms >= 8000 && ms < 10_500;

describe('frames on offer', () => {
  it('begin with those as filmed, then the blurred ones, and end with black and white ones', () => {
    const moments = video.posters.map((frame) => frame.atMs);
    expect(inSharp(moments[0] ?? -1)).toBe(true);
    const clear = moments.map((ms) => inSharp(ms) || inFrozen(ms));
    const blurred = moments.map(inBlurred);
    expect(clear.filter(Boolean).length).toBeGreaterThanOrEqual(4);
    expect(clear.lastIndexOf(true)).toBeLessThan(blurred.indexOf(true));
    const empty = moments.map((ms) => ms < 2000 || ms >= 10_500);
    expect(empty.indexOf(true) === -1 || empty.indexOf(true) > blurred.lastIndexOf(true)).toBe(true);
  });

  it('show the frozen stretch, the black and the white at most once each', () => {
    const moments = video.posters.map((frame) => frame.atMs);
    expect(moments.length).toBeLessThanOrEqual(10);
    expect(moments.filter(inFrozen).length).toBeLessThanOrEqual(1);
    expect(moments.filter((ms) => ms < 2000).length).toBeLessThanOrEqual(1);
  });

  it('are small, and show the moment that they name', async () => {
    for (const frame of video.posters.slice(0, 3)) {
      const path = join(out, frame.file);
      expect(await sharp(path).metadata()).toMatchObject({ format: 'jpeg', width: frame.width, height: frame.height });
      expect(statSync(path).size).toBeLessThan(100_000);
      const shown = await sharp(path).resize(24, 24, { fit: 'fill' }).greyscale().raw().toBuffer();
      const there = greyAt(workshop.binaries, join(out, video.mp4 ?? ''), frame.atMs / 1000);
      expect(difference(shown, there)).toBeLessThan(5);
    }
  });
});

describe('the poster', () => {
  it('is the best frame in three formats and every width', async () => {
    expect(video.posterFrom).toBe(video.posters[0]?.file);
    expect(video.posterSizes.map((size) => size.width)).toEqual([320, 640]);
    for (const size of video.posterSizes) {
      for (const [format, name] of [
        ['jpeg', size.jpeg],
        ['webp', size.webp],
        ['heif', size.avif],
      ] as const) {
        const picture = await sharp(join(out, name)).metadata();
        expect(picture).toMatchObject({ format, width: size.width, height: size.height });
        expect([picture.exif, picture.xmp, picture.iptc, picture.icc]).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
        ]);
      }
    }
    expect(video.posterSizes.map((size) => size.jpeg)).toContain(video.poster);
  });

  it('has a thumbhash of the same shape', () => {
    const { w, h } = thumbHashToRGBA(Buffer.from(video.thumbhash, 'base64'));
    expect(Math.abs(w / h - video.width / video.height)).toBeLessThan(0.1);
  });

  it('has true colours: the frame as JPEG differs little from the frame as decoded', async () => {
    const [best] = video.posters;
    const mean = await sharp(join(out, best?.file ?? ''))
      .resize(1, 1, { fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer();
    const at = [
      '-v',
      'error',
      '-i',
      join(out, video.mp4 ?? ''),
      '-ss',
      String((best?.atMs ?? 0) / 1000),
      '-frames:v',
      '1',
    ];
    const filter = 'scale=1:1:flags=area:in_color_matrix=bt709,format=rgb24';
    const there = execFileSync(workshop.binaries.ffmpeg, [...at, '-vf', filter, '-f', 'rawvideo', '-']);
    for (const i of [0, 1, 2]) expect(Math.abs((mean[i] ?? 0) - (there[i] ?? 0))).toBeLessThan(6);
  });
});

describe('the storyboard', () => {
  it('has a tile a second, each showing its second', async () => {
    const { sheets, tiles, columns, tileWidth, tileHeight, intervalMs, track } = video.storyboard;
    expect([sheets.length, tiles, intervalMs, tileWidth, tileHeight]).toEqual([1, 12, 1000, 160, 90]);
    const cues = [...readFileSync(join(out, track), 'utf8').matchAll(/(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g)];
    expect(cues).toHaveLength(12);
    expect(new Set(cues.map((cue) => cue[1]))).toEqual(new Set(sheets));
    const sheet = await sharp(join(out, sheets[0] ?? '')).metadata();
    expect([sheet.width, sheet.height]).toEqual([columns * tileWidth, 3 * tileHeight]);
    for (const second of [0, 3, 6, 11]) {
      const [left, top, width, height] = (cues[second] ?? []).slice(2).map(Number) as [number, number, number, number];
      const tile = sharp(join(out, sheets[0] ?? '')).extract({ left, top, width, height });
      const cut = await sharp(await tile.png().toBuffer())
        .resize(24, 24, { fit: 'fill' })
        .greyscale()
        .raw()
        .toBuffer();
      expect(difference(cut, greyAt(workshop.binaries, join(out, video.mp4 ?? ''), second))).toBeLessThan(8);
    }
  });
});

describe('the preview clip', () => {
  it('is three silent seconds around the best frame, small, nameless, with its index first', () => {
    const path = join(out, video.preview);
    const { streams, tags, durationS } = ask(workshop.binaries, path);
    expect(streams.map((s) => [s.codec_type, s.codec_name, s.height])).toEqual([['video', 'h264', 360]]);
    expect(Math.abs(durationS - 3)).toBeLessThan(0.1);
    expect(statSync(path).size).toBeLessThan(250_000);
    const bytes = readFileSync(path).toString('latin1');
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    expect(tags + bytes).not.toMatch(/location|\+48\.87|creation_time/);
    const start = Math.max(0, Math.min((video.posters[0]?.atMs ?? 0) / 1000 - 1, 9));
    const shown = greyAt(workshop.binaries, path, 1);
    expect(difference(shown, greyAt(workshop.binaries, join(out, video.mp4 ?? ''), start + 1))).toBeLessThan(8);
  });
});
