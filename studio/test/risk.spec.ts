// Alerts on money in the browser: decided by one key each, an appeal answered, and the creator's own side of it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { riskKeyOf } from '../src/staff/risk/keys.js';
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

const pressed = (code: string, ctrlKey = false) => ({ code, ctrlKey, altKey: false, metaKey: false });

describe('the keys', () => {
  it('are taken by place, and leave the browser its own', () => {
    expect(['KeyA', 'KeyH', 'KeyR', 'KeyN', 'Digit4', 'KeyQ'].map((code) => riskKeyOf(pressed(code))?.name)).toEqual([
      ...['release', 'hold', 'reject', 'next', 'reason', undefined],
    ]);
    expect(riskKeyOf(pressed('KeyR', true))).toBeNull();
  });
});

describe('staff', () => {
  it('filters the queue, and a key with a chosen reason decides and goes on to the next group', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 1440 });
    await page.goto(`${api.url}/studio/staff/risk`);
    await settled(page);
    expect(await page.getByRole('row').count()).toBe(5);
    await page.getByRole('link', { name: 'A promo code got around' }).click();
    await settled(page);
    // In a field the keys are letters.
    await page.getByLabel('Note for colleagues').fill('ahr');
    expect(page.url()).toContain('rsk_code');
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('5');
    expect(await page.getByRole('radio', { name: /The shop was asked/ }).isChecked()).toBe(true);
    await page.keyboard.press('h');
    await page.waitForURL(/rsk_own$/);
    await settled(page);
    // No money stands behind it: nothing to hold or to reject.
    expect(await page.getByRole('button', { name: /^(Hold|Reject)/ }).count()).toBe(0);
    await page.keyboard.press('a');
    await page.waitForURL(/rsk_budget$/);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('answers an appeal with words, on a phone too', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 390 });
    await page.goto(`${api.url}/studio/staff/risk`);
    await settled(page);
    await page.getByText('Appeals', { exact: true }).click();
    await page.getByRole('link', { name: 'Too many returns' }).click();
    await settled(page);
    await shot(page, 'risk-appeal-390');
    const accept = page.getByRole('button', { name: 'Accept and release' });
    expect(await accept.isDisabled()).toBe(true);
    await page.getByLabel('Answer').fill('The shop says the same. We are sorry.');
    expect(await overflow(page)).toBe(0);
    await accept.press('Enter');
    await page.getByText('Released', { exact: true }).first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('sees what happened when a group is not there', async () => {
    const { page, context } = await visit(browser, api, { as: 'finance.passed', width: 390 });
    await page.goto(`${api.url}/studio/staff/risk/rsk_none`);
    await page.getByRole('alert').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await context.close();
  });
});

describe('the creator', () => {
  it('reads why a part is held, and objects once', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'creator', width: 390 });
    await page.goto(`${api.url}/studio/creator/earnings`);
    await settled(page);
    await page.getByText('these purchases may be your own').waitFor();
    await page.getByRole('button', { name: 'Object' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What we should know').fill('My neighbours bought them, we share a yard.');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send' }).press('Enter');
    await page.getByText('Your objection waits for its answer.').waitFor();
    expect(await page.getByRole('button', { name: 'Object' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
