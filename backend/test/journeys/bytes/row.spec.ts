// Twenty videos in every form, before a tap: what came over the wire, with real posters, as the service sends it (MS-21).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { makeShelf, PRODUCTS, type Answer, type Shelf } from './shelf.js';

/** At most, with data saver, before a tap. */
const MOST_BYTES = 300_000;
const FORMS = ['carousel', 'grid', 'stories', 'hero', 'slide', 'bubble'] as const;

let shelf: Shelf;
beforeAll(async () => {
  shelf = await makeShelf();
});
afterAll(() => shelf?.close());

const row = (form: string): string =>
  `<vitrina-reviews store="${shelf.store.publishableKey}" product="${PRODUCTS.join(' ')}" form="${form}" locale="ru"></vitrina-reviews>`;

/** No answer has come for a second. */
async function quiet(page: Page, answers: readonly Answer[]): Promise<void> {
  for (let known = -1; known !== answers.length;) {
    known = answers.length;
    await page.waitForTimeout(1000);
  }
}

const pictures = (answers: readonly Answer[]): string[] =>
  answers.flatMap(({ url }) => /poster-\d+-\w+\.\w+$/.exec(url) ?? []);
const kinds = (answers: readonly Answer[]): string[] =>
  [...new Set(pictures(answers).map((name) => name.replace(/^poster-(\d+)-\w+/, '$1')))].toSorted();
const media = (answers: readonly Answer[]): Answer[] => answers.filter(({ url }) => /\.(m4s|mp4|m3u8)$/.test(url));

describe('twenty videos with data saver', () => {
  it.each(FORMS)('as a %s weigh at most 300 kB before a tap, and no byte of it is video', async (form) => {
    const { page, answers, ours, close } = await shelf.open(row(form), { saves: true, deviceScaleFactor: 3 });
    await page.locator('vitrina-reviews .tile').first().waitFor();
    await quiet(page, answers);
    // To the very end of the page and of the row: whoever looks at everything pays for everything.
    await page.evaluate(async () => {
      const root = document.querySelector('vitrina-reviews')?.shadowRoot;
      for (const tile of root?.querySelectorAll('.tile') ?? []) {
        tile.scrollIntoView({ behavior: 'instant', inline: 'end' });
        // A frame or more passes before the browser tells that it is there.
        const poster = tile.querySelector('img');
        for (let left = 100; left > 0 && !poster?.hasAttribute('src'); left -= 1) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    });
    await quiet(page, answers);
    const shown = /hero|slide|bubble/.test(form) ? 1 : 20;
    expect(pictures(answers)).toHaveLength(shown);
    expect(kinds(answers)).toEqual(['320.avif']);
    expect(media(answers)).toEqual([]);
    expect(ours()).toBeLessThanOrEqual(MOST_BYTES);
    await close();
  });

  it.each(['carousel', 'grid', 'stories'])('as a %s fetch no picture far from the screen', async (form) => {
    const { page, answers, close } = await shelf.open(row(form), { saves: true });
    await page.locator('vitrina-reviews .tile').first().waitFor();
    await quiet(page, answers);
    const near = await page.locator('vitrina-reviews .tile').evaluateAll(
      (tiles) =>
        tiles.filter((tile) => {
          const { left, top } = tile.getBoundingClientRect();
          return left < innerWidth && top < innerHeight + 150;
        }).length,
    );
    expect(near).toBeLessThan(20);
    expect(pictures(answers)).toHaveLength(near);
    await close();
  });

  it('in a feed of the page weigh at most 300 kB beside the video that was asked for', async () => {
    const { page, answers, ours, close } = await shelf.open(row('feed'), { saves: true, deviceScaleFactor: 3 });
    await page.locator('vitrina-reviews[state=poster]').waitFor({ state: 'attached' });
    await quiet(page, answers);
    expect(pictures(answers)).toEqual([]);
    const before = ours();
    expect(before).toBeLessThanOrEqual(MOST_BYTES);
    await page.locator('vitrina-reviews').evaluate((row) => void (row as unknown as { open(): Promise<void> }).open());
    await page.waitForFunction(() => {
      const root = document.querySelector('vitrina-reviews')?.shadowRoot;
      const video = root?.querySelector('vitrina-player')?.shadowRoot?.querySelector('video');
      return (video?.currentTime ?? 0) > 1;
    });
    await quiet(page, answers);
    const video = media(answers);
    const spent = video.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(ours() - spent).toBeLessThanOrEqual(MOST_BYTES);
    // The lowest rung of the one that plays, no next one, and hls.js stays away.
    expect(new Set(video.map(({ url }) => url.split('/').at(-2))).size).toBe(1);
    expect(new Set(video.map(({ url }) => url.split('/').at(-3))).size).toBe(1);
    expect(video.filter(({ url }) => url.endsWith('.m4s')).every(({ url }) => /-360p-/.test(url))).toBe(true);
    expect(answers.filter(({ url }) => /hls-\w+\.js/.test(url))).toEqual([]);
    await close();
  });
});

describe('without data saver', () => {
  it.each<[string, number, string]>([
    ['carousel', 2, '320.webp'],
    ['grid', 1, '320.webp'],
    ['grid', 3, '640.webp'],
    ['stories', 3, '320.webp'],
    ['hero', 1, '640.webp'],
    ['hero', 3, '640.webp'],
    ['bubble', 2, '320.webp'],
    ['slide', 3, '640.webp'],
  ])('a %s at %s points a pixel takes the width that its place needs: %s', async (form, deviceScaleFactor, kind) => {
    const { page, answers, close } = await shelf.open(row(form), { deviceScaleFactor });
    await page.locator('vitrina-reviews .tile').first().waitFor();
    await quiet(page, answers);
    // One of the films is 404 points wide: its larger poster is that.
    expect(kinds(answers).map((one) => one.replace('404', '640'))).toContain(kind);
    expect(new Set(kinds(answers).map((one) => one.replace('404', '640'))).size).toBe(1);
    await close();
  });

  it('the first picture of a row waits for nothing of ours, and nothing moves', async () => {
    const { page, answers, close } = await shelf.open(row('hero'), { deviceScaleFactor: 3 });
    await page.locator('vitrina-reviews .tile').first().waitFor();
    await quiet(page, answers);
    const order = answers.map(({ url }) => url);
    const poster = order.findIndex((url) => /poster-/.test(url));
    const preview = order.findIndex((url) => /preview/.test(url));
    expect(poster).toBeGreaterThan(0);
    expect(preview < 0 || poster < preview).toBe(true);
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const watch = new PerformanceObserver((list) => resolve(list.getEntries().length));
          watch.observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(0), 500);
        }),
    );
    expect(shifts).toBe(0);
    await close();
  });
});
