// Rows sum to the unit: videos to their creator, creators to the store, products and days too; nobody sees another's.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
import { JobsService } from '../../base/jobs/jobs.service.js';

interface Money {
  amountMinor: string;
}
interface Row {
  key: string;
  name: string | null;
  sales: Record<'gross' | 'cancelled' | 'returned' | 'net', Money>;
  commission: Record<'total' | 'pending' | 'review' | 'payable' | 'inTransit' | 'paid' | 'reversed', Money>;
  counts: Record<'views' | 'qualifiedViews' | 'viewers' | 'clicks' | 'orders', string>;
  ratios: Record<string, { numerator: string; denominator: string; bps?: number | null; value?: string | null }>;
}
interface Report {
  nodes: Row[];
  totals: Row[];
  totalCount: number;
  pageInfo: { endCursor: string; hasNextPage: boolean };
  partners: object[];
}

const M = '{ amountMinor }';
const SHARE = '{ numerator denominator bps fromBps toBps }';
const ROW = `{ key name sales { gross ${M} cancelled ${M} returned ${M} net ${M} }
  commission { total ${M} pending ${M} review ${M} payable ${M} inTransit ${M} paid ${M} reversed ${M} }
  counts { views qualifiedViews viewers clicks orders }
  ratios { clickThrough ${SHARE} clickToOrder ${SHARE} returnRate ${SHARE} effectiveRate ${SHARE} conversion ${SHARE}
    averageOrder { numerator denominator value } } }`;
const SHOWN = `{ from to totalCount nodes ${ROW} totals ${ROW} partners { currency active inactive bringMost }
  pageInfo { endCursor hasNextPage } }`;
const REPORT = `query($s: ID, $c: ID, $by: ReportBy!, $n: Int, $a: String, $sort: ReportSort, $f: String, $t: String, $cur: String) {
  report(storeId: $s, creatorId: $c, by: $by, first: $n, after: $a, sort: $sort, from: $f, to: $t, currency: $cur) ${SHOWN} }`;
const MINE = `query($s: ID, $by: ReportBy!) { myReport(storeId: $s, by: $by) ${SHOWN} }`;

let app: TestApp;
let store: MadeStore;
let creators: SignedCreator[];
let videos: string[];

/** An amount that no percentage divides evenly, so that a sum by shares would be off by a unit. */
const line = (id: string, product: string, unitPrice: string) => ({
  lineId: id,
  productId: product,
  quantity: 1,
  unitPrice,
});

async function buy(id: string, watched: string[], lines: object[], change: object = {}): Promise<void> {
  const viewer = money.makeViewer(app);
  const views = watched.map((video) => money.viewOf(app, video, { seconds: 15 }));
  const [first] = views;
  const click = first && { ...money.clickOn(app, first.videoId, 'mug-1'), sessionId: first.sessionId };
  if (click) await money.sendEvents(app, store.publishableKey, viewer.token, [...views, click]);
  await money.putOrder(app, store.live, id, money.orderBody(app, { viewerToken: viewer.token, lines, ...change }));
  await app.drainJobs();
  app.clock.advance(3_600_000);
}

beforeAll(async () => {
  app = await startApp();
  app.clock.set(new Date('2026-10-01T10:00:00Z'));
  store = await makeStore(app);
  creators = [await makeCreator(app), await makeCreator(app), await makeCreator(app)];
  const products = [];
  for (const n of [1, 2, 3]) products.push(await makeProduct(app, store, { externalId: `mug-${n}` }));
  videos = [];
  for (const [n, owner] of [0, 0, 1, 2].entries()) {
    const product = products[Math.min(n, 2)]!;
    const input = { store, creatorId: creators[owner]!.creatorId, products: [product], title: `=Video ${n}` };
    videos.push(await money.makeEarningVideo(app, input));
  }
  await buy('o1', [videos[0]!, videos[1]!], [line('1', 'mug-1', '3333.33'), line('2', 'mug-2', '777.77')]);
  await buy('o2', [videos[2]!], [line('1', 'mug-3', '9999.99')]);
  app.clock.advance(86_400_000);
  await buy('o3', [videos[0]!], [line('1', 'mug-1', '1234.56')]);
  // By a code: the creator is known, no video is.
  const code = 'mutation($s: ID!) { createPromoCode(storeId: $s, code: "MUGS10") { id } }';
  expect((await app.graphql(code, { s: store.id }, { as: creators[1]!.cookie })).errors).toEqual([]);
  await buy('o4', [], [line('1', 'mug-3', '5000.01')], { discountCodes: ['MUGS10'] });
  const at = app.clock.now().toISOString();
  const lines = [{ lineId: '1', quantity: 0, amount: '1000.01' }];
  await money.putRefund(app, store.live, 'r2', { orderId: 'o2', occurredAt: at, lines });
  const gone = money.orderBody(app, { version: 2, status: 'cancelled', lines: [line('1', 'mug-1', '1234.56')] });
  await money.putOrder(app, store.live, 'o3', gone);
  await app.drainJobs();
  await app.get(JobsService).runTimer('reports.views');
}, 300_000);
afterAll(() => app?.close());

