// A shop's people at the versions of the player: what changed is read, a version is chosen and left again with one press.
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

it('a version is left for the newest, and gone back to', async () => {
  const { page, context, faults } = await visit(browser, api, { as: 'owner' });
  await page.goto(`${api.url}/studio/store/sto_aina/player`);
  await settled(page);
  await page.getByText('This store stays with this version').waitFor();
  await page.getByText('Captions follow the language of the page.').waitFor();
  await page.getByRole('button', { name: 'Follow the newest' }).press('Enter');
  await page.getByText('This store follows the newest version').waitFor();
  await page.getByRole('button', { name: 'Go back to 1.9.0' }).press('Enter');
  await page.getByText('This store stays with this version').waitFor();
  expect(await page.getByText('/player/s/pk_live_aina/vitrina.js').count()).toBe(1);
  expect(faults).toEqual([]);
  await context.close();
});
