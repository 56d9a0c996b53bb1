// The forms of several videos in a real browser: each shows, opens its feed, is walked by the keyboard alone, and passes axe; with pictures.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { violations } from './axe.js';
import { playsAt } from './feed/walk.js';
import { atRest, artefact, startWorld, STRICT_CSP, until, type Opened, type Opening, type World } from './page.js';
import { mugCard, prepared } from './stub.js';

let world: World;
const SCRIPT = '<script type="module" src="/player/v1/reviews.js"></script>';

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = SHOWN.map(([id, title, name]) =>
    prepared(stub.origin, id, {
      title,
      creator: { name, avatarUrl: null },
      durationMs: 7975,
      posterUrl: `${stub.origin}/media/coffee/poster.jpg`,
    }),
  );
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

const SHOWN = [
  ['vid_one', 'Кружка, которая держит тепло', 'Дана Ахметова'],
  ['vid_two', 'Как мыть кружку', 'Тимур Сеиткали'],
  ['vid_three', 'Кружка через год: что стало с глазурью и с ручкой', 'Айгерим'],
  ['vid_four', 'Пять рецептов кофе', 'Марат Жуков'],
  ['vid_five', 'Подарок коллеге', 'Ольга Ким'],
] as const;

const reviews = (form: string, more = ''): string =>
  `<vitrina-reviews store="pk_test" product="mug" form="${form}" locale="ru" ${more}></vitrina-reviews>`;

/** Opens a page that has this form on it, and answers with the element. */
async function open(form: string, options: Opening = {}, more = ''): Promise<Opened & { element: Locator }> {
  const body = `<div${form === 'slide' ? ' class="gallery"' : ''}>${reviews(form, more)}</div>`;
  const head = `<link rel="stylesheet" href="/media/forms.css">${SCRIPT}${options.head ?? ''}`;
  const opened = await world.open(body, { ...options, head });
  const element = opened.page.locator('vitrina-reviews');
  await until('posters', () => element.evaluate((e) => e.getAttribute('state') === 'poster'));
  return { ...opened, element };
}

const isOpen = (page: Page): Promise<boolean> =>
  page.locator('vitrina-reviews').evaluate((e) => e.shadowRoot?.querySelector('dialog')?.open === true);

