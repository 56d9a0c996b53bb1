// Disputes in the browser by keyboard alone: opened beside an amount, answered by the shop, decided by a key.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { overflow, settled, shot, visit } from '../studio-browser.js';

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

describe.each([1440, 390])('a creator, at %i px', (width) => {
  it('disputes an amount from the words that explain it', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'creator', width });
    await page.goto(`${api.url}/studio/creator/earnings`);
    await settled(page);
    await page.getByRole('button', { name: /Why/ }).first().press('Enter');
    await page.getByRole('button', { name: 'Dispute this amount' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Dispute this amount' });
    const send = dialog.getByRole('button', { name: 'Send' });
    await dialog.getByRole('radio', { name: 'Nothing was returned' }).check();
    await dialog.getByLabel('What is wrong with it').fill('Too short');
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByLabel('What is wrong with it').fill('Nothing was sent back, the buyer wears it every day.');
    await page.waitForTimeout(300);
    await shot(page, `dispute-dialog-${width}`);
    expect(await axeFaults(page, '[role="dialog"]')).toEqual([]);
    await send.press('Enter');
    await page.waitForURL(/creator\/disputes\/dsp_shop$/);
    await settled(page);
    expect({ faults, over: await overflow(page) }).toEqual({ faults: [], over: 0 });
    await context.close();
  });

  it('is told by the bell what is new', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'creator', width });
    await page.goto(`${api.url}/studio/creator/earnings`);
    await settled(page);
    await page.getByRole('link', { name: 'News, 2 unread' }).press('Enter');
    await page.getByText('Your first sale in Aina Home').waitFor();
    const mail = page.getByRole('switch', { name: 'A payout arrived' });
    expect(await mail.isChecked()).toBe(width === 1440);
    if (width === 1440) await mail.press('Space');
    await page.getByText('a payment did not arrive').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

it('a shop answers in its own words', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 390 });
  await page.goto(`${api.url}/studio/store/sto_aina/disputes`);
  await settled(page);
  await page.getByRole('link', { name: /A-10311/ }).press('Enter');
  await page.getByLabel('Your answer').fill('Our courier brought it back on Monday.');
  await page.getByRole('button', { name: 'Do not agree' }).press('Enter');
  await page.getByText('Your answer was sent').waitFor();
  await page.getByText('Our courier brought it back on Monday.').waitFor();
  expect({ faults, over: await overflow(page) }).toEqual({ faults: [], over: 0 });
  await context.close();
});

it('staff decide with two keys, after both sides were read; letters in a field decide nothing', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 1440 });
  await page.goto(`${api.url}/studio/staff/disputes`);
  await settled(page);
  await page.getByRole('link', { name: /A-10482/ }).press('Enter');
  await settled(page);
  const amount = page.getByLabel('Amount');
  expect(await amount.inputValue()).toBe('1299.00');
  await page.keyboard.press('a');
  await page.getByLabel('What the creator reads').fill('The video was seen before the other one: ahr.');
  expect(page.url()).toContain('dsp_line');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('3');
  expect(await page.getByRole('radio', { name: /Our mistake/ }).isChecked()).toBe(true);
  await shot(page, 'dispute-decided-1440');
  await page.keyboard.press('a');
  await page.waitForURL(/staff\/disputes(\/dsp_shop)?$/);
  await page.goto(`${api.url}/studio/staff/disputes/dsp_line`);
  await page.getByText('Our mistake').waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
