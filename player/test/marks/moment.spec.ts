// Sharing a moment, and opening an address that somebody shared.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
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
} from '../page.js';
import { clip, mugCard, prepared } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  const { origin } = stub;
  stub.card = {
    ...mugCard(origin),
    videos: [
      prepared(origin, 'vid_one'),
      prepared(origin, 'vid_two', { title: 'Как мыть кружку', creator: { name: 'Тимур Сеиткали', avatarUrl: null } }),
    ],
  };
  stub.broken.clear();
  stub.csp = STRICT_CSP;
});

/** Plays, stands still at four seconds, and opens sharing. */
async function sharing(options: Opening = {}, element = PLAYER) {
  const opened = await world.open(element, options);
  const { player } = opened;
  await startPlaying(player);
  // Asked again where the source changed meanwhile.
  const isThere = (): Promise<boolean> =>
    video(player, (v) => {
      v.pause();
      if (Math.abs(v.currentTime - 4.2) > 0.1) v.currentTime = 4.2;
      return !v.seeking && v.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    });
  await until('there', isThere);
  await player.page().waitForTimeout(300);
  await until('there still', isThere);
  await player.getByRole('button', { name: /Настройки видео|Video settings/ }).click();
  await player.getByRole('button', { name: /Поделиться|Share/ }).click();
  const link = player.getByRole('textbox', { name: /Ссылка|Link/ });
  await link.waitFor();
  return { ...opened, link };
}

describe('sharing', () => {
  it('copies the address of the product, from this moment where that is wished', async () => {
    const { page, player, link } = await sharing({ permissions: ['clipboard-read', 'clipboard-write'] });
    const plain = `${world.stub.origin}/product/mug?vitrina=vid_one`;
    expect(await link.inputValue()).toBe(plain);
    await player.getByRole('checkbox', { name: 'Начать с 0:04' }).check();
    expect(await link.inputValue()).toBe(`${plain}&t=4`);
    await player.getByRole('button', { name: 'Скопировать' }).click();
    await player.getByText('Ссылка скопирована').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${plain}&t=4`);
    expect(await player.getByRole('button', { name: 'Отправить…' }).count()).toBe(0);
  });

  it('uses the sheet of the device where there is one', async () => {
    const { page, player } = await sharing({
      init: () =>
        Object.assign(navigator, { share: (what: object) => Promise.resolve(Object.assign(window, { what })) }),
    });
    await player.getByRole('checkbox').check();
    await player.getByRole('button', { name: 'Отправить…' }).click();
    expect(await page.evaluate(() => (window as unknown as { what: object }).what)).toEqual({
      title: 'Кружка, которая держит тепло',
      url: `${world.stub.origin}/product/mug?vitrina=vid_one&t=4`,
    });
  });

  it('gives the link to be copied by hand where the browser does not let it', async () => {
    const { page, player } = await sharing({
      init: () =>
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } }),
    });
    await player.getByRole('button', { name: 'Скопировать' }).click();
    await player.getByText('Скопируйте ссылку сами: она выделена.').waitFor();
    const chosen = await page.evaluate(() => {
      const field = document.activeElement?.shadowRoot?.activeElement as HTMLInputElement;
      return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
    });
    expect(chosen).toContain('?vitrina=vid_one');
  });

  it('leads to the page of the video where the product has none, and to the player’s own place', async () => {
    const { product } = world.stub.card;
    if (product) product.url = 'javascript:alert(1)';
    const { link, player } = await sharing();
    await player.getByRole('checkbox').check();
    expect(await link.inputValue()).toBe(`${world.stub.origin}/watch/vid_one?t=4`);
    await world.leave();
    if (product) product.url = `${world.stub.origin}/`;
    const here = await sharing({}, `<div id="reviews">${PLAYER}</div>`);
    expect(await here.link.inputValue()).toBe(`${world.stub.origin}/?vitrina=vid_one#reviews`);
  });

  it.each([
    { width: 320, scheme: 'light' as const, lang: 'ru' },
    { width: 1440, scheme: 'dark' as const, lang: 'en' },
  ])('has no fault at $width px, $scheme', async ({ width, scheme, lang }) => {
    const element = PLAYER.replace('locale="ru"', `locale="${lang}"`);
    const options = {
      ...{ viewport: { width, height: 900 }, colorScheme: scheme, lang },
      init: () => Object.assign(navigator, { share: () => Promise.resolve() }),
    };
    const { page, player, faults } = await sharing(options, element);
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`share-${width}.png`) });
    expect(faults).toEqual([]);
  });
});

