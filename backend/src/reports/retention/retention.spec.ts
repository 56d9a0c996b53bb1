// The retention of a video from what its viewers told: whose it is to see, of which days, and robots' tales left out.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import * as money from '../../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
} from '../../../test/support/make.js';
import { JudgedViews } from '../views/judged-views.service.js';

interface Retention {
  durationMs: number;
  views: number;
  allViews: number;
  seen: number[];
  cartAdds: number[];
}

let app: TestApp;
let store: MadeStore;
let creator: SignedCreator;
let video: string;

const ASK = `query($v: ID!, $d: Int) { videoRetention(videoId: $v, days: $d) { durationMs views allViews seen cartAdds } }`;
const ask = (as: string, variables: object = {}) =>
  app.graphql<{ videoRetention: Retention }>(ASK, { v: video, d: 30, ...variables }, { as });
const code = async (as: string, variables: object = {}) => (await ask(as, variables)).errors[0]?.extensions.code;

async function watch(seconds: number, agoS: number, change: object = {}): Promise<void> {
  const view = { ...money.viewOf(app, video, { seconds, agoS }), ...change };
  const add = {
    ...money.clickOn(app, video, 'mug', agoS - 4),
    type: 'add_to_cart' as const,
    sessionId: view.sessionId,
  };
  await money.sendEvents(app, store.publishableKey, money.makeViewer(app).token, [view, add]);
}

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  creator = await makeCreator(app);
  const products = [await makeProduct(app, store, { externalId: 'mug' })];
  video = await money.makeEarningVideo(app, { store, creatorId: creator.creatorId, products });
  await watch(12, 60);
  await watch(5, 60);
  // Forty seconds in one: no clock allows it.
  const told = { wallFromMs: 0, wallToMs: 1000, mediaFromMs: 0, mediaToMs: 39_000, visibleBps: 10_000, focused: true };
  await watch(1, 60, { segments: [told] });
  app.clock.advance(3 * 86_400_000);
  await watch(2, 60);
  await app.get(JudgedViews).catchUp();
}, 60_000);
afterAll(() => app?.close());

it('counts each second of the newest views, and what was put into the cart while it played', async () => {
  const { data, errors } = await ask(creator.cookie);
  expect(errors).toEqual([]);
  const { durationMs, views, allViews, seen, cartAdds } = data!.videoRetention;
  expect({ durationMs, views, allViews }).toEqual({ durationMs: 40_000, views: 4, allViews: 4 });
  expect(seen).toHaveLength(40);
  expect(seen.slice(0, 14)).toEqual([3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  // The impossible view told nothing of where it stood; the last viewer had stopped at the second second.
  expect(cartAdds.slice(0, 6)).toEqual([0, 0, 1, 0, 2, 0]);
});

it('is of the days that are asked for', async () => {
  const { data } = await ask(store.owner.cookie, { d: 1 });
  expect(data!.videoRetention).toMatchObject({ views: 1, allViews: 1 });
  expect(data!.videoRetention.seen.slice(0, 3)).toEqual([1, 1, 0]);
});

it('is open to its creator, its store and finance; another store, another creator and a moderator do not learn of it', async () => {
  expect(await code((await makeStaff(app, 'finance')).cookie)).toBeUndefined();
  expect(await code((await makeStore(app)).owner.cookie)).toBe('NOT_FOUND');
  expect(await code((await makeCreator(app)).cookie)).toBe('NOT_FOUND');
  expect(await code((await makeStaff(app, 'moderator')).cookie)).toBe('NOT_FOUND');
  expect(await code(creator.cookie, { v: 'vid_none' })).toBe('NOT_FOUND');
  expect(await code(creator.cookie, { d: 0 })).toBe('BAD_INPUT');
  expect(await code(creator.cookie, { d: 366 })).toBe('BAD_INPUT');
});
