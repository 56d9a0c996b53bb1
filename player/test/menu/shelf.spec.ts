// What a shopper puts aside in the menu: kept with consent alone, found again, taken out again, gone with the consent.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { blocked, kept, NOTHING, signalsNo } from '../privacy/kept.js';
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
  const { origin } = stub;
  stub.card = {
    ...mugCard(origin),
    videos: [
      clip(origin, 'vid_one', { title: 'Кружка через год' }),
      clip(origin, 'vid_two', { title: 'Пять рецептов', publishedAt: new Date(Date.now() + 60_000).toISOString() }),
    ],
  };
  stub.broken.clear();
  stub.csp = STRICT_CSP;
  stub.requests.length = 0;
});

interface Open {
  page: Page;
  player: Locator;
  faults: string[];
}

async function opened(body: string, options: Parameters<World['open']>[1] = {}): Promise<Open> {
  const { page, player, faults } = await world.open(body, options);
  await player.locator('.go').waitFor();
  await startPlaying(player);
  await video(player, (v) => (v.loop = true));
  await player.locator('[part=more]').click();
  await save(player).waitFor();
  return { page, player, faults };
}
const save = (player: Locator): Locator => player.getByRole('button', { name: 'Сохранить видео' });
const follow = (player: Locator): Locator => player.getByRole('button', { name: 'Следить: Дана Ахметова' });
const list = (player: Locator): Locator => player.getByRole('button', { name: 'Сохранённое и подписки' });
const pressed = async (player: Locator): Promise<(string | null)[]> => [
  await save(player).getAttribute('aria-pressed'),
  await follow(player).getAttribute('aria-pressed'),
];
const stored = async (page: Page): Promise<{ videos: string[]; creators: string[] } | null> => {
  const text = (await kept(page)).local['vitrina.shelf'];
  return text === undefined ? null : JSON.parse(text);
};
const asked = (): object[] =>
  world.stub.requests.filter(({ path }) => path === '/v1/shelf').map(({ body }) => JSON.parse(body));

describe('what is put aside', () => {
  it('a saved video stands in the list, leads to its product, and is taken out again', async () => {
    const { page, player, faults } = await opened(AGREED);
    expect(await pressed(player)).toEqual(['false', 'false']);
    await save(player).click();
    expect(await pressed(player)).toEqual(['true', 'false']);
    expect(await stored(page)).toMatchObject({ videos: ['vid_one'], creators: [] });
    await list(player).click();
    const link = player.getByRole('link', { name: /Кружка через год/ });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(`${world.stub.origin}/mug?vitrina=vid_one`);
    expect(asked()).toEqual([{ store: 'pk_test', videos: ['vid_one'], creators: [] }]);
    expect(await axeFaults(page)).toEqual([]);
    await page.screenshot({ path: artefact('shelf.png') });
    await player.getByRole('button', { name: 'Убрать «Кружка через год»' }).click();
    expect(await link.count()).toBe(0);
    expect(await stored(page)).toBeNull();
    expect(faults).toEqual([]);
  });

  it('of a creator who is followed the new videos are marked, once', async () => {
    const { page, player } = await opened(AGREED);
    await follow(player).click();
    await list(player).click();
    await player.getByRole('link', { name: /Пять рецептов/ }).waitFor();
    // Only what was published after the shopper began to follow.
    expect(await player.locator('.shelf mark').allInnerTexts()).toEqual(['Новое']);
    expect(await player.locator('.shelf li').count()).toBe(2);
    await page.clock.setFixedTime(Date.now() + 3_600_000);
    world.stub.card.videos = world.stub.card.videos.slice(1);
    await player.getByRole('button', { name: 'Закрыть' }).click();
    await player.locator('[part=more]').click();
    await list(player).click();
    await player.getByRole('link', { name: /Пять рецептов/ }).waitFor();
    await player.getByRole('button', { name: 'Закрыть' }).click();
    await player.locator('[part=more]').click();
    await list(player).click();
    await player.getByRole('link', { name: /Пять рецептов/ }).waitFor();
    expect(await player.locator('.shelf mark').count()).toBe(0);
  });

  it('is found again on the next page, and goes with the consent', async () => {
    const { page, player } = await opened(AGREED);
    await save(player).click();
    await follow(player).click();
    await page.reload();
    await player.locator('.go').waitFor();
    await startPlaying(player);
    await player.locator('[part=more]').click();
    expect(await pressed(player)).toEqual(['true', 'true']);
    await player.evaluate((element) => element.setAttribute('consent', 'denied'));
    await until('gone', async () => (await stored(page)) === null);
    await save(player).click({ force: true });
    expect(await pressed(player)).toEqual(['false', 'false']);
    expect((await kept(page)).local).toEqual({});
  });

  it.each([
    ['nobody was asked', PLAYER, {}, 'Сейчас этому сайту хранить ничего не разрешено'],
    ['the browser says no', AGREED, { init: signalsNo }, 'Сейчас этому сайту хранить ничего не разрешено'],
    ['storage is blocked', AGREED, { init: blocked }, 'Браузер ничего не хранит'],
  ])('where %s nothing is kept or asked, and it says why', async (_, body, options, why) => {
    const { page, player } = await opened(body, options);
    // Off for assistive technology, and still to be pressed.
    await save(player).click({ force: true });
    await follow(player).click({ force: true });
    expect(await pressed(player)).toEqual(['false', 'false']);
    expect(await player.getByText(why).first().isVisible()).toBe(true);
    await list(player).click();
    expect(await player.locator('.shelf').innerText()).toContain(why);
    expect(asked()).toEqual([]);
    expect(await kept(page)).toEqual(NOTHING);
  });

  it('is empty at first, and says when it does not load', async () => {
    const { player } = await opened(AGREED);
    await list(player).click();
    expect(await player.locator('.shelf').innerText()).toContain('Пока пусто');
    expect(asked()).toEqual([]);
    await player.getByRole('button', { name: 'Закрыть' }).click();
    world.stub.broken.set('/v1/shelf', 503);
    await player.locator('[part=more]').click();
    await save(player).click();
    await list(player).click();
    await until('said', async () => (await player.locator('.shelf').innerText()).includes('не загрузился'));
  });
});