describe('a shared address', () => {
  const go = async (search: string, options: Opening = {}, element = PLAYER) => {
    const opened = await world.open(element, { search, ...options });
    await opened.player.locator('.go').waitFor();
    return opened;
  };

  it('shows the poster of its video and where it begins, plays nothing by itself, and begins there at a tap', async () => {
    const { page, player } = await go('?vitrina=vid_two&t=5');
    await player.locator('.moment').waitFor();
    expect(await player.locator('.moment').innerText()).toBe('С 0:05');
    expect(await player.locator('.go').getAttribute('aria-label')).toBe('Смотреть видео: Как мыть кружку. С 0:05');
    expect(await player.locator('.name').innerText()).toBe('Тимур Сеиткали');
    await page.waitForTimeout(500);
    expect(world.stub.requests.filter(({ path }) => /\.m4s/.test(path))).toEqual([]);
    expect(world.stub.events().filter(({ type }) => type !== 'impression')).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact('moment-390.png') });
    await startPlaying(player);
    expect(await video(player, (v) => v.currentTime)).toBeGreaterThanOrEqual(4.9);
    await until('a view', () => world.stub.lastView() !== undefined);
    expect(world.stub.lastView()?.videoId).toBe('vid_two');
    const { segments = [] } = world.stub.lastView() ?? {};
    expect(Math.min(...segments.map(({ mediaFromMs }) => mediaFromMs))).toBeGreaterThanOrEqual(4900);
  });

  it('holds for a tap that comes before the poster was seen for a second', async () => {
    const { player } = await go('?vitrina=vid_two&t=5');
    await startPlaying(player);
    expect(await video(player, (v) => v.currentTime)).toBeGreaterThanOrEqual(4.9);
    expect(await player.locator('.name').innerText()).toBe('Тимур Сеиткали');
  });

  it('of a whole video begins at its beginning', async () => {
    const { player } = await go('?vitrina=vid_two');
    await until('its poster', async () => (await player.locator('.name').innerText()) === 'Тимур Сеиткали');
    expect(await player.locator('.moment').count()).toBe(0);
    await startPlaying(player);
    expect(await video(player, (v) => v.currentTime)).toBeLessThan(3);
  });

  it.each([
    '?vitrina=vid_nine&t=5',
    '?t=5',
    '?vitrina=vid_one&t=-3',
    '?vitrina=vid_one&t=8',
    '?vitrina[]=vid_two&t=soon',
  ])('%s changes nothing', async (search) => {
    const { player } = await go(search);
    await player.locator('video').waitFor({ state: 'attached' });
    expect(await player.locator('.name').innerText()).toBe('Дана Ахметова');
    await startPlaying(player);
    expect(await video(player, (v) => v.currentTime)).toBeLessThan(3);
  });

  it('and data saver: nothing is fetched before the tap, and it begins there all the same', async () => {
    const { page, player } = await go(
      '?vitrina=vid_one&t=4',
      {
        init: () => Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } }),
      },
      PLAYER.replace('<vitrina-player', '<vitrina-player autoplay'),
    );
    await player.locator('.moment').waitFor();
    await page.waitForTimeout(500);
    expect(world.stub.requests.filter(({ path }) => /\.m4s|\.m3u8/.test(path))).toEqual([]);
    await startPlaying(player);
    expect(await video(player, (v) => v.currentTime)).toBeGreaterThanOrEqual(3.9);
  });

  it('an attribute says the same on a page of one video', async () => {
    const { player } = await go('', {}, PLAYER.replace('<vitrina-player', '<vitrina-player video="vid_two" start="5"'));
    await player.locator('.moment').waitFor();
    await startPlaying(player);
    expect(await video(player, (v) => v.currentTime)).toBeGreaterThanOrEqual(4.9);
  });

  it('opens the feed at its video, and begins there once', async () => {
    const reviews =
      '<script type="module" src="/player/v1/reviews.js"></script><vitrina-reviews store="pk_test" product="mug" locale="ru"></vitrina-reviews>';
    world.stub.card.videos.push(clip(world.stub.origin, 'vid_three'));
    const { page } = await world.open(reviews, { search: '?vitrina=vid_two&t=5' });
    const tile = page.locator('vitrina-reviews .tile').nth(1);
    await tile.locator('.moment').waitFor();
    await tile.click();
    const second = page.locator('vitrina-reviews vitrina-player[video=vid_two]');
    await until('it plays', () => video(second, (v) => v.currentTime > 4.9).catch(() => false), 15_000);
    expect(await page.locator('vitrina-reviews vitrina-player[video=vid_one] .name').innerText()).toBe('Дана Ахметова');
  });
});