/** What has the focus, through every shadow root. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return `${active?.className} ${active?.getAttribute('aria-label') ?? active?.textContent ?? ''}`.trim();
  });

const LOOKS: [string, Opening, boolean][] = [
  ['320-light', { viewport: { width: 320, height: 640 }, hasTouch: true }, false],
  ['390-light', { viewport: { width: 390, height: 844 }, hasTouch: true }, false],
  ['390-dark-rtl', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true }, true],
  ['1440-dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }, false],
  ['1440-light-rtl', { viewport: { width: 1440, height: 900 } }, true],
];
const FORMS = ['carousel', 'grid', 'stories', 'slide', 'bubble', 'hero'];

describe.each(LOOKS)('at %s', (name, options, isRtl) => {
  it('no form has a fault that axe knows, and none widens the page', async () => {
    const { page, element, faults } = await open('carousel', options);
    if (isRtl) await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    for (const form of FORMS) {
      await element.evaluate((e, word) => {
        e.setAttribute('form', word);
        e.parentElement?.classList.toggle('gallery', word === 'slide');
      }, form);
      await element.locator('.tile').first().waitFor();
      await page.waitForTimeout(300);
      await page.screenshot({ path: artefact(`form-${form}-${name}.png`) });
      expect([form, ...(await violations(page))]).toEqual([form]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
    expect(faults).toEqual([]);
  });

  it('feed has no fault that axe knows: while it plays, with the product open, and in the middle', async () => {
    const { page, element, faults } = await open('carousel', options);
    if (isRtl) await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
    await page.screenshot({ path: artefact(`form-feed-${name}-1.png`) });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await playsAt(page, 1);
    await page.waitForTimeout(400);
    await page.screenshot({ path: artefact(`form-feed-${name}-2.png`) });
    await element.locator('.place').nth(1).locator('.bar').click();
    await page.waitForTimeout(400);
    await page.screenshot({ path: artefact(`form-feed-${name}-3-product.png`) });
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe('the keyboard alone', () => {
  it.each(FORMS)('%s: reaches the video, opens it, goes on and back, and comes back to where it was', async (form) => {
    const { page, element, faults } = await open(form);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Кружка, которая держит тепло');
    await page.keyboard.press('Enter');
    await playsAt(page, 0);
    expect(await focused(page)).toMatch(/^btn big/);
    await page.keyboard.press('ArrowDown');
    await playsAt(page, 1);
    await page.keyboard.press('ArrowUp');
    await playsAt(page, 0);
    await page.keyboard.press('Escape');
    await until('closed', async () => !(await isOpen(page)));
    expect(await focused(page)).toContain('Кружка, которая держит тепло');
    expect(await element.locator('video').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('Escape closes the product first, and the focus never leaves the feed', async () => {
    const { page, element } = await open('grid');
    await element.locator('.tile').nth(2).press('Enter');
    await playsAt(page, 2);
    await element.locator('.place').nth(2).locator('.bar').press('Enter');
    expect(await focused(page)).toContain('sheet-title');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(true);
    expect(await focused(page)).toMatch(/^bar/);
    for (let n = 0; n < 14; n += 1) {
      await page.keyboard.press('Tab');
      // Past its end the browser's own bar has the focus for one step, and then the feed again.
      expect(await page.evaluate(() => document.activeElement?.tagName)).toMatch(/VITRINA-REVIEWS|BODY/);
    }
    await page.keyboard.press('Escape');
    await until('closed', async () => !(await isOpen(page)));
  });

  it('the bubble is put away by its button', async () => {
    const { page, element } = await open('bubble');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('away Скрыть видео');
    await page.keyboard.press('Enter');
    expect(await element.count()).toBe(0);
  });
});

describe('the feed', () => {
  it('Back closes it and leaves the page where it was; so does its button', async () => {
    const { page, element, heard } = await open('carousel');
    const before = await page.evaluate(() => [location.href, history.length]);
    await element.locator('.tile').nth(1).click();
    await playsAt(page, 1);
    await page.goBack();
    await until('closed', async () => !(await isOpen(page)));
    expect(await page.evaluate(() => location.href)).toBe(before[0]);
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
    await element.locator('.shut').click();
    await until('closed', async () => !(await isOpen(page)));
    await until('no entry is left', () =>
      page.evaluate(() => !(history.state as { vitrina?: string } | null)?.vitrina),
    );
    expect((await heard()).map(({ type }) => type).filter((type) => /open|close/.test(type))).toEqual([
      'vitrina:open',
      'vitrina:close',
      'vitrina:open',
      'vitrina:close',
    ]);
  });

  it('holds three players at most, whatever is passed, and swipes leave nothing behind', async () => {
    const { page, element } = await open('carousel');
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
    for (let swipe = 0; swipe < 24; swipe += 1) {
      await page.keyboard.press(swipe % 8 < 4 ? 'ArrowDown' : 'ArrowUp');
      await page.waitForTimeout(120);
      expect(await element.locator('vitrina-player').count()).toBeLessThanOrEqual(3);
    }
    await page.keyboard.press('Escape');
    await until('closed', async () => !(await isOpen(page)));
    expect(await element.locator('vitrina-player').count()).toBe(0);
  });

  it('sells from the video that is on the screen', async () => {
    const { page, element, heard } = await open('carousel');
    await page.evaluate(() =>
      document.addEventListener('vitrina:cart', (event) =>
        (event as CustomEvent).detail.respondWith(Promise.resolve()),
      ),
    );
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
    await page.keyboard.press('ArrowDown');
    await playsAt(page, 1);
    const place = element.locator('.place').nth(1);
    await place.locator('.bar').click();
    await atRest(place.locator('button.buy'));
    await place.locator('button.buy').click();
    await until('added', async () => (await place.locator('.note').innerText()) === 'Товар в корзине');
    expect((await heard()).find(({ type }) => type === 'vitrina:cart')?.detail).toMatchObject({
      videoId: 'vid_two',
      productId: 'mug',
    });
  });

  it('goes on after a pause, and plays a video whose first bytes the card does not name', async () => {
    for (const one of world.stub.card.videos) one.start = [];
    const { page, element, faults } = await open('carousel');
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
    const video = element.locator('.place').first().locator('video');
    const isPaused = (): Promise<boolean> => video.evaluate((v: HTMLVideoElement) => v.paused);
    await page.keyboard.press('k');
    await until('paused', isPaused);
    await page.keyboard.press('k');
    const at = await video.evaluate((v: HTMLVideoElement) => v.currentTime);
    await until('goes on', () => video.evaluate((v: HTMLVideoElement, from) => v.currentTime > from + 0.3, at));
    expect(await isPaused()).toBe(false);
    expect(faults).toEqual([]);
  });

  it('what was muted stays muted in the next video', async () => {
    const { page, element } = await open('carousel');
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await playsAt(page, 1);
    const muted = (at: number): Promise<boolean> =>
      element
        .locator('.place')
        .nth(at)
        .locator('video')
        .evaluate((v: HTMLVideoElement) => v.muted);
    expect(await muted(1)).toBe(true);
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await playsAt(page, 2);
    expect(await muted(2)).toBe(false);
  });

  it('a player that cannot be fetched is said in words, and a second tap tries again', async () => {
    const { page, element, heard } = await open('carousel');
    await page.route('**/feed-*', (route) => route.abort());
    await element.locator('.tile').first().click();
    await until('said', async () => (await element.locator('.note').innerText()).startsWith('Видео не загрузилось'));
    expect((await heard()).at(-1)).toMatchObject({ type: 'vitrina:error', detail: { code: 'PLAYER_UNAVAILABLE' } });
    await page.unroute('**/feed-*');
    await page.reload();
    await element.locator('.tile').first().click();
    await playsAt(page, 0);
  });
});

