// Who speaks in a video: before a tap a name and no request for it, while it plays a link to the creator's page.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { clip, mugCard } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  const face = `${stub.origin}/media/coffee/poster.jpg?face`;
  stub.card = {
    ...mugCard(stub.origin),
    videos: [
      clip(stub.origin, 'vid_one', { creator: { id: 'cre_dana', name: 'Дана <Ахметова>', avatarUrl: face } }),
      clip(stub.origin, 'vid_two', { creator: { id: 'cre_timur', name: 'Тимур Сеиткали', avatarUrl: null } }),
      clip(stub.origin, 'vid_three', { creator: { name: 'Без страницы', avatarUrl: null } }),
    ],
  };
  stub.broken.clear();
  stub.csp = STRICT_CSP;
});

const asked = (part: string): number => world.stub.requests.filter(({ path }) => path.includes(part)).length;
const link = (player: Locator): Locator => player.locator('a.by');

async function playing(options: Parameters<World['open']>[1] = {}): Promise<{ page: Page; player: Locator }> {
  const { page, player } = await world.open(PLAYER, options);
  await player.locator('.go').waitFor();
  await startPlaying(player);
  await link(player).waitFor();
  return { page, player };
}

describe('the creator of a video', () => {
  it('is a name before a tap: no link inside the button’s card, and no picture is asked for', async () => {
    const { page, player } = await world.open(PLAYER);
    await player.locator('.go').waitFor();
    // It was seen, and everything that a card asks for by itself was asked for.
    await until('seen', () => Promise.resolve(asked('/v1/events') > 0), 10_000);
    expect(await player.locator('.name').innerText()).toBe('Дана <Ахметова>');
    expect([await player.locator('a').count(), await player.locator('img.face').count()]).toEqual([0, 0]);
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(fetched.filter((name) => name.endsWith('?face'))).toEqual([]);
  });

  it('is a link while it plays: to their page in this store, in a tab of its own, and the video waits', async () => {
    const { page, player } = await playing();
    expect(await link(player).getAttribute('href')).toBe(`${world.stub.origin}/c/pk_test/cre_dana?lang=ru`);
    expect([await link(player).getAttribute('target'), await link(player).getAttribute('rel')]).toEqual([
      ...['_blank', 'noopener'],
    ]);
    expect(await player.locator('img.face').getAttribute('src')).toContain('?face');
    await player.getByRole('link', { name: 'Дана <Ахметова>: страница автора, откроется в новой вкладке' }).waitFor();
    const [tab] = await Promise.all([page.context().waitForEvent('page'), link(player).click()]);
    expect(
      new URL(tab.url() === 'about:blank' ? await tab.waitForURL(/\/c\//).then(() => tab.url()) : tab.url()).pathname,
    ).toBe('/c/pk_test/cre_dana');
    expect(await tab.evaluate(() => window.opener)).toBeNull();
    await until('paused', () => video(player, (v) => v.paused));
    expect(asked('/c/pk_test/cre_dana')).toBe(1);
  });

  it('is large enough for a finger, and leaves the rest of the picture to the video', async () => {
    const { page, player } = await playing();
    const box = await link(player).boundingBox();
    expect([(box?.height ?? 0) >= 44, (box?.width ?? 0) >= 44]).toEqual([true, true]);
    const frame = await player.locator('.frame').boundingBox();
    if (!frame) throw new Error('no frame');
    // Right of the line a tap pauses, as everywhere on the picture.
    await page.mouse.click(frame.x + frame.width - 8, frame.y + 30);
    await until('paused', () => video(player, (v) => v.paused));
    expect(page.context().pages()).toHaveLength(1);
  });

  it('changes with the video and keeps the focus; without a page of their own it is a name', async () => {
    const { page, player } = await playing();
    await link(player).focus();
    await page.keyboard.press('Shift+N');
    await until('the second', async () => (await player.locator('.name').innerText()) === 'Тимур Сеиткали');
    expect(await link(player).getAttribute('href')).toContain('/c/pk_test/cre_timur?');
    expect(await link(player).evaluate((a) => (a.getRootNode() as ShadowRoot).activeElement === a)).toBe(true);
    await page.keyboard.press('Shift+N');
    await until('the third', async () => (await player.locator('.name').innerText()) === 'Без страницы');
    expect(await link(player).count()).toBe(0);
  });

  it.each([
    ['ru', 390, 'light', 'ltr'],
    ['kk', 320, 'dark', 'ltr'],
    ['en', 390, 'light', 'rtl'],
  ] as const)('has no fault for axe: %s, %i px, %s, %s', async (locale, width, colorScheme, dir) => {
    const body = `<div dir="${dir}">${PLAYER.replace('locale="ru"', `locale="${locale}"`)}</div>`;
    const { page, player } = await world.open(body, { colorScheme, viewport: { width, height: 760 }, lang: locale });
    await player.locator('.go').waitFor();
    await startPlaying(player);
    await link(player).waitFor();
    await video(player, (v) => v.pause());
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await link(player).focus();
    await page.screenshot({ path: artefact(`person-${locale}-${width}.png`) });
  });
});
