// What a view says it cost is what the service sent for it; and a budget of a day that is used up saves data and shuts nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { ViewEvent } from '../../src/core/types.js';
import { violations } from '../axe.js';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

let world: World;
const GRANTED = PLAYER.replace('ratio', 'consent="granted" ratio');
const COLD = GRANTED.replace('ratio', 'preload="none" ratio');
const MEDIA = join(import.meta.dirname, '../media');
/** What the browser adds for the headers of an answer (Resource Timing 4.5). */
const HEADERS = 300;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  const master = (name: string): string => `${stub.origin}/media/mug~${name}/master.m3u8`;
  stub.card = mugCard(stub.origin);
  stub.card.videos = ['one', 'two'].map((name) => prepared(stub.origin, `vid_${name}`, { hlsUrl: master(name) }));
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

const filesOf = (name: string): string[] =>
  world.stub.requests.flatMap(({ path }) =>
    path.startsWith(`/media/mug~${name}/`) ? [path.split('/').at(-1) ?? ''] : [],
  );
const weightOf = (file: string): number => readFileSync(join(MEDIA, 'mug', file)).length + HEADERS;
const sent = (name: string): number => filesOf(name).reduce((sum, file) => sum + weightOf(file), 0);
const views = (): ViewEvent[] => world.stub.events().filter((event): event is ViewEvent => event.type === 'view');
const lastBytes = (): ViewEvent['bytes'] => world.stub.lastView('vid_one')?.bytes;

/** Plays to its end: then everything that comes has come. */
async function playOut(player: Locator): Promise<void> {
  await startPlaying(player);
  await until('ended', () => video(player, (v) => v.ended), 40_000);
}

describe('the bytes of a view', () => {
  it('are those that the service sent for its video, to the byte', async () => {
    const { page, player, faults } = await world.open(COLD);
    await playOut(player);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await until('told', () => lastBytes()?.total === sent('one'));
    const told = lastBytes();
    expect(told?.ahead).toBe(0);
    const av1 = filesOf('one').filter((file) => /^av1-.*\.(m4s|mp4)$/.test(file));
    expect(told?.av1).toBe(
      filesOf('one')
        .filter((file) => file.startsWith('av1-'))
        .reduce((sum, f) => sum + weightOf(f), 0),
    );
    expect(av1.length).toBeGreaterThan(0);
    expect(told).not.toHaveProperty('saver');
    expect(faults).toEqual([]);
  });

  it('that came before the tap are told apart', async () => {
    const { page, player } = await world.open(GRANTED);
    await until('ready', () => player.locator('video').evaluate((v: HTMLVideoElement) => v.readyState >= 2));
    const before = sent('one');
    expect(before).toBeGreaterThan(HEADERS);
    await playOut(player);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await until('told', () => lastBytes()?.total === sent('one'));
    expect(lastBytes()?.ahead).toBe(before);
  });

  it('never shrink from heartbeat to heartbeat, and say so where data is saved', async () => {
    const { page, player } = await world.open(GRANTED, { init: saves });
    await playOut(player);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await until('told', () => lastBytes()?.total === sent('one'));
    expect(lastBytes()).toMatchObject({ ahead: 0, saver: true });
    // Once more: nothing comes that is there already.
    await player.evaluate((element) => void (element as unknown as { play(): void }).play());
    await until('another heartbeat', () => views().length > 1, 20_000);
    const totals = views().map(({ bytes }) => bytes?.total ?? -1);
    expect(totals.length).toBeGreaterThan(1);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(totals[0]).toBeGreaterThanOrEqual(0);
  });

  it.each(['unknown', 'denied'])('are not told when consent is %s', async (consent) => {
    const { page, player } = await world.open(PLAYER.replace('ratio', `consent="${consent}" ratio`));
    await startPlaying(player);
    await until('a second', () => video(player, (v) => v.currentTime > 1));
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await until('a view', () => views().length > 0);
    expect(JSON.stringify(world.stub.requests.map(({ body }) => body))).not.toContain('bytes');
  });

  it('of the time before consent are nobody’s', async () => {
    const { page, player } = await world.open(PLAYER);
    await startPlaying(player);
    await until('a second', () => video(player, (v) => v.currentTime > 1));
    const before = sent('one');
    await page.evaluate(() =>
      document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: true } })),
    );
    await until('ended', () => video(player, (v) => v.ended), 40_000);
    await until('told', () => lastBytes());
    expect(lastBytes()?.total ?? 0).toBeLessThanOrEqual(sent('one') - before);
  });
});

function saves(): void {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g', downlink: 10 } });
}

