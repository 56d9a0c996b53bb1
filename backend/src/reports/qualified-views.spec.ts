// Views are judged in batches; one that cannot be read is passed over, and a later batch that fails loses no earlier one.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeEarningVideo, makeViewer, sendEvents, viewOf } from '../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore } from '../../test/support/make.js';
import { QualifiedViews } from './qualified-views.service.js';

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
    const views = app.get(QualifiedViews);
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
    const views = app.get(QualifiedViews) as unknown as { judge: (...args: unknown[]) => Promise<void> };
    const real = views.judge.bind(views);
    let batches = 0;
    const spy = jest.spyOn(views, 'judge').mockImplementation(async (...args) => {
      if (++batches === 2) throw new Error('killed');
      await real(...args);
    });
    await expect(app.get(QualifiedViews).catchUp()).rejects.toThrow('killed');
    spy.mockRestore();
    expect(await qualified()).toBeGreaterThan(400);
    await app.get(QualifiedViews).catchUp();
    expect(await qualified()).toBe(901);
  });
});
