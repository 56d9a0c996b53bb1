// What lies over a playing video: chapters on the bar, hot-spots on the picture, the card at its end.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import type { Product } from '../../src/core/types.js';
import {
  artefact,
  PLAYER,
  startPlaying,
  startWorld,
  STRICT_CSP,
  until,
  video,
  type Opening,
  type World,
} from '../page.js';
import { clip, mugCard, prepared } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());

const cup = (origin: string): Product => ({
  ...{
    id: 'cup',
    title: 'Чашка с блюдцем и очень длинным названием',
    priceMinor: '1290000',
    currency: 'KZT',
    decimals: 2,
  },
  ...{ url: `${origin}/product/cup`, imageUrl: `${origin}/media/coffee/poster.jpg`, inStock: true, variants: [] },
});
const CHAPTERS = [
  { startMs: 0, title: 'Распаковка' },
  { startMs: 3000, title: 'Ручка' },
  { startMs: 6000, title: 'Через месяц' },
];
const SPOTS = [
  { product: 'cup', fromMs: 0, toMs: 3000, xBps: 3000, yBps: 4000 },
  { product: 'mug', fromMs: 2000, toMs: 8000, xBps: 7000, yBps: 5000 },
];

beforeEach(() => {
  const { stub } = world;
  const { origin } = stub;
  const card = mugCard(origin);
  stub.card = {
    ...card,
    videos: [
      prepared(origin, 'vid_one', { marks: 'c1.1-h1.1', products: ['mug', 'cup'] }),
      clip(origin, 'vid_two', { captions: [] }),
    ],
  };
  const products = card.product ? [card.product, cup(origin)] : [];
  stub.marks.clear();
  stub.marks.set('vid_one', { chapters: CHAPTERS, hotspots: SPOTS, products });
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

/** Plays, then stands still at this second, with everything that is marked there. */
async function still(
  seconds: number,
  options: Opening = {},
  element = PLAYER,
): Promise<{ page: Page; player: Locator; faults: string[] }> {
  const { page, player, faults } = await world.open(element, options);
  await player.locator('.go').waitFor();
  await startPlaying(player);
  await player.locator('.ticks').waitFor({ state: 'attached' });
  await at(player, seconds);
  return { page, player, faults };
}

async function at(player: Locator, seconds: number): Promise<void> {
  await player.locator('video').evaluate((v: HTMLVideoElement, to) => {
    v.pause();
    v.currentTime = to;
  }, seconds);
  await until('there', () => video(player, (v) => !v.seeking && v.paused));
}

/** Plays up to its end. */
async function toEnd(player: Locator): Promise<void> {
  // While one source takes the place of another there is no length.
  await until('a length', () => video(player, (v) => Number.isFinite(v.duration)));
  await player.locator('video').evaluate((v: HTMLVideoElement) => {
    v.currentTime = v.duration - 0.3;
    void v.play();
  });
  await player.locator('.end').waitFor({ timeout: 15_000 });
}

const asked = (part: string): number =>
  world.stub.requests.filter(({ path }) => path === part || (part.endsWith('-') && path.includes(part))).length;
const clicks = (): unknown[] => world.stub.events().filter(({ type }) => type === 'click');
const slider = (player: Locator): Locator => player.getByRole('slider', { name: 'Время видео' });

describe('before a tap', () => {
  it('nothing of it is asked for, nor for a video without marks at all', async () => {
    const { player } = await world.open(PLAYER);
    await player.locator('video').waitFor({ state: 'attached' });
    await player.page().waitForTimeout(300);
    expect([asked('/v1/marks'), asked('/marks-'), asked('/end-card-'), asked('/moment-')]).toEqual([0, 0, 0, 0]);
    await startPlaying(player);
    await player.locator('.ticks').waitFor({ state: 'attached' });
    expect([asked('/v1/marks'), asked('/marks-')]).toEqual([1, 1]);
    await player.getByRole('button', { name: 'Следующее видео' }).click();
    await until('the next one', () => video(player, (v) => !v.paused && v.currentTime > 0.1), 15_000);
    expect(await player.locator('.ticks, .spots').count()).toBe(0);
    expect(asked('/v1/marks')).toBe(1);
  });

  it('without an answer the video plays all the same', async () => {
    world.stub.broken.set('/v1/marks', 500);
    const { player, heard } = await world.open(PLAYER);
    await startPlaying(player);
    await until('asked', () => asked('/v1/marks') > 0);
    await player.page().waitForTimeout(200);
    expect(await player.locator('.ticks').count()).toBe(0);
    expect((await heard()).filter(({ type }) => type === 'vitrina:error')).toEqual([]);
    expect(await video(player, (v) => v.paused)).toBe(false);
  });
});

describe('chapters', () => {
  it('are marks on the bar, a name under the pointer, and part of what a screen reader says', async () => {
    const { page, player } = await still(4);
    const share = await player.locator('.ticks i').evaluateAll((ticks) =>
      ticks.map((tick) => {
        const [own, all] = [tick.getBoundingClientRect(), tick.parentElement?.getBoundingClientRect()];
        return Math.round(((own.left + own.width / 2 - (all?.left ?? 0)) / (all?.width ?? 1)) * 7975);
      }),
    );
    expect(share.map((ms) => Math.round(ms / 100))).toEqual([30, 60]);
    expect(await slider(player).getAttribute('aria-valuetext')).toMatch(/^0:04 из 0:0[78], Ручка$/);
    const box = await slider(player).boundingBox();
    if (!box) throw new Error('no bar');
    await page.mouse.move(box.x + box.width * 0.1, box.y + 20);
    expect(await player.locator('.chapter').innerText()).toMatch(/^0:00 · Распаковка$/);
    await page.mouse.move(box.x + box.width * 0.98, box.y + 20);
    expect(await player.locator('.chapter').innerText()).toMatch(/· Через месяц$/);
    const [bubble, frame] = [
      await player.locator('.chapter').boundingBox(),
      await player.locator('.frame').boundingBox(),
    ];
    expect((bubble?.x ?? 0) + (bubble?.width ?? 0)).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0));
    await page.mouse.move(0, 0);
    expect(await player.locator('.chapter').isHidden()).toBe(true);
    await slider(player).focus();
    await page.keyboard.press('ArrowRight');
    await until('the next chapter', async () =>
      (await slider(player).getAttribute('aria-valuetext'))?.endsWith('Через месяц'),
    );
  });

  it('are gone through by Shift and arrows', async () => {
    const { page, player } = await still(4);
    await slider(player).focus();
    const now = () => video(player, (v) => Math.round(v.currentTime * 10) / 10);
    await page.keyboard.press('Shift+ArrowRight');
    await until('the next', async () => (await now()) === 6);
    await page.keyboard.press('Shift+ArrowLeft');
    await until('the one before', async () => (await now()) === 3);
    await page.keyboard.press('Shift+ArrowLeft');
    await until('the first', async () => (await now()) === 0);
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await now()).toBe(0);
  });

  it('stand in the menu as a list to go to', async () => {
    const { player } = await still(4);
    await player.getByRole('button', { name: 'Настройки видео' }).click();
    await player.getByRole('button', { name: 'Главы' }).click();
    const lines = player.getByRole('listitem').getByRole('button');
    expect(await lines.allInnerTexts()).toEqual(['0:00\nРаспаковка', '0:03\nРучка', '0:06\nЧерез месяц']);
    expect(await lines.nth(1).getAttribute('aria-current')).toBe('true');
    await player.getByRole('button', { name: 'С 0:06: Через месяц' }).click();
    await until('there', () => video(player, (v) => Math.abs(v.currentTime - 6) < 0.2));
    expect(await lines.nth(2).getAttribute('aria-current')).toBe('true');
  });

  it('lie from right to left where the page does', async () => {
    const { page, player } = await still(4, {}, `<div dir="rtl">${PLAYER}</div>`);
    const [first, bar] = [
      await player.locator('.ticks i').first().boundingBox(),
      await player.locator('.ticks').boundingBox(),
    ];
    const right = (bar?.x ?? 0) + (bar?.width ?? 0) - (first?.x ?? 0) - 1.5;
    expect(right / (bar?.width ?? 1)).toBeCloseTo(3000 / 7975, 1);
    const box = await slider(player).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    expect(await player.locator('.chapter').innerText()).toMatch(/· Через месяц$/);
  });
});

