// Audio description and sign language in the studio, in a real browser: sent, watched, removed by their creator, decided by a moderator.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { people } from '../mock/mock-data.js';
import { videoTracks } from '../mock/creating/mock-tracks.js';
import { overflow, settled, SHOTS, visit } from '../studio-browser.js';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

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

const HEADS = {
  'en-GB': 'Audio description and sign language',
  ru: 'Тифлокомментарий и жестовый язык',
  kk: 'Дыбыстық сипаттама және ымдау тілі',
};

async function opened(as: string, path: string, wish: Parameters<typeof visit>[2] = {}) {
  const language = (wish.language ?? 'en').slice(0, 2);
  for (const person of Object.values(people)) person.locale = language;
  const seen = await visit(browser, api, { as, ...wish });
  await seen.page.goto(`${api.url}/studio${path}`);
  const head = HEADS[(wish.language ?? 'en-GB') as keyof typeof HEADS];
  const card = seen.page
    .locator('section', { has: seen.page.getByRole('heading', { name: head, exact: true }) })
    .last();
  await card.waitFor({ timeout: 30_000 });
  await settled(seen.page);
  return { ...seen, card };
}

describe('the card of tracks', () => {
  it.each([
    { width: 320, language: 'en-GB' as const },
    { width: 390, language: 'kk' as const },
    { width: 1440, language: 'ru' as const, dark: true },
  ])('tells what there is and what to do, at $width px in $language', async (wish) => {
    const { page, card, faults, context } = await opened('creator', '/creator/videos/vid_mug', wish);
    expect(await card.getByRole('listitem').count()).toBe(3);
    await card.getByText('The track lasts 40 s, and the video 38 s.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    mkdirSync(SHOTS, { recursive: true });
    await card.screenshot({ path: join(SHOTS, `tracks-${wish.width}.png`) });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('sends a file of a kind and a language, and tells where it stands', async () => {
    const { page, card, faults, context } = await opened('creator', '/creator/videos/vid_mug');
    const file = card.locator('input[type=file]');
    expect(await card.getByRole('button', { name: 'Choose a file' }).isDisabled()).toBe(true);
    await card.getByText('Sign language', { exact: true }).click();
    await card.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: /^Kazakh/ }).click();
    expect(await file.getAttribute('accept')).not.toContain('audio');
    await file.setInputFiles({ name: 'signed.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(4000, 7) });
    await page.getByText('Sent. We prepare it now.').waitFor();
    const row = card.getByRole('listitem').filter({ hasText: 'signed.mp4' });
    await row.getByText('Being prepared').waitFor();
    expect(videoTracks.at(-1)).toMatchObject({ kind: 'sign', language: 'kk', state: 'waiting' });
    // The fourth: there is no room for a fifth.
    await file.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await row.getByRole('button', { name: 'Remove: Sign language: Kazakh' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    expect(videoTracks.some(({ fileName }) => fileName === 'signed.mp4')).toBe(false);
    await context.close();
  });

  it('plays one before viewers can, and says no to what is there already', async () => {
    const { page, card, context } = await opened('creator', '/creator/videos/vid_mug');
    const watch = card.getByRole('button', { name: 'Watch: Audio description: Kazakh' });
    await watch.focus();
    await page.keyboard.press('Enter');
    const player = card.locator('video');
    await player.waitFor();
    expect([await watch.getAttribute('aria-expanded'), await player.getAttribute('aria-label')]).toEqual([
      'true',
      'Player: Audio description: Kazakh',
    ]);
    await card.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: /^Kazakh/ }).click();
    const file = { name: 'again.mp3', mimeType: 'audio/mpeg', buffer: Buffer.alloc(100) };
    await card.locator('input[type=file]').setInputFiles(file);
    await page.locator('.mantine-Notification-root').first().waitFor();
    expect(videoTracks.some(({ fileName }) => fileName === 'again.mp3')).toBe(false);
    await context.close();
  });
});

describe('a moderator', () => {
  it('decides about each on the page of the video', async () => {
    videoTracks.push({ ...(videoTracks[1] as (typeof videoTracks)[number]), id: 'trk_queue', videoId: 'vid_shakers' });
    const { page, card, faults, context } = await opened('moderator.passed', '/staff/review/vid_shakers');
    await card.getByRole('button', { name: 'Approve: Audio description: Kazakh' }).click();
    await card.getByText('Viewers can choose it', { exact: true }).waitFor();
    await card.getByRole('combobox', { name: 'Reason to reject: Audio description: Kazakh' }).click();
    await page.getByRole('option').first().click();
    await card.getByRole('button', { name: 'Reject: Audio description: Kazakh' }).click();
    await card.getByText('The picture is blurred').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
