// Which frames are offered, where tiles lie, what ffmpeg is told: decided without running anything.
import { describe, expect, it } from '@jest/globals';
import { withPoster } from '../../videos/posters/poster.rules.js';
import type { VideoManifest } from '../../videos/video.rules.js';
import {
  ownPictureArguments,
  planStoryboard,
  previewArguments,
  previewStart,
  sheetsOf,
  shortSideAtMost,
  storyboardArguments,
  storyboardTrack,
  tileAt,
} from './pictures.rules.js';
import { factsOf, looksTheSame, posterWidths, rankFrames, type GreyPicture } from './poster.rules.js';

const SIZE = 64;
/** A picture whose level at a point is told by a function. */
function grey(level: (x: number, y: number) => number): GreyPicture {
  const data = Uint8Array.from({ length: SIZE * SIZE }, (_, i) => level(i % SIZE, Math.floor(i / SIZE)));
  return { data, width: SIZE, height: SIZE };
}
/** Squares of a size: the smaller they are, the more edges; `move` shifts them. */
const squares = (side: number, move = 0) =>
  grey((x, y) => 40 + 30 * (Math.floor((x + move) / side) % 3) + 50 * (Math.floor(y / side) % 3));
/** The same squares, smeared sideways as by a moving camera. */
const smeared = (picture: GreyPicture, by: number) =>
  grey((x, y) => {
    let sum = 0;
    for (let i = 0; i < by; i++) sum += picture.data[y * SIZE + ((x + i) % SIZE)] ?? 0;
    return sum / by;
  });
const dimmed = (picture: GreyPicture) => grey((x, y) => 0.4 * (picture.data[y * SIZE + x] ?? 0));
const black = grey(() => 4);
const white = grey(() => 250);
const ranked = (...pictures: GreyPicture[]) => rankFrames(pictures.map(factsOf));

describe('frames on offer', () => {
  it('are ordered: sharp before smeared, anything before black and white', () => {
    expect(ranked(squares(9), black, smeared(squares(7, 2), 9), squares(7, 3), white)[0]).toBe(3);
    expect(
      ranked(squares(9), black, smeared(squares(7, 2), 9), squares(7, 3), white)
        .slice(-2)
        .sort(),
    ).toEqual([1, 4]);
  });

  it('leave the first frame for last when others show as much', () => {
    expect(ranked(squares(7, 1), squares(7, 3), squares(7, 5)).at(-1)).toBe(0);
    expect(ranked(squares(7))).toEqual([0]);
  });

  it('prefer the middle of the video among equals', () => {
    expect(ranked(black, squares(7, 1), squares(7, 3), squares(7, 5), squares(7, 6))[0]).toBe(2);
  });

  it('do not take a dim picture for a blurred one', () => {
    const [bright, dim, blurred] = [squares(7), dimmed(squares(7)), smeared(squares(7), 5)].map(factsOf);
    expect(dim?.sharpness).toBeGreaterThan((blurred?.sharpness ?? 0) * 1.3);
    expect(dim?.sharpness).toBeGreaterThan((bright?.sharpness ?? 0) * 0.7);
  });

  it('offer a frozen picture once, and no more than ten', () => {
    expect(ranked(squares(7), squares(7), squares(7), squares(5, 2))).toHaveLength(2);
    expect(looksTheSame(factsOf(squares(7)), factsOf(squares(7, 2)))).toBe(false);
    expect(ranked(...Array.from({ length: 17 }, (_, i) => squares(4 + i)))).toHaveLength(10);
  });

  it('are kept in widths that never exceed the picture', () => {
    expect([posterWidths(720), posterWidths(200), posterWidths(1920)]).toEqual([
      [320, 640, 720],
      [200],
      [320, 640, 1080],
    ]);
  });
});