describe('a page with several videos', () => {
  it('asks for no video and no player before a tap, counts what was seen, and shows the disclosure of each', async () => {
    const { page, element, faults } = await open('grid', { viewport: { width: 390, height: 844 } });
    await until('impressions', () => world.stub.events().length > 0);
    expect(world.stub.events().every((event) => event.type === 'impression')).toBe(true);
    expect(world.stub.requests.filter(({ path }) => /m4s|m3u8|mp4|feed-|player-|hls-/.test(path))).toEqual([]);
    expect(await element.locator('.pay').count()).toBe(5);
    expect(await page.locator('vitrina-player').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('shows no disclosure where nobody earns, and takes no height without a video', async () => {
    for (const one of world.stub.card.videos) one.disclosure = false;
    const { element, page } = await open('stories');
    expect(await element.locator('.pay, .told').count()).toBe(0);
    world.stub.card.videos = [];
    await page.reload();
    await until('empty', () => element.evaluate((e) => e.getAttribute('state') === 'empty'));
    expect(await element.evaluate((e) => (e as HTMLElement).offsetHeight)).toBe(0);
  });

  it('keeps what the page put inside while the service is down', async () => {
    world.stub.broken.set('/v1/cards', 503);
    const { page, heard } = await world.open(
      '<vitrina-reviews store="pk_test" product="mug"><a href="/videos">Видео</a></vitrina-reviews>',
      { head: SCRIPT },
    );
    const element = page.locator('vitrina-reviews');
    await until('quiet', () => element.evaluate((e) => e.getAttribute('state') === 'quiet'));
    expect(await element.locator('a').isVisible()).toBe(true);
    expect((await heard()).at(-1)).toMatchObject({ type: 'vitrina:error', detail: { code: 'CARD_UNAVAILABLE' } });
  });

  it('shows no more than it is told, and the same video of two products once', async () => {
    const { element } = await open('grid', {}, 'limit="3"');
    expect(await element.locator('.tile').count()).toBe(3);
    await element.evaluate((e) => {
      e.setAttribute('product', 'mug cup');
      e.removeAttribute('limit');
    });
    await until('all', async () => (await element.locator('.tile').count()) === 5);
  });
});
