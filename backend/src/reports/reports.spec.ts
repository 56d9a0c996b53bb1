// What people see of their money equals the book, by day of the store and by video; nobody sees another's.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import {
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
  viewOf,
} from '../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
} from '../../test/support/make.js';
import { JobsService } from '../base/jobs/jobs.service.js';

let app: TestApp;
let store: MadeStore;
let creator: SignedCreator;
let videos: string[];

interface Money {
  amountMinor: string;
}
interface Earnings {
  currency: string;
  balance: Record<'pending' | 'review' | 'payable' | 'inTransit' | 'paid' | 'earned', Money>;
  days: { day: string; earned: Money; reversed: Money }[];
  videos: { videoId: string; earned: Money; orders: number; qualifiedViews: number }[];
}

const MONEY = '{ amountMinor currency }';
const EARNINGS = `query($s: ID, $f: String, $t: String) { myEarnings(storeId: $s, from: $f, to: $t) { currency
  balance { pending ${MONEY} review ${MONEY} payable ${MONEY} inTransit ${MONEY} paid ${MONEY} earned ${MONEY} }
  days { day earned ${MONEY} reversed ${MONEY} } videos { videoId title earned ${MONEY} orders qualifiedViews } } }`;
const REPORT = `query($s: ID!, $f: String, $t: String) { storeReport(storeId: $s, from: $f, to: $t) { currency orders creditedOrders
  gmv ${MONEY} netGmv ${MONEY} commission ${MONEY} days { day orders creditedOrders gmv ${MONEY} commission ${MONEY} } } }`;

const line = (n: number, unitPrice: string) => ({ lineId: '1', productId: `mug-${n}`, quantity: 1, unitPrice });

beforeAll(async () => {
  app = await startApp();
  // 23:30 in Almaty on 1 October: half an hour later the day of the store changes, in UTC it does not.
  app.clock.set(new Date('2026-10-01T18:30:00Z'));
  store = await makeStore(app);
  creator = await makeCreator(app);
  videos = [];
  for (const n of [1, 2]) {
    const product = await makeProduct(app, store, { externalId: `mug-${n}` });
    videos.push(await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] }));
  }
  for (const [n, video] of videos.entries()) {
    const viewer = makeViewer(app);
    await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, video, { seconds: 15 })]);
    const lines = [line(n + 1, '10000.00')];
    await putOrder(app, store.live, `o${n}`, orderBody(app, { viewerToken: viewer.token, lines }));
    await app.drainJobs();
    app.clock.advance(3_600_000);
  }
  await putOrder(app, store.live, 'uncredited', orderBody(app, { lines: [line(1, '500.00')] }));
  const refund = {
    orderId: 'o0',
    occurredAt: app.clock.now().toISOString(),
    lines: [{ lineId: '1', quantity: 0, amount: '4000.00' }],
  };
  await putRefund(app, store.live, 'r0', refund);
  await app.drainJobs();
  await app.get(JobsService).runTimer('reports.views');
}, 120_000);
afterAll(() => app?.close());

async function earnings(variables: Record<string, unknown> = {}, as = creator.cookie): Promise<Earnings[]> {
  const answer = await app.graphql<{ myEarnings: Earnings[] }>(EARNINGS, variables, { as });
  expect(answer.errors).toEqual([]);
  return answer.data?.myEarnings ?? [];
}

