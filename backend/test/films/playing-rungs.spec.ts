// A prepared video in a real Chromium: hls.js, full and light, plays every rung to its end and switches without a pause.
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DEFAULT_SETTINGS, prepareVideo, type Prepared } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop } from '../../src/transcoding/running/workshop.js';
import { launchBrowser } from '../support/browser.js';
import { checkHls } from './check-hls.js';
import { crowd } from '../support/drills/crowd.js';
import { scene, X264, Zoo } from './zoo.js';

const HLS = dirname(createRequire(join(import.meta.dirname, '../../../player/package.json')).resolve('hls.js'));
const PAGE = `<!doctype html><video id="v" muted playsinline width="320"></video>`;
const TYPES: Record<string, string> = {
  m3u8: 'application/vnd.apple.mpegurl',
  js: 'text/javascript',
  mp4: 'video/mp4',
  m4s: 'video/mp4',
};

let zoo: Zoo;
let outDir: string;
let video: Extract<Prepared, { status: 'published' }>;
let server: Server;
let browser: Browser;
let origin: string;

function serve(): Promise<Server> {
  const made = createServer((request, response) => {
    const name = basename(request.url ?? '');
    const file = name.startsWith('hls') && name.endsWith('.js') ? join(HLS, name) : join(outDir, name);
    if (name === '') return response.setHeader('content-type', 'text/html').end(PAGE);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    return createReadStream(file).pipe(response);
  });
  return new Promise((done) => made.listen(0, '127.0.0.1', () => done(made)));
}

beforeAll(async () => {
  const workshop = await openWorkshop({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  zoo = new Zoo(workshop.binaries.ffmpeg, mkdtempSync(join(tmpdir(), 'vitrina-rungs-')));
  // Three sizes of a small picture in both codecs; sizes do not matter to switching.
  const ladder = { shortSides: [240, 180, 120], maxFps: 30, av1: true };
  const sourcePath = zoo.make('film.mp4', [
    ...scene({ width: 428, height: 240, seconds: 11.4 }),
    ...X264,
    '-c:a',
    'aac',
  ]);
  outDir = join(zoo.folder, 'out');
  const settings = { ...DEFAULT_SETTINGS, ladder, preset: 'ultrafast' };
  const result = await prepareVideo({ sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, settings });
  if (result.status !== 'published') throw new Error(JSON.stringify(result));
  video = result;
  expect(checkHls(outDir, { binaries: workshop.binaries, source: sourcePath, ssimFloor: 0.7 })).toEqual([]);
  server = await serve();
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await new Promise((done) => server.close(done));
  rmSync(zoo.folder, { recursive: true, force: true });
});

interface Played {
  ended: boolean;
  seconds: number;
  errors: string[];
  /** Heights of the pictures that were shown. */
  heights: number[];
  /** The longest time that the clock stood still in the middle, in seconds; how often it went back. */
  longestStill: number;
  backwards: number;
  dropped: number;
  frames: number;
}

/** Runs in the page: plays to the end, each segment from the next level of `levels`, `rate` times as fast. */
function playInPage({ src, levels, rate }: { src: string; levels: number[]; rate: number }): Promise<Played> {
  interface HlsLike {
    levels: { height: number }[];
    currentLevel: number;
    nextLoadLevel: number;
    loadSource(url: string): void;
    attachMedia(element: HTMLVideoElement): void;
    on(event: string, heard: (name: string, data: { details: string; fatal: boolean }) => void): void;
    destroy(): void;
  }
  const Hls = (window as unknown as { Hls: new (options: object) => HlsLike }).Hls;
  const element = document.getElementById('v') as HTMLVideoElement;
  const played: Played = {
    ended: false,
    seconds: 0,
    errors: [],
    heights: [],
    longestStill: 0,
    backwards: 0,
    dropped: 0,
    frames: 0,
  };
  const hls = src.endsWith('.m3u8')
    ? new Hls({ enableWorker: false, startLevel: levels[0] ?? 0, maxBufferLength: 3, backBufferLength: 1 })
    : null;
  return new Promise((done) => {
    const finish = (): void => {
      clearInterval(timer);
      const quality = element.getVideoPlaybackQuality();
      Object.assign(played, {
        ended: element.ended,
        seconds: element.currentTime,
        dropped: quality.droppedVideoFrames,
        frames: quality.totalVideoFrames,
      });
      hls?.destroy();
      element.removeAttribute('src');
      element.load();
      done(played);
    };
    element.onended = finish;
    element.onerror = () => played.errors.push(`video: ${element.error?.message}`);
    hls?.on('hlsError', (_name, data) => played.errors.push(`${data.details}${data.fatal ? ' (fatal)' : ''}`));
    element.onresize = () => played.heights.push(element.videoHeight);
    element.onplaying = () => (element.playbackRate = rate);
    let [last, since] = [0, performance.now()];
    const started = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const at = element.currentTime;
      if (at < last) played.backwards++;
      if (at !== last) since = now;
      else if (at > 0 && !element.ended && at < element.duration - 0.3)
        played.longestStill = Math.max(played.longestStill, (now - since) / 1000);
      last = at;
      if (now - started > 45_000) finish();
    }, 50);
    // Each segment from the next rung, as a network that swings would have it.
    let taken = 0;
    if (levels.length > 1) hls?.on('hlsFragBuffered', () => (hls.nextLoadLevel = levels[++taken % levels.length] ?? 0));
    if (hls) {
      hls.loadSource(src);
      hls.attachMedia(element);
      if (levels.length === 1) hls.on('hlsManifestParsed', () => (hls.currentLevel = levels[0] ?? 0));
    } else element.src = src;
    void element.play();
  });
}

