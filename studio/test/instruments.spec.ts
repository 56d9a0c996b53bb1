// Order files, differences, links and postbacks in a real browser, by keyboard: the columns of a file, a dispute, a QR code, a trial.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { overflow, settled, shot, visit } from './studio-browser.js';

let browser: Browser;
let api: MockApi;
beforeAll(async () => {
  api = await startMockApi();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

async function open(as: string, path: string, width = 1440) {
  const seen = await visit(browser, api, { as, width, height: 900 });
  await seen.page.goto(`${api.url}/studio${path}`);
  await seen.page.getByRole('heading', { level: 1 }).waitFor();
  await settled(seen.page);
  return seen;
}

async function sound(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await axeFaults(page)).toEqual([]);
}

it.each([1440, 390, 320])(
  'the columns of a file are guessed, shown and confirmed at %i px',
  async (width) => {
    const { page, context, faults } = await open('owner', '/store/sto_aina/order-files', width);
    await page.getByRole('button', { name: /Choose columns: / }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('самовывоз').waitFor();
    const chosen = (name: string) =>
      dialog.getByLabel(name, { exact: false }).first().locator('option:checked').textContent();
    expect([await chosen('Order number'), await chosen('Promo code')]).toEqual(['Номер заказа', 'Промокод']);
    await sound(page, `columns-${width}`);
    expect(await overflow(page)).toBe(0);
    await dialog.getByRole('button', { name: 'Read the file' }).press('Enter');
    await page.getByText('The file is being read').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  },
  300_000,
);

it('a difference is disputed with a reason, and not without one', async () => {
  const { page, context } = await open('owner', '/store/sto_aina/differences');
  await page.getByRole('button', { name: 'Dispute the difference of A-10482' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await sound(page, 'dispute-1440');
  await dialog.getByRole('button', { name: 'Dispute' }).press('Enter');
  expect(await dialog.isVisible()).toBe(true);
  await dialog.getByLabel('Reason or remark').fill('We never sold this.');
  await dialog.getByRole('button', { name: 'Dispute' }).press('Enter');
  await page.getByText('You dispute this').waitFor();
  await context.close();
}, 300_000);

it('a QR code is shown and saved for print', async () => {
  const { page, context } = await open('creator', '/creator/links', 390);
  await page.getByRole('button', { name: /QR code: Telegram/ }).press('Enter');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await sound(page, 'qr-390');
  for (const [name, beginning] of [
    ['SVG for print', '<svg'],
    ['PNG, 5 cm', '\u0089PNG'],
  ] as const) {
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).press('Enter'),
    ]);
    expect(
      readFileSync(await saved.path())
        .toString('latin1')
        .startsWith(beginning),
    ).toBe(true);
  }
  await context.close();
}, 300_000);

it('an address of a tracker is tried out, and its log shows what came back', async () => {
  const { page, context } = await open('creator', '/creator/postbacks', 390);
  await page.getByRole('button', { name: /^Try/ }).first().press('Enter');
  await page.getByText('The address answered 200').waitFor();
  await page
    .getByRole('button', { name: /^Log of/ })
    .first()
    .press('Enter');
  await page.getByText('Internal Server Error').waitFor();
  await sound(page, 'postback-log-390');
  await context.close();
}, 300_000);
