// Views are judged in batches; one that cannot be read is passed over, and a later batch that fails loses no earlier one.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { clickOn, makeEarningVideo, makeViewer, sendEvents, viewOf } from '../../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore } from '../../../test/support/make.js';
import { JudgedViews } from './judged-views.service.js';

let app: TestApp;
let store: MadeStore;
let video: string;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  const { creatorId } = await makeCreator(app);
  video = await makeEarningVideo(app, { store, creatorId, products: [await makeProduct(app, store)] });
});
afterAll(() => app?.close());

const watch = () => sendEvents(app, store.publishableKey, makeViewer(app).token, [viewOf(app, video)]);
const qualified = async (): Promise<number> =>
  ((await app.db.query('SELECT count(*)::int AS n FROM qualified_views')) as { n: number }[])[0]?.n ?? 0;

/** Views straight into the table, received in order from an hour ago on. `content` is what a view says. */
const insert = (prefix: string, count: number, content: object) =>
  app.db.query(
    `INSERT INTO facts (id, programme_id, store_id, mode, type, external_id, version, occurred_at, received_at, source, content, sha256)
     SELECT $1 || i, $2, $2, 'live', 'view', $1 || i, 1, now() - interval '1 hour', now() - interval '1 hour' + i * interval '1 ms',
       'spec', $4::jsonb, sha256(convert_to($1 || i, 'UTF8')) FROM generate_series(1, $3::int) AS s(i)`,
    [prefix, store.id, count, JSON.stringify(content)],
  );

describe('views', () => {
  it('one that cannot be read does not keep the others waiting', async () => {
    await insert('broken', 1, { video_id: video, viewer_id: 'v', segments: 'none' });
    await watch();
    const views = app.get(JudgedViews);
    Object.assign(views, { log: { warn: () => undefined } });
    await views.catchUp();
    expect(await qualified()).toBe(1);
  });

  it('of a batch that was judged are kept when a later batch fails', async () => {
    await app.db.query('DELETE FROM report_marks');
    const segments = viewOf(app, video).segments.map((s) => ({
      ...{ wall_from_ms: s.wallFromMs, wall_to_ms: s.wallToMs, media_from_ms: s.mediaFromMs, media_to_ms: s.mediaToMs },
      ...{ visible_bps: s.visibleBps, focused: true },
    }));
    await insert('many', 900, {
      ...{
        video_id: video,
        viewer_id: 'v',
        session_id: 's',
        consent: true,
        autoplay: false,
        interacted: true,
        segments,
      },
    });
    const views = app.get(JudgedViews) as unknown as { judge: (...args: unknown[]) => Promise<void> };
    const real = views.judge.bind(views);
    let batches = 0;
    const spy = jest.spyOn(views, 'judge').mockImplementation(async (...args) => {
      if (++batches === 2) throw new Error('killed');
      await real(...args);
    });
    await expect(app.get(JudgedViews).catchUp()).rejects.toThrow('killed');
    spy.mockRestore();
    expect(await qualified()).toBeGreaterThan(400);
    await app.get(JudgedViews).catchUp();
    expect(await qualified()).toBe(901);
  });
});

describe('the cache', () => {
  const rows = (): Promise<Record<string, unknown>[]> =>
    app.db.query(`SELECT * FROM report_views WHERE viewer_id <> 'v' ORDER BY programme_id, view_id`);
  const catchUp = () => app.get(JudgedViews).catchUp();

  it('keeps every view with what was seen of it; a later heartbeat takes its place', async () => {
    await app.db.query(`DELETE FROM report_views`);
    const viewer = makeViewer(app);
    const glance = viewOf(app, video, { seconds: 1 });
    await sendEvents(app, store.publishableKey, viewer.token, [glance]);
    await catchUp();
    const mine = async () => (await rows()).filter((row) => row['viewer_id'] === viewer.viewerId);
    const common = { programme_id: store.id, view_id: glance.id, video_id: video, session_id: glance.sessionId };
    expect(await mine()).toEqual([
      expect.objectContaining({ ...common, viewable: false, qualified_at: null, watched_ms: 1000, completed: false }),
    ]);
    const whole = { ...viewOf(app, video, { seconds: 38 }), id: glance.id, sessionId: glance.sessionId, version: 2 };
    await sendEvents(app, store.publishableKey, viewer.token, [{ ...whole, occurredAt: glance.occurredAt }]);
    await catchUp();
    expect(await mine()).toEqual([
      expect.objectContaining({
        ...{ ...common, viewable: true, watched_ms: 38_000, completed: true, late: false },
        qualified_at: new Date(Date.parse(glance.occurredAt) + 38_000),
      }),
    ]);
  });

  it('fills again from facts to the same rows', async () => {
    const { token } = makeViewer(app);
    const click = clickOn(
      app,
      video,
      ((await app.db.query('SELECT external_id FROM products')) as { external_id: string }[])[0]!.external_id,
    );
    await sendEvents(app, store.publishableKey, token, [viewOf(app, video), click]);
    await sendEvents(app, store.publishableKey, token, [click]);
    await app.db.query(`DELETE FROM report_marks`);
    await catchUp();
    const actions = () => app.db.query('SELECT * FROM report_actions');
    const before = [await rows(), await actions()];
    expect(before[0]?.length).toBeGreaterThan(2);
    expect(before[1]).toEqual([
      expect.objectContaining({
        event_id: click.id,
        kind: 'click',
        product_id: click.productId,
        session_id: click.sessionId,
      }),
    ]);
    for (const table of ['report_views', 'report_actions', 'report_marks']) await app.db.query(`DELETE FROM ${table}`);
    await catchUp();
    expect([await rows(), await actions()]).toEqual(before);
  });

  it('has no robots in it', async () => {
    const content = { video_id: video, viewer_id: 'robot', session_id: 's', consent: true, ivt: true, segments: [] };
    await insert('robot', 1, { ...content, autoplay: false, interacted: false });
    await app.db.query('DELETE FROM report_marks');
    await catchUp();
    expect((await rows()).filter((row) => row['viewer_id'] === 'robot')).toEqual([]);
    await insert('person', 1, { ...content, ivt: false, viewer_id: 'person', autoplay: false, interacted: false });
    await app.db.query('DELETE FROM report_marks');
    await catchUp();
    expect((await rows()).filter((row) => row['viewer_id'] === 'person')).toHaveLength(1);
  });
});
