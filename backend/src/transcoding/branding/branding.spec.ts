// A watermark and an end card through the real programs: where they should be, nowhere else, and every rule of output held.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { create } from 'qrcode';
import sharp from 'sharp';
import { checkHls } from '../../../test/films/check-hls.js';
import { ask, mediaFile, WITHOUT_AV1 } from '../../../test/support/media.js';
import {
  DEFAULT_BRANDING,
  type Branding,
  type BrandingSettings,
  type CardFacts,
} from '../../videos/branding/branding.rules.js';
import { judgeLikeness } from '../likeness/likeness.rules.js';
import { packPrint, unpackPrint } from '../likeness/pack.js';
import { DEFAULT_SETTINGS, prepareVideo } from '../pipeline.js';
import { WIDEST_BOUNDS } from '../rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../running/workshop.js';
import { placeWatermark } from './branding.rules.js';
import { drawCard } from './draw.js';

let workshop: Workshop;
let folder: string;
let logo: Buffer;
beforeAll(async () => {
  workshop = await openWorkshop(WITHOUT_AV1);
  folder = mkdtempSync(join(tmpdir(), 'vitrina-branding-'));
  // Green on the left, transparent on the right: what is transparent must stay so.
  const half = await sharp({ create: { width: 80, height: 80, channels: 4, background: '#00c040' } })
    .png()
    .toBuffer();
  const empty = { width: 160, height: 80, channels: 4 as const, background: '#ff00ff00' };
  logo = await sharp({ create: empty })
    .composite([{ input: half, left: 0, top: 0 }])
    .png()
    .toBuffer();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CARD: CardFacts = {
  ...{ store: 'Дүкен «Өрнек» & Ко', creator: 'Әсел Қуанышқызы', day: { kind: 'published', on: '2026-11-26' } },
  ...{ code: 'K7QM29XTRD', url: 'https://video.example.kz/c/K7QM29XTRD' },
};
const branding = (more: Partial<BrandingSettings>, card: CardFacts | null = CARD): Branding => ({
  settings: { ...DEFAULT_BRANDING, opacityPct: 100, widthPct: 30, ...more },
  ...{ logo, card },
});

const SECONDS = 6;

/** The first seconds of a clip, as they lie in it. */
function startOf(clip: string): string {
  const target = join(folder, clip);
  const words = ['-v', 'error', '-i', mediaFile(clip) as string, '-t', String(SECONDS), '-c', 'copy', '-map', '0:v:0'];
  if (!existsSync(target)) {
    execFileSync(workshop.binaries.ffmpeg, [...words, '-map', '0:a:0?', target]);
  }
  return target;
}

async function prepared(clip: string, name: string, added: Branding | null) {
  const sourcePath = startOf(clip);
  // The clip of high dynamic range lasts a tenth of a second.
  const bounds = { ...WIDEST_BOUNDS, minSeconds: 0 };
  const outDir = join(folder, name);
  const ladder = { ...DEFAULT_SETTINGS.ladder, shortSides: [720, 360] };
  const settings = { ...DEFAULT_SETTINGS, ladder, preset: 'ultrafast', byContent: false };
  const made = await prepareVideo({ sourcePath, outDir, workshop, bounds, settings, branding: added });
  if (made.status !== 'published') throw new Error(JSON.stringify(made));
  return { ...made, outDir, sourcePath, path: join(outDir, made.mp4 ?? '') };
}

/** One frame as RGB, as a screen shows it. */
function frameAt(path: string, seconds: number, size: { width: number; height: number }) {
  const { width, height } = size;
  const filter = `scale=${width}:${height}:flags=bicubic:in_color_matrix=bt709,format=rgb24`;
  // Behind the input: in front of it, ffmpeg would seek in the pieces of a playlist and miss.
  const words = ['-v', 'error', '-i', path, '-ss', String(seconds), '-frames:v', '1', '-vf', filter];
  const data = execFileSync(workshop.binaries.ffmpeg, [...words, '-f', 'rawvideo', '-'], { maxBuffer: 1e8 });
  return (x: number, y: number): [number, number, number] => {
    const i = (Math.round(y) * width + Math.round(x)) * 3;
    return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
  };
}

const away = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((v, i) => Math.abs(v - (b[i] ?? 0))));

/** SSIM of two files of ours where neither has a watermark: the half of the picture on the other side. */
function likenessOutside(a: string, b: string, frames: number): number {
  const crop = `crop=iw:ih/2:0:ih/2,trim=end_frame=${frames}`;
  const graph = `[0:v]${crop}[a];[1:v]${crop}[b];[a][b]ssim`;
  const words = ['-hide_banner', '-nostats', '-i', a, '-i', b, '-filter_complex', graph, '-f', 'null', '-'];
  const said = execFileSync('/bin/sh', ['-c', `"$0" "$@" 2>&1`, workshop.binaries.ffmpeg, ...words]).toString();
  return Number(/SSIM .*All:([\d.]+)/.exec(said)?.[1] ?? NaN);
}

const CLIPS = [
  ['a portrait clip that a phone stored lying', 'iphone-rotated-portrait.MOV'],
  ['a clip of high dynamic range', 'iphone14-hdr-very-short.MOV'],
] as const;

describe('a watermark', () => {
  it.each(CLIPS)('on %s stands in its corner, and nothing else changes', async (_, clip) => {
    const plain = await prepared(clip, `${clip}.plain`, null);
    const marked = await prepared(clip, `${clip}.marked`, branding({ watermark: true, corner: 'top_left' }));
    const size = { width: marked.width, height: marked.height };
    const place = placeWatermark({ corner: 'top_left', widthPct: 30, marginPct: 3 }, size, { width: 160, height: 80 });
    const moment = marked.durationMs / 2000;
    for (const rendition of marked.renditions) {
      const rung = frameAt(join(marked.outDir, rendition.playlist), moment, size);
      const before = frameAt(join(plain.outDir, rendition.playlist), moment, size);
      const [x, y] = [place.x + place.width / 4, place.y + place.height / 2];
      // The logo's own green, in every rung; the transparent half is the film.
      expect(away(rung(x, y), [0, 192, 64])).toBeLessThan(24);
      expect(away(before(x, y), [0, 192, 64])).toBeGreaterThan(60);
      expect(away(rung(x + place.width / 2, y), before(x + place.width / 2, y))).toBeLessThan(30);
      // Outside its edges.
      expect(away(rung(place.x / 2, y), before(place.x / 2, y))).toBeLessThan(30);
    }
    const frames = marked.renditions[0]?.frames ?? 0;
    expect(likenessOutside(marked.path, plain.path, frames)).toBeGreaterThan(0.97);
    expect([marked.durationMs, frames]).toEqual([plain.durationMs, plain.renditions[0]?.frames]);
    expect(checkHls(marked.outDir, { binaries: workshop.binaries, ssimFloor: 0.7 })).toEqual([]);
    // Posters are the film, and the preview clip is not.
    const poster = (video: typeof marked) =>
      sharp(join(video.outDir, video.poster)).resize(size.width).raw().toBuffer();
    const at = (Math.round(place.y + place.height / 2) * size.width + Math.round(place.x + place.width / 4)) * 3;
    const [a, b] = [await poster(plain), await poster(marked)];
    expect(away([...b.subarray(at, at + 3)], [...a.subarray(at, at + 3)])).toBeLessThan(30);
    const preview = frameAt(join(marked.outDir, marked.preview), 0, size);
    expect(away(preview(place.x + place.width / 4, place.y + place.height / 2), [0, 192, 64])).toBeLessThan(40);
  });

  it('half see-through lets half of the film through, and is on posters where that is chosen', async () => {
    const clip = 'iphone-rotated-portrait.MOV';
    const bare = await prepared(clip, `${clip}.bare`, null);
    const added = branding({ watermark: true, corner: 'bottom_right', opacityPct: 50, onPosters: true });
    const marked = await prepared(clip, 'half', added);
    const size = { width: marked.width, height: marked.height };
    const [seen, plain] = [frameAt(marked.path, 1, size), frameAt(bare.path, 1, size)];
    const place = placeWatermark({ corner: 'bottom_right', widthPct: 30, marginPct: 3 }, size, {
      width: 160,
      height: 80,
    });
    const [x, y] = [place.x + place.width / 4, place.y + place.height / 2];
    const wanted = plain(x, y).map((v, i) => (v + ([0, 192, 64][i] ?? 0)) / 2);
    expect(away(seen(x, y), wanted)).toBeLessThan(25);
    const { data, info } = await sharp(join(marked.outDir, marked.poster)).raw().toBuffer({ resolveWithObject: true });
    const scale = info.width / size.width;
    const at = (Math.round(y * scale) * info.width + Math.round(x * scale)) * 3;
    // Greener than red, as half of the logo is on any ground of this clip.
    expect((data[at + 1] ?? 0) - (data[at] ?? 0)).toBeGreaterThan(40);
  });
});

describe('both', () => {
  it('in AV1 and H.264 keep keyframes, boundaries and lengths, rung by rung', async () => {
    const withAv1 = await openWorkshop({ ...WITHOUT_AV1, av1: true });
    expect(withAv1.binaries.av1).toBe(true);
    const added = branding({ watermark: true, endCard: true, cardMs: 2500 });
    const sourcePath = startOf('iphone-rotated-portrait.MOV');
    const outDir = join(folder, 'hybrid');
    const job = { sourcePath, outDir, workshop: withAv1, bounds: WIDEST_BOUNDS, branding: added };
    const made = await prepareVideo({ ...job, settings: { ...DEFAULT_SETTINGS, preset: 'ultrafast' } });
    if (made.status !== 'published') throw new Error(JSON.stringify(made));
    expect(new Set(made.renditions.map((r) => r.codec))).toEqual(new Set(['h264', 'av1']));
    expect(new Set(made.renditions.map((r) => r.frames)).size).toBe(1);
    expect(checkHls(outDir, { binaries: workshop.binaries, ssimFloor: 0.7 })).toEqual([]);
  });
});

describe('an end card', () => {
  it('is in every rung behind the film, silent, and no part of the length', async () => {
    const plain = await prepared('speaker-portrait-404x720.mp4', 'speaker.plain', null);
    const added = branding({ endCard: true, cardMs: 2000, watermark: true });
    const carded = await prepared('speaker-portrait-404x720.mp4', 'speaker.carded', added);
    expect(carded.durationMs).toBe(plain.durationMs);
    expect(carded.endCardMs).toBe(
      Math.round((Math.round(2 * (carded.renditions[0]?.fps ?? 0)) / (carded.renditions[0]?.fps ?? 1)) * 1000),
    );
    const { binaries } = workshop;
    const longer = ask(binaries, carded.path).durationS - ask(binaries, plain.path).durationS;
    expect(Math.abs(longer - (carded.endCardMs ?? 0) / 1000)).toBeLessThan(0.1);
    expect(checkHls(carded.outDir, { binaries, ssimFloor: 0.7, hasSpeech: true })).toEqual([]);
    const filmS = carded.durationMs / 1000;
    const card = await sharp(await drawCard(added, CARD, { width: carded.width, height: carded.height }))
      .removeAlpha()
      .raw()
      .toBuffer();
    const size = { width: carded.width, height: carded.height };
    const fps = carded.renditions[0]?.fps ?? 30;
    const pixel = (x: number, y: number) => [...card.subarray((y * size.width + x) * 3, (y * size.width + x) * 3 + 3)];
    for (const { playlist } of carded.renditions) {
      const [film, first, last] = [filmS - 1.5 / fps, filmS + 0.5 / fps, filmS + 1.8].map((s) =>
        frameAt(join(carded.outDir, playlist), s, size),
      );
      for (const shown of [first, last]) {
        expect(away(shown?.(8, 8) ?? [], pixel(8, 8))).toBeLessThan(12);
        expect(away(shown?.(8, size.height - 8) ?? [], pixel(8, size.height - 8))).toBeLessThan(12);
      }
      expect(away(film?.(8, 8) ?? [], pixel(8, 8))).toBeGreaterThan(12);
    }
    const silence = execFileSync(binaries.ffmpeg, [
      ...['-v', 'error', '-ss', String(filmS + 0.15), '-i', carded.path, '-vn', '-ac', '1', '-f', 's16le', '-'],
    ]);
    const loudest = new Int16Array(
      silence.buffer.slice(silence.byteOffset, silence.byteOffset + (silence.length & ~1)),
    );
    expect(Math.max(...loudest.map(Math.abs))).toBeLessThan(60);
    // The storyboard and the posters know nothing of it.
    expect(carded.storyboard.tiles).toBe(plain.storyboard.tiles);
    expect(Math.max(...carded.posters.map((p) => p.atMs))).toBeLessThan(carded.durationMs);
  });

  it('and a watermark leave the print and the checks those of the film', async () => {
    const clip = 'speaker-portrait-404x720.mp4';
    const plain = await prepared(clip, 'print.plain', null);
    const both = branding({ watermark: true, endCard: true, cardMs: 4000 });
    const one = await prepared(clip, 'print.one', both);
    expect(readFileSync(join(one.outDir, 'manifest.json'), 'utf8')).toContain('"endCardMs": 4');
    const other = await prepared('coffee-portrait-9x16.mp4', 'print.other', both);
    if (!plain.looked || !one.looked || !other.looked) throw new Error('not looked at');
    const same = judgeLikeness(one.looked.print, unpackPrint(packPrint(plain.looked.print)));
    expect(same).toMatchObject({ near: true, likeness: { same: 'both' } });
    // Two films of one store share logo and card, and are still two.
    expect(judgeLikeness(other.looked.print, unpackPrint(packPrint(one.looked.print)))).toMatchObject({ near: false });
    const frames = (looked: typeof one.looked) => looked?.print.picture?.frames.length ?? 0;
    expect(Math.abs(frames(one.looked) - frames(plain.looked))).toBeLessThanOrEqual(
      (one.looked.print.picture?.width ?? 0) * (one.looked.print.picture?.height ?? 0),
    );
    expect(one.looked.checks).toEqual(plain.looked.checks);
  });

  it.each([
    ['tall', { width: 720, height: 1280 }],
    ['wide', { width: 1280, height: 720 }],
  ])('carries a %s code that scanners read: every module stands where the address puts it', async (_, size) => {
    const { data, info } = await sharp(await drawCard(branding({ endCard: true }), CARD, size))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { modules } = create(CARD.url, { errorCorrectionLevel: 'M' });
    // The white plate is the largest bright block: its edges tell where the modules are.
    const bright = (x: number, y: number) => (data[y * info.width + x] ?? 0) > 240;
    let best = { x: 0, y: 0, run: 0 };
    for (let y = 0; y < info.height; y++) {
      for (let x = 0, run = 0; x <= info.width; x++) {
        if (x < info.width && bright(x, y)) run++;
        else {
          if (run > best.run) best = { x: x - run, y, run };
          run = 0;
        }
      }
    }
    const px = best.run / (modules.size + 8);
    expect(px).toBe(Math.floor(px));
    expect(px).toBeGreaterThanOrEqual(5);
    const wrong = [];
    for (let row = 0; row < modules.size; row++) {
      for (let column = 0; column < modules.size; column++) {
        const dark = !bright(Math.floor(best.x + (column + 4.5) * px), Math.floor(best.y + (row + 4.5) * px));
        if (dark !== Boolean(modules.get(row, column))) wrong.push([row, column]);
      }
    }
    expect(wrong).toEqual([]);
  });
});
