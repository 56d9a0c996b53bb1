// A shop's experiment on its page: same height and nothing moving for who is held out, the same question in both arms, nothing without consent.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { artefact, PLAYER, startPlaying, startWorld, STRICT_CSP, until, type Opening, type World } from './page.js';
import { mugCard } from './stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  world.stub.card = { ...mugCard(world.stub.origin), experiment: 'exp_1' };
  world.stub.csp = STRICT_CSP;
  world.stub.broken.clear();
  world.stub.exposure = { arm: 'shown', viewerToken: 'v1.new.sig' };
});

const AGREED = PLAYER.replace('ratio', 'consent="granted" ratio');
/** Nothing reserved by the page: the height is the element's own affair. */
const NO_RATIO = AGREED.replace(' ratio="9/16"', '');

const asked = () => world.stub.requests.filter((wire) => wire.path === '/v1/exposures');
const stateIs = (page: Page, state: string) => page.locator(`vitrina-player[state=${state}]`).first().waitFor();
const kept = (page: Page) => page.evaluate(() => ({ ...localStorage }) as Record<string, string>);
const boxOf = async (page: Page, what: string) => page.locator(what).first().boundingBox();

/** Every change of the page's layout that the browser itself counts. */
const shifts = (): void => {
  const seen = window as unknown as { shift: number };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
};

const RESERVED = '<link rel="stylesheet" href="/media/reserve.css">';

describe.each([
  ['with a place reserved', AGREED, RESERVED],
  ['without', NO_RATIO, ''],
])('a held-out viewer, %s', (_name, body, head) => {
  it('gets the height of the card, empty, and everything after it stands where it would', async () => {
    const shown = await world.open(body, { head });
    await stateIs(shown.page, 'poster');
    const wanted = await boxOf(shown.page, 'vitrina-player');
    const after = await boxOf(shown.page, '#after');
    world.stub.exposure = { arm: 'holdout', viewerToken: 'v1.new.sig' };
    const held = await world.open(body, { init: shifts, head });
    await stateIs(held.page, 'held');
    expect(await boxOf(held.page, 'vitrina-player')).toEqual(wanted);
    expect(await boxOf(held.page, '#after')).toEqual(after);
    expect(wanted?.height).toBeGreaterThan(300);
    if (head) expect(await held.page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    await held.page.screenshot({ path: artefact('held-out.png') });
    expect([shown.faults, held.faults]).toEqual([[], []]);
  });
});

describe('a held-out viewer', () => {
  beforeEach(() => {
    world.stub.exposure = { arm: 'holdout', viewerToken: 'v1.new.sig' };
  });

  it('sees, hears and fetches nothing of the video', async () => {
    const { page, player, heard } = await world.open(AGREED);
    await stateIs(page, 'held');
    await page.waitForTimeout(1500);
    expect(await player.evaluate((e) => e.shadowRoot?.querySelectorAll('button,img,video,a').length)).toBe(0);
    expect(await player.evaluate((e) => e.shadowRoot?.textContent)).toBe('');
    const box = player.locator('.box');
    expect(await box.evaluate((node) => getComputedStyle(node).visibility)).toBe('hidden');
    expect(world.stub.requests.filter((wire) => wire.path.startsWith('/media/coffee'))).toEqual([]);
    expect(world.stub.events()).toEqual([]);
    expect(await heard()).toEqual([]);
    // The shop can still tell whose order it is.
    expect(await player.evaluate((e) => (e as unknown as { viewerToken: string }).viewerToken)).toBe('v1.new.sig');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });

  it('saw no dark box before the answer came', async () => {
    const { page } = await world.open(AGREED, {
      init: () => {
        const seen = window as unknown as { colours: Set<string> };
        seen.colours = new Set();
        const look = (): void => {
          const box = document.querySelector('vitrina-player')?.shadowRoot?.querySelector('.box');
          if (box) seen.colours.add(getComputedStyle(box).visibility);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
    });
    await stateIs(page, 'held');
    expect(await page.evaluate(() => [...(window as unknown as { colours: Set<string> }).colours])).toEqual(['hidden']);
  });

  it('stays held out on the next page at once, also when the service does not answer', async () => {
    const { page } = await world.open(AGREED);
    await stateIs(page, 'held');
    expect(await kept(page)).toMatchObject({ 'vitrina.viewer': 'v1.new.sig', 'vitrina.arm': 'exp_1 holdout' });
    world.stub.broken.set('/v1/exposures', 503);
    await page.reload();
    await stateIs(page, 'held');
  });

  it('sees the videos again when the experiment is over or another one draws anew', async () => {
    const { page } = await world.open(AGREED);
    await stateIs(page, 'held');
    world.stub.card = mugCard(world.stub.origin);
    await page.reload();
    await stateIs(page, 'poster');
    world.stub.card = { ...mugCard(world.stub.origin), experiment: 'exp_2' };
    world.stub.exposure = { arm: 'shown' };
    await page.reload();
    await stateIs(page, 'poster');
    await until('the new arm', async () => (await kept(page))['vitrina.arm'] === 'exp_2 shown');
  });

  it('who withdraws is forgotten, and sees the videos on the next page', async () => {
    const { page } = await world.open(AGREED);
    await stateIs(page, 'held');
    await page.evaluate(() =>
      document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: false } })),
    );
    expect(await kept(page)).toEqual({});
  });
});

