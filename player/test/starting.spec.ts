// How a video starts: the first picture before hls.js, the hand-over that nobody sees, and what happens when something is missing.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type Opening, type World } from './page.js';
import { mugCard, prepared } from './stub.js';

let world: World;
const COLD = PLAYER.replace('ratio', 'preload="none" ratio');

beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world?.close());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = [prepared(stub.origin, 'vid_one'), prepared(stub.origin, 'vid_two')];
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

/** The requests for scripts and media since the page was opened, by their names without hashes. */
function asked(): string[] {
  return world.stub.requests
    .map((wire) => wire.path.split('/').at(-1) ?? '')
    .filter((name) => /^(hls|player|starter|seen)-|m3u8|m4s|mp4/.test(name))
    .map((name) => name.replace(/-[\w]{8,12}(\.\w+)$/, '$1'));
}

const hlsAsked = (): boolean => asked().includes('hls.js');

/** hls.js has taken over: it reads the master playlist, and a segment came after that. */
function handedOver(): boolean {
  const names = asked();
  const at = names.indexOf('master.m3u8');
  return at >= 0 && names.slice(at).some((name) => name.endsWith('.m4s'));
}

interface Played {
  gapsMs: number[];
  /**
   * Frames dropped from half a second before the hand-over to one and a half after it, less those of the two seconds that
   * follow: a busy machine drops some at any time.
   */
  dropped: number;
  frames: number;
  endS: number;
}

function played(player: Locator): Promise<Played> {
  return video(player, (v) => {
    const { buffered } = v;
    const gapsMs = [];
    for (let i = 1; i < buffered.length; i += 1) gapsMs.push((buffered.start(i) - buffered.end(i - 1)) * 1000);
    const { totalVideoFrames: frames } = v.getVideoPlaybackQuality();
    const { looks, handedAt } = window as unknown as Watching;
    const droppedIn = (fromMs: number, toMs: number): number => {
      const counts = looks.filter(([at]) => at > handedAt + fromMs && at < handedAt + toMs).map(([, count]) => count);
      return Math.max(...counts) - Math.min(...counts);
    };
    const dropped = droppedIn(-500, 1500) - droppedIn(1500, 3500);
    return { gapsMs, dropped, frames, endS: buffered.length ? buffered.end(buffered.length - 1) : 0 };
  });
}

interface Watching {
  /** When, and how many frames had been dropped by then. */
  looks: [number, number][];
  handedAt: number;
}

/** Notes dropped frames all the time, so that those of a busy machine are not taken for those of the hand-over. */
async function watchFrames(player: Locator): Promise<void> {
  await player.locator('video').evaluate((v: HTMLVideoElement) => {
    const looks: Watching['looks'] = [];
    Object.assign(window, { looks, handedAt: NaN });
    setInterval(() => looks.push([performance.now(), v.getVideoPlaybackQuality().droppedVideoFrames]), 100);
  });
}

/** A browser that can do less. */
const WITHOUT: Record<string, () => void> = {
  av1: () => {
    navigator.mediaCapabilities.decodingInfo = (question) => {
      const smooth = !(question.video?.contentType ?? '').includes('av01');
      return Promise.resolve({ supported: true, smooth, powerEfficient: smooth, keySystemAccess: null } as never);
    };
  },
  mse: () => {
    Object.defineProperty(window, 'MediaSource', { value: undefined });
    Object.defineProperty(window, 'WebKitMediaSource', { value: undefined });
    Object.defineProperty(window, 'SourceBuffer', { value: undefined });
  },
  bytes: () => void Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } }),
};