describe('a creator', () => {
  it('sees the balance of the book; days and videos sum to it', async () => {
    const [found] = await earnings();
    expect(found?.currency).toBe('KZT');
    expect(found?.balance).toMatchObject({
      pending: { amountMinor: '160000' },
      review: { amountMinor: '0' },
      payable: { amountMinor: '0' },
      earned: { amountMinor: '160000' },
    });
    const net = (found?.days ?? []).reduce(
      (s, d) => s + BigInt(d.earned.amountMinor) - BigInt(d.reversed.amountMinor),
      0n,
    );
    expect(net).toBe(160_000n);
    const byVideo = (found?.videos ?? []).reduce((s, v) => s + BigInt(v.earned.amountMinor), 0n);
    expect(byVideo).toBe(160_000n);
  });

  it('sees days of the store’s own time zone', async () => {
    const [found] = await earnings({ s: store.id });
    expect(found?.days.map((d) => [d.day, d.earned.amountMinor, d.reversed.amountMinor])).toEqual([
      ['2026-10-01', '100000', '0'],
      ['2026-10-02', '100000', '40000'],
    ]);
    const [one] = await earnings({ s: store.id, f: '2026-10-01', t: '2026-10-01' });
    expect(one?.days).toHaveLength(1);
  });

  it('sees for each video what it brought and how often it was watched', async () => {
    const [found] = await earnings();
    const shown = new Map(found?.videos.map((v) => [v.videoId, [v.earned.amountMinor, v.orders, v.qualifiedViews]]));
    expect(shown.get(videos[0] ?? '')).toEqual(['60000', 1, 1]);
    expect(shown.get(videos[1] ?? '')).toEqual(['100000', 1, 1]);
  });

  it('sees nothing of others', async () => {
    expect(await earnings({}, (await makeCreator(app)).cookie)).toEqual([]);
  });

  it('is told which bound is wrong', async () => {
    const answer = await app.graphql(EARNINGS, { f: '2026-13-01' }, { as: creator.cookie });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'from' });
  });
});

describe('a video', () => {
  const VIDEO = `query($id: ID!) { video(id: $id) { earned ${MONEY} stats { impressions qualifiedViews clicks orders } } }`;

  it('shows its numbers; what it earned only to its creator and its store', async () => {
    const ask = (as: string) => app.graphql(VIDEO, { id: videos[0] }, { as });
    const stats = { impressions: 0, qualifiedViews: 1, clicks: 0, orders: 1 };
    const earned = { amountMinor: '60000', currency: 'KZT' };
    expect((await ask(creator.cookie)).data).toEqual({ video: { earned, stats } });
    expect((await ask(store.owner.cookie)).data).toEqual({ video: { earned, stats } });
    const moderator = await makeStaff(app, 'moderator');
    expect((await ask(moderator.cookie)).data).toEqual({ video: { earned: null, stats } });
  });
});

describe('a store', () => {
  it('sees its sales and what of them is credited', async () => {
    const variables = { s: store.id, f: '2026-10-01', t: '2026-10-03' };
    const answer = await app.graphql<{ storeReport: Record<string, unknown> }>(REPORT, variables, {
      as: store.owner.cookie,
    });
    expect(answer.errors).toEqual([]);
    expect(answer.data?.storeReport).toMatchObject({
      orders: 3,
      creditedOrders: 2,
      gmv: { amountMinor: '2000000', currency: 'KZT' },
      netGmv: { amountMinor: '1600000' },
      commission: { amountMinor: '160000' },
      days: [
        {
          day: '2026-10-01',
          orders: 1,
          creditedOrders: 1,
          gmv: { amountMinor: '1000000' },
          commission: { amountMinor: '60000' },
        },
        {
          day: '2026-10-02',
          orders: 2,
          creditedOrders: 1,
          gmv: { amountMinor: '1000000' },
          commission: { amountMinor: '100000' },
        },
        { day: '2026-10-03', orders: 0 },
      ],
    });
  });

  it('sees its creators, a page at a time', async () => {
    const query = `query($s: ID!, $a: String) { storeCreators(storeId: $s, first: 1, after: $a) { totalCount
      nodes { creatorId name orders gmv ${MONEY} commission ${MONEY} } pageInfo { hasNextPage endCursor } } }`;
    type Answer = { storeCreators: { nodes: object[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    const first = await app.graphql<Answer>(query, { s: store.id }, { as: store.owner.cookie });
    expect(first.data?.storeCreators).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          creatorId: creator.creatorId,
          orders: 2,
          gmv: { amountMinor: '2000000' },
          commission: { amountMinor: '160000' },
        },
      ],
      pageInfo: { hasNextPage: false },
    });
    const after = first.data?.storeCreators.pageInfo.endCursor;
    const second = await app.graphql<Answer>(query, { s: store.id, a: after }, { as: store.owner.cookie });
    expect(second.data?.storeCreators.nodes).toEqual([]);
  });

  it('is not found by another store’s owner, and not shown to creators', async () => {
    const other = await makeStore(app);
    const code = async (as: string) => (await app.graphql(REPORT, { s: store.id }, { as })).errors[0]?.extensions.code;
    expect(await code(other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(creator.cookie)).toBe('FORBIDDEN');
  });
});