describe('hot-spots', () => {
  const spots = (player: Locator): Locator => player.locator('.spot');

  it('are shown in their time, with name and price, and a tap opens their product and is counted', async () => {
    const { page, player } = await still(0.5);
    const group = player.getByRole('group', { name: 'Товары в кадре' });
    expect((await spots(player).allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'Чашка с блюдцем и очень длинным названием 12 900 ₸',
    ]);
    await at(player, 2.5);
    await until('both', async () => (await spots(player).count()) === 2);
    await at(player, 4);
    await until('one', async () => (await spots(player).count()) === 1);
    await at(player, 1);
    await group.getByRole('button', { name: /Чашка/ }).click();
    expect(await player.getByRole('dialog').getByRole('heading').innerText()).toContain('Чашка');
    await player
      .getByRole('dialog')
      .getByText(/12\s900/)
      .waitFor();
    await until('counted', () => clicks().length === 1);
    expect(clicks()).toMatchObject([{ videoId: 'vid_one', productId: 'cup' }]);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('spot');
    await player.locator('.bar').click();
    await until('the other product is another click', () => clicks().length === 2);
    expect(clicks()[1]).toMatchObject({ productId: 'mug' });
  });

  it.each<[string, string, Opening]>([
    ['a frame of the video’s shape', PLAYER, {}],
    ['a frame of another shape', PLAYER, { viewport: { width: 1440, height: 900 } }],
  ])('are at their place in %s', async (name, element, options) => {
    if (name.includes('another')) {
      // The first video is wide, so the second, a high one, has bars beside it.
      const wide = clip(world.stub.origin, 'vid_wide', { width: 640, height: 360, captions: [] });
      world.stub.card.videos = [wide, ...world.stub.card.videos];
    }
    const { player } = await world.open(element, options);
    await startPlaying(player);
    if (name.includes('another')) await player.getByRole('button', { name: 'Следующее видео' }).click();
    await player.locator('.ticks').waitFor({ state: 'attached', timeout: 15_000 });
    await at(player, 1);
    await until('shown', async () => (await spots(player).count()) === 1);
    const found = await player.locator('video').evaluate((element) => {
      const v = element as HTMLVideoElement;
      const frame = v.getBoundingClientRect();
      const scale = Math.min(frame.width / v.videoWidth, frame.height / v.videoHeight);
      const [width, height] = [v.videoWidth * scale, v.videoHeight * scale];
      const dot = (v.getRootNode() as ShadowRoot).querySelector('.dot')?.getBoundingClientRect();
      const x = ((dot?.left ?? 0) + (dot?.width ?? 0) / 2 - frame.left - (frame.width - width) / 2) / width;
      const y = ((dot?.top ?? 0) + (dot?.height ?? 0) / 2 - frame.top - (frame.height - height) / 2) / height;
      return { x, y };
    });
    expect(found.x).toBeCloseTo(0.3, 1);
    expect(found.y).toBeCloseTo(0.4, 1);
  });

  it('are not shown for what is sold out or unknown, and cover neither controls nor captions', async () => {
    const marks = world.stub.marks.get('vid_one');
    if (!marks) throw new Error('no marks');
    for (const product of marks.products) product.inStock = product.id !== 'cup';
    const low = { product: 'mug', fromMs: 0, toMs: 8000, xBps: 5000, yBps: 10_000 };
    world.stub.marks.set('vid_one', { ...marks, hotspots: [...SPOTS, low, { ...low, product: 'gone' }] });
    const { player } = await still(1);
    await until('one', async () => (await spots(player).count()) === 1);
    const [dot, controls] = [await spots(player).boundingBox(), await player.locator('.controls').boundingBox()];
    expect((dot?.y ?? 0) + (dot?.height ?? 0)).toBeLessThanOrEqual((controls?.y ?? 0) + 22);
  });

  it('stay while the focus is on them, and stand still for who wants calm', async () => {
    const { page, player } = await still(0.5, { reducedMotion: 'reduce' });
    expect(await player.locator('.dot').evaluate((dot) => getComputedStyle(dot, '::after').animationName)).toBe('none');
    await slider(player).focus();
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Shift+Tab');
      if (await spots(player).evaluate((one) => one.matches(':focus'))) break;
    }
    expect(await spots(player).evaluate((one) => one.matches(':focus-visible'))).toBe(true);
    await player.locator('video').evaluate((v: HTMLVideoElement) => (v.currentTime = 3.5));
    await until('the other came', async () => (await spots(player).count()) === 2);
    await page.keyboard.press('Tab');
    await until('left, it goes', async () => (await spots(player).count()) === 1);
  });
});

