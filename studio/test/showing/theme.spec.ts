// A shop's people at the look of the player: the real player shows a draft while it is typed, at both widths; published and brought back.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, FrameLocator, Page } from 'playwright-core';
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

const framesOf = (page: Page): FrameLocator[] =>
  ['390 pixels wide', '1440 pixels wide'].map((title) => page.frameLocator(`iframe[title="${title}"]`));
const radiusOf = (frame: FrameLocator) =>
  frame
    .locator('vitrina-reviews .tile')
    .first()
    .evaluate((node) => getComputedStyle(node).borderTopLeftRadius);
const widthOf = (frame: FrameLocator) => frame.locator('html').evaluate(() => innerWidth);

describe('the look of the player', () => {
  it('is seen in the real player before it is published, and brought back with one press', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 1440 });
    await page.goto(`${api.url}/studio/store/sto_aina/theme`);
    await settled(page);
    const [phone, desktop] = framesOf(page) as [FrameLocator, FrameLocator];
    for (const frame of [phone, desktop]) await frame.locator('vitrina-reviews .tile').first().waitFor();
    expect([await widthOf(phone), await widthOf(desktop)]).toEqual([390, 1440]);
    expect([await radiusOf(phone), await radiusOf(desktop)]).toEqual(['6px', '6px']);
    await page.getByLabel('Rounding of corners, px').fill('20');
    await page.waitForTimeout(200);
    expect([await radiusOf(phone), await radiusOf(desktop)]).toEqual(['20px', '20px']);
    await page.getByText('Not kept yet').waitFor();
    await page.getByLabel('Accent colour').fill('#ffdd00');
    await page.getByText('Text on the buy button is hard to read').waitFor();
    await shot(page, 'theme-typed');
    await page.getByLabel('Accent colour').fill('#12');
    await page.getByRole('button', { name: 'Publish' }).press('Enter');
    await page.getByText('Write a colour such as #5b3df5.').first().waitFor();
    await page.getByLabel('Accent colour').fill('#0a5c36');
    await page.getByRole('button', { name: 'Publish' }).press('Enter');
    await page.getByText('This stands on your pages').waitFor();
    await page.getByRole('button', { name: 'Go back to version 1' }).press('Enter');
    await page.getByText('4 (back to 1)').waitFor();
    // Nothing of the draft is left: the player's own corners.
    await page.waitForTimeout(300);
    expect(await radiusOf(phone)).toBe('16px');
    expect(faults).toEqual([]);
    await context.close();
  });
});
