// How a video starts: the first picture before hls.js, the hand-over that nobody sees, and what happens when something is missing.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { crowd } from '../../backend/test/support/drills/crowd.js';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type Opening, type World } from './page.js';
import type { Rung } from '../src/starting/rungs.js';
import { mugCard, prepared, readyStart, startOf } from './stub.js';

let world: World;
const COLD = PLAYER.replace('ratio', 'preload="none" ratio');

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = [prepared(stub.origin, 'vid_one'), prepared(stub.origin, 'vid_two')];
  stub.broken.clear();
  stub.slow.clear();
  stub.held.clear();
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
    const { player, faults } = await world.open();
    await until('the first segment', () => asked().filter((name) => name.endsWith('.m4s')).length === 1);
    expect(asked()).toEqual(expect.arrayContaining(['seen.js', 'starter.js']));
    expect(hlsAsked() || asked().includes('player.js')).toBe(false);
    await startPlaying(player);
    const firsts = asked().filter((name) => name.includes('0001'));
    expect(firsts).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it.each([
    ['the page says so', COLD, {}, ['seen.js', 'starter.js']],
    ['the shopper saves data', PLAYER, { init: WITHOUT['bytes'] as () => void }, ['seen.js']],
  ] as [string, string, Opening, string[]][])('not a byte of video when %s', async (_name, body, options, files) => {
    const { page } = await world.open(body, options);
    await until('an impression', () => world.stub.events().length > 0);
    await page.waitForTimeout(2500);
    expect(asked()).toEqual(files);
  });

  it('two scripts on one page are one player', async () => {
    const again = '<script type="module" src="/player/v1/vitrina.js?again"></script>';
    const { player, faults } = await world.open(COLD + again);
    await player.locator('.go').waitFor();
    await startPlaying(player);
    expect(world.stub.requests.filter((wire) => wire.path === '/v1/cards')).toHaveLength(1);
    expect(faults).toEqual([]);
  });
});

