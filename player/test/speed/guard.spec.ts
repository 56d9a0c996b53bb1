// The speed guard in a real browser: what a page reports, and that a poster costs nothing before a tap.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Page } from 'playwright-core';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = [prepared(stub.origin, 'vid_one')];
  stub.csp = STRICT_CSP;
});

interface Told {
  store: string;
  id: string;
  arm: string;
  lcpMs: number | null;
  inpMs: number | null;
  clsMilli: number | null;
}

const told = (): Told[] =>
  world.stub.requests.filter(({ path }) => path === '/v1/speeds').map(({ body }) => JSON.parse(body) as Told);

const asked = (part: RegExp): string[] => world.stub.requests.map(({ path }) => path).filter((path) => part.test(path));

/** Leaves the page, and answers what it said of itself. */
async function leave(page: Page): Promise<Told> {
  await page.goto(`${world.stub.origin}/media/page.css`);
  await until('told', () => told().length > 0);
  return told().at(-1) as Told;
}

/** Whoever is asked for the starter gets one that holds the main thread for 400 ms when its turn comes. */
async function injectBlock(page: Page): Promise<void> {
  await page.route('**/starter-*.js', async (route) => {
    const answer = await route.fetch();
    const block =
      'addEventListener("pointerdown",()=>{const e=performance.now()+400;while(performance.now()<e);},true);';
    await route.fulfill({ response: answer, body: block + (await answer.text()) });
  });
}

const FIELD = '<input aria-label="Сколько" id="count">';

/** A shopper who looks at the card and then taps something of the shop's own. */
async function look(state: 'ready' | 'poster', othersBps: number): Promise<Told> {
  world.stub.card.guard = { state, othersBps };
  const { page, faults } = await world.open('', {});
  await injectBlock(page);
  world.stub.html = world.stub.html.replace('</h1>', `</h1>${FIELD}${PLAYER}`);
  await page.reload();
  await until('an impression', () => world.stub.events().length > 0);
  await page.waitForTimeout(2500);
  await page.locator('#count').click();
  await page.waitForTimeout(700);
  const report = await leave(page);
  expect(faults).toEqual([]);
  return report;
}

describe('a page with a card', () => {
  it('that stands ready reports a block of 400 ms in our script as a slow tap', async () => {
    const report = await look('ready', 0);
    expect(report).toMatchObject({ store: 'pk_test', arm: 'ready' });
    expect(report.inpMs).toBeGreaterThanOrEqual(400);
    expect(report.lcpMs).toBeGreaterThan(0);
    expect(Object.keys(report).sort()).toEqual(['arm', 'clsMilli', 'id', 'inpMs', 'lcpMs', 'store']);
  });

  it('that is a poster fetches nothing of it, and a tap is not slowed', async () => {
    const report = await look('poster', 0);
    expect(report.arm).toBe('poster');
    expect(report.inpMs ?? 0).toBeLessThan(400);
    expect(asked(/starter-|m4s|mp4|player-/)).toEqual([]);
  });

  it('is the other way on every page of that share', async () => {
    expect((await look('ready', 10_000)).arm).toBe('poster');
    world.stub.requests.length = 0;
    expect((await look('poster', 10_000)).arm).toBe('ready');
  });

  it('reports once, with its two cards, and no cookie; under a guard that tripped a tap still plays', async () => {
    world.stub.card.guard = { state: 'poster', othersBps: 0 };
    const { page, player } = await world.open(PLAYER + PLAYER);
    await until('impressions', () => world.stub.events().length > 0);
    await startPlaying(player);
    await leave(page);
    expect(told()).toHaveLength(1);
    expect(world.stub.requests.every(({ headers }) => headers.cookie === undefined)).toBe(true);
  });

  it('of a store without a guard says nothing', async () => {
    const { page } = await world.open();
    await until('an impression', () => world.stub.events().length > 0);
    await page.goto(`${world.stub.origin}/media/page.css`);
    await page.waitForTimeout(500);
    expect(told()).toEqual([]);
  });
});
