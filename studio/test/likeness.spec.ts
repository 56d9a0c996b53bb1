// A near copy under review: the earlier video beside it shows the same moment, and its reason is one key away.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { settled, shot, visit } from './studio-browser.js';

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

const loaded = (element: Element) =>
  new Promise<void>((resolve) => {
    const video = element as HTMLVideoElement;
    if (video.readyState > 0) resolve();
    else video.onloadedmetadata = () => resolve();
  });
const second = (element: Element) => (element as HTMLVideoElement).currentTime;

describe('a near copy', () => {
  it('stands beside the earlier video with a key, both at the same moment, and is rejected as stolen', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'moderator.passed', width: 1440 });
    await page.goto(`${api.url}/studio/staff/review/vid_shakers`);
    await settled(page);
    await page.getByRole('heading', { name: 'Looks like an earlier video' }).waitFor();
    await page.getByText('mirrored', { exact: true }).waitFor();
    const copy = page.locator('video').first();
    await copy.evaluate(loaded);
    await page.keyboard.press('c');
    const original = page.getByLabel(/^The earlier video: Does the lid/);
    await original.evaluate(loaded);
    // The match begins at 1 s of the copy and 2 s of the original, which is slower by a quarter.
    expect(await copy.evaluate(second)).toBeCloseTo(1, 1);
    await page.waitForFunction(() => Math.abs((document.querySelectorAll('video')[1]?.currentTime ?? 0) - 2) < 0.3);
    await page.keyboard.press('l');
    await page.waitForFunction(() => {
      const [first, beside] = document.querySelectorAll('video');
      return (
        first &&
        beside &&
        first.currentTime > 2 &&
        Math.abs(beside.currentTime - (2 + (first.currentTime - 1) * 1.25)) < 0.3
      );
    });
    await shot(page, 'near-copy-1440');
    expect(await axeFaults(page)).toEqual([]);
    const row = page.getByRole('listitem').filter({ hasText: 'Does the lid' });
    await row.getByRole('button', { name: 'Take as the reason' }).click();
    expect(await page.getByRole('radio', { name: 'Somebody else made this' }).isChecked()).toBe(true);
    await page.getByText('At 0:01', { exact: true }).waitFor();
    await page.getByRole('button', { name: '0:00–0:03' }).click();
    expect(await copy.evaluate(second)).toBeCloseTo(0, 1);
    await page.keyboard.press('c');
    expect(await page.locator('video').count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('fits a phone', async () => {
    const { page, context } = await visit(browser, api, { as: 'moderator.passed', width: 390 });
    await page.goto(`${api.url}/studio/staff/review/vid_shakers`);
    await settled(page);
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.getByLabel(/^The earlier video/).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await shot(page, 'near-copy-390');
    await context.close();
  });
});
