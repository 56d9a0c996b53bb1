// Which rung begins, and what the playlist says.
import { describe, expect, it } from '@jest/globals';
import { chooseRung, missingPart, parseParts, type Rung } from './rungs.js';

const rung = (codecs: string, side: number, bitrate: number): Rung => ({
  codecs,
  width: side,
  height: (side * 16) / 9,
  bitrate,
  playlist: `${side}.m3u8`,
  init: 'i.mp4',
  first: '1.m4s',
});
const H = 'avc1.64001f,mp4a.40.2';
const A = 'av01.0.04M.08,mp4a.40.2';
const HYBRID = [
  rung(H, 480, 600_000),
  rung(H, 720, 1_400_000),
  rung(A, 360, 210_000),
  rung(A, 480, 340_000),
  rung(A, 720, 690_000),
];

describe.each([
  ['a phone on a good network', { pixels: 780, bitsPerSecond: 10_000_000, av1: true }, A, 360],
  ['a small card', { pixels: 300, bitsPerSecond: 10_000_000, av1: true }, A, 360],
  ['a card of 400 pixels', { pixels: 400, bitsPerSecond: 10_000_000, av1: true }, A, 360],
  ['a slow network', { pixels: 780, bitsPerSecond: 1_400_000, av1: true }, A, 360],
  ['a very slow network', { pixels: 780, bitsPerSecond: 400_000, av1: true }, A, 360],
  ['a browser without smooth AV1', { pixels: 780, bitsPerSecond: 10_000_000, av1: false }, H, 480],
  ['neither AV1 nor speed', { pixels: 200, bitsPerSecond: 400_000, av1: false }, H, 480],
] as const)('%s', (_name, { pixels, bitsPerSecond, av1 }, codecs, side) => {
  it(`begins with ${side} of ${codecs.slice(0, 4)}`, () => {
    const playable = (one: Rung): boolean => av1 || one.codecs === H;
    expect(chooseRung(HYBRID, { pixels, bitsPerSecond, playable })).toMatchObject({ codecs, width: side });
  });
});

it('takes a larger one where it is light all the same: a film of little detail', () => {
  const flat = [rung(A, 360, 90_000), rung(A, 480, 150_000), rung(A, 720, 400_000)];
  const good = { bitsPerSecond: 10_000_000, playable: () => true };
  expect(chooseRung(flat, { ...good, pixels: 780 })).toMatchObject({ width: 480 });
  expect(chooseRung(flat, { ...good, pixels: 380 })).toMatchObject({ width: 360 });
  expect(chooseRung(flat, { ...good, pixels: 780, bitsPerSecond: 400_000 })).toMatchObject({ width: 360 });
});

it('has no rung where nothing can be played', () => {
  expect(chooseRung(HYBRID, { pixels: 500, bitsPerSecond: 1e7, playable: () => false })).toBeUndefined();
  expect(chooseRung([], { pixels: 500, bitsPerSecond: 1e7, playable: () => true })).toBeUndefined();
});

const PLAYLIST = `#EXTM3U
#EXT-X-TARGETDURATION:4
#EXT-X-MAP:URI="i.mp4"
#EXTINF:1.001,
a.m4s
#EXTINF:2.002,
#EXT-X-BITRATE:100
b.m4s
#EXTINF:4.004,
c.m4s
#EXT-X-ENDLIST
`;

it('reads the segments with their places', () => {
  const parts = parseParts(PLAYLIST);
  expect(parts.map((part) => part.file)).toEqual(['a.m4s', 'b.m4s', 'c.m4s']);
  expect(parts[2]?.fromS).toBeCloseTo(3.003);
  expect(parts[2]?.toS).toBeCloseTo(7.007);
  expect(parseParts('not a playlist')).toEqual([]);
});

it('fetches what is missing after the position, wherever that is', () => {
  const parts = parseParts(PLAYLIST);
  const until = (endS: number) => (atS: number) => atS < endS;
  expect(missingPart(parts, 0, until(1.001))?.file).toBe('b.m4s');
  expect(missingPart(parts, 5, until(1.001))?.file).toBe('c.m4s');
  expect(missingPart(parts, 0, until(7.007))).toBeUndefined();
  expect(missingPart(parts, 7, until(1))).toBeUndefined();
});
