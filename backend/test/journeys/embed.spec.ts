// A video in a frame on two other sites, in a real browser: one is named in the code, the other is not.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Frame, Page } from 'playwright-core';
import { EmbedsService } from '../../src/embeds/embeds.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';
import { actorOf, makeProduct, makeStore, type MadeStore } from '../support/make.js';
import { makePublishedVideo } from '../support/make-videos.js';
import type { Video } from '../../src/videos/video.entity.js';

let app: TestApp;
let browser: Browser;
let site: Server;
let store: MadeStore;
let video: Video;
/** The same site by its two names: only the first is in the code. */
let named = '';
let foreign = '';
let html = '';

beforeAll(async () => {
  app = await startApp();
  browser = await launchBrowser();
  site = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  [named, foreign] = [`localhost:${port}`, `127.0.0.1:${port}`];
  store = await makeStore(app);
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  video = await makePublishedVideo(app, { store, products: [mug], title: 'My mug' });
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => (site ? site.close(resolve) : resolve(null)));
  await app?.close();
});

async function framed(
  host: string,
  referrer = 'strict-origin-when-cross-origin',
): Promise<{ page: Page; frame: Frame; said: string[] }> {
  const owner = await actorOf(app, store.owner);
  const embeds = app.get(EmbedsService);
  const embed = await embeds.create(owner, store.id, { videoId: video.id, label: '', domains: [named], days: 1 });
  html = `<!doctype html><title>Blog</title><iframe src="${embeds.urlOf(embed)}" width="360" height="640" referrerpolicy="${referrer}"></iframe>`;
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`http://${host}/`);
  await page.waitForTimeout(500);
  const frame = page.frames()[1];
  if (!frame) throw new Error('no frame');
  return { page, frame, said };
}

describe('a frame on another site', () => {
  it('that the code names shows the poster and the player, and breaks no policy', async () => {
    const { page, frame, said } = await framed(named);
    await frame.locator('vitrina-player[state=poster] .go').waitFor({ timeout: 15_000 });
    expect(await frame.locator('vitrina-player .name').innerText()).not.toBe('');
    expect(said.filter((text) => /policy|Refused/i.test(text))).toEqual([]);
    await page.close();
  });

  it('leads to the shop in a window of its own', async () => {
    const { page, frame } = await framed(named);
    await frame.locator('vitrina-player .go').click();
    await frame.locator('vitrina-player .bar').waitFor({ timeout: 20_000 });
    const [opened] = await Promise.all([page.waitForEvent('popup'), frame.locator('vitrina-player .bar').click()]);
    expect(opened.url()).not.toBe('');
    expect(page.url()).toContain(named);
    await page.close();
  });

  it('that the code does not name says so where the browser tells the site', async () => {
    const { page, frame } = await framed(foreign);
    expect(await frame.locator('h1').innerText()).toMatch(/may not be shown on this site/);
    expect(await frame.locator('vitrina-player').count()).toBe(0);
    await page.close();
  });

  it('and is kept out by the browser where the site hides its name', async () => {
    const { page, frame, said } = await framed(foreign, 'no-referrer');
    expect(said.join('\n')).toMatch(/frame-ancestors/);
    expect(
      await frame
        .locator('vitrina-player')
        .count()
        .catch(() => 0),
    ).toBe(0);
    await page.close();
  });
});