describe('the trigger', () => {
  it('is the same in both arms, and once for each product of a page', async () => {
    const seen: { questions: string[]; tokens: unknown[] }[] = [];
    for (const arm of ['shown', 'holdout']) {
      world.stub.exposure = { arm, viewerToken: 'v1.new.sig' };
      const two = AGREED + AGREED.replace('mug', 'jar');
      const { page } = await world.open(two);
      await until('two questions', () => asked().length === 2);
      await page.waitForTimeout(300);
      const bodies = asked().map((wire) => JSON.parse(wire.body) as { viewerToken: unknown });
      // Either card may be answered first.
      const questions = bodies.map(({ viewerToken: _, ...body }) => JSON.stringify(body)).sort();
      seen.push({ questions, tokens: bodies.map(({ viewerToken }) => viewerToken) });
    }
    const question = (product: string) => ({ store: 'pk_test', product, experiment: 'exp_1', consent: true });
    // The second one waits for the token of the first: one page is one viewer.
    const questions = ['jar', 'mug'].map((product) => JSON.stringify(question(product)));
    const once = { questions, tokens: [null, 'v1.new.sig'] };
    expect(seen).toEqual([once, once]);
  });

  it('needs no preflight and carries no cookie', async () => {
    const { page } = await world.open(AGREED);
    await stateIs(page, 'poster');
    expect(asked().map((wire) => [wire.method, wire.headers['content-type'], wire.headers.cookie])).toEqual([
      ['POST', 'text/plain;charset=UTF-8', undefined],
    ]);
  });

  it('is not sent when no experiment runs, and its code is not fetched', async () => {
    world.stub.card = mugCard(world.stub.origin);
    const { page } = await world.open(AGREED);
    await stateIs(page, 'poster');
    expect(asked()).toEqual([]);
    expect(world.stub.requests.filter((wire) => wire.path.includes('holdout'))).toEqual([]);
  });

  it('is followed by a playing video in the shown arm', async () => {
    const { page, player } = await world.open(AGREED);
    await stateIs(page, 'poster');
    await startPlaying(player);
    await until('view', () => world.stub.batches().some((batch) => batch.viewerToken === 'v1.new.sig'));
  });
});

describe('nobody is in an arm, no identifier is stored and the video is shown', () => {
  const blocked = (): void =>
    void Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  const control = (): void => void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
  it.each<[string, string, Opening, boolean]>([
    ['before an answer', PLAYER, {}, true],
    ['after a no', PLAYER.replace('ratio', 'consent="denied" ratio'), {}, true],
    ['under Global Privacy Control', AGREED, { init: control }, true],
    ['where storage is blocked', AGREED, { init: blocked }, false],
  ])('%s', async (_name, body, options, readable) => {
    world.stub.exposure = { arm: 'holdout', viewerToken: 'v1.new.sig' };
    const { page, faults } = await world.open(body, options);
    await stateIs(page, 'poster');
    await page.waitForTimeout(300);
    expect(asked()).toEqual([]);
    if (readable) expect(await kept(page)).toEqual({});
    expect(faults).toEqual([]);
  });

  it('when nobody new is taken in; later pages do not wait for that answer', async () => {
    world.stub.exposure = { arm: null };
    const { page } = await world.open(AGREED);
    await stateIs(page, 'poster');
    expect(await kept(page)).toEqual({ 'vitrina.arm': 'exp_1 null' });
    world.stub.exposure = { arm: 'holdout' };
    await page.reload();
    await stateIs(page, 'poster');
  });

  it('when the service does not answer', async () => {
    world.stub.broken.set('/v1/exposures', 503);
    const { page } = await world.open(AGREED);
    await stateIs(page, 'poster');
    expect((await kept(page))['vitrina.arm'] ?? '').toBe('');
  });
});
