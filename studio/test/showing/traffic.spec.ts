// A shop's people at what their videos weigh: rows by day, and the terms, with what is no price told at its field.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { settled, visit } from '../studio-browser.js';

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

it('rows turn to days, a wrong price is told at its field, and a budget is kept', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner' });
  await page.goto(`${api.url}/studio/store/sto_aina/traffic`);
  await settled(page);
  await page.locator('main select').first().selectOption('DAY');
  await page.getByRole('heading', { name: 'By day', exact: true }).waitFor();
  const csv = page.getByRole('link', { name: 'Download CSV' });
  expect(await csv.getAttribute('href')).toMatch(/^\/stores\/sto_aina\/bytes\.csv\?by=DAY&from=\d{4}-\d\d-\d\d/);
  const price = page.getByRole('textbox', { name: 'Price of a gigabyte' });
  await price.fill('cheap');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This is no price.').first().waitFor();
  await price.fill('12,5');
  await page.getByRole('switch', { name: 'A budget for each visitor' }).click();
  const budget = page.getByRole('textbox', { name: 'Megabytes of video' });
  await budget.fill('80');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').first().waitFor();
  await page.reload();
  await settled(page);
  expect([await price.inputValue(), await budget.inputValue()]).toEqual(['12.50', '80']);
  // The refusal of the first price is the only fault of the page.
  expect(faults.filter((fault) => !/gigabytePrice|400|no price/i.test(fault))).toEqual([]);
  await context.close();
});
