// What a shopper may say of a video in its menu: that it helped, once, if they may be recognised; that something is wrong, in nobody's name.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { blocked, kept, NOTHING, signalsNo } from '../privacy/kept.js';
import { clip, mugCard } from '../stub.js';

let world: World;
const TOKEN = 'v1.0192f3a4.sig';
const AGREED = PLAYER.replace('ratio', 'consent="granted" ratio');

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  const votes = { helpful: 2, total: 3 };
  stub.card = { ...mugCard(stub.origin), videos: ['vid_one', 'vid_two'].map((id) => clip(stub.origin, id, { votes })) };
  stub.broken.clear();
  stub.votes.clear();
  stub.forged.clear();
  stub.csp = STRICT_CSP;
});

type Options = Parameters<World['open']>[1];
interface Open {
  page: Page;
  player: Locator;
  faults: string[];
}

const openMenu = (player: Locator, name = 'Настройки видео'): Promise<void> =>
  player.getByRole('button', { name }).click();

/** The video plays in a circle; its menu is open. */
async function opened(body: string, options: Options = {}): Promise<Open> {
  const { page, player, faults } = await world.open(body, options);
  await player.locator('.go').waitFor();
  await startPlaying(player);
  await video(player, (v) => (v.loop = true));
  await player.locator('[part=more]').click();
  await player.locator('.vote').first().waitFor();
  return { page, player, faults };
}

const sent = (path: string): Record<string, unknown>[] =>
  world.stub.requests.filter((wire) => wire.path === path).map((wire) => JSON.parse(wire.body));
const yes = (player: Locator): Locator => player.getByRole('button', { name: 'Помогло', exact: true });
const no = (player: Locator): Locator => player.getByRole('button', { name: 'Не помогло' });
const pressed = async (player: Locator): Promise<(string | null)[]> => [
  await yes(player).getAttribute('aria-pressed'),
  await no(player).getAttribute('aria-pressed'),
];
const said = (player: Locator): Promise<string> => player.locator('.vote-said').first().innerText();

describe('a vote', () => {
  it('is given, changed, found again after the page was loaded anew, and taken back', async () => {
    const { page, player, faults } = await opened(AGREED);
    expect(await player.locator('.sheet-body').evaluate((sheet) => sheet.scrollTop)).toBe(0);
    expect(await player.getByText('Видео помогло?').isVisible()).toBe(true);
    expect([await pressed(player), await said(player)]).toEqual([['false', 'false'], 'Помогло: 2 из 3']);
    await yes(player).click();
    await until('taken', async () => (await said(player)) === 'Помогло: 3 из 4');
    expect(await pressed(player)).toEqual(['true', 'false']);
    await no(player).click();
    await until('changed', async () => (await said(player)) === 'Помогло: 2 из 4');
    expect(await pressed(player)).toEqual(['false', 'true']);
    await page.reload();
    await player.locator('.go').waitFor();
    await startPlaying(player);
    await video(player, (v) => (v.loop = true));
    await openMenu(player);
    await until('found again', async () => (await pressed(player)).join() === 'false,true');
    await no(player).click();
    await until('taken back', async () => (await said(player)) === 'Помогло: 2 из 3');
    expect(await pressed(player)).toEqual(['false', 'false']);
    expect(sent('/v1/votes').map(({ vote }) => vote)).toEqual(['helpful', 'not_helpful', null]);
    expect(sent('/v1/votes').every((one) => one['viewerToken'] === TOKEN && one['video'] === 'vid_one')).toBe(true);
    expect(faults).toEqual([]);
  });

  it('belongs to its video: the next one has none', async () => {
    const { player } = await opened(AGREED);
    await yes(player).click();
    await until('taken', async () => (await said(player)) === 'Помогло: 3 из 4');
    world.stub.votes.clear();
    await player.getByRole('button', { name: 'Закрыть' }).click();
    await player.getByRole('button', { name: 'Следующее видео' }).click();
    await until('the next one', () => video(player, (v) => !v.paused && v.currentTime > 0.1), 15_000);
    await openMenu(player);
    expect(await pressed(player)).toEqual(['false', 'false']);
  });

  it('that is not taken says so, and is as it was', async () => {
    const { player } = await opened(AGREED);
    world.stub.broken.set('/v1/votes', 503);
    await yes(player).click();
    await until('refused', async () => (await said(player)).includes('Голос не принят'));
    expect(await pressed(player)).toEqual(['false', 'false']);
  });

  it('under a token that is not known goes out under a new one', async () => {
    const init = (): void => {
      if (!localStorage.getItem('vitrina.viewer')) localStorage.setItem('vitrina.viewer', 'v1.old.sig');
    };
    world.stub.forged.add('v1.old.sig');
    const { page, player } = await opened(AGREED, { init });
    await yes(player).click();
    await until('taken', async () => (await said(player)) === 'Помогло: 3 из 4');
    expect(world.stub.votes.get(TOKEN)).toBe('helpful');
    expect((await kept(page)).local['vitrina.viewer']).toBe(TOKEN);
  });
});

