// The player in a real browser: poster, first frame, what is counted, and the page around it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ViewEvent } from '../src/core/types.js';
import { qualify } from '../src/core/qualify.js';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from './page.js';
import { mugCard } from './stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  world.stub.card = mugCard(world.stub.origin);
  world.stub.broken.clear();
  world.stub.csp = STRICT_CSP;
});

function mediaAsked(): string[] {
  return world.stub.requests.map((wire) => wire.path).filter((path) => /m3u8|m4s|mp4|hls-|player-/.test(path));
}

describe('a page that breaks its policy', () => {
  it('does not pass unseen', async () => {
    const { faults } = await world.open('<img src="https://elsewhere.test/a.png" alt="">');
    await until('seen', () => faults.some((fault) => fault.startsWith('CSP img-src')));
    await expect(world.leave()).rejects.toThrow('CSP img-src');
  });
});

describe('before a tap', () => {
  it('shows poster, creator, price and disclosure, asks for no video and no player, and moves nothing', async () => {
    const init = (): void => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          Object.assign(window, {
            shift: (window as unknown as { shift: number }).shift + (entry as unknown as { value: number }).value,
          });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    };
    const head = '<link rel="stylesheet" href="/media/reserve.css">';
    const { page, player, faults, heard } = await world.open(PLAYER, { init, head });
    await player.locator('.go').waitFor();
    await until('an impression', () => world.stub.events().length > 0);
    expect(await player.locator('.top').innerText()).toContain('Дана Ахметова');
    expect(await player.locator('.pay').innerText()).toBe('Автор получит комиссию с покупки');
    expect(await player.locator('.price').innerText()).toMatch(/^6.490/);
    expect(await player.locator('.go').getAttribute('aria-label')).toBe('Смотреть видео: Кружка, которая держит тепло');
    expect(mediaAsked()).toEqual([]);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    expect(await heard()).toEqual([{ type: 'vitrina:ready', detail: { productId: 'mug', videos: 2 } }]);
    expect(world.stub.events()).toEqual([
      expect.objectContaining({ type: 'impression', videoId: 'vid_one', productId: 'mug' }),
    ]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('takes no height when the product has no video', async () => {
    world.stub.card = { product: null, videos: [], theme: '' };
    const { page, player } = await world.open();
    await until('empty', () => player.evaluate((element) => element.getAttribute('state') === 'empty'));
    expect(await player.evaluate((element) => (element as HTMLElement).offsetHeight)).toBe(0);
    await page.context().close();
  });

  it('stays quiet for five minutes when the service is down, and leaves what the page put inside', async () => {
    world.stub.broken.set('/v1/cards', 503);
    const link = '<a href="/video">Видео</a>';
    const { page, player, heard } = await world.open(
      `<vitrina-player store="pk_test" product="mug">${link}</vitrina-player><vitrina-player store="pk_test" product="mug" ratio="9/16"></vitrina-player>`,
    );
    await until('quiet', () => player.evaluate((element) => element.getAttribute('state') === 'quiet'));
    expect(await player.locator('a').isVisible()).toBe(true);
    expect(
      await page
        .locator('vitrina-player')
        .nth(1)
        .evaluate((element) => (element as HTMLElement).offsetHeight),
    ).toBe(0);
    expect((await heard())[0]).toMatchObject({ type: 'vitrina:error', detail: { code: 'CARD_UNAVAILABLE' } });
    await player.evaluate((element) => element.setAttribute('product', 'mug2'));
    await page.waitForTimeout(400);
    expect(world.stub.requests.filter((wire) => wire.path === '/v1/cards')).toHaveLength(1);
    await page.context().close();
  });

  it('comes back by itself when the five minutes are over', async () => {
    world.stub.broken.set('/v1/cards', 503);
    const { page, player } = await world.open('', {});
    await page.clock.install();
    await page.evaluate(() => {
      const made = document.createElement('vitrina-player');
      made.setAttribute('store', 'pk_test');
      made.setAttribute('product', 'mug');
      document.querySelector('main')?.prepend(made);
    });
    await until('quiet', () => player.evaluate((element) => element.getAttribute('state') === 'quiet'));
    world.stub.broken.clear();
    await page.clock.fastForward(301_000);
    await player.locator('.go').waitFor();
    await page.context().close();
  });
});

describe('playing', () => {
  it('shows the first frame after a tap, with sound, and nothing offends a strict policy with Trusted Types', async () => {
    const { page, player, faults, heard } = await world.open();
    await startPlaying(player);
    expect(await video(player, (v) => [v.muted, v.paused, v.videoWidth > 0])).toEqual([false, false, true]);
    expect(await video(player, (v) => getComputedStyle(v).opacity)).toBe('1');
    expect(mediaAsked().filter((path) => path.includes('hls-'))).toHaveLength(1);
    await player.locator('.bar').click();
    await player.locator('[part=list]').evaluate((button) => (button as HTMLButtonElement).click());
    expect((await heard()).map((event) => event.type)).toContain('vitrina:play');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('reports the view exactly: one id, growing versions, the watched part, qualified where the rules say', async () => {
    const { page, player, heard } = await world.open();
    await startPlaying(player);
    await until('ended', () => video(player, (v) => v.ended), 15_000);
    await until('last report', () => (world.stub.lastView()?.segments.at(-1)?.mediaToMs ?? 0) > 5000);
    const views = world.stub.events().filter((event): event is ViewEvent => event.type === 'view');
    expect(new Set(views.map((view) => view.id)).size).toBe(1);
    const versions = views.map((view) => view.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    const last = views.at(-1) as ViewEvent;
    expect(last).toMatchObject({ videoId: 'vid_one', autoplay: false, interacted: true });
    expect(last.segments.every((s) => s.visibleBps === 10_000 && s.focused)).toBe(true);
    expect(last.segments.at(-1)?.mediaToMs).toBe(5208);
    // Earlier versions said the same about the earlier part, so the moment of the touch never moves.
    for (const view of views) expect(last.segments.slice(0, view.segments.length)).toEqual(view.segments);
    const decision = qualify(last.segments, 5208, last);
    expect(decision).toMatchObject({ reason: 'QUALIFIED', needMs: 2604 });
    expect(decision.qualifiedAtMs).toBeLessThan(last.segments.at(-1)?.wallToMs ?? 0);
    const told = (await heard()).filter((event) => event.type === 'vitrina:qualified');
    expect(told).toHaveLength(1);
    expect(told[0]?.detail).toMatchObject({ videoId: 'vid_one' });
    await page.context().close();
  });

  it('a part in which the player is off the screen, or the tab hidden, is told apart', async () => {
    const { page, player } = await world.open(`${PLAYER}<div class="tall"></div>`, {
      head: '<link rel="stylesheet" href="/media/reserve.css">',
    });
    await startPlaying(player);
    await page.evaluate(() => scrollTo(0, 520));
    await page.waitForTimeout(700);
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await until('a hidden report', () => (world.stub.lastView()?.segments.length ?? 0) >= 3);
    const parts = world.stub.lastView()?.segments ?? [];
    expect(parts.some((part) => part.visibleBps < 5000)).toBe(true);
    expect(parts.at(-1)?.visibleBps).toBe(10_000);
    await until('the hidden part', () => world.stub.lastView()?.segments.some((part) => !part.focused));
    await page.context().close();
  });

  it('pauses off the screen and lets everything go; a tap goes on where it was', async () => {
    const { page, player } = await world.open(`${PLAYER}<div class="tall"></div>`, {
      head: '<link rel="stylesheet" href="/media/reserve.css">',
    });
    await startPlaying(player);
    await page.evaluate(() => scrollTo(0, 2000));
    await until('paused', () => video(player, (v) => v.paused));
    await until('released', () => video(player, (v) => v.src === '' && v.readyState === 0));
    await page.evaluate(() => scrollTo(0, 0));
    await player.locator('[part=play]').click();
    await until('playing again', () => video(player, (v) => !v.paused && v.currentTime > 0.2));
    await page.context().close();
  });

  it('only one plays at a time', async () => {
    const two = '<vitrina-player store="pk_test" product="mug" locale="ru"></vitrina-player>';
    const { page } = await world.open(`<div class="pair">${two}${two}</div>`, {
      viewport: { width: 900, height: 800 },
      head: '<link rel="stylesheet" href="/media/reserve.css">',
    });
    const [first, second] = [page.locator('vitrina-player').first(), page.locator('vitrina-player').nth(1)];
    await startPlaying(first);
    await startPlaying(second);
    expect(await video(first, (v) => v.paused)).toBe(true);
    expect(world.stub.requests.filter((wire) => wire.path === '/v1/cards')).toHaveLength(1);
    await page.context().close();
  });

  it('goes to the next video with its own creator and a view of its own', async () => {
    const { page, player } = await world.open();
    await startPlaying(player);
    await page.waitForTimeout(600);
    await player.locator('[part=next]').click();
    await until('the second plays', () => video(player, (v) => !v.paused && v.currentTime > 0.3));
    expect(await player.locator('.top').innerText()).toContain('Тимур Сеиткали');
    expect(await player.locator('.pay').isVisible()).toBe(true);
    await player.locator('[part=play]').click();
    await until('two views', () => world.stub.lastView('vid_two'));
    expect(world.stub.lastView('vid_one')?.id).not.toBe(world.stub.lastView('vid_two')?.id);
    await page.context().close();
  });

  it('says so when the video does not load, and tries again', async () => {
    world.stub.broken.set('/media/coffee/master.m3u8', 404);
    const { page, player, heard } = await world.open();
    await player.locator('.go').click();
    await player.locator('.message').waitFor({ timeout: 20_000 });
    expect(await player.locator('.message').innerText()).toContain('Видео не загрузилось.');
    expect((await heard()).at(-1)).toMatchObject({ type: 'vitrina:error', detail: { code: 'VIDEO_UNPLAYABLE' } });
    world.stub.broken.clear();
    await player.locator('.again').click();
    await until('plays', () => video(player, (v) => v.currentTime > 0.2));
    expect(await player.locator('.message').isHidden()).toBe(true);
    await page.context().close();
  });

  it('begins by itself only without sound, and such a view does not qualify until the shopper acts', async () => {
    const { page, player, heard } = await world.open(PLAYER.replace('ratio', 'autoplay ratio'));
    await until(
      'plays',
      () =>
        player
          .locator('video')
          .count()
          .then((n) => n === 1 && video(player, (v) => v.currentTime > 3)),
      15_000,
    );
    expect(await video(player, (v) => v.muted)).toBe(true);
    expect((await heard()).map((event) => event.type)).not.toContain('vitrina:qualified');
    await page.keyboard.press('Tab');
    await player.locator('[part=mute]').click();
    await until('qualified', async () => (await heard()).some((event) => event.type === 'vitrina:qualified'));
    await until('report', () => world.stub.lastView()?.interacted === true);
    expect(world.stub.lastView()).toMatchObject({ autoplay: true, interacted: true });
    await page.context().close();
  });

  it('does not begin by itself for a shopper who wants less motion', async () => {
    const { page, player } = await world.open(PLAYER.replace('ratio', 'autoplay ratio'), { reducedMotion: 'reduce' });
    await player.locator('.go').waitFor();
    await page.waitForTimeout(1600);
    expect(mediaAsked()).toEqual([]);
    await page.context().close();
  });
});
