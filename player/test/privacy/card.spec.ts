// What is stored and what is on the wire, with and without consent: captured in a real browser.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { blocked, kept, NOTHING, tied } from './kept.js';
import {
  PLAYER,
  startPlaying,
  startWorld,
  STRICT_CSP,
  until,
  video,
  type Opened,
  type Opening,
  type World,
} from '../page.js';
import { mugCard } from '../stub.js';

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

function consent(page: Page, granted: boolean): Promise<void> {
  return page.evaluate((yes) => {
    document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: yes } }));
  }, granted);
}

/** Watches until the view qualifies, opens the product, buys. */
async function walk(attributes: string, options: Opening = {}): Promise<Opened> {
  const opened = await world.open(PLAYER.replace('ratio', `${attributes} ratio`), options);
  const { page, player, heard } = opened;
  await page.evaluate(() => {
    document.addEventListener('vitrina:cart', (event) => (event as CustomEvent).detail.respondWith(Promise.resolve()));
  });
  await startPlaying(player);
  await until('qualified', async () => (await heard()).some((event) => event.type === 'vitrina:qualified'));
  await player.locator('.bar').click();
  await player.locator('button.buy').click();
  await until('cart event', () => world.stub.events().some((event) => event.type === 'add_to_cart'));
  await until('view', () => world.stub.lastView());
  return opened;
}

function viewerRequests(): number {
  return world.stub.requests.filter((wire) => wire.path === '/v1/viewers').length;
}

describe.each([
  ['nobody was asked', '', {}],
  ['the shopper said no', 'consent="denied"', {}],
  [
    'Global Privacy Control is on, whatever the page says',
    'consent="granted"',
    { init: (): void => void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }) },
  ],
  ['storage is blocked and nobody was asked', '', { init: blocked }],
] as [string, string, Opening][])('when %s', (_name, attributes, options) => {
  it('nothing is stored, no identifier is on the wire, and buying works', async () => {
    const { page, heard, player, faults } = await walk(attributes, options);
    expect(await kept(page)).toEqual(NOTHING);
    expect(viewerRequests()).toBe(0);
    expect(world.stub.batches().every((batch) => batch.viewerToken === null && !batch.consent)).toBe(true);
    expect(tied(world.stub.events())).toEqual([]);
    expect(world.stub.requests.every((wire) => wire.headers.cookie === undefined)).toBe(true);
    expect((await heard()).find((event) => event.type === 'vitrina:cart')?.detail).toMatchObject({ viewerToken: null });
    expect(await player.evaluate((element) => (element as unknown as { viewerToken: unknown }).viewerToken)).toBeNull();
    expect(await player.locator('.note').innerText()).toBe('Товар в корзине');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('with consent', () => {
  it('one token is fetched, kept, sent with every view, and given to the cart', async () => {
    const { page, heard, player } = await walk('consent="granted"');
    expect(viewerRequests()).toBe(1);
    const { local, cookie } = await kept(page);
    expect(Object.keys(local).sort()).toEqual(['vitrina.session', 'vitrina.viewer']);
    expect(local['vitrina.viewer']).toBe('v1.0192f3a4.sig');
    expect(cookie).toBe('');
    const named = world.stub.batches().filter((batch) => batch.events.some((event) => event.type !== 'impression'));
    expect(named.every((batch) => batch.viewerToken === 'v1.0192f3a4.sig' && batch.consent)).toBe(true);
    const sessions = named.flatMap((batch) =>
      batch.events.map((event) => (event.type === 'impression' ? '' : event.sessionId)),
    );
    expect(new Set(sessions).size).toBe(1);
    expect((await heard()).find((event) => event.type === 'vitrina:cart')?.detail).toMatchObject({
      viewerToken: 'v1.0192f3a4.sig',
    });
    expect(await player.evaluate((element) => (element as unknown as { viewerToken: unknown }).viewerToken)).toBe(
      'v1.0192f3a4.sig',
    );
    await page.reload();
    await startPlaying(page.locator('vitrina-player'));
    expect(viewerRequests()).toBe(1);
    await page.context().close();
  });

  it('works from memory when storage is blocked: bought, named to the cart, and nothing stored', async () => {
    const { page, heard, faults, player } = await walk('consent="granted"', { init: blocked });
    expect(viewerRequests()).toBe(1);
    expect((await heard()).find((event) => event.type === 'vitrina:cart')?.detail).toMatchObject({
      viewerToken: 'v1.0192f3a4.sig',
    });
    expect(await player.locator('.note').innerText()).toBe('Товар в корзине');
    expect(await kept(page)).toEqual(NOTHING);
    expect(faults).toEqual([]);
  });

  it('given in the middle begins a new view; taken back removes what was stored', async () => {
    const { page, player } = await world.open();
    await startPlaying(player);
    await until('some of it', () => video(player, (v) => v.currentTime > 0.8));
    await consent(page, true);
    await until('more of it', () => video(player, (v) => v.currentTime > 1.8));
    await video(player, (v) => v.pause());
    await until('a named view', () => world.stub.batches().some((batch) => batch.consent));
    const before = world.stub
      .batches()
      .filter((batch) => !batch.consent)
      .flatMap((batch) => batch.events);
    const after = world.stub
      .batches()
      .filter((batch) => batch.consent)
      .flatMap((batch) => batch.events);
    const ids = (events: typeof before): string[] =>
      events.filter((event) => event.type === 'view').map((event) => event.id);
    expect(ids(before).length).toBeGreaterThan(0);
    expect(ids(after).some((id) => ids(before).includes(id))).toBe(false);
    const [first] = after;
    if (first?.type === 'view') expect(first.segments[0]?.mediaFromMs).toBeGreaterThan(500);
    await consent(page, false);
    expect(await kept(page)).toEqual(NOTHING);
    await page.context().close();
  });
});

describe('leaving the page', () => {
  it('hands over the last part of the view by a request that outlives the page', async () => {
    const { page, player } = await world.open(PLAYER.replace('ratio', 'consent="granted" ratio'));
    await startPlaying(player);
    await page.waitForTimeout(1200);
    expect(world.stub.lastView()).toBeUndefined();
    await page.goto(`${world.stub.origin}/media/page.css`);
    await until('the view', () => world.stub.lastView());
    expect(world.stub.lastView()?.segments.at(-1)?.mediaToMs).toBeGreaterThan(1000);
    expect(world.stub.batches().at(-1)).toMatchObject({ viewerToken: 'v1.0192f3a4.sig', consent: true });
    await page.context().close();
  });

  it('keeps events while the network is gone and sends them, with the same ids, when it is back', async () => {
    const { page, player } = await world.open();
    await startPlaying(player);
    await page.context().setOffline(true);
    await video(player, (v) => v.pause());
    await page.waitForTimeout(1200);
    expect(world.stub.lastView()).toBeUndefined();
    await page.context().setOffline(false);
    await until('the view', () => world.stub.lastView());
    await page.context().close();
  });
});