describe('a storyboard', () => {
  it.each([
    // seconds, fps, tiles, a sheet, sheets, interval
    [0.4, 30, 1, [1, 1], 1, 1000],
    [9.58, 30, 10, [5, 2], 1, 1000],
    [20, 30, 20, [5, 4], 1, 1000],
    [60, 25, 60, [5, 5], 3, 1000],
    [600, 30, 100, [5, 5], 4, 6000],
  ])('of %d s at %d a second has %d tiles', (seconds, fps, tiles, [columns, rows], sheets, intervalMs) => {
    const plan = planStoryboard(seconds, fps, { width: 360, height: 640 });
    expect(plan).toEqual({ tileWidth: 90, tileHeight: 160, columns, rows, tiles, intervalMs });
    expect(sheetsOf(plan)).toBe(sheets);
  });

  it('names in each cue a sheet and a part inside it, and covers the video without a gap', () => {
    const plan = planStoryboard(60.02, 25, { width: 640, height: 360 });
    const track = storyboardTrack(plan, ['a.jpg', 'b.jpg', 'c.jpg'], 60_020);
    const cues = [...track.matchAll(/(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),160,90\n/g)];
    expect(track.startsWith('WEBVTT\n\n')).toBe(true);
    expect(cues).toHaveLength(60);
    expect(cues.slice(1).every((cue, i) => cue[1] === cues[i]?.[2])).toBe(true);
    expect([cues[0]?.[1], cues.at(-1)?.[2]]).toEqual(['00:00:00.000', '00:01:00.020']);
    expect(cues.map((c) => c[3]).join('')).toBe('a.jpg'.repeat(25) + 'b.jpg'.repeat(25) + 'c.jpg'.repeat(10));
    expect(cues.every((c) => Number(c[4]) + 160 <= 800 && Number(c[5]) + 90 <= 450)).toBe(true);
    expect(tileAt(plan, 31)).toEqual({ sheet: 1, x: 160, y: 90 });
  });

  it('of a long video decodes keyframes alone', () => {
    const args = (seconds: number) =>
      storyboardArguments('/s/r.mp4', '/s/%02d.png', planStoryboard(seconds, 30, { width: 360, height: 640 }));
    expect(args(60)).not.toContain('nokey');
    expect(args(500).join(' ')).toContain('-skip_frame nokey -protocol_whitelist file -f mov -i file:/s/r.mp4');
  });
});

describe('a preview clip', () => {
  it.each([
    [8, 20, 7],
    [0.2, 20, 0],
    [19.5, 20, 17],
    [1, 2, 0],
  ])('of the moment %d in %d s begins at %d', (best, seconds, start) => {
    expect(previewStart(best, seconds)).toBe(start);
  });

  it('is small, silent, nameless and begins with its index', () => {
    const args = previewArguments('/s/r.mp4', { width: 480, height: 854 }, 7, '/s/p.mp4').join(' ');
    expect(args).toContain('-ss 7.000 -protocol_whitelist file -f mov -i file:/s/r.mp4 -map 0:v:0 -t 3 -an');
    expect(args).toContain('scale=w=360:h=640');
    expect(args).toMatch(/-map_metadata -1.*-movflags \+faststart -f mp4 file:\/s\/p.mp4$/);
    expect(shortSideAtMost({ width: 160, height: 120 }, 360)).toEqual({ width: 160, height: 120 });
  });
});

describe("a creator's own picture", () => {
  it('is opened by the one reader of its kind, bounded, and turned upright', () => {
    const args = ownPictureArguments('/s/own', { kind: 'jpeg', orientation: 6 }, 1000, '/s/own.png').join(' ');
    expect(args).toContain('-format_whitelist jpeg_pipe -codec_whitelist mjpeg,png,apng,webp -max_pixels 1000');
    expect(args).toContain('-f jpeg_pipe -i file:/s/own');
    expect(args).toContain("-vf transpose=clock,scale=w='min(iw\\,1080)'");
  });

  it('takes the place of the old poster in the manifest, and of nothing else', () => {
    const file = (name: string) => ({ name, sizeBytes: 1, sha256: 'x' });
    const old = [
      'master.m3u8',
      'poster-320-0123456789ab.jpg',
      'poster-640-0123456789ab.avif',
      'frame-01-0123456789ab.jpg',
    ];
    const manifest = { poster: 'old', posterFrom: 'f', files: old.map(file) } as unknown as VideoManifest;
    const made = { poster: 'new', posterSizes: [], thumbhash: 'h' };
    const changed = withPoster(manifest, made, [file('poster-320-ba9876543210.jpg')], null);
    expect(changed).toMatchObject({ poster: 'new', posterFrom: null, thumbhash: 'h' });
    expect(changed.files.map((f) => f.name)).toEqual([
      'master.m3u8',
      'frame-01-0123456789ab.jpg',
      'poster-320-ba9876543210.jpg',
    ]);
  });
});
