// "Is this browser yours?": asked where a creator's link leads, answered once, and never without consent.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { artefact, PLAYER, startWorld, STRICT_CSP, until, type Opening, type World } from '../page.js';
import { mugCard } from '../stub.js';

const TOKEN = 'v1.dvl_1.1790000000.abc-_';
const SEARCH = `?color=blue&vitrina=vid_two#vitrina-device=${TOKEN}`;
const AGREED = PLAYER.replace('locale', 'consent="granted" locale');
const REVIEWS = '<vitrina-reviews store="pk_test" product="mug" locale="ru" consent="granted"></vitrina-reviews>';
const TAG = '<script type="module" src="/player/v1/reviews.js"></script>';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.broken.clear();
  stub.forged.clear();
  stub.links.clear();
  stub.links.set(TOKEN, { name: 'Дана <Ахметова>', usedBy: null });
  stub.csp = STRICT_CSP;
});

const said = (path: string): unknown[] =>
  world.stub.requests.filter((wire) => wire.path === path).map(({ body }) => JSON.parse(body) as unknown);

/** The page that the link leads to, with the question on it. */
async function asked(body = AGREED, options: Opening = {}): Promise<{ page: Page; dialog: Locator }> {
  const { page } = await world.open(body, { search: SEARCH, ...options });
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return { page, dialog };
}

const TITLE = 'Это браузер автора Дана <Ахметова>?';
const yes = (dialog: Locator): Locator => dialog.getByRole('button', { name: 'Да, это мой браузер' });

describe('a link to one’s own browser', () => {
  it.each([
    ['a card', AGREED, ''],
    ['several videos', REVIEWS, TAG],
  ])('asks on %s, is answered once, and leaves the address', async (_, body, head) => {
    const { page, dialog } = await asked(body, { head });
    await dialog.getByRole('heading', { name: TITLE }).waitFor();
    expect(page.url()).toBe(`${world.stub.origin}/?color=blue&vitrina=vid_two`);
    expect(said('/v1/devices')).toEqual([]);
    await yes(dialog).click();
    await dialog.getByRole('heading', { name: 'Готово.' }).waitFor();
    expect(said('/v1/devices')).toEqual([{ store: 'pk_test', token: TOKEN, viewerToken: 'v1.0192f3a4.sig' }]);
    expect(await page.evaluate(() => localStorage.getItem('vitrina.viewer'))).toBe('v1.0192f3a4.sig');
    await dialog.getByRole('button', { name: 'Закрыть' }).click();
    await until('closed', async () => (await dialog.count()) === 0);
    // The page is what it was: nothing is asked again.
    await page.reload();
    await page.waitForFunction(
      () => document.querySelector('[state=poster]') !== null || document.querySelector('vitrina-reviews'),
    );
    await until('seen', () => Promise.resolve(said('/v1/events').length > 0), 10_000);
    expect(await dialog.count()).toBe(0);
  });

  it('is nothing to whoever says no', async () => {
    const { page, dialog } = await asked();
    await dialog.getByRole('heading', { name: TITLE }).waitFor();
    await dialog.getByRole('button', { name: 'Нет' }).click();
    await until('closed', async () => (await dialog.count()) === 0);
    expect(said('/v1/devices')).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('without consent says why there is nothing to link, stores nothing, and goes on when consent comes', async () => {
    const { page, dialog } = await asked(PLAYER);
    await dialog.getByText('Этот сайт сейчас ничего не хранит').waitFor();
    expect([await yes(dialog).count(), await page.evaluate(() => localStorage.length)]).toEqual([0, 0]);
    expect(said('/v1/viewers')).toEqual([]);
    await page.evaluate(() =>
      document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: true } })),
    );
    await yes(dialog).click();
    await dialog.getByRole('heading', { name: 'Готово.' }).waitFor();
    expect(said('/v1/devices')).toHaveLength(1);
  });

  it('says that there is none under Global Privacy Control', async () => {
    const init = (): void => void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    const { dialog } = await asked(AGREED, { init });
    await dialog.getByText('Global Privacy Control').waitFor();
    expect([await yes(dialog).count(), said('/v1/viewers').length]).toEqual([0, 0]);
  });

  it('that was used, is another shop’s, or does not arrive says so; a broken line is tried again', async () => {
    world.stub.links.set(TOKEN, { name: 'Дана', usedBy: 'v1.other.sig' });
    await (await asked()).dialog.getByRole('heading', { name: 'Ссылка уже использована' }).waitFor();
    world.stub.links.clear();
    await (await asked()).dialog.getByRole('heading', { name: 'Ссылка не подходит' }).waitFor();
    world.stub.links.set(TOKEN, { name: 'Дана', usedBy: null });
    const { dialog } = await asked();
    await yes(dialog).waitFor();
    world.stub.broken.set('/v1/devices', 503);
    await yes(dialog).click();
    await dialog.getByText('Не получилось.').waitFor();
    world.stub.broken.clear();
    await yes(dialog).click();
    await dialog.getByRole('heading', { name: 'Готово.' }).waitFor();
  });

  it('replaces an id that the service does not know any more', async () => {
    const init = (): void => localStorage.setItem('vitrina.viewer', 'v1.old.sig');
    world.stub.forged.add('v1.old.sig');
    const { dialog } = await asked(AGREED, { init });
    await yes(dialog).click();
    await dialog.getByRole('heading', { name: 'Готово.' }).waitFor();
    expect(said('/v1/devices')).toMatchObject([{ viewerToken: 'v1.old.sig' }, { viewerToken: 'v1.0192f3a4.sig' }]);
  });

  it('costs no other page a byte: without a token its code is not fetched', async () => {
    const { page } = await world.open(AGREED, { search: '?vitrina=vid_two' });
    await until('seen', () => Promise.resolve(said('/v1/events').length > 0), 10_000);
    expect(world.stub.requests.filter(({ path }) => path.includes('device'))).toEqual([]);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it.each([
    ['ru', 390, 'light', 'ltr', 'Да, это мой браузер'],
    ['kk', 320, 'dark', 'ltr', 'Иә, бұл менің браузерім'],
    ['en', 1440, 'light', 'rtl', 'Yes, it is my browser'],
  ] as const)('has no fault for axe: %s, %i px, %s, %s', async (locale, width, colorScheme, dir, answer) => {
    const body = `<div dir="${dir}">${AGREED.replace('locale="ru"', `locale="${locale}"`)}</div>`;
    const head = '<meta name="color-scheme" content="light dark">';
    const options = { colorScheme, viewport: { width, height: 760 }, lang: locale, head };
    const { page, dialog } = await asked(body, options);
    await dialog.getByRole('button', { name: answer }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const box = await dialog.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
    // By keyboard: the question has the focus, Tab goes to the answers, Escape is a no.
    await page.keyboard.press('Tab');
    expect(
      await dialog
        .getByRole('button')
        .first()
        .evaluate((b) => b.matches(':focus')),
    ).toBe(true);
    await page.screenshot({ path: artefact(`device-${locale}-${width}.png`) });
    await page.keyboard.press('Escape');
    await until('closed', async () => (await dialog.count()) === 0);
  });
});
