// Choosing a poster and scrubbing, in a real browser: by keyboard, with an own picture, and with what is none.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { videos } from './mock/mock-data.js';
import { visit, type Visit } from './studio-browser.js';

let browser: Browser;
let api: MockApi;
let seen: Visit;
let page: Page;
const video = videos.find((one) => one.id === 'vid_jar');

beforeAll(async () => {
  api = await startMockApi();
  browser = await launchBrowser();
  seen = await visit(browser, api, { as: 'creator', width: 390, height: 844 });
  page = seen.page;
  await page.goto(`${api.url}/studio/creator/videos/vid_jar`);
  await page.getByRole('heading', { level: 2, name: 'Poster' }).waitFor({ timeout: 30_000 });
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('the poster', () => {
  it('is chosen by keyboard among frames that say their rank and moment', async () => {
    const frames = page.getByRole('radio', { name: /^Frame \d+, at \d:\d\d$/ });
    expect(await frames.count()).toBe(10);
    await frames.first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await frames.nth(1).isChecked()).toBe(true);
    expect(video?.posterFrames[1]?.chosen).toBe(false);
    await page.getByRole('button', { name: 'Use this frame' }).press('Enter');
    await page.getByText('The new poster is on its way').waitFor();
    expect(video?.posterFrames[1]?.chosen).toBe(true);
  });

  it('may be a picture of the creator; what is none is refused in plain words', async () => {
    const chooser = page.locator('input[type="file"][accept*="image/webp"]');
    await chooser.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg/>') });
    await page.getByText('This file is not a picture that we take').waitFor();
    expect(video?.posterIsOwn).toBe(false);
    // The browser tells of the refused request; nothing else may be told.
    expect(seen.faults.filter((fault) => !/status of 400/.test(fault))).toEqual([]);
    await chooser.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff]) });
    await page.getByText('A picture of the creator’s own').waitFor();
    expect(video?.posterIsOwn).toBe(true);
  });
});

describe('the slider', () => {
  it('has a name, tells the time, and shows the tile of the place under the pointer', async () => {
    const slider = page.getByRole('slider', { name: 'Look through the video' });
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^0:00 of 0:38$/);
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    if (!box) throw new Error('The slider is not shown.');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const bubble = page.locator('.vt-scrub-bubble');
    await bubble.waitFor();
    expect(await bubble.innerText()).toBe('0:19');
    // 19 tiles on: the fifth of its row, the fourth row.
    const tile = bubble.locator('span').first();
    expect(await tile.evaluate((one) => (one as HTMLElement).style.backgroundPosition)).toBe('-360px -480px');
  });
});
