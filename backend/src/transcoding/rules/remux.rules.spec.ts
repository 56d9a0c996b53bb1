// Which sources are copied as the top rung, which are not and why, and where segments are cut then.
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LADDER, planLadder } from './ladder.rules.js';
import { readProbe, type FileFacts, type PictureFacts } from './probe.rules.js';
import { cutAt, forcedKeyframes, looksSuitable, readCopyable } from './remux.rules.js';
import { endsAt, opensSegment } from './segments.rules.js';

const STREAM = {
  ...{
    index: 0,
    codec_type: 'video',
    codec_name: 'h264',
    profile: 'High',
    pix_fmt: 'yuv420p',
    width: 1080,
    height: 1920,
  },
  ...{ color_space: 'bt709', color_range: 'tv', avg_frame_rate: '30/1', r_frame_rate: '30/1', duration: '9' },
};

describe('a source', () => {
  const suits = (change: object = {}, demuxer: 'mov' | 'matroska' = 'mov', av1 = false) => {
    const facts: FileFacts = readProbe({ streams: [{ ...STREAM, ...change }] });
    const picture = facts.picture as PictureFacts;
    return looksSuitable(demuxer, facts, picture, planLadder(picture, { ...DEFAULT_LADDER, av1 }));
  };

  it('as a phone with ordinary settings makes it is suitable', () => expect(suits()).toBe(true));

  it.each([
    ['HEVC', { codec_name: 'hevc' }],
    ['10 bits', { pix_fmt: 'yuv420p10le', profile: 'High 10' }],
    ['4:2:2', { pix_fmt: 'yuv422p', profile: 'High 4:2:2' }],
    ['rotated', { side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] }],
    [
      'a mirror in its header',
      {
        side_data_list: [
          {
            side_data_type: 'Display Matrix',
            rotation: 0,
            displaymatrix: '\n0: 65536 0 0\n1: 0 -65536 0\n2: 0 0 1073741824\n',
          },
        ],
      },
    ],
    ['oblong pixels', { sample_aspect_ratio: '4:3' }],
    ['larger than our largest rung', { width: 2160, height: 3840 }],
    ['an odd size', { width: 1079 }],
    ['60 frames a second', { avg_frame_rate: '60/1', r_frame_rate: '60/1' }],
    ['a varying rate', { avg_frame_rate: '28/1' }],
    ['a rate a little off', { avg_frame_rate: '2999/100' }],
    ['HDR', { color_transfer: 'arib-std-b67', color_space: 'bt2020nc' }],
    ['full range', { color_range: 'pc' }],
    ['untagged colours', { color_space: undefined }],
    ['interlaced', { field_order: 'tt' }],
    ['the smallest rung itself', { width: 360, height: 640 }],
  ])('with %s is not', (_, change) => expect(suits(change)).toBe(false));

  it('of the smallest size is, where AV1 is made beside it', () => {
    expect(suits({ width: 360, height: 640 }, 'mov', true)).toBe(true);
  });

  it('in a container that rounds its clock is not', () => expect(suits({}, 'matroska')).toBe(false));
});

const FPS = { num: 30, den: 1 };
const SIZE = { width: 1080, height: 1920 };
/** Packets of pattern I P B P B ...: a B frame is stored after the P that it follows in decoding. */
function packets(frames: number, gop: number, bytes = 20_000): string[][] {
  const order: number[] = [];
  for (let start = 0; start < frames; start += gop) {
    const end = Math.min(frames, start + gop);
    order.push(start);
    for (let at = start + 1; at < end; at += 2) order.push(...(at + 1 < end ? [at + 1, at] : [at]));
  }
  const lines = order.map((frame, i) => [(frame / 30).toFixed(6), ((i - 2) / 30).toFixed(6), String(bytes)]);
  return lines.map((line, i) => [...line, (order[i] ?? 0) % gop === 0 ? 'K__' : '___']);
}
const read = (lines: string[][]) => readCopyable(lines.map((l) => l.join(',')).join('\n'), FPS, SIZE);

describe('packets', () => {
  it('tell keyframes and length', () => expect(read(packets(90, 30))).toEqual({ keyframes: [0, 1, 2], endS: 3 }));

  it.each<[string, string[][]]>([
    ['keyframes too far apart', packets(300, 150)],
    ['a long end without a keyframe', packets(150, 1000)],
    ['more than 8 Mb/s', packets(90, 30, 40_000)],
    ['a frame missing', packets(90, 30).filter((_, i) => i !== 40)],
    ['a frame late', packets(90, 30).map((l, i) => (i === 40 ? [String(Number(l[0]) + 0.002), ...l.slice(1)] : l))],
    ['a late start', packets(90, 30).map((l) => [String(Number(l[0]) + 0.2), ...l.slice(1)])],
    ['no times', packets(90, 30).map((l) => ['', ...l.slice(1)])],
    ['frames to be thrown away', packets(90, 30).map((l, i) => (i < 2 ? [...l.slice(0, 3), 'KD_'] : l))],
    ['no keyframe first', packets(90, 30).map((l, i) => (i === 0 ? [...l.slice(0, 3), '___'] : l))],
    ['nothing', []],
  ])('with %s are not copied', (_, lines) => expect(read(lines)).toBeNull());

  it('shown before the keyframe that they follow (open GOP) are not copied', () => {
    const lines = packets(90, 30);
    const at = lines.findIndex((l, i) => i > 0 && l[3] === 'K__');
    // The frame before the keyframe is stored after it.
    const [before, key] = [lines[at - 1] as string[], lines[at] as string[]];
    lines[at - 1] = [key[0] as string, before[1] as string, '1', 'K__'];
    lines[at] = [before[0] as string, key[1] as string, '1', '___'];
    expect(read(lines)).toBeNull();
  });
});

describe('cuts', () => {
  const every = (s: number, endS: number) => ({
    keyframes: Array.from({ length: Math.ceil(endS / s) }, (_, i) => i * s),
    endS,
  });
  it.each([
    ['every second: our own grid', every(1, 13), [1, 3, 7, 11]],
    ['every half second', every(0.5, 8), [1, 3, 7]],
    ['every two seconds', every(2, 13), [2, 4, 8, 12]],
    ['every four seconds', every(4, 13), [4, 8, 12]],
    ['every three seconds', every(3, 13), [3, 6, 9]],
    ['one', { keyframes: [0], endS: 3.5 }, []],
  ])('%s', (_, copyable, expected) => {
    const cuts = cutAt(copyable);
    expect(cuts).toEqual(expected);
    const all = [0, ...cuts, copyable.endS];
    for (const [i, at] of cuts.entries()) expect(at - (all[i] ?? 0)).toBeLessThanOrEqual(4);
    const endS = endsAt(cuts, 1 / 30);
    for (const [n, at] of cuts.entries())
      expect([opensSegment(at - 1 / 30, n, endS), opensSegment(at, n, endS)]).toEqual([false, true]);
    expect(opensSegment(1e6, cuts.length, endS)).toBe(false);
  });

  it('are keyframes of every rung, with others between them', () => {
    expect(forcedKeyframes(every(1, 8), [1, 3, 7], FPS)).toBe('0.000000,0.983333,2.983333,4.983333,6.983333');
  });
});
