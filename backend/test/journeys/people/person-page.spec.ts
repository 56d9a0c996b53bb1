// The page of a creator in a browser: with scripts off, narrow, dark, in three languages, and nothing from elsewhere.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Storage } from '../../../src/base/storage/storage.js';
import { mediaFolder } from '../../../src/videos/video.rules.js';
import { startApp, type TestApp } from '../../support/app.js';
import { launchBrowser } from '../../support/browser.js';
import { makePublishedVideo } from '../../support/make-videos.js';
import { makeCreator, makeProduct, makeStore } from '../../support/make.js';
import { axeFaults } from '../../support/pages/axe.js';

const ROOT = join(import.meta.dirname, '../../../..');
const POSTER = readFileSync(join(ROOT, 'player/test/media/coffee/poster.jpg'));
const SHOTS = join(ROOT, 'artifacts/pages');

let app: TestApp;
let browser: Browser;
let url: string;

beforeAll(async () => {
  app = await startApp();
  browser = await launchBrowser();
  const store = await makeStore(app, { name: 'Aina Home' });
  const dana = await makeCreator(app, { name: 'Дана Ахметова' });
  const titles = [
    'Кружка, которая держит тепло',
    'Mug',
    'Очень длинное название обзора о чайнике, которое не помещается',
    'Jar',
  ];
  for (const title of titles) {
    const product = await makeProduct(app, store, { title: `${title} · 350 мл` });
    const video = await makePublishedVideo(app, { store, creator: dana, products: [product], title });
    const folder = mediaFolder({ storeId: store.id, videoId: video.id, version: video.version });
    await app.get(Storage).put(`${folder}/poster.jpg`, POSTER);
  }
  const call = app.http.post('/uploads/faces').set({ 'content-type': 'image/jpeg', cookie: dana.cookie });
  expect((await call.serialize((body: unknown) => body as string).send(POSTER)).status).toBe(202);
  await app.drainJobs();
  const i = {
    ...{ displayName: 'Дана Ахметова', handle: 'dana.k', bio: 'Проверяю посуду, пока не сломается.\nАлматы.' },
    links: ['instagram.com/dana', 'https://a-very-long-name-of-a-site.example/with/a/very/long/path/that/goes/on'],
  };
  await app.graphql(
    'mutation($i: CreatorProfileInput!) { updateCreatorProfile(input: $i) { handle } }',
    { i },
    { as: dana.cookie },
  );
  url = `${app.baseUrl}/c/${store.publishableKey}/dana.k`;
  await mkdir(SHOTS, { recursive: true });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

describe('the page of a creator', () => {
  it.each([
    ['ru', 390, 'light'],
    ['kk', 320, 'dark'],
    ['en', 1440, 'light'],
    ['ru', 1440, 'dark'],
  ] as const)('has no fault for axe and asks nobody else: %s, %i px, %s', async (lang, width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => !request.url().startsWith(app.baseUrl) && faults.push(request.url()));
    await page.goto(`${url}?lang=${lang}`, { waitUntil: 'load' });
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    const low = await page
      .locator('.links a, .ways a')
      .evaluateAll((links) =>
        links.filter((link) => link.getBoundingClientRect().height < 44).map((link) => link.textContent),
      );
    expect(low).toEqual([]);
    // What is largest comes with the page, at once: no script, no lazy picture above the fold.
    const first = page.locator('.reviews img').first();
    expect([await first.getAttribute('loading'), await first.getAttribute('fetchpriority')]).toEqual([null, 'high']);
    await page.screenshot({ path: join(SHOTS, `person-${lang}-${width}-${colorScheme}.png`), fullPage: true });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says everything without scripts, and leads to a video', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${url}?lang=en`);
    await page.getByRole('heading', { name: 'Дана Ахметова', level: 1 }).waitFor();
    expect(
      await page
        .getByRole('listitem')
        .filter({ has: page.locator('.poster') })
        .count(),
    ).toBe(4);
    await page.getByRole('link', { name: /Кружка, которая держит тепло/ }).click();
    await page.getByRole('heading', { name: 'Кружка, которая держит тепло', level: 1 }).waitFor();
    // And back, by the name under the video.
    await page.getByRole('link', { name: 'Дана Ахметова', exact: true }).click();
    await page.waitForURL(`${url}?lang=en`);
    await context.close();
  });
});