const stored = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem('vitrina.session'));
const rungs = (name: string): string[] => [
  ...new Set(filesOf(name).flatMap((file) => /^(?:av1|h264)-\d+p(?=.*m4s$)/.exec(file) ?? [])),
];

describe('a budget of the day', () => {
  beforeEach(() => {
    // 60 kB: some two seconds of video.
    world.stub.card.budgetMb = 0.06;
  });

  it('that is used up ends what comes by itself, and a tap still plays, small', async () => {
    const { page, player, faults } = await world.open(GRANTED);
    await playOut(player);
    await until('spent', async () => /\d{4}-\d\d-\d\d:\d{5,}$/.test((await stored(page)) ?? ''));
    world.stub.requests.length = 0;
    await page.reload();
    await player.locator('.go').waitFor();
    await until('seen', () => world.stub.events().some(({ type }) => type === 'impression'));
    await page.waitForTimeout(1500);
    // Not a byte of video before the tap, where there was a second of it before.
    expect(filesOf('one')).toEqual([]);
    await playOut(player);
    expect(rungs('one')).toEqual(['av1-360p']);
    expect(world.stub.requests.some(({ path }) => path.includes('/hls-'))).toBe(false);
    await until('told', () => lastBytes()?.saver);
    expect(faults).toEqual([]);
  });

  it('is said in the menu in plain words, and may be lifted', async () => {
    const { page, player, faults } = await world.open(GRANTED.replace('locale="ru"', 'locale="en"'));
    await startPlaying(player);
    await until('spent', async () => (await stored(page))?.includes(':'));
    await player.locator('[part~=more]').click();
    const group = player.locator('.saving');
    await group.waitFor();
    expect(await group.innerText()).toContain('Saving data');
    expect(await group.innerText()).toContain('at most 0.06 MB of video a day');
    expect(await violations(page)).toEqual([]);
    for (const [width, name] of [
      [390, 'phone'],
      [1440, 'desktop'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.screenshot({ path: artefact(`budget-${name}.png`) });
    }
    await group.getByRole('button').click();
    expect(await group.innerText()).toContain('full quality now');
    await page.keyboard.press('Escape');
    await player.evaluate((element) => void (element as unknown as { next(): void }).next());
    await until('hls', () => world.stub.requests.some(({ path }) => path.includes('/hls-')), 20_000);
    expect(faults).toEqual([]);
  });

  it('stops a player that would begin by itself', async () => {
    const { page, player } = await world.open(GRANTED);
    await playOut(player);
    await until('spent', async () => (await stored(page))?.includes(':'));
    world.stub.html = world.stub.html.replace('ratio=', 'autoplay ratio=');
    world.stub.requests.length = 0;
    await page.reload();
    await player.locator('.go').waitFor();
    await until('seen', () => world.stub.events().some(({ type }) => type === 'impression'));
    await page.waitForTimeout(1500);
    expect([filesOf('one'), await player.locator('.go').count()]).toEqual([[], 1]);
  });

  it('is forgotten with the page where nothing may be kept, and holds as long as the page does', async () => {
    const { page, player } = await world.open(PLAYER);
    await playOut(player);
    await until('spared', () => page.evaluate(() => (globalThis as never)[Symbol.for('vitrina-spared')] === true));
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
    await page.reload();
    await player.locator('.go').waitFor();
    await until('ready', () => filesOf('one').length > 0);
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  });

  it('of yesterday is no budget of today, and a no takes it away', async () => {
    const { page, player } = await world.open(GRANTED);
    await playOut(player);
    await until('spent', async () => (await stored(page))?.includes(':'));
    await page.evaluate(() => {
      const old = (localStorage.getItem('vitrina.session') ?? '').replace(/ \S+$/, ' 2020-01-01:999999999');
      localStorage.setItem('vitrina.session', old);
    });
    world.stub.requests.length = 0;
    await page.reload();
    await until('ready', () => filesOf('one').length > 0);
    await page.evaluate(() =>
      document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: false } })),
    );
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  });

  it('that is not set costs no request and no word', async () => {
    delete world.stub.card.budgetMb;
    const { page, player } = await world.open(GRANTED);
    await startPlaying(player);
    await until('two seconds', () => video(player, (v) => v.currentTime > 2));
    expect(world.stub.requests.some(({ path }) => path.includes('/budget-'))).toBe(false);
    expect(await stored(page)).toMatch(/^\S+ \d+$/);
    await player.locator('[part~=more]').click();
    await player.locator('.menu').waitFor();
    expect(await player.locator('.saving').count()).toBe(0);
  });
});
