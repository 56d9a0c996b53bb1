// Can everyone use it? Names, contrast, sizes of targets, the keyboard alone; and pictures for people to look at.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { violations } from './axe.js';
import {
  artefact,
  PLAYER,
  startPlaying,
  startWorld,
  STRICT_CSP,
  until,
  video,
  type Opening,
  type World,
} from './page.js';
import { clip, mugCard } from './stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  world.stub.card = mugCard(world.stub.origin);
  world.stub.csp = STRICT_CSP;
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement?.shadowRoot?.activeElement;
    return active ? (active.getAttribute('part') ?? active.className) : '';
  });
}

/** A still picture: the film stands at two seconds, the controls are in sight. */
async function still(player: Locator): Promise<void> {
  await video(player, (v) => {
    v.pause();
    v.currentTime = 2;
  });
  await until('still', () => video(player, (v) => !v.seeking && v.paused));
  await player.page().waitForTimeout(350);
}

const FORMS: [string, Opening, string, boolean][] = [
  ['320-ru-light', { viewport: { width: 320, height: 640 } }, 'ru', false],
  ['390-kk-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, 'kk', false],
  ['1440-en-light', { viewport: { width: 1440, height: 900 } }, 'en', false],
  ['320-ru-dark-wide', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }, 'ru', true],
  ['1440-en-light-wide', { viewport: { width: 1440, height: 900 } }, 'en', true],
];

describe.each(FORMS)('%s', (name, options, locale, wide) => {
  it('has no fault that axe knows: poster, player, product, list', async () => {
    if (wide) world.stub.card.videos[0] = clip(world.stub.origin, 'vid_one', { width: 640, height: 360 });
    const head = wide ? '<link rel="stylesheet" href="/media/wide.css">' : '';
    const element = PLAYER.replace('locale="ru" ratio="9/16"', `locale="${locale}" ratio="${wide ? '16/9' : '9/16'}"`);
    const { page, player, faults } = await world.open(element, { ...options, head, lang: locale });
    await player.locator('.go').waitFor();
    await page.waitForTimeout(300);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: artefact(`${name}-1-poster.png`) });
    await startPlaying(player);
    await page.keyboard.press('c');
    await still(player);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: artefact(`${name}-2-player.png`) });
    await player.locator('.bar').click();
    await page.waitForTimeout(350);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: artefact(`${name}-3-product.png`) });
    await player.locator('button.buy').click();
    await page.waitForTimeout(350);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: artefact(`${name}-4-failure.png`) });
    await page.keyboard.press('Escape');
    await player.locator('[part=list]').click();
    await page.waitForTimeout(350);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: artefact(`${name}-5-list.png`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('targets', () => {
  it('are at least 44 pixels high and wide', async () => {
    const { page, player } = await world.open(PLAYER, { viewport: { width: 320, height: 700 } });
    await startPlaying(player);
    await still(player);
    const small = (): Promise<string[]> =>
      player.evaluate((element) =>
        [...(element.shadowRoot?.querySelectorAll('button, a, input, label') ?? [])]
          .map((node) => ({ node, box: node.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 44 || box.height < 41))
          .map(({ node, box }) => `${node.className || node.tagName} ${box.width}x${box.height}`),
      );
    expect(await small()).toEqual([]);
    await player.locator('.bar').click();
    await page.waitForTimeout(300);
    expect(await small()).toEqual([]);
    await page.context().close();
  });
});

describe('the keyboard alone', () => {
  it('plays, seeks, mutes, shows captions, opens and closes the product, and keeps its place', async () => {
    const { page, player } = await world.open();
    await player.locator('.go').waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('play');
    await page.keyboard.press('Enter');
    await until(
      'plays',
      () =>
        player
          .locator('video')
          .count()
          .then((n) => n === 1 && video(player, (v) => v.currentTime > 0.3)),
      15_000,
    );
    expect(await focused(page)).toBe('play');
    await page.keyboard.press(' ');
    expect(await video(player, (v) => v.paused)).toBe(true);
    await page.keyboard.press('k');
    await until('goes on', () => video(player, (v) => !v.paused));
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowRight');
    await until('forward', () => video(player, (v) => v.currentTime > 5));
    await page.keyboard.press('ArrowLeft');
    await until('back', () => video(player, (v) => v.currentTime < 1));
    await page.keyboard.press('m');
    expect(await video(player, (v) => v.muted)).toBe(true);
    // It follows the video's own event.
    await until(
      'said',
      async () => (await player.locator('[part=mute]').getAttribute('aria-label')) === 'Включить звук',
    );
    await page.keyboard.press('ArrowDown');
    expect(await video(player, (v) => v.volume)).toBe(0.9);
    const said = async (): Promise<string> => player.locator('.captions').innerText();
    await until('captions while nothing is heard', async () => (await said()).includes('Кофе наливают'));
    await page.keyboard.press('c');
    await until('none', async () => (await said()) === '');
    await page.keyboard.press('c');
    await until('captions', async () => (await said()).includes('Кофе наливают'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('time');
    expect(await player.getByRole('slider').getAttribute('aria-valuetext')).toMatch(/^0:00 из 0:05$/);
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('product');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('sheet-title');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await player.getByLabel('Белая').isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('product');
    await page.keyboard.press('f');
    await until('full screen', () => page.evaluate(() => document.fullscreenElement !== null));
    await page.screenshot({ path: artefact('390-fullscreen.png') });
    await page.keyboard.press('f');
    await until('small again', () => page.evaluate(() => document.fullscreenElement === null));
    await page.keyboard.press('Shift+N');
    await until('the next', async () => (await player.locator('.top').innerText()).includes('Тимур'));
    await page.context().close();
  });
});
