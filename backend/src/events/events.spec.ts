// The door of events: what is kept, what is only counted, what is dropped and why, and that nothing is counted twice.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import {
  BROWSER,
  clickOn,
  eventId,
  makeEarningVideo,
  makeViewer,
  sendEvents,
  viewOf,
} from '../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore } from '../../test/support/make.js';

let app: TestApp;
let store: MadeStore;
let video: string;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  const product = await makeProduct(app, store, { externalId: 'mug' });
  const creator = await makeCreator(app);
  video = await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] });
}, 120_000);
afterAll(() => app?.close());

const count = async (id: string) => {
  const rows: { n: number }[] = await app.db.query('SELECT count(*)::int AS n FROM facts WHERE external_id = $1', [id]);
  return rows[0]?.n;
};
const totals = async () => {
  const rows: { kind: string; count: string }[] = await app.db.query(
    `SELECT kind, sum(count)::text AS count FROM anonymous_totals WHERE video_id = $1 AND mode = 'live' GROUP BY kind ORDER BY kind`,
    [video],
  );
  return Object.fromEntries(rows.map((r) => [r.kind, Number(r.count)]));
};
const impression = (id = eventId(app)) => ({
  ...{ type: 'impression', id, occurredAt: app.clock.now().toISOString(), videoId: video, productId: 'mug' },
});

describe('events', () => {
  it('are kept once; a later heartbeat is a new version of the same view', async () => {
    const viewer = makeViewer(app);
    const view = viewOf(app, video);
    const next = { ...view, version: 2 };
    const send = (...events: object[]) => sendEvents(app, store.publishableKey, viewer.token, events);
    const first = await send(view, clickOn(app, video, 'mug'));
    expect(first.status).toBe(202);
    expect(first.body.results.map((r: { status: string }) => r.status)).toEqual(['accepted', 'accepted']);
    expect((await send(view, next)).body.results).toEqual([
      { id: view.id, status: 'duplicate' },
      { id: view.id, status: 'accepted' },
    ]);
    expect(await count(view.id)).toBe(2);
  });

  it('come as text too, as sendBeacon sends them', async () => {
    const viewer = makeViewer(app);
    const view = viewOf(app, video);
    const body = JSON.stringify({
      store: store.publishableKey,
      viewerToken: viewer.token,
      consent: true,
      events: [view],
    });
    const call = app.http.post('/v1/events').set({ 'user-agent': BROWSER, 'content-type': 'text/plain;charset=UTF-8' });
    const answer = await call.send(body);
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([202, '*']);
    expect(await count(view.id)).toBe(1);
  });

  it('without consent leave a total and no identifier', async () => {
    const before = await totals();
    const view = viewOf(app, video);
    const answer = await sendEvents(app, store.publishableKey, null, [view, impression()], { consent: false });
    expect(answer.body.results).toMatchObject([{ status: 'dropped', reason: 'NO_CONSENT' }, { status: 'accepted' }]);
    await sendEvents(app, store.publishableKey, null, [view], { consent: false });
    expect(await count(view.id)).toBe(0);
    const after = await totals();
    expect([after['view'], after['impression']]).toEqual([(before['view'] ?? 0) + 1, (before['impression'] ?? 0) + 1]);
  });

  it('of 40 requests at once are all stored, each once', async () => {
    const viewer = makeViewer(app);
    const views = Array.from({ length: 40 }, () => viewOf(app, video));
    const answers = await Promise.all(views.map((v) => sendEvents(app, store.publishableKey, viewer.token, [v, v])));
    expect(answers.every((a) => a.status === 202)).toBe(true);
    const rows: { n: number }[] = await app.db.query(
      'SELECT count(*)::int AS n FROM facts WHERE external_id = ANY($1)',
      [views.map((v) => v.id)],
    );
    expect(rows).toEqual([{ n: 40 }]);
  });

  it('that are dropped keep their reason, counted by day', async () => {
    const viewer = makeViewer(app);
    const answer = await sendEvents(app, store.publishableKey, viewer.token, [
      { type: 'view' },
      viewOf(app, 'vid_unknown'),
      clickOn(app, video, 'not-ours'),
      { ...viewOf(app, video), occurredAt: '2020-01-01T00:00:00Z' },
      viewOf(app, video),
    ]);
    expect(answer.body.results.map((r: { reason?: string }) => r.reason)).toEqual([
      'BAD_SHAPE',
      'UNKNOWN_VIDEO',
      'UNKNOWN_PRODUCT',
      'TOO_OLD',
      undefined,
    ]);
    const forged = `${viewer.token.slice(0, -2)}xx`;
    const bad = await sendEvents(app, store.publishableKey, forged, [viewOf(app, video)]);
    expect(bad.body.results).toMatchObject([{ status: 'dropped', reason: 'BAD_TOKEN' }]);
    const rows: { reason: string; n: string }[] = await app.db.query(
      `SELECT reason, sum(count)::text AS n FROM event_drops WHERE store_id = $1 AND reason <> 'NO_CONSENT' GROUP BY reason ORDER BY reason`,
      [store.id],
    );
    expect(rows.map((r) => [r.reason, r.n])).toEqual([
      ['BAD_SHAPE', '1'],
      ['BAD_TOKEN', '1'],
      ['TOO_OLD', '1'],
      ['UNKNOWN_PRODUCT', '1'],
      ['UNKNOWN_VIDEO', '1'],
    ]);
  });

  it('of robots are marked', async () => {
    const view = viewOf(app, video);
    await sendEvents(app, store.publishableKey, makeViewer(app).token, [view], { userAgent: 'Googlebot/2.1' });
    const rows: object[] = await app.db.query(`SELECT content->'ivt' AS ivt FROM facts WHERE external_id = $1`, [
      view.id,
    ]);
    expect(rows).toEqual([{ ivt: true }]);
  });
});

describe('the door', () => {
  it.each([
    ['an unknown store', { store: 'pk_live_nobody' }, 404, 'UNKNOWN_STORE'],
    ['no events', { events: [] }, 400, 'BAD_INPUT'],
    ['101 events', { events: Array.from({ length: 101 }, () => ({})) }, 400, 'BAD_INPUT'],
    ['more than 64 KB', { events: ['x'.repeat(66_000)] }, 413, 'TOO_LARGE'],
    ['consent that is not said', { consent: undefined }, 400, 'BAD_INPUT'],
  ])('refuses %s', async (_, change, status, code) => {
    const body = { store: store.publishableKey, viewerToken: null, consent: false, events: [impression()], ...change };
    const answer = await app.http.post('/v1/events').set('user-agent', BROWSER).send(body);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it('refuses text that is not JSON', async () => {
    const answer = await app.http.post('/v1/events').set('content-type', 'text/plain').send('{');
    expect(answer.status).toBe(400);
  });

  it('answers the preflight of any shop', async () => {
    const answer = await app.http.options('/v1/events').set('origin', 'https://shop.example');
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('bounds one address', async () => {
    // A clock of its own minute, so that the other cases are not counted.
    app.clock.advance(120_000);
    let refused = 0;
    for (let i = 0; i < 602; i++) {
      const answer = await app.http.post('/v1/events').send({});
      if (answer.status === 429) refused += 1;
    }
    expect(refused).toBe(2);
    app.clock.advance(120_000);
  });
});
