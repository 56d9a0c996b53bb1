// People at work in a real browser: signing in, uploading with the keyboard, going on after a cut, reviewing with keys.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { settled, shot, visit } from './studio-browser.js';

let browser: Browser;
let api: MockApi;
const folder = mkdtempSync(join(tmpdir(), 'vitrina-studio-'));
const clip = join(import.meta.dirname, 'fixtures/clip.webm');

beforeAll(async () => {
  api = await startMockApi();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.close();
});

/** Presses Tab until the focus is on what has this name; fails after 60 presses. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      const focused = document.activeElement;
      const id = focused?.getAttribute('id');
      const label = id ? document.querySelector(`label[for="${CSS.escape(id)}"]`) : null;
      return [focused?.getAttribute('aria-label'), label?.textContent, focused?.textContent]
        .filter(Boolean)
        .join(' | ');
    });
    if (name.test(label)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

/** A file of this size that says it is a video; the browser cannot read its length. */
function bigVideo(name: string, sizeBytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(sizeBytes, 7));
  return path;
}

describe('signing in', () => {
  it('says what is wrong, then asks staff for the second factor, and opens the page that was wanted', async () => {
    const { page, context, faults } = await visit(browser, api);
    await page.goto(`${api.url}/studio/staff/decisions`);
    await page.getByLabel('E-mail').fill('moderator@demo.vitrina');
    await page.locator('input[name=password]').fill('wrong-password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('E-mail or password is wrong').waitFor();
    await page.locator('input[name=password]').fill('vitrina-demo');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Second factor' }).waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill('123 456');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Decisions' }).waitFor();
    expect(await page.getByRole('link', { name: 'Trial balance' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('makes staff set up a second factor and keep the recovery codes first', async () => {
    const { page, context } = await visit(browser, api, { as: 'newstaff' });
    await page.goto(`${api.url}/studio/`);
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill('123456');
    await page.getByRole('button', { name: 'Turn on' }).click();
    const go = page.getByRole('button', { name: 'Continue' });
    await go.waitFor();
    expect(await go.isDisabled()).toBe(true);
    expect(await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').count()).toBe(8);
    await page.getByLabel('I have kept the codes').check();
    await go.click();
    await page.getByRole('heading', { name: 'Review queue' }).waitFor();
    await context.close();
  });

  it('speaks three languages and keeps the choice', async () => {
    const { page, context } = await visit(browser, api, { language: 'ru-RU' });
    await page.goto(`${api.url}/studio/`);
    await page.getByRole('heading', { name: 'Вход' }).waitFor();
    await page.getByRole('button', { name: 'Язык' }).click();
    await page.getByRole('menuitem', { name: 'Қазақша' }).click();
    await page.getByRole('heading', { name: 'Кіру' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('kk');
    await page.reload();
    await page.getByRole('heading', { name: 'Кіру' }).waitFor();
    await context.close();
  });
});

describe('uploading', () => {
  it('goes from choosing to done with the keyboard alone', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'creator' });
    await page.goto(`${api.url}/studio/creator/upload?store=sto_aina`);
    await settled(page);
    await tabTo(page, /^Choose a video/);
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(clip);
    await page.getByText('clip.webm').waitFor();
    await tabTo(page, /Find a product/);
    await page.keyboard.type('mug');
    await page.getByText('Glass jar').waitFor({ state: 'detached' });
    await tabTo(page, /Stoneware mug/);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /Take out Stoneware mug/ }).waitFor();
    await tabTo(page, /^Title/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Keyboard only');
    await tabTo(page, /^Upload$/);
    await page.keyboard.press('Enter');
    await page.getByText('Uploaded. We are checking').first().waitFor();
    await page.getByRole('link', { name: 'See the video' }).click();
    await page.getByRole('heading', { name: 'Keyboard only' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('pauses, survives a closed browser, and goes on at the same byte with the same file', async () => {
    const { page, context } = await visit(browser, api, { as: 'creator' });
    const file = bigVideo('holiday.mp4', 24_000_000);
    api.slowMs = 700;
    await page.goto(`${api.url}/studio/creator/upload?store=sto_aina`);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('holiday.mp4').waitFor({ timeout: 10_000 });
    await page.getByLabel('Stoneware mug').check();
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('progressbar', { name: 'Upload of holiday' }).waitFor();
    await page.waitForTimeout(1200);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').first().waitFor();
    await shot(page, 'upload-paused-1280');
    await page.close();

    const later = await context.newPage();
    const methods: string[] = [];
    later.on('request', (request) => {
      // The pages' own scripts may be named so too.
      if (new URL(request.url()).pathname.startsWith('/uploads')) methods.push(request.method());
    });
    await later.goto(`${api.url}/studio/creator/videos`);
    const card = later.getByRole('article', { name: 'holiday' });
    await card.getByText(/Choose the same file to continue: holiday.mp4/).waitFor();
    await shot(later, 'upload-continue-1280');
    await card.locator('input[type=file]').setInputFiles(bigVideo('other.mp4', 1000));
    await card.getByRole('alert').getByText('other.mp4 is another file').waitFor();
    api.slowMs = 0;
    await card.locator('input[type=file]').setInputFiles(file);
    await later.getByText('Uploaded. We are checking').first().waitFor();
    expect(methods[0]).toBe('HEAD');
    expect(methods).not.toContain('POST');
    await context.close();
  });

  it('waits through a lost connection and goes on by itself', async () => {
    const { page, context } = await visit(browser, api, { as: 'creator' });
    api.slowMs = 300;
    await page.goto(`${api.url}/studio/creator/upload?store=sto_aina`);
    await page.locator('input[type=file]').setInputFiles(bigVideo('cut.mp4', 24_000_000));
    await page.getByText('cut.mp4').waitFor({ timeout: 10_000 });
    await page.getByLabel('Stoneware mug').check();
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.waitForTimeout(500);
    api.cut = true;
    await page.waitForTimeout(2500);
    api.cut = false;
    api.slowMs = 0;
    await page.getByText('Uploaded. We are checking').first().waitFor({ timeout: 30_000 });
    await context.close();
  });

  it('refuses a text file before it is sent, in plain words', async () => {
    const { page, context } = await visit(browser, api, { as: 'creator' });
    await page.goto(`${api.url}/studio/creator/upload`);
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'not a film');
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByRole('alert').getByText('notes.txt is not a video').waitFor();
    await context.close();
  });
});

describe('reviewing', () => {
  it('decides with keys alone and takes the next video by itself', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'moderator.passed', width: 1440 });
    await page.goto(`${api.url}/studio/staff/review`);
    await settled(page);
    await page.getByRole('button', { name: 'Start reviewing' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sunglasses on the ski slope' }).waitFor();
    await page.getByRole('radio').first().waitFor();
    const video = page.locator('video');
    await video.evaluate(
      (element: HTMLVideoElement) =>
        new Promise((resolve) => {
          if (element.readyState > 0) resolve(null);
          else element.onloadedmetadata = resolve;
        }),
    );
    await page.keyboard.press('l');
    expect(await video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeCloseTo(5, 0);
    await page.keyboard.press('j');
    await page.keyboard.press('l');
    await page.keyboard.press('3');
    await page.getByText('At 0:05', { exact: true }).waitFor();
    await shot(page, 'review-reason-1440');
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('r');
    await page.getByText('Sunglasses on the ski slope was sent back').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Oak shakers' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('a');
    expect(await page.getByText('Oak shakers: the grind test is approved').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await page.getByText('Oak shakers: the grind test is approved').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Cold brew' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('a store and its money', () => {
  it('shows a secret once, and never closes that by accident', async () => {
    const { page, context } = await visit(browser, api, { as: 'owner' });
    await page.goto(`${api.url}/studio/store/sto_aina/keys`);
    await page.getByRole('button', { name: 'New secret key' }).click();
    await page.getByLabel('Name').fill('Warehouse');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('sk_test_4f9cQ2vXwL8mZ1tB7nR5yH3k').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForTimeout(300);
    await page.getByText('sk_test_4f9cQ2vXwL8mZ1tB7nR5yH3k').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('cell', { name: /^Warehouse/ }).waitFor();
    await context.close();
  });

  it('moves a placement with the keyboard and says where it is now', async () => {
    const { page, context } = await visit(browser, api, { as: 'owner' });
    await page.goto(`${api.url}/studio/store/sto_aina/placements`);
    await page
      .getByRole('button', { name: /Move Does the lid.* down/ })
      .first()
      .focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByText(/is now 2 of 2/).waitFor({ state: 'attached' });
    await context.close();
  });

  it('says why row by row when a CSV has errors', async () => {
    const { page, context } = await visit(browser, api, { as: 'owner' });
    await page.goto(`${api.url}/studio/store/sto_aina/products`);
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const path = join(folder, 'products.csv');
    writeFileSync(path, 'id,title\nmug,Mug\n');
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('The check digit of this GTIN is wrong').waitFor();
    await context.close();
  });

  it('answers why, with steps, touches and history, without axe violations', async () => {
    const { page, context } = await visit(browser, api, { as: 'creator', width: 390, height: 844 });
    await page.goto(`${api.url}/studio/creator/earnings`);
    await page.getByRole('button', { name: /Why this amount.*A-10482/ }).click();
    const dialog = page.getByRole('dialog', { name: /Why: Stoneware mug/ });
    await dialog.getByText('Older than the window of 24 hours.').waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(import.meta.dirname, '../../artifacts/studio/why-390.png') });
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Table').first().click();
    await page.getByRole('table', { name: 'Per day' }).waitFor();
    await context.close();
  });
});