describe('the card at the end', () => {
  it('offers the products, puts one into the cart, and plays again', async () => {
    const { page, player } = await still(0.5);
    await page.evaluate(() =>
      document.addEventListener('vitrina:cart', (event) => {
        const { detail } = event as CustomEvent<{ productId: string; respondWith(done: Promise<unknown>): void }>;
        detail.respondWith(detail.productId === 'cup' ? Promise.resolve() : Promise.reject(new Error('no')));
      }),
    );
    await toEnd(player);
    const end = player.getByRole('region', { name: 'Видео закончилось' });
    await end.getByRole('button', { name: 'Выбрать: Керамическая кружка, 350 мл' }).waitFor();
    await end.getByRole('button', { name: /^В корзину: Чашка/ }).click();
    await end.getByText('Товар в корзине').waitFor();
    await until('counted', () =>
      world.stub.events().some((event) => event.type === 'add_to_cart' && event.productId === 'cup'),
    );
    await end.getByRole('button', { name: /Выбрать/ }).click();
    await player.getByRole('dialog').getByRole('radio', { name: 'Синяя' }).waitFor();
    await page.keyboard.press('Escape');
    await end.getByRole('button', { name: 'Смотреть ещё раз' }).click();
    await until('from the beginning', () => video(player, (v) => !v.paused && v.currentTime < 4));
    expect(await end.count()).toBe(0);
  });

  it('has the focus after a video that was played by keyboard, and leads to the next video', async () => {
    const { page, player } = await still(0.5);
    await player.locator('.big').focus();
    await toEnd(player);
    const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
    await until('the focus', async () => (await focused()) === 'Смотреть ещё раз');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until('the next one', () => video(player, (v) => !v.paused && v.currentTime > 0.1 && v.duration < 6), 15_000);
    expect(await player.locator('.end').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('big');
  });

  it('stands there for a video without marks too, and leaves when somebody seeks back', async () => {
    world.stub.card.videos = [clip(world.stub.origin, 'vid_two', { captions: [] })];
    const { player } = await world.open(PLAYER);
    await startPlaying(player);
    await toEnd(player);
    expect(asked('/v1/marks')).toBe(0);
    expect(await player.getByRole('button', { name: 'Следующее видео' }).count()).toBe(0);
    await video(player, (v) => (v.currentTime = 1));
    await player.locator('.end').waitFor({ state: 'detached' });
  });

  it('of a video of the feed leads to the next one of the feed', async () => {
    const reviews =
      '<script type="module" src="/player/v1/reviews.js"></script><vitrina-reviews store="pk_test" product="mug" locale="ru"></vitrina-reviews>';
    const { page } = await world.open(reviews);
    await page.locator('vitrina-reviews .tile').first().click();
    const first = page.locator('vitrina-reviews vitrina-player').first();
    await until('it plays', () => video(first, (v) => v.currentTime > 0.1).catch(() => false), 15_000);
    await first.locator('.ticks').waitFor({ state: 'attached' });
    await toEnd(first);
    await first.getByRole('button', { name: 'Следующее видео' }).last().click();
    const second = page.locator('vitrina-reviews vitrina-player[video=vid_two]');
    await until('the next plays', () => video(second, (v) => v.currentTime > 0.1).catch(() => false), 15_000);
  });

  it.each<[string, Opening, string, boolean]>([
    ['320-ru-light', { viewport: { width: 320, height: 640 } }, 'ru', false],
    ['390-kk-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, 'kk', false],
    ['1440-en-light', { viewport: { width: 1440, height: 900 } }, 'en', false],
    ['320-ru-dark-wide', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }, 'ru', true],
    ['1440-en-light-wide', { viewport: { width: 1440, height: 900 } }, 'en', true],
  ])('and everything before it has no fault that axe knows: %s', async (name, options, locale, wide) => {
    if (wide) {
      const [first] = world.stub.card.videos;
      if (first) Object.assign(first, { width: 640, height: 360 });
    }
    const head = wide ? '<link rel="stylesheet" href="/media/wide.css">' : '';
    const element = PLAYER.replace('locale="ru" ratio="9/16"', `locale="${locale}" ratio="${wide ? '16/9' : '9/16'}"`);
    const { page, player, faults } = await still(2.5, { ...options, head, lang: locale }, element);
    await until('both', async () => (await spots(player).count()) === 2);
    const bar = await player.locator('.slider').boundingBox();
    await page.mouse.move((bar?.x ?? 0) + (bar?.width ?? 0) / 2, (bar?.y ?? 0) + 20);
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`marks-${name}.png`) });
    await toEnd(player);
    await page.waitForTimeout(300);
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`end-${name}.png`) });
    expect(faults).toEqual([]);
    function spots(of: Locator): Locator {
      return of.locator('.spot');
    }
  });
});
