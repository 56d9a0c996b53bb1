// Certificates in the browser: held ones decided by keyboard, written-off codes noted, a pool made, codes brought, a surge resumed.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { overflow, settled, shot, visit } from '../studio-browser.js';

const AT = '/studio/store/sto_aina/certificates';
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

it('held ones are walked through, released and cancelled without a mouse', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 1440 });
  await page.goto(`${api.url}${AT}/cpl_new`);
  await settled(page);
  await page.getByText('Waiting for your decision: 3').first().waitFor();
  const boxes = page.locator('input[data-certificate^="cis_held"]');
  await boxes.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await boxes.nth(2).evaluate((box) => box === document.activeElement)).toBe(true);
  await page.keyboard.press('r');
  await page.getByText('Waiting for your decision: 2').first().waitFor();
  await boxes.first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('Same person under two names');
  await page.waitForTimeout(300);
  await shot(page, 'certificates-cancel-1440');
  expect(await axeFaults(page, '[role="dialog"]')).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('Cancelled: 2').waitFor();
  await page.getByRole('heading', { name: /Waiting for your decision/ }).waitFor({ state: 'detached' });
  await page.locator('input[data-certificate="cis_off1"]').focus();
  await page.keyboard.press('b');
  await page.getByText('Block these codes in your shop: 1').first().waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it('codes are brought as a file, and the rows left out are told by line', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 390 });
  await page.goto(`${api.url}${AT}/cpl_new`);
  await settled(page);
  const file = { name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from('GIFT-0001\nGIFT-0002\nx\n') };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('Added: 1. Known already: 1. Wrong: 1.').waitFor();
  await page.getByRole('button', { name: 'Show (6)' }).press('Enter');
  await page.getByText('Your store has this code already.').first().waitFor();
  await page.waitForTimeout(300);
  await shot(page, 'certificates-faults-390');
  expect(await axeFaults(page, '[role="dialog"]')).toEqual([]);
  expect(await overflow(page)).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});

it.each([1440, 390])('a pool is made at %i px, and what is wrong stands at its field', async (width) => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner', width });
  await page.goto(`${api.url}${AT}`);
  await settled(page);
  await page.getByRole('button', { name: 'New pool' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Spring gift');
  await dialog.getByRole('textbox', { name: 'Worth' }).fill('0');
  await dialog.getByLabel('A person, a month').fill('2');
  await page.waitForTimeout(300);
  await shot(page, `certificate-form-${width}`);
  expect(await axeFaults(page, '[role="dialog"]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await dialog.getByText('Write an amount above nothing.').waitFor();
  await dialog.getByRole('textbox', { name: 'Worth' }).fill('7000');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Spring gift' }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it('a pool that paused itself says why, and goes on by hand', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 1440 });
  await page.goto(`${api.url}${AT}/cpl_surge`);
  await settled(page);
  await page.getByText('Asked for in one hour: 61; the usual hour: 6.').waitFor();
  await page.getByRole('button', { name: 'Go on' }).press('Enter');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  expect(await page.getByText('The pool paused itself on').count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});