const WITHOUT: [string, string, Options, RegExp][] = [
  ['nobody was asked', PLAYER, {}, /не разрешено/],
  ['the shopper said no', PLAYER.replace('ratio', 'consent="denied" ratio'), {}, /не разрешено/],
  ['Global Privacy Control is on', AGREED, { init: signalsNo }, /не разрешено/],
  ['the browser keeps nothing', AGREED, { init: blocked }, /ничего не хранит/],
];

describe.each(WITHOUT)('when %s', (_name, body, options, why) => {
  it('there is no vote and the buttons say why; a report goes out in nobody\u2019s name', async () => {
    const { page, player, faults } = await opened(body, options);
    for (const button of [yes(player), no(player)]) {
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.click({ force: true });
    }
    expect(await said(player)).toMatch(why);
    expect([sent('/v1/votes'), sent('/v1/votes/mine')]).toEqual([[], []]);
    await report(player, 'Спам или обман');
    await player.getByText('Жалоба принята').waitFor();
    expect(sent('/v1/complaints')).toEqual([
      { store: 'pk_test', video: 'vid_one', reason: 'SPAM', text: null, email: null, locale: 'ru' },
    ]);
    expect(await kept(page)).toEqual(NOTHING);
    expect(world.stub.requests.every((wire) => wire.headers.cookie === undefined)).toBe(true);
    expect(faults).toEqual([]);
  });
});

async function report(player: Locator, reason: string): Promise<void> {
  await player.getByRole('button', { name: 'Пожаловаться на видео' }).click();
  await player.getByRole('radio', { name: reason }).check();
  await player.getByRole('button', { name: 'Отправить' }).click();
}

describe('a report', () => {
  it('asks for what is missing, keeps what was typed, and gives the link to the answer', async () => {
    const { page, player } = await opened(AGREED);
    await player.getByRole('button', { name: 'Пожаловаться на видео' }).click();
    const send = player.getByRole('button', { name: 'Отправить' });
    const alert = player.locator('[role=alert]').last();
    const focused = (): Promise<string> =>
      page.evaluate(() => (document.activeElement?.shadowRoot?.activeElement as HTMLInputElement)?.type ?? '');
    await send.click();
    expect([await alert.innerText(), await focused()]).toEqual(['Выберите причину.', 'radio']);
    await player.getByRole('radio', { name: 'Другое' }).check();
    await send.click();
    expect([await alert.innerText(), await focused()]).toEqual(['Напишите, что не так.', 'textarea']);
    // Letters are letters there, and no keys of the player.
    await page.keyboard.type('mkfc <b>mug</b>');
    expect(await video(player, (v) => [v.muted, v.paused])).toEqual([false, false]);
    await player.locator('input[type=email]').fill('nobody');
    await send.click();
    expect([await alert.innerText(), await focused()]).toEqual(['Проверьте адрес почты.', 'email']);
    await player.locator('input[type=email]').fill('aliya@shopper.example');
    world.stub.broken.set('/v1/complaints', 429);
    await send.click();
    await player.getByText('Слишком много жалоб отсюда').waitFor();
    world.stub.broken.clear();
    await send.click();
    await player.getByText('Ответ придёт на почту.').waitFor();
    const link = player.getByRole('link', { name: 'Открыть ответ' });
    expect(await link.getAttribute('href')).toBe(`${world.stub.origin}/complaints/cmp_x`);
    expect(sent('/v1/complaints').at(-1)).toEqual({
      ...{ store: 'pk_test', video: 'vid_one', reason: 'OTHER', text: 'mkfc <b>mug</b>' },
      ...{ email: 'aliya@shopper.example', locale: 'ru' },
    });
    await page.keyboard.press('Escape');
    await until('closed', () => player.locator('.sheet').isHidden());
  });

  it.each([
    { width: 320, scheme: 'light' as const, dir: 'ltr', lang: 'ru' },
    { width: 390, scheme: 'dark' as const, dir: 'rtl', lang: 'kk' },
    { width: 1440, scheme: 'dark' as const, dir: 'ltr', lang: 'en' },
  ])('and the vote have no fault at $width px, $scheme, $dir, $lang', async ({ width, scheme, dir, lang }) => {
    const body = `<div dir="${dir}">${AGREED.replace('locale="ru"', `locale="${lang}"`)}</div>`;
    const viewport = { width, height: 900 };
    const { page, player, faults } = await opened(body, { viewport, colorScheme: scheme });
    await video(player, (v) => v.pause());
    await player.locator('.vote').first().click();
    await until('pressed', async () => (await player.locator('.vote').first().getAttribute('aria-pressed')) === 'true');
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`vote-${width}.png`) });
    await player.locator('.menu-act').last().click();
    await player.locator('form.report').waitFor();
    await player.locator('form.report button').click();
    expect(await axeFaults(page)).toEqual([]);
    await player.screenshot({ path: artefact(`report-${width}.png`) });
    const wide = await player.locator('.sheet-body').evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
    expect([wide, faults]).toEqual([0, []]);
  });
});
