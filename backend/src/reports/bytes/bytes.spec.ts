// Bytes by video and by day sum to the period, beside the orders that other reports count; nobody sees another store's.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import * as money from '../../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { DeliveriesService } from '../../deliveries/deliveries.service.js';

interface Ratio {
  value?: string | null;
  bps?: number | null;
}
interface Row {
  key: string;
  name: string;
  views: string;
  bytes: string;
  orders: string;
  perView: Ratio;
  perOrder: Ratio;
  ahead: Ratio;
  av1SavedBytes: string | null;
  cost: { amountMinor: string; currency: string } | null;
  costPerOrder: { amountMinor: string } | null;
}
interface Report {
  from: string;
  to: string;
  nodes: Row[];
  total: Row;
  totalCount: number;
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const ROW = `{ key name views bytes orders perView { value } perOrder { value } ahead { bps } av1SavedBytes
  cost { amountMinor currency } costPerOrder { amountMinor } }`;
const REPORT = `query($s: ID!, $by: BytesBy!, $n: Int, $a: String, $f: String, $t: String) {
  bytesReport(storeId: $s, by: $by, first: $n, after: $a, from: $f, to: $t) {
    from to totalCount nodes ${ROW} total ${ROW} pageInfo { endCursor hasNextPage } } }`;
const DAYS = `query($s: ID!, $f: String, $t: String) { bytesDays(storeId: $s, from: $f, to: $t) { key bytes } }`;

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let videos: string[];

async function watch(at: number, bytes: object, order: string | null): Promise<void> {
  const viewer = money.makeViewer(app);
  const view = { ...money.viewOf(app, videos[at]!, { seconds: 15 }), bytes };
  const click = { ...money.clickOn(app, videos[at]!, `mug-${at}`), sessionId: view.sessionId };
  await money.sendEvents(app, store.publishableKey, viewer.token, [view, click]);
  const lines = [{ lineId: '1', productId: `mug-${at}`, quantity: 1, unitPrice: '5000.00' }];
  if (order) await money.putOrder(app, store.live, order, money.orderBody(app, { viewerToken: viewer.token, lines }));
  await app.drainJobs();
}

beforeAll(async () => {
  app = await startApp();
  // Late in the evening in UTC: in Almaty it is the next day already.
  app.clock.set(new Date('2026-10-01T20:00:00Z'));
  [store, other] = [await makeStore(app), await makeStore(app)];
  const creator = await makeCreator(app);
  videos = [];
  for (const at of [0, 1, 2]) {
    const products = [await makeProduct(app, store, { externalId: `mug-${at}` })];
    videos.push((await makePublishedVideo(app, { store, creator, products, title: `=Video ${at}` })).id);
  }
  const files = [
    ...[
      ['h264-360p-0001-a.m4s', 3000],
      ['h264-360p-init-a.mp4', 1000],
      ['av1-360p-0001-a.m4s', 1800],
    ],
    ...[
      ['av1-360p-init-a.mp4', 200],
      ['poster-320-a.webp', 7000],
    ],
  ].map(([name, sizeBytes]) => ({ name, sizeBytes, sha256: '' }));
  await app.db.query(`UPDATE video_versions SET manifest = manifest || $2 WHERE video_id = $1`, [
    videos[0],
    JSON.stringify({ files }),
  ]);
  app.clock.advance(120_000);
  await watch(0, { total: 6_000_000, ahead: 1_500_000, av1: 4_000_000 }, 'o1');
  await watch(0, { total: 2_000_000, ahead: 500_000, av1: 0 }, 'o2');
  await watch(1, { total: 1_000_000, ahead: 0, av1: 1_000_000, saver: true }, null);
  app.clock.advance(86_400_000);
  await watch(2, { total: 3_000_000, ahead: 0, av1: 0 }, 'o3');
  await app.get(JobsService).runTimer('reports.views');
});
afterAll(() => app?.close());

async function report(variables: object, as = store.owner.cookie): Promise<Report> {
  const answer = await app.graphql<{ bytesReport: Report }>(REPORT, { s: store.id, ...variables }, { as });
  expect(answer.errors).toEqual([]);
  return answer.data!.bytesReport;
}

describe('the bytes of a store', () => {
  it('stand by video, the heaviest first, with the orders that they were credited with', async () => {
    const { nodes, total, totalCount } = await report({ by: 'VIDEO' });
    expect(nodes.map(({ key, name, views, bytes, orders }) => [key, name, views, bytes, orders])).toEqual([
      [videos[0], '=Video 0', '2', '8000000', '2'],
      [videos[2], '=Video 2', '1', '3000000', '1'],
      [videos[1], '=Video 1', '1', '1000000', '0'],
    ]);
    expect(nodes[0]).toMatchObject({
      perView: { value: '4000000' },
      perOrder: { value: '4000000' },
      ahead: { bps: 2500 },
    });
    expect(nodes[2]).toMatchObject({ perOrder: { value: null } });
    expect(totalCount).toBe(3);
    expect(total).toMatchObject({ views: '4', bytes: '12000000', orders: '3', perOrder: { value: '4000000' } });
  });

  it('are as many orders as in the report on sales', async () => {
    const sales = await app.graphql<{ report: { nodes: { key: string; counts: { orders: string } }[] } }>(
      'query($s: ID) { report(storeId: $s, by: VIDEO) { nodes { key counts { orders } } } }',
      { s: store.id },
      { as: store.owner.cookie },
    );
    const sold = new Map(sales.data!.report.nodes.map(({ key, counts }) => [key, counts.orders]));
    for (const { key, orders } of (await report({ by: 'VIDEO' })).nodes) expect(sold.get(key) ?? '0').toBe(orders);
  });

  it('stand by the store’s own day, and sum to the same', async () => {
    const { from, to, nodes, total } = await report({ by: 'DAY' });
    expect([from, to]).toEqual(['2026-09-04', '2026-10-03']);
    expect(nodes.map(({ key, bytes, views }) => [key, bytes, views])).toEqual([
      ['2026-10-03', '3000000', '1'],
      ['2026-10-02', '9000000', '3'],
    ]);
    expect(nodes.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n).toString()).toBe(total.bytes);
    const days = await app.graphql<{ bytesDays: Row[] }>(
      ...([DAYS, { s: store.id, f: '2026-10-01', t: '2026-10-03' }, { as: store.owner.cookie }] as const),
    );
    expect(days.data?.bytesDays.map(({ key, bytes }) => [key, bytes])).toEqual([
      ['2026-10-01', '0'],
      ['2026-10-02', '9000000'],
      ['2026-10-03', '3000000'],
    ]);
  });

  it('say what AV1 saved only of videos that are there in both', async () => {
    const { nodes, total } = await report({ by: 'VIDEO' });
    // 4 000 bytes of H.264 against 2 000 of AV1: as much again as came.
    expect(nodes.map(({ av1SavedBytes }) => av1SavedBytes)).toEqual(['4000000', null, null]);
    expect(total.av1SavedBytes).toBe('4000000');
  });

  it('cost what a gigabyte costs, once the store has said it', async () => {
    expect((await report({ by: 'VIDEO' })).total).toMatchObject({ cost: null, costPerOrder: null });
    const price = 'mutation($s: ID!, $t: DeliveryTermsInput!) { setDeliveryTerms(storeId: $s, terms: $t) { storeId } }';
    const t = { gigabytePrice: '500', gigabyteCurrency: 'KZT' };
    expect((await app.graphql(price, { s: store.id, t }, { as: store.owner.cookie })).errors).toEqual([]);
    const { total, nodes } = await report({ by: 'VIDEO' });
    expect(total).toMatchObject({
      cost: { amountMinor: '600', currency: 'KZT' },
      costPerOrder: { amountMinor: '200' },
    });
    expect(nodes[2]).toMatchObject({ cost: { amountMinor: '50' }, costPerOrder: null });
  });

  it.each(['VIDEO', 'DAY'])('come in pages by %s, each row once', async (by) => {
    const whole = (await report({ by })).nodes.map(({ key }) => key);
    const seen: string[] = [];
    for (let a: string | null = null; ;) {
      const page: Report = await report({ by, n: 1, a });
      seen.push(...page.nodes.map(({ key }) => key));
      a = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(whole);
  });

  it('of a period without any are nothing', async () => {
    const { nodes, total } = await report({ by: 'VIDEO', f: '2026-01-01', t: '2026-01-31' });
    expect(nodes).toEqual([]);
    expect(total).toMatchObject({ bytes: '0', views: '0', orders: '0', perView: { value: null } });
  });

  it('go through an index, whatever other stores have', async () => {
    const plan: Record<string, string>[] = await app.db.transaction(async (em) => {
      await em.query('SET LOCAL enable_seqscan = off');
      return em.query(
        `EXPLAIN SELECT 1 FROM delivered_days WHERE store_id = $1 AND mode = 'live' AND day > '2026-01-01'`,
        [store.id],
      );
    });
    expect(JSON.stringify(plan)).toContain('delivered_days_pkey');
  });
});

describe('the doors', () => {
  const csv = (as: string, storeId = store.id) =>
    app.http.get(`/stores/${storeId}/bytes.csv?by=VIDEO`).set('cookie', as);

  it('give a file that a spreadsheet reads as text, and write down who took it', async () => {
    const answer = await csv(store.owner.cookie);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const lines = answer.text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(`'=Video 0`);
    expect(lines[1]).toContain('8000000');
    const rows: object[] = await app.db.query(
      `SELECT after->>'of' AS of FROM audit_log WHERE action = 'reports.exported' AND store_id = $1`,
      [store.id],
    );
    expect(rows).toEqual([{ of: 'bytes' }]);
  });

  it('are shut for another store, for creators and for strangers', async () => {
    const code = async (as: string) =>
      (await app.graphql(REPORT, { s: store.id, by: 'DAY' }, as ? { as } : {})).errors[0]?.extensions.code;
    expect(await code(other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code((await makeCreator(app)).cookie)).toBe('FORBIDDEN');
    expect(await code('')).toBe('UNAUTHENTICATED');
    expect((await csv(other.owner.cookie)).status).toBe(404);
    expect((await csv('')).status).toBe(401);
    expect((await report({ by: 'DAY' }, (await makeStaff(app, 'finance')).cookie)).nodes).toHaveLength(2);
    expect((await report({ s: other.id, by: 'VIDEO' }, other.owner.cookie)).nodes).toEqual([]);
  });

  it.each([
    [{ by: 'DAY', f: 'yesterday' }, 'from'],
    [{ by: 'DAY', f: '2026-10-02', t: '2026-10-01' }, 'from'],
    [{ by: 'DAY', n: 101 }, 'first'],
    [{ by: 'DAY', a: 'bm90IG91cnM' }, 'after'],
  ])('refuse %j', async (variables, field) => {
    const { errors } = await app.graphql(REPORT, { s: store.id, ...variables }, { as: store.owner.cookie });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field });
  });

  it('count nothing of a test key', async () => {
    const before = (await report({ by: 'DAY' })).total;
    await app.db.transaction((em) =>
      app.get(DeliveriesService).count(em, [
        {
          ...{ storeId: store.id, mode: 'test', viewId: money.eventId(app), version: 1n, videoId: videos[0]! },
          ...{ day: '2026-10-02', total: 9, ahead: 0, av1: 0, saver: false },
        },
      ]),
    );
    expect((await report({ by: 'DAY' })).total).toEqual(before);
  });
});