async function open(build: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${origin}/`);
  await page.addScriptTag({ url: `${origin}/${build}` });
  return page;
}

/** What a starved hls.js says of a stall and of an append that a switch overtook; fatal ones are named otherwise. */
const HURRIED = new Set(['bufferStalledError', 'aborted']);

const smooth = (played: Played): void => {
  expect(played).toMatchObject({ ended: true, errors: [], backwards: 0 });
  expect(Math.abs(played.seconds - video.durationMs / 1000)).toBeLessThan(0.15);
};

describe.each(['hls.min.js', 'hls.light.min.js'])('%s', (build) => {
  it('plays every rung to its end', async () => {
    const page = await open(build);
    const heights = [];
    for (const [i] of video.renditions.entries()) {
      const played = await page.evaluate(playInPage, { src: `${origin}/master.m3u8`, levels: [i], rate: 8 });
      // Eight times as fast as people look, a buffer may run dry for a moment.
      smooth({ ...played, errors: played.errors.filter((error) => error !== 'bufferStalledError') });
      heights.push(played.heights.at(-1));
    }
    expect(heights.sort()).toEqual(video.renditions.map((r) => r.height).sort());
    await page.close();
  }, 120_000);

  it('switches up and down between all rungs without a pause', async () => {
    const page = await open(build);
    const count = video.renditions.length;
    const up = Array.from({ length: count }, (_, i) => i);
    const played = await page.evaluate(playInPage, {
      src: `${origin}/master.m3u8`,
      levels: [...up, ...up.slice(0, -1).reverse()],
      rate: 2,
    });
    const hurried = played.errors.filter((error) => !HURRIED.has(error));
    smooth({ ...played, errors: crowd() > 2 ? hurried : played.errors.filter((error) => error !== 'aborted') });
    expect(new Set(played.heights).size).toBe(new Set(video.renditions.map((r) => r.height)).size);
    expect(played.longestStill).toBeLessThan(0.25 * crowd());
    expect(played.dropped).toBeLessThanOrEqual(Math.max(5, played.frames * 0.1) * crowd());
    await page.close();
  }, 120_000);
});

it('the plain MP4 plays to its end', async () => {
  const page = await open('hls.light.min.js');
  smooth(await page.evaluate(playInPage, { src: `${origin}/${video.mp4}`, levels: [], rate: 8 }));
  expect(readFileSync(join(outDir, video.mp4 ?? '')).indexOf('moov')).toBeLessThan(200);
  await page.close();
}, 60_000);
