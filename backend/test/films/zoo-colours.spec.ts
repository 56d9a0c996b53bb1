// High dynamic range becomes ordinary: skin and greys land where a reference puts them, nothing is clipped or grey.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, prepareVideo } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { Zoo } from './zoo.js';
import { WITHOUT_AV1 } from '../support/media.js';

let workshop: Workshop;
let zoo: Zoo;
beforeAll(async () => {
  workshop = await openWorkshop(WITHOUT_AV1);
  zoo = new Zoo(workshop.binaries.ffmpeg, mkdtempSync(join(tmpdir(), 'vitrina-colours-')));
});
afterAll(() => rmSync(zoo.folder, { recursive: true, force: true }));

/** Six patches as an ordinary screen shows them: light, middle and dark skin, white, middle grey, near black. */
const PATCHES = ['0xe8beac', '0xb07d62', '0x5c3a2e', '0xf0f0f0', '0x808080', '0x181818'];
const rgb = (hex: string): number[] => [2, 4, 6].map((at) => parseInt(hex.slice(at, at + 2), 16));
const luma = ([r = 0, g = 0, b = 0]: readonly number[]): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** The patches side by side, lit as people are in the format: ordinary white at 203 nits (ITU-R BT.2408). */
function patches(transfer: 'smpte2084' | 'arib-std-b67' | null): string[] {
  const strips = PATCHES.map((c, i) => `drawbox=x=iw*${i}/6:y=0:w=iw/6:h=ih:color=${c}:t=fill`).join(',');
  const source = `color=black:s=384x216:r=25:d=1.2,format=gbrp,${strips}`;
  const bt2020 = '-color_primaries bt2020 -colorspace bt2020nc -color_range tv'.split(' ');
  const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '10', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'];
  const to = `zscale=tin=bt709:pin=bt709:min=gbr:rin=pc:t=${transfer}:p=bt2020:m=bt2020nc:r=tv:npl=203,format=yuv420p10le`;
  if (!transfer)
    return [
      '-f',
      'lavfi',
      '-i',
      source,
      '-vf',
      'scale=out_color_matrix=bt709,format=yuv420p',
      '-c:v',
      'libx264',
      '-crf',
      '10',
      '-colorspace',
      'bt709',
    ];
  return [
    '-f',
    'lavfi',
    '-i',
    source,
    '-vf',
    to,
    ...x265,
    '-x265-params',
    'log-level=none',
    ...bt2020,
    '-color_trc',
    transfer,
  ];
}

/** The mean colour of each strip in the middle of the film. */
function colours(path: string): number[][] {
  const filter = 'scale=18:1:flags=area:in_color_matrix=bt709,format=rgb24';
  const args = ['-v', 'error', '-ss', '0.5', '-i', path, '-frames:v', '1', '-vf', filter, '-f', 'rawvideo', '-'];
  const row = execFileSync(workshop.binaries.ffmpeg, args);
  return PATCHES.map((_, i) => [...row.subarray((i * 3 + 1) * 3, (i * 3 + 2) * 3)]);
}

async function prepared(name: string, args: string[]): Promise<number[][]> {
  const outDir = join(zoo.folder, `${name}.out`);
  const settings = { ...DEFAULT_SETTINGS, preset: 'ultrafast' };
  const sourcePath = zoo.make(name, args);
  const video = await prepareVideo({ sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, settings });
  if (video.status !== 'published') throw new Error(JSON.stringify(video));
  return colours(join(outDir, video.mp4 ?? ''));
}

describe('colours', () => {
  it('an ordinary film keeps them', async () => {
    const seen = await prepared('sdr.mp4', patches(null));
    for (const [i, colour] of seen.entries()) {
      const wanted = rgb(PATCHES[i] ?? '');
      expect(Math.max(...colour.map((v, n) => Math.abs(v - (wanted[n] ?? 0))))).toBeLessThan(8);
    }
  });

  it.each([
    ['HLG, as phones film', 'hlg.mp4', 'arib-std-b67'],
    ['PQ', 'pq.mp4', 'smpte2084'],
  ] as const)('%s: skin keeps its lightness and its hue', async (_name, file, transfer) => {
    const seen = await prepared(file, patches(transfer));
    const [white = [], grey = [], black = []] = seen.slice(3);
    for (const [i, colour] of seen.slice(0, 3).entries()) {
      const wanted = rgb(PATCHES[i] ?? '');
      // Within a tenth of its lightness: measured 0.93, 0.99 and 0.97.
      expect(Math.abs(luma(colour) / luma(wanted) - 1)).toBeLessThan(0.1);
      for (const n of [1, 2]) {
        const [share = 0, right = 0] = [(colour[n] ?? 0) / (colour[0] ?? 1), (wanted[n] ?? 0) / (wanted[0] ?? 1)];
        expect(Math.abs(share - right)).toBeLessThan(0.04);
      }
    }
    // Paper is white with room above it for lamps; greys have no colour; black is black.
    expect(luma(white)).toBeGreaterThan(205);
    expect(luma(white)).toBeLessThan(240);
    expect(Math.abs(luma(grey) - 128)).toBeLessThan(8);
    expect(luma(black)).toBeLessThan(30);
    for (const colour of [white, grey, black]) expect(Math.max(...colour) - Math.min(...colour)).toBeLessThan(5);
  });
});
