// What is stored and what is on the wire when several videos are watched in the feed, with and without consent: captured in a real browser.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fill, openPosters, playerAt, playsAt, type Walk } from '../feed/walk.js';
import { atRest, startWorld, until, type Opening, type World } from '../page.js';
import { blocked, kept, NOTHING, signalsNo, tied } from './kept.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => fill(world, 4));

const TOKEN = 'v1.0192f3a4.sig';
const tokenOf = (walk: Walk): Promise<unknown> =>
  walk.element.evaluate((e) => (e as unknown as { viewerToken: unknown }).viewerToken);
const viewers = (): number => world.stub.requests.filter(({ path }) => path === '/v1/viewers').length;
const said = async (walk: Walk, type: string) => (await walk.heard()).filter((event) => event.type === type);

/** Watches one until it qualifies, goes on to the next, buys there, closes. */
async function walkThrough(form: string, attributes: string, options: Opening): Promise<Walk> {
  const walk = await openPosters(world, options, `form="${form}" ${attributes}`);
  const { page, element } = walk;
  await page.evaluate(() =>
    document.addEventListener('vitrina:cart', (event) => (event as CustomEvent).detail.respondWith(Promise.resolve())),
  );
  await element.locator('.tile').first().click();
  await playsAt(page, 0);
  await until('qualified', async () => (await said(walk, 'vitrina:qualified')).length > 0, 20_000);
  await page.keyboard.press('ArrowDown');
  await playsAt(page, 1);
  await playerAt(walk, 1).locator('.bar').click();
  await atRest(playerAt(walk, 1).locator('button.buy'));
  await playerAt(walk, 1).locator('button.buy').click();
  await until('cart event', () => world.stub.events().some((event) => event.type === 'add_to_cart'));
  expect(await playerAt(walk, 1).locator('.note').innerText()).toBe('Товар в корзине');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await until('both views', () => world.stub.lastView('vid_0') && world.stub.lastView('vid_1'));
  return walk;
}

const WITHOUT: [string, string, string, Opening][] = [
  ['nobody was asked', 'carousel', '', {}],
  ['the shopper said no', 'grid', 'consent="denied"', {}],
  ['Global Privacy Control is on, whatever the page says', 'stories', 'consent="granted"', { init: signalsNo }],
  ['storage is blocked and nobody was asked', 'bubble', '', { init: blocked }],
];

describe.each(WITHOUT)('when %s', (_, form, attributes, options) => {
  it(`nothing is stored, no identifier is on the wire, and buying works, from a ${form}`, async () => {
    const walk = await walkThrough(form, attributes, options);
    expect(await kept(walk.page)).toEqual(NOTHING);
    expect(viewers()).toBe(0);
    expect(world.stub.batches().every((batch) => batch.viewerToken === null && !batch.consent)).toBe(true);
    expect(tied(world.stub.events())).toEqual([]);
    expect(world.stub.requests.every(({ headers }) => headers.cookie === undefined)).toBe(true);
    expect(world.stub.requests.every(({ path }) => !/[?&](viewer|session|id)=/.test(path))).toBe(true);
    expect((await said(walk, 'vitrina:cart'))[0]?.detail).toMatchObject({ viewerToken: null, videoId: 'vid_1' });
    expect(await tokenOf(walk)).toBeNull();
    expect(walk.faults).toEqual([]);
  });
});

describe('with consent', () => {
  it('one token serves all the videos of the feed, and the cart gets it', async () => {
    const walk = await walkThrough('carousel', 'consent="granted"', {});
    expect(viewers()).toBe(1);
    expect(Object.keys((await kept(walk.page)).local).sort()).toEqual(['vitrina.session', 'vitrina.viewer']);
    const named = world.stub.batches().filter((batch) => batch.events.some((event) => event.type !== 'impression'));
    expect(named.every((batch) => batch.viewerToken === TOKEN && batch.consent)).toBe(true);
    expect((await said(walk, 'vitrina:cart'))[0]?.detail).toMatchObject({ viewerToken: TOKEN });
    expect(await tokenOf(walk)).toBe(TOKEN);
  });

  it('works from memory when storage is blocked, and nothing is stored', async () => {
    const walk = await walkThrough('carousel', 'consent="granted"', { init: blocked });
    expect((await said(walk, 'vitrina:cart'))[0]?.detail).toMatchObject({ viewerToken: TOKEN });
    expect(await kept(walk.page)).toEqual(NOTHING);
  });

  it('taken back in the middle of the feed removes what was stored, and the next video has no name', async () => {
    const walk = await openPosters(world, {}, 'consent="granted"');
    await walk.element.locator('.tile').first().click();
    await playsAt(walk.page, 0, 1);
    await walk.page.evaluate(() =>
      document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: false } })),
    );
    expect(await kept(walk.page)).toEqual(NOTHING);
    await walk.page.keyboard.press('ArrowDown');
    await playsAt(walk.page, 1, 1);
    await walk.page.keyboard.press('Escape');
    await until('the second view', () => world.stub.lastView('vid_1'));
    const second = world.stub.batches().filter((b) => b.events.some((e) => e.type === 'view' && e.videoId === 'vid_1'));
    expect(second.every((batch) => batch.viewerToken === null && !batch.consent)).toBe(true);
    expect(await kept(walk.page)).toEqual(NOTHING);
  });

  it('a token that the service did not sign is given up, and the views go out under a new one', async () => {
    world.stub.forged.add('v1.forged.sig');
    const init = (): void => localStorage.setItem('vitrina.viewer', 'v1.forged.sig');
    const walk = await openPosters(world, { init }, 'consent="granted"');
    await walk.element.locator('.tile').first().click();
    await playsAt(walk.page, 0, 1);
    await walk.page.keyboard.press('k');
    const isSent = (token: string): boolean =>
      world.stub.batches().some((b) => b.viewerToken === token && b.events.some((e) => e.type === 'view'));
    await until('refused', () => isSent('v1.forged.sig'));
    await until('a new one', () => isSent(TOKEN), 30_000);
    world.stub.forged.clear();
    expect((await kept(walk.page)).local['vitrina.viewer']).toBe(TOKEN);
  });
});
