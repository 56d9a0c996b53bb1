// The daily look at views over real events: a script's views are held, people's views of the same shop are not.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  sendEvents,
  viewOf,
} from '../../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { JudgedViews } from '../../reports/views/judged-views.service.js';
import { LooksService } from './looks.service.js';

let app: TestApp;
let store: MadeStore;
let [script, honest]: SignedCreator[] = [];
const videos: Record<string, string> = {};

/** 15 s with two pauses; the pauses differ by `shift`. Heartbeats come as it is watched. */
const segmentsOf = (shift: number, untilMs: number) =>
  [
    [0, 4000 + shift],
    [4600 + shift, 9000 + shift],
    [9900 + shift, 15_900 + shift],
  ]
    .filter(([from = 0]) => from < untilMs)
    .map(([from = 0, to = 0]) => {
      const end = Math.min(to, untilMs);
      return { wallFromMs: from, wallToMs: end, mediaFromMs: from, mediaToMs: end, visibleBps: 10_000, focused: true };
    });

async function watch(videoId: string, shift: number, beats: readonly number[]): Promise<string> {
  const viewer = makeViewer(app);
  const view = viewOf(app, videoId, { agoS: 0 });
  for (const [at, untilMs] of beats.entries()) {
    app.clock.advance(untilMs - (beats[at - 1] ?? 0));
    const version = { ...view, version: at + 1, segments: segmentsOf(shift, untilMs) };
    expect((await sendEvents(app, store.publishableKey, viewer.token, [version])).status).toBe(202);
  }
  return viewer.token;
}

async function buy(id: string, token: string, productId: string): Promise<void> {
  const lines = [{ lineId: '1', productId, quantity: 1, unitPrice: '1000.00' }];
  expect((await putOrder(app, store.live, id, orderBody(app, { viewerToken: token, lines }))).status).toBe(200);
}

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  [script, honest] = [await makeCreator(app, { name: 'Script' }), await makeCreator(app, { name: 'Honest' })];
  for (const [name, creator] of Object.entries({ script, honest })) {
    const products = [await makeProduct(app, store, { externalId: name })];
    videos[name] = await makeEarningVideo(app, { store, creatorId: creator?.creatorId ?? '', products });
  }
  // The script tells each view at once, with the same pauses.
  for (let n = 0; n < 50; n += 1) {
    const token = await watch(videos['script'] ?? '', 0, [16_000]);
    if (n === 0) await buy('of-script', token, 'script');
  }
  // People pause where they like; one in ten was offline meanwhile.
  for (let n = 0; n < 50; n += 1) {
    const token = await watch(videos['honest'] ?? '', n * 13, n % 10 === 0 ? [16_700] : [4500, 9000, 13_500, 16_700]);
    if (n === 1) await buy('of-honest', token, 'honest');
  }
  await app.drainJobs();
  await app.get(JudgedViews).catchUp();
}, 180_000);
afterAll(() => app?.close());

it('holds what a script sold, by both of its signs, and leaves people alone', async () => {
  await app.get(LooksService).lookAt(store.id);
  await app.drainJobs();
  const groups: unknown[] = await app.db.query('SELECT rule, creator_id, status FROM risk_groups ORDER BY rule');
  expect(groups).toEqual([
    { rule: 'REPLAYED_VIEWS', creator_id: script?.creatorId, status: 'held' },
    { rule: 'UNTIMED_VIEWS', creator_id: script?.creatorId, status: 'held' },
  ]);
  const units: unknown[] = await app.db.query('SELECT order_external_id AS id, state FROM commission_units ORDER BY 1');
  expect(units).toEqual([
    { id: 'of-honest', state: 'pending' },
    { id: 'of-script', state: 'review' },
  ]);
});
