// Where a watermark stands, what an end card says and where, and the arguments that draw both: nothing is run here.
import { describe, expect, it } from '@jest/globals';
import { brandingMark, checkBranding, DEFAULT_BRANDING } from '../../videos/branding/branding.rules.js';
import { encodeArguments, filterGraph, posterGraph, type EncodePlan } from '../rules/ffmpeg.rules.js';
import { DEFAULT_BOUNDS } from '../rules/bounds.rules.js';
import { DEFAULT_LADDER, planLadder } from '../rules/ladder.rules.js';
import { readProbe, type PictureFacts } from '../rules/probe.rules.js';
import { judgeEncode } from '../rules/verify.rules.js';
import { cardFrames, placeWatermark, type DrawnBranding } from './branding.rules.js';
import { fitScale, layCard } from './card.layout.rules.js';
import { cardLines } from './card.words.rules.js';

const RATE = { num: 30, den: 1 };
const FILM: PictureFacts = {
  ...(readProbe({
    streams: [{ index: 0, codec_type: 'video', codec_name: 'h264', width: 1080, height: 1920, duration: '8' }],
  }).picture as PictureFacts),
  ...{ fps: RATE, nominalFps: RATE, variableRate: false },
};
const WATERMARK = { file: '/s/watermark.png', x: 900, y: 32, onPosters: false };
const CARD = { file: '/s/end-card.png', frames: 90 };
const drawn = (more: Partial<DrawnBranding>): DrawnBranding => ({
  ...{ watermark: null, card: null, filmFile: '/s/film.mkv' },
  ...more,
});
const plan = (branding: DrawnBranding | null): EncodePlan => ({
  ...{ source: '/s/a.mp4', demuxer: 'mov', bounds: DEFAULT_BOUNDS, picture: FILM, gain: null, branding },
  sound: { index: 1, codec: 'aac', channels: 2, layout: 'stereo', sampleRate: 48_000 },
  ladder: planLadder(FILM, { ...DEFAULT_LADDER, av1: false }),
  outputs: ['/s/1.mp4', '/s/2.mp4', '/s/3.mp4', '/s/4.mp4'],
  candidates: { pattern: '/s/frame-%03d.jpg', frames: [0, 40] },
  preset: 'veryfast',
});

describe('a watermark', () => {
  const top = { width: 1080, height: 1920 };
  it.each([
    ['top_left', 32, 32],
    ['top_right', 1080 - 216 - 32, 32],
    ['bottom_left', 32, 1920 - 108 - 32],
    ['bottom_right', 1080 - 216 - 32, 1920 - 108 - 32],
  ] as const)('at %s', (corner, x, y) => {
    const placed = placeWatermark({ corner, widthPct: 20, marginPct: 3 }, top, { width: 400, height: 200 });
    expect(placed).toEqual({ width: 216, height: 108, x, y });
  });

  it('is even, inside the picture, and never taller than half of the short side, whatever the logo', () => {
    for (const [width, height] of [
      [640, 20],
      [33, 640],
      [641, 641],
    ] as const) {
      for (const widthPct of [5, 17, 30]) {
        for (const size of [
          { width: 360, height: 640 },
          { width: 1920, height: 1080 },
          { width: 160, height: 120 },
        ]) {
          const settings = { corner: 'bottom_right' as const, widthPct, marginPct: 10 };
          const placed = placeWatermark(settings, size, { width, height });
          for (const n of Object.values(placed)) expect(n % 2).toBe(0);
          expect(placed.x + placed.width).toBeLessThanOrEqual(size.width);
          expect(placed.y + placed.height).toBeLessThanOrEqual(size.height);
          expect(placed.height).toBeLessThanOrEqual(Math.min(size.width, size.height) / 2 + 2);
        }
      }
    }
  });

  it('is drawn once, before the cascade, from an input of its own', () => {
    const graph = filterGraph(plan(drawn({ watermark: WATERMARK })));
    expect(graph.match(/overlay=/g)).toHaveLength(1);
    expect(graph).toContain('overlay=x=900:y=32:format=yuv420[wmo];[wmo]null[s0];[s0]split=2[v0][n1]');
    const words = encodeArguments(plan(drawn({ watermark: WATERMARK })));
    const input = words.indexOf('file:/s/watermark.png');
    expect(words.slice(input - 9, input)).toEqual(
      '-format_whitelist png_pipe -codec_whitelist png -f png_pipe -framerate 30/1 -i'.split(' '),
    );
    expect(words.filter((word) => word === '-i')).toHaveLength(2);
  });

  it('is on posters only where that is chosen', () => {
    expect(posterGraph(plan(drawn({ watermark: WATERMARK })))).not.toContain('overlay');
    const marked = posterGraph(plan(drawn({ watermark: { ...WATERMARK, onPosters: true } })));
    expect(marked.match(/overlay=x=900:y=32/g)).toHaveLength(1);
  });

  it('leaves the film alone for prints and checks', () => {
    const graph = filterGraph(plan(drawn({ watermark: WATERMARK, card: CARD })));
    // Taken off before anything is drawn.
    expect(graph.indexOf('[film]')).toBeLessThan(graph.indexOf('overlay'));
    expect(encodeArguments(plan(drawn({ card: CARD }))).join(' ')).toContain(
      '-map [film] -fps_mode passthrough -c:v ffv1',
    );
  });

  it('changes nothing where a store adds nothing', () => {
    expect(encodeArguments(plan(null))).toEqual(encodeArguments({ ...plan(null), branding: undefined }));
    expect(encodeArguments(plan(null)).join(' ')).not.toMatch(/overlay|concat|film/);
  });
});

