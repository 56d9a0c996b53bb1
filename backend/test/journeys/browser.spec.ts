// The whole road in a real browser, with a real clip: from sign-up to half of a commission refunded.
/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeFaults } from '../support/pages/axe.js';
import { PHONE_AGENT, Walker } from '../../seed/walker.js';
import { launchBrowser } from '../support/browser.js';
import { until } from '../support/processes.js';
import { setStage, type Stage } from '../support/stage.js';

const CLIP = join(import.meta.dirname, '../media/coffee-portrait-9x16.mp4');
const PICTURES = join(import.meta.dirname, '../../../artifacts/journey');
const CREATOR = { email: 'dana@stage.test', name: 'Dana Akhmetova' };
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

describe('the road, in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let creator: BrowserContext;
  let shopper: BrowserContext;
  let moderator: BrowserContext;
  const complaints: string[] = [];
  let seconds = 0;

  /** A person with a browser of their own; every console error and failed answer is written down. */
  async function person(viewport: { width: number; height: number }): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport,
      locale: 'en-US',
      timezoneId: 'Asia/Almaty',
      userAgent: PHONE_AGENT,
    });
    context.on('page', (page) => {
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on('response', (answer) => {
        if (answer.status() >= 500) complaints.push(`${answer.url()}: ${answer.status()}`);
      });
    });
    return context;
  }

  /** A picture at both widths, and no violation that axe can find. */
  async function look(page: Page, name: string): Promise<void> {
    const before = page.viewportSize() ?? DESKTOP;
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(PICTURES, `${name}-${size.width}.png`), fullPage: true });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect({ name, width: size.width, overflow: wide }).toEqual({ name, width: size.width, overflow: 0 });
      expect({ name, faults: await axeFaults(page) }).toEqual({ name, faults: [] });
    }
    await page.setViewportSize(before);
  }

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    stage = await setStage();
    browser = await launchBrowser();
    [creator, shopper, moderator] = [await person(PHONE), await person(PHONE), await person(DESKTOP)];
    seconds = Date.now();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
    console.log(`the road took ${Math.round((Date.now() - seconds) / 1000)} s`);
  });

  it('a creator signs up, confirms the address and signs in', async () => {
    const page = await creator.newPage();
    await page.goto(`${stage.apiUrl}/studio/sign-up`);
    await page.getByLabel('Name', { exact: false }).first().fill(CREATOR.name);
    await page.getByLabel('E-mail').fill(CREATOR.email);
    await page
      .getByLabel('Password', { exact: true })
      .or(page.locator('input[type=password]'))
      .first()
      .fill(stage.password);
    await look(page, '01-sign-up');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Look in your mail').waitFor();
    const link = (await new Walker(stage.apiUrl).mails(CREATOR.email))[0]?.links[0] ?? '';
    await page.goto(link);
    await page.getByText('Your address is confirmed').waitFor();
    await page.goto(`${stage.apiUrl}/studio/sign-in`);
    await page.getByLabel('E-mail').fill(CREATOR.email);
    await page.locator('input[type=password]').first().fill(stage.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/creator/);
    await look(page, '02-creator-home');
    await page.close();
  }, 90_000);

  it('uploads a clip; the connection is cut at half, the browser closed, and the rest follows at the same byte', async () => {
    const page = await creator.newPage();
    await page.goto(`${stage.apiUrl}/studio/creator/upload`);
    await page.getByText('Up to').waitFor();
    await page.locator('input[type=file]').first().setInputFiles(CLIP);
    await page.getByText('coffee-portrait-9x16.mp4').waitFor();
    const product = page.getByRole('checkbox').first();
    await product.waitFor();
    await page.getByLabel('Find a product').fill('mug');
    await page.waitForTimeout(600);
    await page.getByRole('checkbox').first().check();
    await page.getByLabel('Title', { exact: false }).last().fill('Morning coffee in this mug');
    await look(page, '03-upload');
    const network = await creator.newCDPSession(page);
    const slow = { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 300 * 1024 };
    await network.send('Network.emulateNetworkConditions', slow);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    const bar = page.getByRole('progressbar').first();
    await bar.waitFor();
    await page.waitForFunction(() => {
      const shown = document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow');
      return Number(shown) >= 40;
    });
    await stage.api.kill();
    await page.getByText('No connection').first().waitFor();
    await look(page, '04-upload-cut');
    await page.close();
    stage.api.start();
    await until('the API', async () => ((await fetch(`${stage.apiUrl}/readyz`)).ok ? true : null));

    const again = await creator.newPage();
    const offsets: number[] = [];
    again.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
    });
    await again.goto(`${stage.apiUrl}/studio/creator/videos`);
    await again.getByText('Choose the same file to continue').waitFor();
    await again.locator('input[type=file]').first().setInputFiles(CLIP);
    await again
      .getByText(/In review/)
      .first()
      .waitFor({ timeout: 90_000 });
    // On S3 a killed service loses the part that it was still collecting, so the rest may begin earlier there; that a
    // mere cut of the line continues at the byte on S3 too is shown by uploads.spec.
    expect(offsets[0]).toBeGreaterThan(process.env['VITRINA_TEST_S3'] ? -1 : 100_000);
    await look(again, '05-my-videos');
    await again
      .getByRole('link', { name: /Morning coffee/ })
      .first()
      .click();
    await again.getByText('Its road').waitFor();
    await look(again, '06-video');
    await again.close();
  }, 180_000);

  it('a moderator signs in with a second factor, watches, and approves by keyboard', async () => {
    const page = await moderator.newPage();
    await page.goto(`${stage.apiUrl}/studio/sign-in`);
    await page.getByLabel('E-mail').fill(stage.staffEmail);
    await page.locator('input[type=password]').first().fill(stage.password);
    await page.keyboard.press('Enter');
    const code = page.getByLabel('Code');
    await code.waitFor();
    await look(page, '07-second-factor');
    // A code counts once: the one that set the factor up may still be the present one.
    for (let tries = 0; !/\/staff/.test(page.url()) && tries < 20; tries++) {
      const codes = (await (await fetch(`${stage.apiUrl}/demo/codes.json`)).json()) as {
        email: string;
        code: string;
      }[];
      await code.fill(codes.find((c) => c.email === stage.staffEmail)?.code ?? '').catch(() => undefined);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/staff/, { timeout: 3000 }).catch(() => undefined);
    }
    await page.goto(`${stage.apiUrl}/studio/staff/review`);
    await page.getByText('Morning coffee').first().waitFor();
    await look(page, '08-queue');
    await page
      .getByRole('link', { name: /Morning coffee/ })
      .or(page.getByRole('button', { name: 'Start reviewing' }))
      .first()
      .click();
    const video = page.locator('video');
    await video.waitFor();
    await page.getByText('About the video').waitFor();
    await look(page, '09-review');
    await page.keyboard.press(' ');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
    await page.keyboard.press('a');
    await page.getByText(/is approved/).waitFor();
    await page.close();
  }, 180_000);

  it('a shopper consents, watches until the view counts, and buys from inside the player', async () => {
    const page = await shopper.newPage();
    await page.goto(`${stage.shopUrl}/?lang=en`);
    await look(page, '10-shop');
    await page.goto(`${stage.shopUrl}/products/mug`);
    await page.locator('#consent button[value=granted]').click();
    const player = page.locator('vitrina-player[state=poster]');
    await player.waitFor();
    await look(page, '11-product');
    await page.evaluate(() => {
      const seen: string[] = [];
      (window as unknown as { seen: string[] }).seen = seen;
      for (const type of ['play', 'qualified', 'cart', 'error']) {
        document.addEventListener(`vitrina:${type}`, () => seen.push(type));
      }
    });
    await player.locator('[part~=play]').first().click();
    await page.waitForFunction(() => (window as unknown as { seen: string[] }).seen.includes('qualified'), undefined, {
      timeout: 60_000,
    });
    await page.screenshot({ path: join(PICTURES, '12-watching-390.png') });
    await player.locator('[part~=product]').first().click();
    await player.locator('button[part~=buy]').first().waitFor();
    await look(page, '13-buy');
    await player.locator('button[part~=buy]').first().click();
    await page.waitForFunction(() => document.querySelector('#cart-count')?.textContent === '1');
    await page.goto(`${stage.shopUrl}/checkout`);
    await page.locator('[name=name]').fill('Aliya');
    await page.locator('[name=email]').fill('aliya@shopper.test');
    await page.locator('[name=phone]').fill('+77011234567');
    await look(page, '14-checkout');
    await page.locator('form button.wide').first().click();
    await page.waitForURL(/\/orders\//);
    await look(page, '15-order');
    await page.close();
  }, 180_000);

  /** The creator's first commission as the page shows it. */
  async function commissionShown(page: Page, amount: RegExp): Promise<void> {
    await page.goto(`${stage.apiUrl}/studio/creator/earnings`);
    for (let i = 0; i < 30; i++) {
      const text = (await page.getByRole('main').textContent()) ?? '';
      if (amount.test(text.replaceAll(/[\s\u00a0\u202f,]/g, ''))) return;
      await page.waitForTimeout(1000);
      await page.reload();
      await page.getByRole('main').waitFor();
      await page.waitForTimeout(500);
    }
    throw new Error(`No ${String(amount)} on the earnings page`);
  }

  it('the creator sees the commission and why', async () => {
    const page = await creator.newPage();
    await commissionShown(page, /499[.]00|499₸|₸499|KZT499/);
    await look(page, '16-earnings');
    await page.getByRole('button', { name: /Why/ }).first().click();
    await page.getByText('How it was counted').waitFor();
    await look(page, '17-why');
    await page.close();
  }, 120_000);

  it('half is refunded in the shop, and half of the commission goes', async () => {
    const page = await shopper.newPage();
    await page.goto(`${stage.shopUrl}/orders`);
    await page.locator('main a[href^="/orders/"]').first().click();
    await page.getByRole('button', { name: /half/i }).click();
    await page.waitForTimeout(500);
    await look(page, '18-refunded');
    await page.close();
    const earnings = await creator.newPage();
    await commissionShown(earnings, /249[.]50/);
    await look(earnings, '19-earnings-after-refund');
    // The report says the same as the book.
    await earnings.goto(`${stage.apiUrl}/studio/creator/reports`);
    await earnings.getByText('249.50').first().waitFor();
    await earnings.getByText('Credited orders per viewer').waitFor();
    await look(earnings, '20-reports');
    await earnings.close();
  }, 120_000);

  it('nothing complained: no console error, no 5xx, no unhandled rejection', () => {
    // Cutting the connection on purpose makes the browser report the cut itself.
    const real = complaints.filter((line) => !/net::ERR_(FAILED|CONNECTION_\w+|EMPTY_RESPONSE)/.test(line));
    expect(real).toEqual([]);
    // The level, not the word: a warning may quote a program's own error.
    expect(stage.logs()).not.toMatch(/unhandled rejection|\bERROR\b/);
    expect(stage.logs()).not.toMatch(/unhandledrejection|UnhandledPromise/i);
  });
});
