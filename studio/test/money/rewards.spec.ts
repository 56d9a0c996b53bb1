// A store's people at shoppers' rewards: release, cancel and why by keyboard alone; rules are saved, read and published; the stop is lifted.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
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

async function open(path: string): Promise<{ page: Page; faults: string[]; close: () => Promise<void> }> {
  const { page, context, faults } = await visit(browser, api, { as: 'owner' });
  await page.goto(`${api.url}/studio/store/sto_aina/rewards${path}`);
  await settled(page);
  return { page, faults, close: () => context.close() };
}

describe('rewards', () => {
  it('are released, cancelled with a reason, and explained without a mouse', async () => {
    const { page, faults, close } = await open('/list');
    await page.getByRole('button', { name: 'Release the reward of customer-1202' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).press('Enter');
    await page.getByText('Released').first().waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Release the reward of customer-1202' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Cancel the reward of customer-1201' }).press('Enter');
    const ask = page.getByRole('dialog');
    await ask.getByRole('textbox', { name: 'Why' }).waitFor();
    // The dialog takes the focus with its first frame.
    await page.waitForFunction(() => document.activeElement?.matches('textarea, input'));
    await page.keyboard.type('A relative of the cashier');
    await ask.getByRole('button', { name: 'Cancel', exact: true }).last().press('Enter');
    await page.getByText('A relative of the cashier').waitFor();
    // A dialog that still leaves keeps the keys.
    await ask.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Why: reward of customer-1203' }).press('Enter');
    await page.getByText('Version 2 of the rules gives the inviter').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await close();
  });

  it('follow rules that are saved, read in words and published', async () => {
    const { page, faults, close } = await open('/rules');
    await page.getByRole('combobox', { name: 'Sign-up, Friend' }).selectOption('points');
    await page.getByRole('textbox', { name: 'Sign-up, Friend: How much' }).fill('50');
    await page.getByRole('button', { name: 'Save the draft' }).press('Enter');
    await page.getByText('Saved; read it in words above').waitFor();
    await page.getByRole('button', { name: 'Publish' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).press('Enter');
    await page.getByRole('heading', { name: 'In force: version 4' }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Go on', exact: true }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).press('Enter');
    await page.getByText('far more than usual').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await close();
  });
});
