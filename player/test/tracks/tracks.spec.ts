// Audio description and sign language in the player: chosen in the menu, at the same second, in the same view, and remembered where that is allowed.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { kept } from '../privacy/kept.js';
import type { Track } from '../../src/core/types.js';
import { clip, mugCard } from '../stub.js';

let world: World;
const AGREED = PLAYER.replace('ratio', 'consent="granted" ratio');

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  const track = (kind: Track['kind'], lang: string, label: string): Track => ({
    ...{ kind, lang, label, mp4Url: null },
    hlsUrl: `${stub.origin}/media/coffee~${kind}${lang}/master.m3u8`,
  });
  const tracks = [track('description', 'ru', 'Русский'), track('sign', 'kk', 'Қазақ тілі')];
  stub.card = {
    ...mugCard(stub.origin),
    videos: ['vid_one', 'vid_two', 'vid_bare'].map((id) =>
      clip(stub.origin, id, { captions: [], ...(id === 'vid_bare' ? {} : { tracks }) }),
    ),
  };
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

const DESCRIPTION = 'Тифлокомментарий: Русский';
const SIGN = 'Жестовый язык: Қазақ тілі';
const chip = (player: Locator, name: string): Locator => player.getByRole('radio', { name, exact: true });
const asked = (part: string): number => world.stub.requests.filter(({ path }) => path.includes(part)).length;

/** The video plays in a circle and its menu is open. */
async function opened(body = PLAYER, options: Parameters<World['open']>[1] = {}) {
  const opening = await world.open(body, options);
  await opening.player.locator('.go').waitFor();
  await startPlaying(opening.player);
  await video(opening.player, (v) => (v.loop = true));
  await openMenu(opening.player);
  return opening;
}

async function openMenu(player: Locator): Promise<void> {
  await player.locator('[part=more]').focus();
  await player.page().keyboard.press('Enter');
  await player.locator('.menu').waitFor();
}

const plays = (player: Locator): Promise<void> =>
  until('it plays', () => video(player, (v) => !v.paused && v.readyState > 2 && v.currentTime > 0), 20_000);
const events = async (page: Page): Promise<{ type: string; detail: Record<string, unknown> }[]> =>
  (await page.evaluate(() => (window as unknown as { heard: { type: string; detail: object }[] }).heard)).filter(
    ({ type }) => type === 'vitrina:track' || type === 'vitrina:error',
  ) as { type: string; detail: Record<string, unknown> }[];

describe('a track', () => {
  it('is offered only where there is one, and nothing of it is fetched before it is chosen', async () => {
    const { player } = await opened();
    expect(await player.getByRole('group', { name: 'Версия видео' }).getByRole('radio').count()).toBe(3);
    expect(await chip(player, 'Обычная').isChecked()).toBe(true);
    expect(await player.locator('bdi[lang=kk]').innerText()).toBe('Қазақ тілі');
    expect([asked('coffee~'), asked('/hls-')]).toEqual([0, 1]);
    await player.getByRole('button', { name: 'Закрыть' }).click();
    await player.evaluate((one) => (one as HTMLElement & { play(id: string): Promise<void> }).play('vid_bare'));
    await openMenu(player);
    expect(await player.getByRole('group', { name: 'Версия видео' }).count()).toBe(0);
  });

  it('goes on at the same second, with its speed and sound, and says so to the page', async () => {
    const { page, player, faults } = await opened();
    await video(player, (v) => {
      v.defaultPlaybackRate = v.playbackRate = 0.5;
      v.volume = 0.4;
      v.currentTime = 2;
    });
    await plays(player);
    const before = await video(player, (v) => v.currentTime);
    await chip(player, DESCRIPTION).check();
    await until('the track is fetched', () => asked('coffee~descriptionru') > 1);
    await plays(player);
    const after = await video(player, (v) => [v.currentTime, v.playbackRate, v.volume, v.muted ? 1 : 0]);
    expect(after[0]).toBeGreaterThanOrEqual(before);
    expect(after[0]).toBeLessThan(4.5);
    expect(after.slice(1)).toEqual([0.5, 0.4, 0]);
    expect(await events(page)).toEqual([
      { type: 'vitrina:track', detail: { videoId: 'vid_one', kind: 'description', lang: 'ru' } },
    ]);
    await chip(player, 'Обычная').check();
    await plays(player);
    expect((await events(page)).at(-1)?.detail).toEqual({ videoId: 'vid_one', kind: null, lang: null });
    expect(faults).toEqual([]);
  });

  it('is chosen by keyboard while the video is paused, and stays paused at that second', async () => {
    const { page, player } = await opened();
    await video(player, (v) => {
      v.pause();
      v.currentTime = 3;
    });
    await chip(player, 'Обычная').focus();
    await page.keyboard.press('ArrowDown');
    expect(await chip(player, DESCRIPTION).isChecked()).toBe(true);
    await until(
      'its picture',
      () => video(player, (v) => v.readyState >= 2 && Math.abs(v.currentTime - 3) < 0.2),
      20_000,
    );
    expect(asked('coffee~descriptionru')).toBeGreaterThan(1);
    expect(await video(player, (v) => v.paused)).toBe(true);
  });

  it('is one view with the film: no second is counted twice, and none that was not watched', async () => {
    const { player } = await opened();
    await video(player, (v) => (v.loop = false));
    await video(player, (v) => (v.currentTime = 0));
    await until('a second', () => video(player, (v) => v.currentTime > 1 && v.currentTime < 3));
    await chip(player, SIGN).check();
    await until('the track', () => asked('coffee~signkk') > 1);
    await until('the end', () => video(player, (v) => v.ended), 20_000);
    await until('reported', () => (world.stub.lastView()?.segments.at(-1)?.mediaToMs ?? 0) > 4900);
    const views = world.stub.events().filter(({ type }) => type === 'view');
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
    const segments = world.stub.lastView()?.segments ?? [];
    for (const { mediaFromMs, mediaToMs, wallFromMs, wallToMs } of segments) {
      expect(mediaToMs).toBeGreaterThan(mediaFromMs);
      // Nobody watches more than time passes; a tenth for two clocks.
      expect(mediaToMs - mediaFromMs).toBeLessThan((wallToMs - wallFromMs) * 1.1 + 150);
    }
    for (const [at, segment] of segments.slice(1).entries()) {
      expect(segment.wallFromMs).toBeGreaterThanOrEqual(segments[at]?.wallToMs ?? 0);
    }
    expect(world.stub.lastView()?.videoId).toBe('vid_one');
  });

  it('that does not come gives way to the film, at the same second, and says so', async () => {
    world.stub.broken.set('/media/coffee~signkk/master.m3u8', 404);
    const { page, player } = await opened();
    await video(player, (v) => (v.currentTime = 2));
    await plays(player);
    await chip(player, SIGN).check();
    await player.getByText('Эта версия не загрузилась. Идёт обычное видео.').waitFor({ timeout: 30_000 });
    await plays(player);
    expect(await video(player, (v) => v.currentTime)).toBeGreaterThan(1.9);
    expect((await events(page)).map(({ type, detail }) => [type, detail['code'] ?? detail['kind']])).toEqual([
      ['vitrina:track', 'sign'],
      ['vitrina:error', 'VIDEO_UNPLAYABLE'],
    ]);
  });
});

