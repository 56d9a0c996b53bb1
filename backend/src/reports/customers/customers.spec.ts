// What customers cost and bring, from orders, commissions and the book: who is new, who is known, and whose it is to see.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import * as money from '../../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../../test/support/make.js';

interface Amount {
  amountMinor: string;
}
interface Report {
  firstOrders: number;
  newCustomers: number;
  net: Amount;
  commission: Amount;
  spent: Amount;
  margin: Amount | null;
  costOfCustomer: { numerator: string; denominator: string; value: string | null };
  returnOnSpending: { numerator: string; denominator: string; bps: number | null } | null;
  cohorts: { month: string; customers: number; perCustomer: (Amount | null)[] }[];
}

const ASK = `query($s: ID!, $f: String, $t: String, $m: Int, $c: String) {
  customerReport(storeId: $s, from: $f, to: $t, marginBps: $m, costs: $c) {
    firstOrders newCustomers net { amountMinor } commission { amountMinor } spent { amountMinor } margin { amountMinor }
    costOfCustomer { numerator denominator value } returnOnSpending { numerator denominator bps }
    cohorts { month customers perCustomer { amountMinor } } } }`;

let app: TestApp;
let store: MadeStore;
let video: string;

async function buy(id: string, customerId: string | null, credited: boolean): Promise<void> {
  const viewer = money.makeViewer(app);
  if (credited) await money.sendEvents(app, store.publishableKey, viewer.token, [money.viewOf(app, video)]);
  const lines = [{ lineId: '1', productId: 'mug', quantity: 1, unitPrice: '10000.00' }];
  const body = money.orderBody(app, { viewerToken: viewer.token, lines, buyer: { customerId } });
  expect((await money.putOrder(app, store.live, id, body)).status).toBe(200);
  await app.drainJobs();
}

beforeAll(async () => {
  app = await startApp();
  app.clock.set(new Date('2026-08-10T10:00:00Z'));
  store = await makeStore(app);
  const { creatorId } = await makeCreator(app);
  const products = [await makeProduct(app, store, { externalId: 'mug' })];
  video = await money.makeEarningVideo(app, { store, creatorId, products });
  await buy('a1', 'ann', true);
  await buy('b1', 'bob', false);
  await buy('guest', null, true);
  app.clock.set(new Date('2026-08-25T10:00:00Z'));
  await buy('a2', 'ann', true);
  app.clock.set(new Date('2026-09-20T10:00:00Z'));
  await buy('b2', 'bob', true);
  await buy('a3', 'ann', true);
  await buy('c1', 'cat', true);
}, 180_000);
afterAll(() => app?.close());

// The clock goes on by months: whoever asks has just signed in.
const ask = async (variables: object): Promise<Report> => {
  const { cookie: as } = await makeStaff(app, 'finance');
  const answer = await app.graphql<{ customerReport: Report }>(ASK, { s: store.id, ...variables }, { as });
  expect(answer.errors).toEqual([]);
  return answer.data!.customerReport;
};

it('counts the credited first orders of known customers, and what was spent for each', async () => {
  const august = await ask({ f: '2026-08-01', t: '2026-08-31', c: '500.00' });
  // Ann and Bob came, only Ann by a video; a guest is nobody's first order, though the sale counts.
  expect(august).toMatchObject({ firstOrders: 2, newCustomers: 1, margin: null, returnOnSpending: null });
  expect([august.net, august.commission, august.spent].map((one) => one.amountMinor)).toEqual([
    '3000000',
    '300000',
    '350000',
  ]);
  expect(august.costOfCustomer).toEqual({ numerator: '350000', denominator: '1', value: '350000' });
  const september = await ask({ f: '2026-09-01', t: '2026-09-30' });
  expect(september).toMatchObject({ firstOrders: 1, newCustomers: 1 });
});

it('says what of the margin is left after the spending', async () => {
  const { margin, returnOnSpending } = await ask({ f: '2026-08-01', t: '2026-08-31', m: 2500 });
  expect(margin?.amountMinor).toBe('750000');
  expect(returnOnSpending).toEqual({ numerator: '450000', denominator: '300000', bps: 15_000 });
});

it('shows what customers brought since their first credited order, by its month', async () => {
  const of = async () =>
    (await ask({})).cohorts.map((row) => [
      row.month,
      row.customers,
      ...row.perCustomer.map((m) => m?.amountMinor ?? null),
    ]);
  // Bob's first credited order was his second: he belongs to September. Nobody's three months are over.
  expect(await of()).toEqual([
    ['2026-09-01', 2, null, null, null, null],
    ['2026-08-01', 1, '2000000', null, null, null],
  ]);
  app.clock.set(new Date('2026-12-21T10:00:00Z'));
  expect(await of()).toEqual([
    ['2026-09-01', 2, '1000000', '1000000', null, null],
    ['2026-08-01', 1, '2000000', '3000000', null, null],
  ]);
});

it('is closed to others, and says which field is wrong', async () => {
  const code = async (variables: object, as: string) =>
    (await app.graphql(ASK, { s: store.id, ...variables }, { as })).errors[0]?.extensions.code;
  expect(await code({}, (await makeStore(app)).owner.cookie)).toBe('NOT_FOUND');
  expect(await code({}, (await makeCreator(app)).cookie)).toBe('FORBIDDEN');
  const other = await makeStore(app);
  const owner = other.owner.cookie;
  expect(await code({ s: other.id }, owner)).toBeUndefined();
  for (const wrong of [
    { m: 10_001 },
    { m: -1 },
    { c: '-1' },
    { c: 'x' },
    { f: '2026-02-30' },
    { f: '2026-09-02', t: '2026-09-01' },
  ])
    expect(await code({ s: other.id, ...wrong }, owner)).toBe('BAD_INPUT');
});
