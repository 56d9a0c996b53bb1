// A shop's people at the rules of where videos stand: made, ordered, saved and tried by keyboard alone; a fault is shown at its rule.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { settled, shot, visit } from '../studio-browser.js';

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

const names = (page: Page) => page.locator('.vt-rule-name').allInnerTexts();

describe('rules of where videos stand', () => {
  it('are made, moved, saved and tried without a mouse', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner' });
    await page.goto(`${api.url}/studio/store/sto_aina/placing`);
    await settled(page);
    expect(await names(page)).toEqual(['Nothing in the cart', 'A bubble on phones', 'Gifts as a grid']);
    await page.getByText('Everything is saved').waitFor();
    // Moved by a key, and the focus goes along.
    await page.getByRole('button', { name: 'Move A bubble on phones up' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    expect(await names(page)).toEqual(['A bubble on phones', 'Nothing in the cart', 'Gifts as a grid']);
    await page.waitForFunction(() =>
      document.activeElement?.getAttribute('aria-label')?.includes('A bubble on phones'),
    );
    await page.getByText('A bubble on phones is now 1 of 3').waitFor();
    await page.getByText('Not saved yet').waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Not on sale pages');
    await drawer.getByRole('combobox', { name: 'Page address' }).fill('/sale page');
    await shot(page, 'placing-rule');
    await drawer.getByRole('button', { name: 'Apply' }).press('Enter');
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
    // The API finds a fault: its rule says so, and so does the field.
    await page.getByText('Check this rule').waitFor();
    await page.getByRole('button', { name: 'Not on sale pages', exact: true }).press('Enter');
    await drawer.getByText('Write /path/*.').waitFor();
    await drawer.getByRole('combobox', { name: 'Page address' }).press('Backspace');
    await drawer.getByRole('combobox', { name: 'Page address' }).fill('/sale/*');
    await drawer.getByRole('button', { name: 'Apply' }).press('Enter');
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
    await page.getByText('Everything is saved').waitFor();
    expect(await names(page)).toHaveLength(4);
    await page.getByRole('textbox', { name: 'Product id' }).fill('mug');
    await page.getByRole('button', { name: 'Try', exact: true }).press('Enter');
    await page.getByText('Decided by: Nothing in the cart').waitFor();
    await page.getByText('A bubble on phones does not fit: Page address').waitFor();
    await page.getByRole('button', { name: 'Remove Not on sale pages' }).press('Enter');
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    expect(await names(page)).toHaveLength(4);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('are dragged', async () => {
    const { page, context } = await visit(browser, api, { as: 'owner' });
    await page.goto(`${api.url}/studio/store/sto_aina/placing`);
    await settled(page);
    const [first = '', second = ''] = await names(page);
    await page.locator('[data-rule]').nth(1).dragTo(page.locator('[data-rule]').nth(0));
    expect((await names(page)).slice(0, 2)).toEqual([second, first]);
    await context.close();
  });
});
