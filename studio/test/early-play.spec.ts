// The creator's page while a video is made, with what the pipeline really makes: it plays a first part, says so, tells
// what goes on as going on, and goes on in the whole video where the first part was left.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { mediaFile } from '../../backend/test/support/media.js';
import { DEFAULT_SETTINGS, prepareVideo } from '../../backend/src/transcoding/pipeline.js';
import { openWorkshop } from '../../backend/src/transcoding/running/workshop.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { overflow, settled, shot, visit } from './studio-browser.js';

const TYPES: Record<string, string> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mp4: 'video/mp4',
  m4s: 'video/iso.segment',
};
const PLACE = '/media/preview/token/sto_aina/vid_watch/1';

let browser: Browser;
let api: MockApi;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-early-play-'));
  const [outDir, early] = [join(folder, 'out'), join(folder, 'served')];
  const named = { ffmpegPath: process.env['FFMPEG_PATH'], ffprobePath: process.env['FFPROBE_PATH'] };
  const made = await prepareVideo({
    ...{ sourcePath: mediaFile('coffee-landscape.mp4') as string, outDir, workshop: await openWorkshop(named) },
    ...{
      scratchRoot: folder,
      hurry: true,
      settings: { ...DEFAULT_SETTINGS, ladder: { shortSides: [480], maxFps: 30, av1: false } },
    },
    onFirstPlayable: () => cpSync(outDir, early, { recursive: true }),
  });
  expect(made.status).toBe('published');
  cpSync(outDir, early, { recursive: true });
  api = await startMockApi();
  browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page of a video that is being made; its preview is whatever file of the pipeline is named. */
async function open(file: () => string) {
  const { page, context, faults } = await visit(browser, api, { as: 'creator', width: 390 });
  await page.route(`**${PLACE}/*`, (route) => {
    const path = join(folder, 'served', new URL(route.request().url()).pathname.split('/').at(-1) ?? '');
    if (!existsSync(path)) return route.fulfill({ status: 404 });
    return route.fulfill({ body: readFileSync(path), contentType: TYPES[path.split('.').at(-1) ?? ''] ?? '' });
  });
  await page.route('**/graphql', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { data?: { video?: { previewHlsUrl: string | null } } };
    if (body.data?.video) body.data.video.previewHlsUrl = `${PLACE}/${file()}`;
    return route.fulfill({ response: answer, json: body });
  });
  await page.goto(`${api.url}/studio/creator/videos/vid_watch`);
  await settled(page);
  return { page, context, faults };
}

const position = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentTime ?? -1);
const NOTE = 'This is a first part to look at.';

describe('a video that is being made', () => {
  it('plays early and goes on in the whole one', async () => {
    let file = 'early.m3u8';
    const { page, context, faults } = await open(() => file);
    await page.getByText(NOTE).waitFor();
    const now = page.locator('.vt-steps [aria-current="step"]');
    expect(await now.textContent()).toMatch(/^Being prepared · 42%/);
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
    // From its beginning, though the playlist grows like that of something live.
    expect(await position(page)).toBeLessThan(0.2);
    // Over the seam between the hurried start and the ladder, which stands at 3 s.
    await page.evaluate(() => {
      const video = document.querySelector('video') as HTMLVideoElement;
      video.muted = true;
      video.currentTime = 2.5;
      return video.play();
    });
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 3.4, null, {
      timeout: 30_000,
    });
    for (const width of [320, 390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(page)).toBe(0);
      await shot(page, `video-early-${width}`);
    }
    file = 'master.m3u8';
    await page.getByText(NOTE).waitFor({ state: 'detached', timeout: 15_000 });
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 3.4, null, {
      timeout: 30_000,
    });
    expect(faults).toEqual([]);
    await context.close();
  }, 90_000);
});
