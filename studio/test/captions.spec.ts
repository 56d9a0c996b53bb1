// Captions in a real browser: the editor by keyboard alone, two tabs, leaving, a file with a fault, and a list that fits.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { captionTracks } from './mock/mock-captions.js';
import { settled, visit } from './studio-browser.js';

let browser: Browser;
let api: MockApi;
const folder = mkdtempSync(join(tmpdir(), 'vitrina-captions-'));
beforeAll(async () => {
  api = await startMockApi();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const english = () => captionTracks.find((one) => one.language === 'en');
const shown = () => english()?.cues.map((one) => `${one.startMs}-${one.endMs} ${one.text.replaceAll('\n', ' / ')}`);

async function openEditor() {
  const seen = await visit(browser, api, { as: 'creator' });
  await seen.page.goto(`${api.url}/studio/creator/videos/vid_mug/captions/en`);
  await seen.page.getByRole('heading', { level: 1, name: /Captions: English/ }).waitFor();
  await settled(seen.page);
  return seen;
}

describe('the editor of captions', () => {
  it('is worked by keyboard: words, times, split, join, new, delete, undo, save', async () => {
    const { page, context, faults } = await openEditor();
    const words = page.getByLabel('Words');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('group', { name: 'Caption 2' }).waitFor();
    expect(await words.evaluate((field) => field === document.activeElement)).toBe(true);
    const held = page.getByRole('group', { name: 'Caption 2' });
    await held.getByText('Too fast to read').waitFor();
    await held.getByText('It overlaps the next one').waitFor();
    await words.fill('It is heavy and warm.');
    await page.locator('video').evaluate((video: HTMLVideoElement) => (video.currentTime = 0.5));
    await page.keyboard.press('Alt+BracketLeft');
    expect(await page.getByLabel('Start', { exact: true }).inputValue()).toBe('0:00.500');
    await page.getByLabel('End', { exact: true }).fill('1,7');
    await page.keyboard.press('Enter');
    await page.getByText('Not saved yet').waitFor();
    await page.keyboard.press('Alt+KeyM');
    await page.keyboard.press('Alt+KeyN');
    await page.keyboard.press('Alt+KeyX');
    await page.keyboard.press('Control+KeyZ');
    await page.keyboard.press('Control+KeyZ');
    await page.keyboard.press('Control+KeyZ');
    await page.keyboard.press('Control+KeyS');
    await page.getByText('All saved').waitFor();
    expect(shown()).toEqual([
      '0-1200 This is the mug I take to every call.',
      '500-1700 It is heavy and warm.',
      '1800-3500 And it holds / <i>half a litre</i>.',
    ]);
    expect(english()).toMatchObject({ source: 'edited', revision: 2 });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('a second tab that was slower keeps its words and is told what it can do', async () => {
    const [one, two] = [await openEditor(), await openEditor()];
    await one.page.getByLabel('Words').fill('First');
    await one.page.keyboard.press('Control+KeyS');
    await one.page.getByText('All saved').waitFor();
    await two.page.getByLabel('Words').fill('Second');
    await two.page.keyboard.press('Control+KeyS');
    await two.page.getByRole('alert').getByText('Somebody else saved these captions').waitFor();
    expect(await two.page.getByLabel('Words').inputValue()).toBe('Second');
    const [file] = await Promise.all([
      two.page.waitForEvent('download'),
      two.page.getByRole('button', { name: 'Download mine' }).click(),
    ]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('\nSecond\n');
    expect(shown()?.[0]).toContain('First');
    await two.page.getByRole('button', { name: 'Save mine over them' }).click();
    await two.page.getByText('All saved').waitFor();
    expect(shown()?.[0]).toContain('Second');
    await one.context.close();
    await two.context.close();
  });

  it('asks before unsaved words are left, and lets go of saved ones', async () => {
    const { page, context } = await openEditor();
    await page.getByLabel('Words').fill('Unsaved');
    await page.getByRole('link', { name: 'Captions', exact: true }).first().click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Words').inputValue()).toBe('Unsaved');
    await page.getByRole('link', { name: 'Captions', exact: true }).first().click();
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Captions$/ }).waitFor();
    await context.close();
  });
});

describe('the page of captions', () => {
  it('takes a file, and names the line of one with a fault', async () => {
    const { page, context } = await visit(browser, api, { as: 'creator' });
    await page.goto(`${api.url}/studio/creator/videos/vid_mug/captions`);
    await page.getByRole('main').getByLabel('Language', { exact: true }).first().click();
    await page.getByRole('option', { name: /Russian/ }).click();
    const bad = join(folder, 'bad.srt');
    writeFileSync(bad, '1\n00:00:01,000 --> soon\nHi\n');
    await page.locator('input[type=file]').setInputFiles(bad);
    await page.getByRole('alert').getByText('Something is wrong in line 2').waitFor();
    const good = join(folder, 'good.srt');
    writeFileSync(good, '1\n00:00:01,000 --> 00:00:02,000\nHi\n');
    await page.locator('input[type=file]').setInputFiles(good);
    await page.getByText('Captions taken: Russian').waitFor();
    await page.locator('li[data-language="ru"]').waitFor();
    await context.close();
  });

  it('shows a draft of a machine only when it is told to', async () => {
    const { page, context } = await visit(browser, api, { as: 'creator' });
    await page.goto(`${api.url}/studio/creator/videos/vid_mug/captions`);
    const kazakh = page.locator('li[data-language="kk"]');
    await kazakh.getByText('Draft').waitFor();
    await kazakh.getByRole('button', { name: 'Show to viewers' }).click();
    await page.getByText('Viewers see these captions now').waitFor();
    await kazakh.getByText('Shown').waitFor();
    expect(captionTracks.find((one) => one.language === 'kk')?.state).toBe('shown');
    await context.close();
  });
});