describe('the first picture', () => {
  it('needs init and one segment: no playlist before it, hls.js after it', async () => {
    const { player, faults } = await world.open(COLD);
    await player.locator('.go').waitFor();
    world.stub.slow.set('m3u8', 1500);
    await player.locator('.go').click();
    await until('a picture', () => player.locator('video').evaluate((v: HTMLVideoElement) => v.readyState >= 2));
    expect(asked().filter((name) => name.endsWith('.m4s'))).toHaveLength(1);
    expect(hlsAsked()).toBe(false);
    await until('hls.js', hlsAsked);
    expect(faults).toEqual([]);
  });

  it('is there with the first fragment, while the rest of the segment is still on its way', async () => {
    let release!: () => void;
    const sent = new Promise<void>((resolve) => (release = resolve));
    const [rung] = readyStart('mug').filter(({ playlist }) => playlist === 'av1-480p.m3u8');
    const bytes = readFileSync(join(import.meta.dirname, 'media/mug', rung?.first ?? ''));
    if (rung) begins(rung);
    const { player, faults } = await world.open(COLD);
    await player.locator('.go').waitFor();
    // The first moof and its mdat.
    const moof = bytes.readUInt32BE(0);
    world.stub.held.set('-0001-', { bytes: moof + bytes.readUInt32BE(moof), until: sent });
    await player.locator('video').waitFor({ state: 'attached' });
    await player.evaluate(async (element) => {
      const made = element.shadowRoot?.querySelector('video');
      const shown = new Promise((resolve) => made?.requestVideoFrameCallback(resolve));
      element.shadowRoot?.querySelector<HTMLElement>('.go')?.click();
      await shown;
    });
    expect(await player.locator('video').evaluate((v: HTMLVideoElement) => v.buffered.end(0))).toBeLessThan(0.3);
    release();
    await until('it plays on', () => player.locator('video').evaluate((v: HTMLVideoElement) => v.currentTime > 1.2));
    expect(faults).toEqual([]);
  });

  it('asks for nothing but its segment: the playlist and the player come after the picture', async () => {
    // A starved machine may show the picture later than the player waits for one.
    let order: (string | number)[][] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const { page, player } = await world.open(COLD);
      await player.locator('video').waitFor({ state: 'attached' });
      order = await player.evaluate(async (element) => {
        const made = element.shadowRoot?.querySelector('video');
        const tapAt = performance.now();
        const shown = new Promise<number>((resolve) => made?.requestVideoFrameCallback((now) => resolve(now)));
        element.shadowRoot?.querySelector<HTMLElement>('.go')?.click();
        const pictureAt = await shown;
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
        const asked = entries.filter((entry) => entry.startTime >= tapAt);
        const before = asked.filter((entry) => entry.startTime < pictureAt);
        const names = (some: PerformanceResourceTiming[]): string[] =>
          some.map(({ name }) => name.split('/').at(-1) ?? '');
        return [names(before), names(asked)];
      });
      await page.close();
      if (order[0]?.length === 1) break;
    }
    expect(order[0]).toEqual([expect.stringContaining('-0001-')]);
    expect(order[1]).toEqual(
      expect.arrayContaining([expect.stringMatching(/m3u8$/), expect.stringMatching(/^player-/)]),
    );
  });

  it('of a card without the init segments needs two requests', async () => {
    const [first] = world.stub.card.videos;
    if (first) first.start = startOf('mug');
    const { player, faults } = await world.open(COLD);
    await player.locator('.go').waitFor();
    await player.locator('.go').click();
    await until('a picture', () => player.locator('video').evaluate((v: HTMLVideoElement) => v.readyState >= 2));
    expect(asked().filter((name) => name.includes('init') || name.includes('0001'))).toHaveLength(2);
    expect(faults).toEqual([]);
  });

  it('comes before the player around it, and what is watched meanwhile is counted', async () => {
    const { player, faults, heard } = await world.open(COLD);
    await player.locator('.go').waitFor();
    world.stub.slow.set('/player-', 2000);
    await player.locator('.go').click();
    await until('it plays', () =>
      player.locator('video').evaluate((v: HTMLVideoElement) => !v.paused && v.currentTime > 0.2),
    );
    expect(await player.locator('[part=controls]').count()).toBe(0);
    expect((await heard()).filter(({ type }) => type === 'vitrina:play')).toHaveLength(1);
    await player.locator('[part=controls]').waitFor({ state: 'attached' });
    await player.evaluate((element) => (element as unknown as { pause(): void }).pause());
    const stoppedMs = await video(player, (v) => v.currentTime * 1000);
    expect(stoppedMs).toBeGreaterThan(1000);
    await until('a view', () => world.stub.lastView('vid_one'));
    const segments = world.stub.lastView('vid_one')?.segments ?? [];
    expect(segments[0]).toMatchObject({ wallFromMs: 0, mediaFromMs: 0 });
    expect(segments.at(-1)?.mediaToMs).toBeGreaterThan(stoppedMs - 300);
    expect((await heard()).filter(({ type }) => type === 'vitrina:play')).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('a card that leaves the page between tap and picture leaves nothing that plays', async () => {
    const { page, player, faults } = await world.open(COLD);
    await player.locator('.go').waitFor();
    world.stub.slow.set('0001', 5000);
    await player.locator('.go').click();
    await until('the first segment', () => asked().some((name) => name.includes('0001')));
    await player.evaluate((element) => element.remove());
    await page.waitForTimeout(6000);
    expect(hlsAsked()).toBe(false);
    expect(asked().filter((name) => name.endsWith('.m4s'))).toHaveLength(1);
    expect(faults).toEqual([]);
  });
});

const RUNGS = startOf('mug');

/** Leaves the card only this rung to begin with; hls.js finds all of them in the master playlist. */
function begins(rung: Rung): void {
  const [first] = world.stub.card.videos;
  if (first) first.start = [rung];
}

async function seek(player: Locator, place: number): Promise<void> {
  await player.locator('video').evaluate((v: HTMLVideoElement, at) => (v.currentTime = at), place);
  await until(`plays from ${place}`, () =>
    player
      .locator('video')
      .evaluate((v: HTMLVideoElement, at) => !v.seeking && v.currentTime > at + 0.1 && v.currentTime < at + 3, place),
  );
}

describe.each(RUNGS.map((rung) => [rung.playlist.replace('.m3u8', ''), rung] as const))('from %s', (name, rung) => {
  const isH264 = name.startsWith('h264');
  const options: Opening = isH264 ? { init: WITHOUT['av1'] as () => void } : {};

  it('a seek before it and seeks after it find their places', async () => {
    begins(rung);
    world.stub.slow.set('/hls-', 3000);
    const { player, faults } = await world.open(COLD, options);
    await startPlaying(player);
    // Played on, all of it would be there before hls.js, and nothing left to take over: it is stopped in the page itself.
    await player.locator('video').evaluate(
      (v: HTMLVideoElement) =>
        new Promise<void>((resolve) => {
          v.currentTime = 2;
          const look = (): void => {
            if (v.seeking || v.currentTime < 2.1) return void requestAnimationFrame(look);
            v.pause();
            v.currentTime = 2.5;
            resolve();
          };
          look();
        }),
    );
    expect(handedOver()).toBe(false);
    await until('handed over', handedOver, 15_000);
    await player.locator('video').evaluate((v: HTMLVideoElement) => v.play());
    for (const place of [0.5, 6, 1.5]) await seek(player, place);
    expect(asked().find((file) => file.endsWith('.m4s'))).toContain(name);
    expect(faults).toEqual([]);
  });
});

describe('seeking', () => {
  it('works before hls.js is there, forward and back', async () => {
    world.stub.slow.set('/hls-', 60_000);
    const { player, faults } = await world.open(COLD);
    await startPlaying(player);
    await seek(player, 6);
    await seek(player, 1.5);
    expect(handedOver()).toBe(false);
    expect(faults).toEqual([]);
  });
});

describe('when something is missing', () => {
  const plays = (player: Locator, fromS: number): Promise<void> =>
    until(
      `plays past ${fromS}`,
      () => player.locator('video').evaluate((v: HTMLVideoElement, at) => !v.paused && v.currentTime > at, fromS),
      15_000 * crowd(),
    );

  it('a segment that is not there: another rung plays on', async () => {
    const missing = 'av1-360p-0002';
    const { page, player, heard } = await world.open(COLD, {
      viewport: { width: 390, height: 800 },
      deviceScaleFactor: 2,
    });
    await page.route(`**/${missing}*`, (route) => route.fulfill({ status: 404 }));
    await startPlaying(player);
    await plays(player, 3.2);
    expect(asked().join()).toContain('av1-480p-0002');
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
  });

  it('the very first segment is not there: another rung begins', async () => {
    const { page, player, heard } = await world.open(COLD, { deviceScaleFactor: 2 });
    await page.route('**/av1-360p-0001*', (route) => route.fulfill({ status: 404 }));
    await player.locator('.go').click();
    await plays(player, 1.5);
    expect(asked().join()).toMatch(/av1-480p-0001/);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
  });

  it('a browser that breaks on what the card brings before anybody taps: after the tap it plays', async () => {
    const broken = readyStart('mug').map((rung) => ({ ...rung, initData: btoa('\0\0\0\x10moovxxxxxxxx') }));
    world.stub.card.videos = [prepared(world.stub.origin, 'vid_one', { start: broken })];
    const { player, heard } = await world.open();
    await until('an error', () =>
      player.evaluate((e, is) => is === `${e.shadowRoot?.querySelector('video')?.error?.code}`, '4'),
    );
    await player.locator('.go').click();
    await plays(player, 1.5);
    expect(handedOver()).toBe(true);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
  });

  it('hls.js never comes: the video plays to its end, and again', async () => {
    const { page, player, heard } = await world.open(COLD);
    await page.route('**/hls-*', (route) => route.abort());
    await startPlaying(player);
    await until('ended', () => video(player, (v) => v.ended), 20_000);
    expect(handedOver()).toBe(false);
    await player.locator('.end-act').first().click();
    await plays(player, 0.3);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:error');
  });

  it('no Media Source: the browser plays the file by itself', async () => {
    world.stub.card.videos = [
      prepared(world.stub.origin, 'vid_one', { mp4Url: `${world.stub.origin}/media/mug/preview.mp4` }),
    ];
    const { player } = await world.open(COLD, { init: WITHOUT['mse'] as () => void });
    await player.locator('.go').click();
    await plays(player, 1);
    expect(await video(player, (v) => v.currentSrc)).toMatch(/preview\.mp4$/);
    expect(asked()).toContain('hls.js');
  });

  it('a card without the names begins by the playlists', async () => {
    world.stub.card = mugCard(world.stub.origin);
    const { player, faults } = await world.open(COLD);
    await startPlaying(player);
    expect(hlsAsked()).toBe(true);
    expect(faults).toEqual([]);
  });

  it('the shopper saves data: the lightest rung, and hls.js is never fetched', async () => {
    const { player, faults } = await world.open(PLAYER, { init: WITHOUT['bytes'] as () => void });
    await startPlaying(player);
    await plays(player, 4);
    expect(hlsAsked()).toBe(false);
    expect(
      asked()
        .filter((name) => name.endsWith('.m4s'))
        .every((name) => name.startsWith('av1-360p')),
    ).toBe(true);
    expect(faults).toEqual([]);
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
  });
});
