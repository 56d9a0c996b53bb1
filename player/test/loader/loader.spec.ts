// The scripts on pages that they do not know: two versions at once, no modules, a network that is gone, a service that is down, files that never come.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fill, openFeed, openPosters, playerAt, playsAt, standsReady } from '../feed/walk.js';
import { PLAYER, startPlaying, startWorld, until, video, type World } from '../page.js';

let world: World;
const COLD = PLAYER.replace('ratio', 'preload="none" ratio');
const REVIEWS = '<vitrina-reviews store="pk_test" product="mug" locale="ru"></vitrina-reviews>';
const script = (version: number, name: string): string =>
  `<script type="module" src="/player/v${version}/${name}.js"></script>`;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => fill(world, 4));

const cardsAsked = (): number => world.stub.requests.filter(({ path }) => path === '/v1/cards').length;

describe('two versions on one page', () => {
  it('the first one stays: one card, one player, one view, and nothing is said in the console', async () => {
    const { player, faults, heard } = await world.open(COLD + script(2, 'vitrina'));
    await startPlaying(player);
    expect(cardsAsked()).toBe(1);
    expect(await player.locator('video').count()).toBe(1);
    await video(player, (v) => v.pause());
    await until('a view', () => world.stub.lastView());
    expect(new Set(world.stub.events().flatMap((e) => (e.type === 'view' ? [e.id] : []))).size).toBe(1);
    expect((await heard()).filter(({ type }) => type === 'vitrina:play')).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('the feed of one version plays in players of the other, the next one ready too, and swipes leave one video', async () => {
    // The page has players of the first version; the rows come from the second.
    const { page, faults } = await world.open(REVIEWS, { head: script(2, 'reviews'), hasTouch: true });
    const walk = { page, element: page.locator('vitrina-reviews') } as Parameters<typeof playerAt>[0];
    await until('posters', () => walk.element.evaluate((e) => e.getAttribute('state') === 'poster'));
    await walk.element.locator('.tile').first().click();
    await playsAt(page, 0);
    await standsReady(walk, 1);
    await page.keyboard.press('ArrowDown');
    await playsAt(page, 1);
    expect(await playerAt(walk, 1).locator('video').count()).toBe(1);
    const files = world.stub.requests.map(({ path }) => path);
    expect(files.some((path) => path.startsWith('/player/v1/player-'))).toBe(true);
    expect(files.some((path) => path.startsWith('/player/v2/feed-'))).toBe(true);
    expect(files.some((path) => path === '/player/v2/vitrina.js')).toBe(false);
    expect(faults).toEqual([]);
  });

  it('two scripts for several videos are one row and one feed', async () => {
    const walk = await openPosters(world, { head: script(2, 'reviews') });
    await walk.element.locator('.tile').first().click();
    await playsAt(walk.page, 0);
    expect(await walk.element.locator('dialog').count()).toBe(1);
    expect(walk.faults).toEqual([]);
  });
});

describe('a browser', () => {
  it('without scripts shows what the page put inside, and its link works', async () => {
    const link = (tag: string): string =>
      `<${tag} store="pk_test" product="mug"><a href="/media/page.css">Видео</a></${tag}>`;
    const { page } = await world.open(link('vitrina-player') + link('vitrina-reviews'), { javaScriptEnabled: false });
    expect(await page.locator('a').count()).toBe(2);
    for (const at of [0, 1]) expect(await page.locator('a').nth(at).isVisible()).toBe(true);
    await page.locator('a').first().click();
    expect(page.url()).toContain('/media/page.css');
  });

  it.each([
    ['modules', (): void => void 0],
    ['constructed style sheets', (): void => void delete (Document.prototype as Partial<Document>).adoptedStyleSheets],
  ])('without %s keeps what the page put inside, and nothing is said in the console', async (what, init) => {
    const inside = '<vitrina-player store="pk_test" product="mug"><a href="/videos">Видео</a></vitrina-player>';
    const { page, faults } = await world.open(inside + REVIEWS.replace('></', '><a href="/videos">Все</a></'), {
      init,
      head: script(1, 'reviews'),
    });
    if (what === 'modules') {
      // As an old browser reads the page: a type that it does not know is no script.
      world.stub.html = world.stub.html.replaceAll('type="module"', 'type="unknown"');
      await page.goto('about:blank');
      await page.waitForTimeout(300);
      world.stub.requests.length = 0;
      await page.goto(world.stub.origin);
    }
    await page.waitForTimeout(800);
    for (const at of [0, 1]) expect(await page.locator('a').nth(at).isVisible()).toBe(true);
    expect(cardsAsked()).toBe(0);
    expect(faults).toEqual([]);
  });
});

describe('a network that is gone', () => {
  it('before the card: the page keeps its link, one error is told, and the console has no exception', async () => {
    const { page } = await world.open('');
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(error.message));
    await page.route('**/v1/cards*', (route) => route.abort('internetdisconnected'));
    await page.evaluate(() => {
      const made = document.createElement('vitrina-player');
      made.setAttribute('store', 'pk_test');
      made.setAttribute('product', 'mug');
      const link = document.createElement('a');
      link.textContent = 'Видео';
      made.append(link);
      document.querySelector('main')?.prepend(made);
    });
    await until('quiet', () => page.locator('vitrina-player').evaluate((e) => e.getAttribute('state') === 'quiet'));
    expect(await page.locator('vitrina-player a').isVisible()).toBe(true);
    expect(thrown).toEqual([]);
  });

  it.each(['seen-*', 'player-*', 'starter-*'])(
    '%s never comes: the poster stays and a tap is not lost for good',
    async (file) => {
      const { page, player, heard } = await world.open('');
      const thrown: string[] = [];
      page.on('pageerror', (error) => thrown.push(error.message));
      await page.route(`**/${file}`, (route) => route.abort());
      world.stub.html = world.stub.html.replace('</h1>', `</h1>${COLD}`);
      await page.reload();
      await player.locator('.go').click();
      if (file === 'starter-*') await startPlaying(player).catch(() => undefined);
      await until('told or played', async () => {
        const types = (await heard()).map(({ type, detail }) => `${type} ${String(detail['code'])}`);
        return (
          types.includes('vitrina:error PLAYER_UNAVAILABLE') || types.some((one) => one.startsWith('vitrina:play'))
        );
      });
      expect(await player.locator('.poster').count()).toBe(1);
      expect(thrown).toEqual([]);
    },
  );

  it('in the middle of the feed: what is buffered plays on, the next one stands ready, and the rest comes with the network', async () => {
    const walk = await openFeed(world);
    await standsReady(walk, 1);
    await walk.page.context().setOffline(true);
    await walk.page.keyboard.press('ArrowDown');
    await until('plays on', () =>
      playerAt(walk, 1).evaluate((e) => (e.shadowRoot?.querySelector('video')?.currentTime ?? 0) > 0.4),
    );
    await walk.page.waitForTimeout(1500);
    await walk.page.context().setOffline(false);
    await until(
      'the rest',
      () =>
        playerAt(walk, 1).evaluate((e) => {
          const root = e.shadowRoot;
          // After its tries the player says so and offers one more.
          (root?.querySelector('.message:not([hidden]) .again') as HTMLElement | null)?.click();
          return (root?.querySelector('video')?.currentTime ?? 0) > 2.5;
        }),
      30_000,
    );
  });
});

describe('a service that is down', () => {
  it('is left alone for five minutes by rows too, and asked again then', async () => {
    world.stub.broken.set('/v1/cards', 503);
    const { page } = await world.open('', { head: script(1, 'reviews') });
    await page.clock.install();
    await page.evaluate((html) => {
      const made = document.createElement('vitrina-reviews');
      for (const name of ['store', 'product']) made.setAttribute(name, name === 'store' ? 'pk_test' : 'mug');
      void html;
      document.querySelector('main')?.prepend(made);
    }, REVIEWS);
    const element = page.locator('vitrina-reviews');
    await until('quiet', () => element.evaluate((e) => e.getAttribute('state') === 'quiet'));
    await page.clock.fastForward(290_000);
    await page.waitForTimeout(300);
    expect(cardsAsked()).toBe(1);
    world.stub.broken.clear();
    await page.clock.fastForward(11_000);
    await until('posters', () => element.evaluate((e) => e.getAttribute('state') === 'poster'));
  });

  it('while videos are watched loses nothing that was seen: the view goes out when it is back', async () => {
    world.stub.broken.set('/v1/events', 503);
    const { player } = await world.open(COLD);
    await startPlaying(player);
    await until('some of it', () => video(player, (v) => v.currentTime > 2.5));
    await video(player, (v) => v.pause());
    await until('tried', () => world.stub.lastView());
    const tried = world.stub.lastView()?.id;
    world.stub.requests.length = 0;
    world.stub.broken.clear();
    await until('sent', () => world.stub.lastView()?.id === tried, 30_000);
  });
});
