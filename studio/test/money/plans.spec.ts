// A plan in the browser: a draft is written and proposed by its owner by keyboard, another person publishes it.
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

describe('a plan', () => {
  it('is saved, tried and proposed; a changed draft cannot be proposed before it is tried again', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 1440 });
    await page.goto(`${api.url}/studio/store/sto_aina/plan/pln_draft`);
    await settled(page);
    await page.getByText('Timur Seitkali').waitFor();
    await shot(page, 'plan-draft-whole-1440');
    expect(await axeFaults(page)).toEqual([]);
    const propose = page.getByRole('button', { name: 'Propose' });
    expect(await propose.isEnabled()).toBe(true);
    const rate = page.getByRole('group', { name: 'Rate 2' }).getByLabel('Rate', { exact: true });
    await rate.focus();
    await rate.fill('7.5');
    await page.keyboard.press('Tab');
    expect(await propose.isEnabled()).toBe(false);
    await page.getByText('Save the draft first.').waitFor();
    await page.getByRole('button', { name: 'Save the draft' }).press('Enter');
    await page.getByText('has changed since').waitFor();
    expect(await propose.isEnabled()).toBe(false);
    await page.getByRole('button', { name: 'Run the trial' }).press('Enter');
    await page.waitForFunction(() => !document.body.innerText.includes('has changed since'));
    await propose.press('Enter');
    await page.getByText('You had a hand in it').waitFor();
    expect(await page.getByRole('button', { name: 'Publish' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it.each([390, 1440])(
    'fills its windows from a ready-made set by keyboard at %d px, and says when it is one’s own',
    async (width) => {
      const { page, context, faults } = await visit(browser, api, { as: 'owner', width });
      await page.goto(`${api.url}/studio/store/sto_aina/plan/pln_draft2`);
      await settled(page);
      const preset = page.locator('input').and(page.getByLabel('Ready-made set'));
      // A busy machine takes its time to show a whole draft.
      await preset.waitFor({ timeout: 60_000 });
      expect(await preset.inputValue()).toBe('Click over view');
      await preset.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: '7 days' }).waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      expect(await preset.inputValue()).toBe('30 days');
      const link = page
        .getByRole('group', { name: 'Creator’s link' })
        .locator('input')
        .and(page.getByLabel('Time to the order'));
      expect(await link.inputValue()).toBe('30 days');
      expect(await page.getByRole('checkbox', { name: 'A click beats a view' }).isChecked()).toBe(false);
      await page.getByRole('checkbox', { name: 'Only the visit of the order' }).press('Space');
      expect(await preset.inputValue()).toBe('Own terms');
      await preset.scrollIntoViewIfNeeded();
      await shot(page, `plan-attribution-${width}`);
      expect(await overflow(page)).toBe(0);
      expect(await axeFaults(page)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  it('begins with a draft that is named in a dialog, on a phone too', async () => {
    const { page, context } = await visit(browser, api, { as: 'owner', width: 390 });
    await page.goto(`${api.url}/studio/store/sto_aina/plan`);
    await settled(page);
    await page.getByRole('button', { name: 'New draft' }).click();
    await page.getByLabel('Name of the version').fill('Winter');
    expect(await overflow(page)).toBe(0);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/plan\/pln_draft$/);
    await context.close();
  });

  it('is published by a second person, who sees what changes and when', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'finance.passed', width: 390 });
    await page.goto(`${api.url}/studio/staff/plans/pln_proposed`);
    await settled(page);
    await shot(page, 'plan-proposed-whole-390');
    await page.getByRole('button', { name: 'Publish' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('lower pay after 30 days').waitFor();
    await dialog.getByRole('button', { name: 'Publish' }).press('Enter');
    await page.getByText('Published by Marat Alimov').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
