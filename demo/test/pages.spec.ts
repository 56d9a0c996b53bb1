// The demo shop in a real browser: the player's cart, the keyboard, axe on every page, screenshots for people to look at.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { Shop } from '../src/shop.ts';
import { FakeVitrina, KEYS } from './fake-vitrina.ts';

const ARTIFACTS = join(import.meta.dirname, '../../artifacts/demo');

let browser: Browser;
let vitrina: FakeVitrina;
let shop: Shop;
let app: FastifyInstance;
let folder: string;
let url: string;

beforeAll(async () => {
  mkdirSync(ARTIFACTS, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'aina-pages-'));
  vitrina = new FakeVitrina();
  vitrina.videos = 1;
  const config = readConfig({
    VITRINA_API_URL: `http://127.0.0.1:${await vitrina.open()}`,
    VITRINA_PUBLISHABLE_KEY: KEYS.publishable,
    VITRINA_KEY_ID: KEYS.id,
    VITRINA_KEY_SECRET: KEYS.secret,
    VITRINA_DATA: folder,
  });
  shop = new Shop(config, () => undefined);
  app = await buildApp(shop, console.error);
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await shop.open();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await shop?.close();
  await vitrina?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Visit {
  page: Page;
  complaints: string[];
  look(name: string): Promise<void>;
  leave(): Promise<void>;
}

/** A visitor whose console errors and foreign requests are noted; `look` checks a page and takes its picture. */
async function visit(width: number, colorScheme: 'light' | 'dark', locale: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, locale });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== url && origin !== shop.config.publicUrl) complaints.push(`foreign request ${request.url()}`);
  });
  const look = async (name: string): Promise<void> => {
    await page.evaluate(async () => {
      scrollTo(0, 0);
      const images = [...document.querySelectorAll('img')];
      for (const image of images) image.loading = 'eager';
      await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
      // Moving things (the drawer, the fading toast) come to rest, so that colours are what people read.
      await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
    });
    await page.screenshot({ path: join(ARTIFACTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    expect({ name, faults: await axeFaults(page) }).toEqual({ name, faults: [] });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  };
  return { page, complaints, look, leave: () => context.close() };
}

describe.each([
  [390, 'light', 'ru'],
  [1440, 'light', 'en'],
  [320, 'dark', 'kk'],
] as const)('the shop at %i px, %s, in %s', (width, scheme, locale) => {
  it('is looked at, agreed with, bought from and refunded', async () => {
    const { page, complaints, look, leave } = await visit(width, scheme, locale);
    await page.goto(url);
    await look('home');
    await page.goto(`${url}/products/mug`);
    await page.click('#consent [value=granted]');
    await look('product');
    await page.click('vitrina-player button');
    await page.waitForSelector('[data-added=yes]');
    expect(await page.textContent('#cart-count')).toBe('1');
    await page.click('.buy .button');
    await page.waitForSelector('#drawer[open] .lines');
    await look('drawer');
    await page.goto(`${url}/checkout`);
    await look('checkout');
    await page.fill('#name', 'Асель Нурлан');
    await page.fill('#email', 'asel@example.kz');
    await page.fill('#phone', '+7 701 123 45 67');
    await page.fill('#promoCode', 'dana10');
    await page.click('form .button.wide');
    await page.waitForURL(/orders\/AH-/);
    await look('order');
    await page.click('form[action$=refund-half] button');
    await page.waitForSelector('.status.off');
    await look('order-refunded');
    await page.goto(`${url}/orders`);
    await look('orders');
    expect(complaints).toEqual([]);
    expect(vitrina.faults).toEqual([]);
    expect(vitrina.of('/v1/orders/').at(-1)?.body).toMatchObject({
      viewerToken: 'v1.viewer.abc',
      discountCodes: ['DANA10'],
    });
    await leave();
  }, 120_000);
});

describe('by keyboard', () => {
  it('skips to the content, chooses a size, fills the cart, changes it and closes the drawer', async () => {
    const { page, complaints, leave } = await visit(1024, 'light', 'en');
    await page.goto(`${url}/products/loafers`);
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.focus('.sizes input:checked');
    await page.keyboard.press('ArrowRight');
    expect(await page.inputValue('.sizes input:checked')).toBe('loafers-37');
    await page.focus('.buy .button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#drawer[open] .lines');
    await page.focus('#drawer [aria-label="More: Suede loafers"]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#cart-count')?.textContent === '2');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('More: Suede loafers');
    await page.keyboard.press('Escape');
    expect(await page.locator('#drawer').evaluate((drawer) => (drawer as HTMLDialogElement).open)).toBe(false);
    expect(complaints).toEqual([]);
    await leave();
  });
});
