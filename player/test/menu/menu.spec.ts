// Captions that stand there while nothing is heard, and the menu: language, speed, quality, the text, by mouse and by keyboard.
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
  const captions = [
    { lang: 'ru', label: 'Русские', url: `${stub.origin}/media/coffee/ru.vtt` },
    { lang: 'en', label: 'English', url: `${stub.origin}/media/coffee/en.vtt` },
  ];
  stub.card = {
    ...mugCard(stub.origin),
    videos: ['vid_one', 'vid_two'].map((id) => clip(stub.origin, id, { captions })),
  };
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

const said = (player: Locator): Promise<string> => player.locator('.captions').innerText();
const chip = (player: Locator, name: string): Locator => player.getByRole('radio', { name, exact: true });

/** The video plays in a circle, so that there is always something to say; its menu is open. */
async function opened(
  options: Parameters<World['open']>[1] = {},
): Promise<{ page: Page; player: Locator; faults: string[] }> {
  const { page, player, faults } = await world.open(PLAYER, options);
  await player.locator('.go').waitFor();
  await startPlaying(player);
  await video(player, (v) => (v.loop = true));
  await player.getByRole('button', { name: 'Настройки видео' }).click();
  await chip(player, '1×').waitFor();
  return { page, player, faults };
}

describe('captions', () => {
  it('stand there while nothing is heard, until the shopper says otherwise', async () => {
    const { player } = await world.open();
    await player.locator('.go').waitFor();
    await startPlaying(player);
    await video(player, (v) => (v.loop = true));
    expect(await said(player)).toBe('');
    await video(player, (v) => (v.muted = true));
    await until('captions', async () => /Кофе|Кружка/.test(await said(player)));
    expect(await player.locator('[part=captions-button]').getAttribute('aria-pressed')).toBe('true');
    await video(player, (v) => (v.muted = false));
    await until('none', async () => (await said(player)) === '');
    // A choice holds, whatever is heard.
    await player.locator('[part=captions-button]').click();
    await until('captions again', async () => /Кофе|Кружка/.test(await said(player)));
    await video(player, (v) => (v.muted = true));
    await player.locator('[part=captions-button]').click();
    await until('none again', async () => (await said(player)) === '');
  });

  it('change their language, for the next video too', async () => {
    const { player } = await opened();
    expect(await chip(player, 'Без субтитров').isChecked()).toBe(true);
    await chip(player, 'English').check();
    await until('English', async () => /Coffee|keeps warm/.test(await said(player)));
    await player.getByRole('button', { name: 'Закрыть' }).click();
    await player.getByRole('button', { name: 'Следующее видео' }).click();
    await until('English still', async () => /Coffee|keeps warm/.test(await said(player)), 15_000);
  });
});

describe('the menu', () => {
  it('is fetched when it is opened, and changes the speed, for the next video too', async () => {
    const asked = (): number => world.stub.requests.filter(({ path }) => path.includes('/menu-')).length;
    const { page, player } = await world.open();
    await player.locator('.go').waitFor();
    await startPlaying(player);
    expect(asked()).toBe(0);
    await player.getByRole('button', { name: 'Настройки видео' }).click();
    await chip(player, '1,5×').check();
    expect(asked()).toBe(1);
    expect(await video(player, (v) => v.playbackRate)).toBe(1.5);
    await page.keyboard.press('Escape');
    await player.getByRole('button', { name: 'Следующее видео' }).click();
    await until('the next one', () => video(player, (v) => !v.paused && v.currentTime > 0.1), 15_000);
    expect(await video(player, (v) => v.playbackRate)).toBe(1.5);
  });

  it('holds the video to a rung, and lets it go', async () => {
    const { player } = await opened();
    const sides = await player.getByRole('group', { name: 'Качество' }).getByRole('radio').count();
    expect(sides).toBe(3);
    const labels = (await player.getByRole('group', { name: 'Качество' }).innerText()).match(/\d+p/g) ?? [];
    const least = labels.at(-1) ?? '';
    world.stub.requests.length = 0;
    await chip(player, least).check();
    await until(
      'the lowest rung',
      () => video(player, (v) => Math.min(v.videoWidth, v.videoHeight)).then((side) => `${side}p` === least),
      15_000,
    );
    expect(await chip(player, least).isChecked()).toBe(true);
    await chip(player, 'Авто').check();
    await player.getByRole('button', { name: 'Закрыть' }).click();
    await player.getByRole('button', { name: 'Настройки видео' }).click();
    expect(await chip(player, 'Авто').isChecked()).toBe(true);
  });

  it('shows all that is said, and goes there', async () => {
    const { player } = await opened();
    await player.getByRole('button', { name: 'Текст видео' }).click();
    const lines = player.getByRole('listitem');
    await lines.first().waitFor();
    expect(await lines.allInnerTexts()).toEqual([
      expect.stringContaining('Кофе наливают'),
      expect.stringContaining('Кружка держит'),
    ]);
    await video(player, (v) => v.pause());
    await player.getByRole('button', { name: 'С 0:02: Кружка держит тепло два часа.' }).click();
    await until('there', () => video(player, (v) => v.currentTime >= 2.5 && v.currentTime < 3));
    // It was read without being shown.
    expect(await said(player)).toBe('');
  });

  it('says so when the text does not come', async () => {
    world.stub.broken.set('/media/coffee/ru.vtt', 404);
    const { player } = await opened();
    await player.getByRole('button', { name: 'Текст видео' }).click();
    await player.getByText('Текст не загрузился.').waitFor();
  });

  it('is walked by keyboard, and gives the focus back', async () => {
    const { page, player } = await opened();
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const inside = document.activeElement?.shadowRoot?.activeElement;
        return inside?.getAttribute('aria-label') ?? inside?.closest('label')?.textContent ?? inside?.className ?? '';
      });
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Закрыть');
    await page.keyboard.press('Tab');
    // It helped or not; to save the video, and to follow its creator.
    for (let at = 0; at < 4; at += 1) {
      expect(await focused()).toContain('vote');
      await page.keyboard.press('Tab');
    }
    expect(await focused()).toBe('Без субтитров');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Русские');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('1×');
    await page.keyboard.press('ArrowRight');
    expect(await video(player, (v) => v.playbackRate)).toBe(1.25);
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Настройки видео');
  });

  it.each([
    { width: 320, scheme: 'light' as const },
    { width: 1440, scheme: 'dark' as const },
  ])('has no fault at $width px, $scheme', async ({ width, scheme }) => {
    const { page, player, faults } = await opened({ viewport: { width, height: 900 }, colorScheme: scheme });
    await video(player, (v) => v.pause());
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`menu-${width}.png`) });
    const wide = await player.locator('.row').evaluate((row) => row.scrollWidth - row.clientWidth);
    expect([wide, faults]).toEqual([0, []]);
  });
});