describe('an end card', () => {
  it('stands behind the film for whole frames, and the sound is silent there', () => {
    const graph = filterGraph(plan(drawn({ card: CARD })));
    expect(graph).toContain('loop=loop=89:size=1:start=0');
    expect(graph).toContain('concat=n=2:v=1:a=0,settb=expr=1/30,setpts=N[s0]');
    expect(graph).toContain('afade=t=out:st=8.023:d=0.01,apad=whole_dur=11.033,atrim=end=11.033[a]');
    expect(cardFrames(3000, { num: 30_000, den: 1001 })).toBe(90);
  });

  it('promises nothing: a film that breaks off is no longer for it', () => {
    const segment = { file: '', startS: 0, sizeBytes: 1, sha256: '', pictures: [], frames: 240 };
    const rung = (seconds: number) => ({
      ...{ name: '720p', soundS: null, everyFragmentStartsWithKeyframe: true },
      segments: [{ ...segment, durationS: seconds }],
    });
    const count = { packets: 240, frames: 240, errors: 0, repeated: 0 };
    expect(judgeEncode(FILM, RATE, count, [rung(11)], 3)).toMatchObject({ durationS: 8 });
    expect(judgeEncode(FILM, RATE, count, [rung(8)], 3)).toMatchObject({ refused: { code: 'DAMAGED' } });
  });

  const facts = {
    ...{ store: 'Дүкен $& "Ай"', creator: 'A'.repeat(90), day: { kind: 'received' as const, on: '2026-11-26' } },
    ...{ code: 'K7QM29XTRD', url: 'https://video.example.kz/c/K7QM29XTRD' },
  };
  it.each([
    ['en', 'Received 2026-11-26', 'Check it at video.example.kz/c/K7QM29XTRD'],
    ['ru', 'Получено 26.11.2026', 'Проверка: video.example.kz/c/K7QM29XTRD'],
    ['kk', 'Келіп түсті: 26.11.2026', 'Тексеру: video.example.kz/c/K7QM29XTRD'],
  ] as const)('says in %s who, when and the code', (language, day, check) => {
    const lines = cardLines(facts, language);
    expect(lines).toMatchObject({ store: facts.store, day, check, code: 'K7QM2-9XTRD' });
    expect(lines.creator).toMatch(/A{59}…$/);
  });

  it('keeps its parts apart and inside, in tall, wide and square pictures', () => {
    for (const picture of [
      { width: 1080, height: 1920 },
      { width: 1920, height: 1080 },
      { width: 480, height: 480 },
      { width: 426, height: 240 },
    ]) {
      const short = Math.min(picture.width, picture.height);
      const natural = [8, 7, 12, 5, 6, 4].map((pct) => ({ width: short / 2, height: (short * pct) / 100 }));
      const code = { width: short * 0.36, height: short * 0.36 };
      const scale = fitScale(picture, natural, code);
      const texts = natural.map((box) => ({ width: box.width * scale, height: Math.floor(box.height * scale) }));
      const small = { width: Math.floor(code.width * scale), height: Math.floor(code.height * scale) };
      const layout = layCard(picture, texts, small);
      const all = [...layout.texts, layout.code];
      for (const box of all) {
        expect(box.x >= 0 && box.y >= 0).toBe(true);
        expect(box.x + box.width <= picture.width && box.y + box.height <= picture.height).toBe(true);
      }
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      }
    }
  });
});

describe('the settings', () => {
  it.each([
    ['opacityPct', 9],
    ['opacityPct', 101],
    ['widthPct', 4],
    ['widthPct', 31],
    ['marginPct', -1],
    ['marginPct', 11],
    ['cardMs', 1999],
    ['cardMs', 4001],
    ['widthPct', 10.5],
  ])('%s may not be %d', (field, value) => {
    expect(checkBranding({ ...DEFAULT_BRANDING, [field]: value })).toMatchObject({ field });
  });

  it('come to the same mark whenever the same would be drawn', () => {
    expect(checkBranding(DEFAULT_BRANDING)).toBeNull();
    expect(brandingMark(DEFAULT_BRANDING, 'abc')).toBeNull();
    // A watermark without a picture is none.
    expect(brandingMark({ ...DEFAULT_BRANDING, watermark: true }, null)).toBeNull();
    const on = { ...DEFAULT_BRANDING, watermark: true };
    expect(brandingMark(on, 'abc')).toBe(brandingMark({ ...on, cardMs: 2000, language: 'kk' }, 'abc'));
    expect(brandingMark(on, 'abc')).not.toBe(brandingMark({ ...on, opacityPct: 71 }, 'abc'));
    expect(brandingMark(on, 'abc')).not.toBe(brandingMark(on, 'abd'));
  });
});