describe('a choice', () => {
  it('holds for the next video, and for the next page where the shopper agreed to storage', async () => {
    const { page, player } = await opened(AGREED);
    await chip(player, SIGN).check();
    expect((await kept(page)).local['vitrina.track']).toBe('sign kk');
    world.stub.requests.length = 0;
    await player.evaluate((one) => (one as HTMLElement & { next(): void }).next());
    await until('the next one signed', () => asked('coffee~signkk') > 0, 15_000);
    world.stub.requests.length = 0;
    await page.reload();
    await player.locator('.go').waitFor();
    await startPlaying(player);
    await until('signed again', () => asked('coffee~signkk') > 0, 15_000);
    await page.evaluate(() =>
      document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: false } })),
    );
    expect((await kept(page)).local['vitrina.track']).toBeUndefined();
  });

  it('is nowhere without consent', async () => {
    const { page, player } = await opened();
    await chip(player, SIGN).check();
    expect((await kept(page)).local).toEqual({});
  });
});

describe('the menu with tracks', () => {
  it.each([
    { width: 320, scheme: 'light' as const, lang: 'ru' },
    { width: 1440, scheme: 'dark' as const, lang: 'kk' },
  ])('has no fault at $width px, $scheme', async ({ width, scheme, lang }) => {
    const body = PLAYER.replace('locale="ru"', `locale="${lang}"`);
    const { page, player, faults } = await opened(body, {
      ...{ viewport: { width, height: 900 }, colorScheme: scheme },
    });
    await video(player, (v) => v.pause());
    await player.locator('.menu').evaluate((menu) => menu.children[2]?.scrollIntoView({ block: 'center' }));
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`tracks-${width}.png`) });
    const wide = await player.locator('.sheet-body').evaluate((body) => body.scrollWidth - body.clientWidth);
    expect([wide, faults]).toEqual([0, []]);
  });
});

describe('at 200 %', () => {
  // 200 % of a window of 640 px is one of 320 CSS pixels with twice the dots; the low one is a phone on its side.
  it.each([
    { width: 320, height: 320, lang: 'ru' },
    { width: 320, height: 568, lang: 'kk' },
    { width: 640, height: 360, lang: 'en' },
  ])(
    'everything of the playing view and its menu can be reached ($width by $height)',
    async ({ width, height, lang }) => {
      const body = PLAYER.replace('locale="ru"', `locale="${lang}"`);
      const { page, player, faults } = await opened(body, { viewport: { width, height }, deviceScaleFactor: 2 });
      await video(player, (v) => v.pause());
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      // Each control of the menu comes into sight by the keyboard, and none is cut at its side.
      const menu = player.locator('.menu');
      const controls = menu.locator('button, input');
      for (let at = 0; at < (await controls.count()); at += 1) {
        await controls.nth(at).focus();
        const inside = await controls.nth(at).evaluate((one) => {
          const box = (one.closest('label') ?? one).getBoundingClientRect();
          const sheet = (one.closest('.sheet-body') as HTMLElement).getBoundingClientRect();
          return box.left >= sheet.left - 1 && box.right <= sheet.right + 1 && box.top < innerHeight && box.bottom > 0;
        });
        expect([at, inside]).toEqual([at, true]);
      }
      await page.keyboard.press('Escape');
      await player.locator('.row').waitFor();
      const cut = await player.locator('.row').evaluate((row) => {
        const { left, right } = row.getBoundingClientRect();
        const boxes = [...row.querySelectorAll('button:not([hidden])')].map((one) => one.getBoundingClientRect());
        return boxes.filter((box) => box.left < left - 1 || box.right > right + 1).length;
      });
      expect([cut, await axeFaults(page), faults]).toEqual([0, [], []]);
    },
  );
});
