// The card as the service writes it, in a real browser: seen without scripts, taken over without a shift, its picture asked for once.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import {
  cardMarkup,
  watchPage,
  type ShownProduct,
  type ShownVideo,
} from '../../../backend/src/playback/watch/markup.rules.js';
import { artefact, startWorld, STRICT_CSP, until, type World } from '../page.js';
import { clip, mugCard } from '../stub.js';

let world: World;
const STYLE = '<link rel="stylesheet" href="/player/v1/card.css">';
const place = {
  ...{ store: 'pk_test', product: 'mug', language: 'ru' as const },
  watchUrl: (id: string) => `/watch/${id}`,
  personUrl: (id: string) => `/c/pk_test/${id}`,
};
const product: ShownProduct = {
  ...{ title: 'Кружка', price: { amountMinor: '1299000', currency: 'KZT' }, url: '/mug', inStock: true },
};

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
  stub.requests.length = 0;
});

const SHAPES = [
  { shape: 'tall', width: 360, height: 640 },
  { shape: 'wide', width: 640, height: 360 },
];

/** The one video of the card, as the service would write it. */
function served(width: number, height: number): ShownVideo {
  const { stub } = world;
  const one = clip(stub.origin, 'vid_one', { width, height });
  stub.card.videos = [one];
  return { ...one, posterUrl: one.posterUrl ?? '', publishedAt: '2026-11-20T10:00:00.000Z' };
}

const markup = (width: number, height: number): string =>
  `${cardMarkup(place, [served(width, height)], product, false)}<p id="below">Below</p>`;

/** Runs in the page before anything else. */
function noteShifts(): void {
  const noted = { shifts: 0 };
  Object.assign(window, { noted });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.shifts += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

describe.each(SHAPES)('a $shape card that came with the page', ({ shape, width, height }) => {
  it('is a link with its picture and disclosure where no script runs', async () => {
    const { page, faults } = await world.open(markup(width, height), { head: STYLE, javaScriptEnabled: false });
    const picture = page.locator('vitrina-player img');
    await picture.waitFor();
    await page.getByText('Автор получит комиссию с покупки').waitFor();
    expect(await page.locator('vitrina-player a').getAttribute('href')).toBe('/watch/vid_one');
    expect(world.stub.requests.filter(({ path }) => path.endsWith('poster.jpg'))).toHaveLength(1);
    await page.screenshot({ path: artefact(`served-${shape}.png`) });
    expect(faults).toEqual([]);
  });

  it('becomes the player without a shift, and its picture is asked for once', async () => {
    const { page, player, faults } = await world.open(markup(width, height), { head: STYLE, init: noteShifts });
    const before = await page.locator('#below').evaluate((below) => below.getBoundingClientRect().top);
    await player.locator('.go').waitFor();
    await until('poster', async () => (await player.getAttribute('state')) === 'poster');
    const after = await page.locator('#below').evaluate((below) => below.getBoundingClientRect().top);
    const { shifts } = await page.evaluate(() => (window as unknown as { noted: { shifts: number } }).noted);
    expect([after - before, shifts]).toEqual([0, 0]);
    expect(world.stub.requests.filter(({ path }) => path.endsWith('poster.jpg'))).toHaveLength(1);
    expect(await axeFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

it('asks for nothing more before its picture is there', async () => {
  world.stub.slow.set('poster.jpg', 1000);
  const { page, player } = await world.open(markup(360, 640), { head: STYLE });
  await player.locator('.go').waitFor();
  const [poster, card] = await page.evaluate(() => {
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const of = (part: string) => all.find(({ name }) => name.includes(part));
    return [of('poster.jpg')?.responseEnd ?? Infinity, of('/v1/cards')?.startTime ?? 0];
  });
  expect(card).toBeGreaterThan(poster as number);
});

it('holds up no other card where a shop loads its picture late', async () => {
  const far = markup(360, 640).replace('<img ', '<img loading="lazy" ');
  const bare = '<vitrina-player store="pk_test" product="mug" id="bare"></vitrina-player>';
  const { page } = await world.open(`${bare}<svg width="1" height="20000"></svg>${far}`, { head: STYLE });
  await page.locator('#bare .go').waitFor();
});

it('becomes the player where its picture fails', async () => {
  world.stub.broken.set('/media/coffee/poster.jpg', 404);
  const { player } = await world.open(markup(360, 640), { head: STYLE });
  await player.locator('.go').waitFor();
});

it('stays a link when the service is silent', async () => {
  world.stub.broken.set('/v1/cards', 503);
  const { page, player } = await world.open(markup(360, 640), { head: STYLE });
  await until('quiet', async () => (await player.getAttribute('state')) === 'quiet');
  await page.getByText('Автор получит комиссию с покупки').waitFor();
  expect(await page.locator('vitrina-player a').isVisible()).toBe(true);
});

describe.each([
  { width: 320, scheme: 'light' as const },
  { width: 1440, scheme: 'dark' as const },
])('the page of a video at $width px, $scheme', ({ width, scheme }) => {
  it('plays, leads to the product, and has no fault', async () => {
    const video = served(360, 640);
    const { page, player, faults } = await world.open('', { viewport: { width, height: 800 }, colorScheme: scheme });
    world.stub.html = watchPage({ place, shop: 'Aina', video, product, isOpen: false, origin: '' });
    await page.reload();
    await player.locator('.go').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.screenshot({ path: artefact(`watch-${width}.png`) });
    await player.locator('.go').click();
    await until('playing', () => player.evaluate((element) => !(element as unknown as { paused: boolean }).paused));
    expect(await page.getByRole('link', { name: /К товару/ }).getAttribute('href')).toBe('/mug');
    expect(faults).toEqual([]);
  });
});