async function report(variables: Record<string, unknown>, as = store.owner.cookie): Promise<Report> {
  const answer = await app.graphql<{ report: Report }>(REPORT, { s: store.id, ...variables }, { as });
  expect(answer.errors).toEqual([]);
  return answer.data!.report;
}
async function mine(by: string, who: SignedCreator): Promise<Report> {
  const answer = await app.graphql<{ myReport: Report }>(MINE, { by, s: store.id }, { as: who.cookie });
  expect(answer.errors).toEqual([]);
  return answer.data!.myReport;
}

const AMOUNTS = (row: Row): bigint[] =>
  [...Object.values(row.sales), ...Object.values(row.commission)].map((m) => BigInt(m.amountMinor));
const sum = (rows: Row[]): bigint[] => rows.map(AMOUNTS).reduce((a, b) => a.map((value, at) => value + b[at]!));

describe('rows', () => {
  it('by whatever they are, sum to all, to the unit', async () => {
    const { totals } = await report({ by: 'CREATOR' });
    expect(totals).toHaveLength(1);
    const all = AMOUNTS(totals[0]!);
    expect(all[0]).toBe(2_034_566n);
    for (const by of ['VIDEO', 'CREATOR', 'PRODUCT', 'DAY', 'MONTH', 'STORE'])
      expect(sum((await report({ by, n: 100 })).nodes)).toEqual(all);
  });

  it('of the videos of each creator, and what came without a video, sum to the creator', async () => {
    const { nodes } = await report({ by: 'CREATOR' });
    const sold = nodes.filter((row) => row.sales.gross.amountMinor !== '0');
    expect(sold).toHaveLength(2);
    for (const row of sold) expect(sum((await report({ by: 'VIDEO', c: row.key })).nodes)).toEqual(AMOUNTS(row));
    const second = await report({ by: 'VIDEO', c: creators[1]!.creatorId });
    expect(second.nodes.map((row) => [row.key, row.name, row.sales.gross.amountMinor])).toEqual([
      [videos[2], '=Video 2', '999999'],
      ['', null, '500001'],
    ]);
  });

  it('have gross = cancelled + returned + net, and say what was lost how', async () => {
    const { nodes, totals } = await report({ by: 'VIDEO' });
    for (const { sales } of [...nodes, ...totals]) {
      const { gross, cancelled, returned, net } = sales;
      expect(BigInt(gross.amountMinor)).toBe(
        [cancelled, returned, net].reduce((s, m) => s + BigInt(m.amountMinor), 0n),
      );
    }
    expect(totals[0]?.sales).toMatchObject({
      cancelled: { amountMinor: '123456' },
      returned: { amountMinor: '100001' },
    });
    expect(totals[0]?.ratios['returnRate']).toMatchObject({ numerator: '223457', denominator: '2034566', bps: 1098 });
  });

  it('count each order and viewer once in the total, and say whose they are', async () => {
    const { totals, partners } = await report({ by: 'VIDEO' });
    expect(totals[0]?.counts).toMatchObject({ orders: '4', qualifiedViews: '4', viewers: '3', clicks: '3' });
    expect(totals[0]?.ratios['clickToOrder']).toMatchObject({ numerator: '4', denominator: '3', bps: 13_333 });
    expect(totals[0]?.ratios['clickThrough']).toMatchObject({ numerator: '3', denominator: '4', bps: 7500 });
    expect(totals[0]?.ratios['averageOrder']).toMatchObject({ value: '508642' });
    expect(partners).toEqual([{ currency: 'KZT', active: 2, inactive: 1, bringMost: 2 }]);
  });

  it('come a page at a time, in the order asked for', async () => {
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const page: Report = await report({ by: 'VIDEO', n: 1, a: after, sort: 'VIEWS' });
      expect(page.totalCount).toBe(4);
      keys.push(...page.nodes.map((row) => row.key));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(4);
    expect(keys.at(-1)).toBe('');
  });

  it('of days have no gaps and come newest first', async () => {
    const { nodes } = await report({ by: 'DAY', f: '2026-09-30' });
    expect(nodes.map((row) => row.key)).toEqual(['2026-10-02', '2026-10-01', '2026-09-30']);
    expect(nodes.map((row) => row.counts.orders)).toEqual(['2', '2', '0']);
  });

  it('of months go by their first day, have no gaps either, and end with the day that was asked for', async () => {
    const { nodes } = await report({ by: 'MONTH', f: '2026-08-20', t: '2026-10-01' });
    expect(nodes.map((row) => [row.key, row.counts.orders])).toEqual([
      ['2026-10-01', '2'],
      ['2026-09-01', '0'],
      ['2026-08-01', '0'],
    ]);
  });

  it('of another currency are none', async () => {
    expect((await report({ by: 'VIDEO', cur: 'KZT' })).totalCount).toBe(4);
    const { nodes, totals, partners } = await report({ by: 'VIDEO', cur: 'USD' });
    expect({ nodes, totals, partners }).toEqual({ nodes: [], totals: [], partners: [] });
  });
});

