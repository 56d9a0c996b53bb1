// Chapters, hot-spots and embed codes in a real browser: by mouse, by keyboard, from text, and what a refusal says.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { embeds } from './mock/growth/mock-embeds.js';
import { marksOfMug } from './mock/growth/mock-marks.js';
import { settled, visit } from './studio-browser.js';

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

async function openMarks() {
  const seen = await visit(browser, api, { as: 'creator' });
  await seen.page.goto(`${api.url}/studio/creator/videos/vid_mug/marks`);
  await seen.page.getByRole('heading', { level: 1, name: 'Chapters and hot-spots' }).waitFor();
  await settled(seen.page);
  return seen;
}

describe('chapters', () => {
  it('are told what a new version dropped, edited, taken from text and saved', async () => {
    const { page, context, faults } = await openMarks();
    await page.getByText('These chapters found no place in the new version:').waitFor();
    await page.getByText('0:48 After a month').waitFor();
    await page.getByRole('button', { name: 'Add a chapter here' }).click();
    const start = page.getByRole('textbox', { name: 'Start of chapter 2' });
    expect(await start.inputValue()).toBe('0 s');
    await page.getByRole('button', { name: 'Save chapters' }).click();
    await page.getByText('Number 2').waitFor();
    await page.getByText('Give the chapter a title.').waitFor();
    await page.getByText('From text').click();
    const lines = page.getByLabel('Lines with a time and a title');
    await lines.fill('0:00 Unboxing\nsoon');
    await page.getByRole('button', { name: 'Take them over' }).click();
    await page.getByText('Line 2').waitFor();
    await lines.fill('0:00 Unboxing\n0:10 The handle\n0:30 After a month');
    await page.getByRole('button', { name: 'Take them over' }).click();
    await page.getByLabel('Title of chapter 3').waitFor();
    expect(await page.getByRole('textbox', { name: 'Start of chapter 3' }).inputValue()).toBe('30 s');
    await page.getByRole('button', { name: 'Save chapters' }).click();
    await page.getByText('The chapters are saved').waitFor();
    expect(marksOfMug.chapters.map(({ startMs }) => startMs)).toEqual([0, 10_000, 30_000]);
    expect(await page.getByText('After a month').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('that are not saved are not left without a question, and somebody else’s are not overwritten', async () => {
    const { page, context } = await openMarks();
    await page.getByLabel('Title of chapter 1').fill('Mine');
    await page.getByRole('link', { name: /The mug I take/ }).click();
    await page.getByRole('dialog').getByText('Your last changes are not saved.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    marksOfMug.chaptersRevision += 1;
    await page.getByRole('button', { name: 'Save chapters' }).click();
    await page.getByText('Somebody else saved in the meantime').waitFor();
    expect(await page.getByLabel('Title of chapter 1').inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Drop mine, load the other ones' }).click();
    await page.waitForFunction(() => {
      const field = [...document.querySelectorAll('input')].find((one) => one.value === 'Unboxing');
      return field !== undefined;
    });
    await context.close();
  });
});

describe('hot-spots', () => {
  it('are placed by a click on the picture or by numbers, and saved', async () => {
    const { page, context, faults } = await openMarks();
    await page.getByRole('button', { name: 'Add a hot-spot here' }).click();
    const video = await page.locator('video').boundingBox();
    if (!video) throw new Error('no picture');
    await page.mouse.click(video.x + video.width / 2, video.y + video.height * 0.25);
    expect(await page.getByLabel('From the top').inputValue()).toBe('25 %');
    expect(await page.getByLabel('From the left').inputValue()).toBe('50 %');
    const [dot, picture] = [await page.locator('.vt-spot').boundingBox(), await page.locator('video').boundingBox()];
    expect(Math.abs((dot?.y ?? 0) + 10 - (picture?.y ?? 0) - (picture?.height ?? 0) * 0.25)).toBeLessThan(2);
    await page.getByLabel('From the left').fill('30');
    await page.getByRole('button', { name: 'Save hot-spots' }).click();
    await page.getByText('The hot-spots are saved').waitFor();
    expect(marksOfMug.hotspots).toMatchObject([{ fromMs: 0, toMs: 3000, xBps: 3000, yBps: 2500 }]);
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('codes for other sites', () => {
  it('are made, shown to be copied, and taken back', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner' });
    await page.goto(`${api.url}/studio/store/sto_aina/embeds`);
    await page.getByText('The kitchen blog').waitFor();
    await page.getByRole('button', { name: 'New code' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Video').click();
    await page.getByRole('option').first().click();
    await dialog.getByLabel('Sites').fill('blog.example');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Make the code' }).click();
    const code = page.getByLabel('Code', { exact: true });
    await code.waitFor();
    expect(await code.innerText()).toContain('<iframe src="https://vitrina.example/embed/');
    expect(embeds[0]).toMatchObject({ domains: ['blog.example'], revokedAt: null });
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^Take back the code of/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('The code was taken back').waitFor();
    expect(embeds.filter(({ revokedAt }) => revokedAt === null).length).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });
});
