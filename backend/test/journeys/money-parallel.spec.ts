// Sixteen shops' servers and browsers at once, everything sent twice and shuffled, workers running: the books come out as if one by one.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsService } from '../../src/base/jobs/jobs.service.js';
import { LedgerChecks } from '../../src/ledger/ledger-checks.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
  viewOf,
} from '../support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../support/make.js';

const ORDERS = 48;
const SENDERS = 16;

let app: TestApp;
let store: MadeStore;
let creators: SignedCreator[];
let videos: string[];

beforeAll(async () => {
  app = await startApp({ DATABASE_POOL: '20' });
  store = await makeStore(app);
  creators = [await makeCreator(app), await makeCreator(app)];
  videos = [];
  for (const [n, creator] of creators.entries()) {
    const product = await makeProduct(app, store, { externalId: `p${n}` });
    videos.push(await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] }));
  }
}, 120_000);
afterAll(() => app?.close());

type Send = () => Promise<{ status: number }>;

/** What is sent about one order, each twice; every third is refunded by a quarter, every seventh is cancelled. */
function deliveries(n: number): Send[] {
  const viewer = makeViewer(app);
  const view = viewOf(app, videos[n % 2] ?? '', { seconds: 15, agoS: 300 });
  const lines = [{ lineId: '1', productId: `p${n % 2}`, quantity: 4, unitPrice: `${n + 1}00.50` }];
  const order = orderBody(app, { viewerToken: viewer.token, lines });
  const sends: Send[] = [
    () => sendEvents(app, store.publishableKey, viewer.token, [view]),
    () => putOrder(app, store.live, `par-${n}`, order),
  ];
  const refund = { orderId: `par-${n}`, occurredAt: order.occurredAt, lines: [{ lineId: '1', quantity: 1 }] };
  if (n % 3 === 0) sends.push(() => putRefund(app, store.live, `par-${n}-r`, refund));
  if (n % 7 === 0)
    sends.push(() => putOrder(app, store.live, `par-${n}`, { ...order, version: 2, status: 'cancelled' }));
  return [...sends, ...sends];
}

/** The commission of order `n`: 10 % of what was kept of four pieces, in tiyn, half up. */
function expected(n: number): bigint {
  if (n % 7 === 0) return 0n;
  const base = BigInt((n + 1) * 100 * 100 + 50) * 4n;
  const kept = n % 3 === 0 ? base - base / 4n : base;
  return (2n * kept * 1000n + 10_000n) / 20_000n;
}

async function settled(): Promise<void> {
  const jobs = app.get(JobsService);
  for (let calm = 0; calm < 2;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const rows: { n: number }[] = await app.db.query(
      `SELECT (SELECT count(*) FROM attribution_marks)::int
        + (SELECT count(*) FROM pgboss.job WHERE state IN ('created', 'retry', 'active'))::int AS n`,
    );
    calm = rows[0]?.n === 0 ? calm + 1 : 0;
  }
  await jobs.counts();
}

describe('under parallel senders and workers', () => {
  it('every order is credited exactly once and the books balance', async () => {
    await app.get(JobsService).work();
    const queue = Array.from({ length: ORDERS }, (_, n) => deliveries(n)).flat();
    queue.sort(() => 0.5 - Math.random());
    const statuses: number[] = [];
    const sender = async () => {
      for (let send = queue.pop(); send; send = queue.pop()) statuses.push((await send()).status);
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
    await settled();

    const units: { order_external_id: string; amount_minor: string }[] = await app.db.query(
      'SELECT order_external_id, amount_minor FROM commission_units ORDER BY order_external_id',
    );
    const found = Object.fromEntries(units.map((unit) => [unit.order_external_id, unit.amount_minor]));
    const wanted = Array.from({ length: ORDERS }, (_, n) => [`par-${n}`, expected(n).toString()] as const);
    // A cancelled order that was never seen paid has a unit of nothing, or none.
    const nothing = Object.fromEntries(wanted.filter(([, amount]) => amount === '0').map(([id]) => [id, '0']));
    expect({ ...nothing, ...found }).toEqual(Object.fromEntries(wanted));
    expect(units).toHaveLength(new Set(units.map((unit) => unit.order_external_id)).size);

    for (const [n, creator] of creators.entries()) {
      const [balance] = await app.get(LedgerService).balancesOf(app.db.manager, creator.creatorId, store.id);
      const own = Array.from({ length: ORDERS }, (_, i) => i).filter((i) => i % 2 === n);
      expect(balance?.pendingMinor).toBe(own.reduce((sum, i) => sum + expected(i), 0n));
    }
    expect((await app.get(LedgerService).trialBalance()).balanced).toBe(true);
    expect(await app.get(LedgerChecks).check(store.id, true)).toEqual([]);
    const failed: { n: number }[] = await app.db.query(
      `SELECT count(*)::int AS n FROM pgboss.job WHERE state = 'failed' OR retry_count > 0`,
    );
    expect(failed).toEqual([{ n: 0 }]);
  }, 110_000);
});