describe('before a tap', () => {
  it('a card that was seen fetches its first segment, once, where the connection allows', async () => {
    const { page, player, faults } = await world.open();
    await until('the first segment', () => asked().filter((name) => name.endsWith('.m4s')).length === 1);
    expect(asked()).toEqual(expect.arrayContaining(['seen.js', 'starter.js']));
    expect(hlsAsked() || asked().includes('player.js')).toBe(false);
    await startPlaying(player);
    const firsts = asked().filter((name) => name.includes('0001'));
    expect(firsts).toHaveLength(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['the page says so', COLD, {}],
    ['the shopper saves data', PLAYER, { init: WITHOUT['bytes'] as () => void }],
  ] as [string, string, Opening][])('not a byte of video when %s', async (_name, body, options) => {
    const { page } = await world.open(body, options);
    await until('an impression', () => world.stub.events().length > 0);
    await page.waitForTimeout(2500);
    expect(asked()).toEqual(['seen.js']);
    await page.context().close();
  });

  it('two scripts on one page are one player', async () => {
    const again = '<script type="module" src="/player/v1/vitrina.js?again"></script>';
    const { page, player, faults } = await world.open(COLD + again);
    await player.locator('.go').waitFor();
    await startPlaying(player);
    expect(world.stub.requests.filter((wire) => wire.path === '/v1/cards')).toHaveLength(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the first picture', () => {
  it('needs init and one segment: no playlist before it, hls.js after it', async () => {
    const { page, player, faults } = await world.open(COLD);
    await player.locator('.go').waitFor();
    world.stub.slow.set('m3u8', 1500);
    await player.locator('.go').click();
    await until('a picture', () => player.locator('video').evaluate((v: HTMLVideoElement) => v.readyState >= 2));
    expect(asked().filter((name) => name.endsWith('.m4s'))).toHaveLength(1);
    expect(hlsAsked()).toBe(false);
    await until('hls.js', hlsAsked);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe.each([
  ['AV1', {}, 'av1'],
  ['H.264', { init: WITHOUT['av1'] as () => void }, 'h264'],
] as [string, Opening, string][])('the hand-over to hls.js, %s', (_name, options, codec) => {
  it.each([1, 2, 3])('is not seen and not heard, run %i', async () => {
    const { page, player, faults } = await world.open(COLD, options);
    await startPlaying(player);
    await watchFrames(player);
    await until('handed over', handedOver, 15_000);
    await page.evaluate(() => Object.assign(window, { handedAt: performance.now() }));
    await until('ended', () => video(player, (v) => v.ended), 20_000);
    const { gapsMs, dropped, frames, endS } = await played(player);
    expect(gapsMs.filter((gap) => gap > 20)).toEqual([]);
    expect(endS).toBeGreaterThan(7.9);
    expect(frames).toBeGreaterThan(200);
    expect(dropped).toBeLessThanOrEqual(2);
    const media = asked().filter((name) => name.endsWith('.m4s'));
    expect(media.every((name) => name.startsWith(codec))).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('seeking', () => {
  async function seek(player: Locator, place: number): Promise<void> {
    await player.locator('video').evaluate((v: HTMLVideoElement, at) => (v.currentTime = at), place);
    await until(`plays from ${place}`, () =>
      player
        .locator('video')
        .evaluate((v: HTMLVideoElement, at) => !v.seeking && v.currentTime > at + 0.1 && v.currentTime < at + 3, place),
    );
  }

  it('works before hls.js is there, forward and back', async () => {
    world.stub.slow.set('/hls-', 60_000);
    const { page, player, faults } = await world.open(COLD);
    await startPlaying(player);
    await seek(player, 6);
    await seek(player, 1.5);
    expect(handedOver()).toBe(false);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('works after hls.js took over, forward and back', async () => {
    const { page, player, faults } = await world.open(COLD);
    await startPlaying(player);
    await until('handed over', handedOver, 15_000);
    for (const place of [4.5, 0.5, 6.5, 2]) await seek(player, place);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('when something is missing', () => {
  const plays = (player: Locator, fromS: number): Promise<void> =>
    until(
      `plays past ${fromS}`,
      () => player.locator('video').evaluate((v: HTMLVideoElement, at) => !v.paused && v.currentTime > at, fromS),
      15_000,
    );

  it('a segment that is not there: another rung plays on', async () => {
    const missing = 'av1-480p-0002';
    const { page, player, heard } = await world.open(COLD, {
      viewport: { width: 390, height: 800 },
      deviceScaleFactor: 2,
    });
    await page.route(`**/${missing}*`, (route) => route.fulfill({ status: 404 }));
    await startPlaying(player);
    await plays(player, 3.2);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
    await page.context().close();
  });

  it('the very first segment is not there: another rung begins', async () => {
    const { page, player, heard } = await world.open(COLD, { deviceScaleFactor: 2 });
    await page.route('**/av1-480p-0001*', (route) => route.fulfill({ status: 404 }));
    await player.locator('.go').click();
    await plays(player, 1.5);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
    await page.context().close();
  });

  it('hls.js never comes: the video plays to its end, and again', async () => {
    const { page, player, heard } = await world.open(COLD);
    await page.route('**/hls-*', (route) => route.abort());
    await startPlaying(player);
    await until('ended', () => video(player, (v) => v.ended), 20_000);
    expect(handedOver()).toBe(false);
    await player.locator('[part=play]').click();
    await plays(player, 0.3);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
    await page.context().close();
  });

  it('no Media Source: the browser plays the file by itself', async () => {
    world.stub.card.videos = [
      prepared(world.stub.origin, 'vid_one', { mp4Url: `${world.stub.origin}/media/mug/whole.mp4` }),
    ];
    const { page, player } = await world.open(COLD, { init: WITHOUT['mse'] as () => void });
    await player.locator('.go').click();
    await until('a source', () => video(player, (v) => /m3u8|whole\.mp4/.test(v.src)));
    expect(asked()).toContain('hls.js');
    await page.context().close();
  });

  it('a card without the names begins by the playlists', async () => {
    world.stub.card = mugCard(world.stub.origin);
    const { page, player, faults } = await world.open(COLD);
    await startPlaying(player);
    expect(hlsAsked()).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('the shopper saves data: the lightest rung, and hls.js is never fetched', async () => {
    const { page, player, faults } = await world.open(PLAYER, { init: WITHOUT['bytes'] as () => void });
    await startPlaying(player);
    await plays(player, 4);
    expect(hlsAsked()).toBe(false);
    expect(
      asked()
        .filter((name) => name.endsWith('.m4s'))
        .every((name) => name.startsWith('av1-360p')),
    ).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a fast change of mind leaves one video playing and nothing behind', async () => {
    const { page, player, faults } = await world.open(COLD);
    await player.locator('.go').click();
    await player.locator('[part=next]').waitFor({ state: 'attached' });
    for (let n = 0; n < 5; n += 1) await player.evaluate((e) => void (e as unknown as { next(): void }).next());
    await plays(player, 0.5);
    expect(await page.evaluate(() => document.querySelectorAll('video').length)).toBe(0);
    expect(await player.locator('video').count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