describe('a creator', () => {
  it('sees own rows alone; they sum to what the book says was earned', async () => {
    const found = await mine('PRODUCT', creators[0]!);
    const balance = await app.graphql<{ myEarnings: { balance: { earned: Money } }[] }>(
      `{ myEarnings { balance { earned ${M} } } }`,
      {},
      { as: creators[0]!.cookie },
    );
    const earned = found.nodes.reduce((s, row) => s + BigInt(row.commission.total.amountMinor), 0n);
    expect(earned.toString()).toBe(balance.data?.myEarnings[0]?.balance.earned.amountMinor);
    expect(earned).toBe(41_111n);
    expect(found.totals[0]?.commission.reversed.amountMinor).toBe('12346');
    expect(found.partners).toEqual([]);
    expect((await mine('VIDEO', creators[0]!)).nodes.map((row) => row.key).sort()).toEqual(videos.slice(0, 2).sort());
  });
});

describe('the doors', () => {
  const code = async (variables: object, as: string) => {
    const answer = await app.graphql(REPORT, { by: 'DAY', s: store.id, ...variables }, { as });
    return answer.errors[0]?.extensions.code;
  };
  it('stay closed for another store, for creators, and for owners who ask for everything', async () => {
    expect(await code({}, (await makeStore(app)).owner.cookie)).toBe('NOT_FOUND');
    expect(await code({}, creators[0]!.cookie)).toBe('FORBIDDEN');
    expect(await code({ s: null }, store.owner.cookie)).toBe('FORBIDDEN');
    expect(await code({ f: '2026-13-01' }, store.owner.cookie)).toBe('BAD_INPUT');
    expect(await code({ f: '2026-12-01' }, store.owner.cookie)).toBe('BAD_INPUT');
    const csv = (path: string, as: string) => app.http.get(path).set('cookie', as);
    expect((await csv(`/stores/${store.id}/report.csv?by=DAY`, creators[0]!.cookie)).status).toBe(403);
    expect((await csv('/staff/report.csv?by=DAY', store.owner.cookie)).status).toBe(403);
    expect((await csv(`/stores/${store.id}/report.csv?by=MOOD`, store.owner.cookie)).status).toBe(400);
  });

  it('open for finance to the whole marketplace', async () => {
    const finance = await makeStaff(app, 'finance');
    const { nodes } = await report({ s: null, by: 'STORE' }, finance.cookie);
    expect(nodes.map((row) => [row.key, row.sales.gross.amountMinor])).toContainEqual([store.id, '2034566']);
  });

  it('give the same rows as a file, with nothing that runs', async () => {
    const answer = await app.http.get(`/stores/${store.id}/report.csv?by=VIDEO`).set('cookie', store.owner.cookie);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('text/csv');
    const [head, ...lines] = answer.text.trim().split('\r\n');
    expect(head).toContain('"gross","cancelled","returned","net"');
    expect(lines).toHaveLength(4);
    expect(answer.text).toContain(`"'=Video 2","KZT","9999.99","0.00","1000.01","8999.98"`);
    const [row]: { after: object }[] = await app.db.query(
      `SELECT after FROM audit_log WHERE action = 'reports.exported'`,
    );
    expect(row?.after).toMatchObject({ by: 'VIDEO', rows: 4 });
  });
});
