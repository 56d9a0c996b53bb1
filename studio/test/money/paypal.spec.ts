// Being paid by PayPal in the browser: a creator chooses it, finance prepares, sees what PayPal says, and ends what went wrong.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../../backend/test/support/browser.js';
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

describe('a creator', () => {
  it.each([1440, 390])('chooses PayPal with an address and a currency, at %i px', async (width) => {
    const { page, context, faults } = await visit(browser, api, { as: 'creator', width });
    await page.goto(`${api.url}/studio/creator/payouts`);
    await settled(page);
    await page.getByRole('button', { name: 'Change', exact: true }).first().press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('BIC of the bank').waitFor();
    await dialog.getByLabel('How you are paid').click();
    await page.getByRole('option', { name: 'PayPal' }).click();
    await dialog.getByLabel('E-mail of your PayPal account').waitFor();
    // A bank is asked for no more.
    expect(await dialog.getByLabel('BIC of the bank').count()).toBe(0);
    await dialog.getByLabel('Name as the bank knows it').fill('Dana Akhmetova');
    await dialog.getByLabel('E-mail of your PayPal account').fill('dana@mail.kz');
    await dialog
      .getByRole('combobox', { name: 'Currency' })
      .or(dialog.getByLabel(/^Currency/))
      .first()
      .click();
    await page.getByRole('option', { name: 'USD' }).click();
    await page.waitForTimeout(300);
    await shot(page, `payout-profile-paypal-${width}`);
    expect(await overflow(page)).toBe(0);
    expect(await axeFaults(page, '[role="dialog"]')).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('Saved. Staff will look at your status.').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('finance', () => {
  it('prepares a batch for each way that is set up, and is told that the sandbox moves no money', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 1440 });
    await page.goto(`${api.url}/studio/staff/payouts`);
    await settled(page);
    await page.getByText('batches by PayPal move no real money').waitFor();
    await page.getByRole('button', { name: 'Prepare by PayPal' }).press('Enter');
    await page.waitForURL(/pbt_1$/);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('sees what PayPal says of each payout, and what contradicts the book', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 1440 });
    await page.goto(`${api.url}/studio/staff/payouts/pbt_2`);
    await settled(page);
    await page.getByText('PayPal now says otherwise: Taken back by PayPal. Decide what is owed.').waitFor();
    await page.getByText('RECEIVER_ACCOUNT_LOCKED').waitFor();
    // PayPal tells the results: nobody uploads them, and no file is for a bank.
    for (const name of ['Payment order (pain.001)', 'Results'])
      expect(await page.getByRole('button', { name }).or(page.getByRole('link', { name })).count()).toBe(0);
    await page.getByRole('button', { name: 'Look now' }).press('Enter');
    await page.getByText('PayPal is being asked').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('gives a refused order up with a reason, never one that may be taken, and names a lost one', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 390 });
    await page.goto(`${api.url}/studio/staff/payouts/pbt_3`);
    await settled(page);
    await page.getByText('PayPal may have it already').first().waitFor();
    // Of three orders in trouble only the refused one can be given up.
    expect(await page.getByRole('button', { name: 'Give it up' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Give it up' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('The balance stays empty');
    await shot(page, 'send-give-up-390');
    await dialog.getByRole('button', { name: 'Give it up' }).press('Enter');
    await page.getByText('Given up: the money is owed again').waitFor();
    const name = page.getByRole('button', { name: 'It is this one' });
    expect(await name.isDisabled()).toBe(true);
    await page.getByLabel('Number at PayPal').fill('PQ7WRZ4NBK2LE');
    await name.press('Enter');
    await page.getByText('Found: its results come by themselves').waitFor();
    expect(await overflow(page)).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
