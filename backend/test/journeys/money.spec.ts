// The money road over HTTP alone: what a shopper does, what a shop's server says, what a creator earns, what the book holds; and every refusal.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JobsService } from '../../src/base/jobs/jobs.service.js';
import { CreatorsService } from '../../src/creators/creators.service.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  accountsOf,
  clickOn,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
  viewOf,
} from '../support/make-money.js';
import {
  actorOf,
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  signatureHeaders,
  signedCall,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../support/make.js';

let app: TestApp;
let finance: SignedStaff;
let store: MadeStore;
let creator: SignedCreator;
let video: string;
let n = 0;
let id: string;

beforeAll(async () => {
  app = await startApp();
  finance = await makeStaff(app, 'finance');
  store = await makeStore(app);
}, 120_000);
afterAll(() => app?.close());

// Each case has a creator, a product and a video of its own in one shop, so that sums can be compared exactly.
beforeEach(async () => {
  n += 1;
  id = `case-${n}`;
  creator = await makeCreator(app);
  const product = await makeProduct(app, store, { externalId: `mug-${n}` });
  video = await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] });
});

const line = (change: Record<string, unknown> = {}) => ({
  ...{ lineId: '1', productId: `mug-${n}`, title: 'Mug', quantity: 1, unitPrice: '10000.00', ...change },
});
const order = (change: Record<string, unknown> = {}) => orderBody(app, { lines: [line()], ...change });
const refund = (change: Record<string, unknown> = {}) => ({
  ...{ orderId: id, occurredAt: app.clock.now().toISOString(), lines: [], ...change },
});

async function watched(seconds = 15): Promise<string> {
  const viewer = makeViewer(app);
  const answer = await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, video, { seconds })]);
  expect(answer.body.results).toMatchObject([{ status: 'accepted' }]);
  return viewer.token;
}

const MINE = `{ myCommissions { totalCount nodes { orderExternalId lineId kind instrument match state holdUntil
  base { amountMinor } amount { amountMinor currency } reasonText storeName productTitle videoId } } }`;

interface Unit {
  orderExternalId: string;
  instrument: string;
  state: string;
  base: { amountMinor: string };
  amount: { amountMinor: string; currency: string };
  reasonText: string;
  [key: string]: unknown;
}

async function mine(who = creator): Promise<Unit[]> {
  await app.drainJobs();
  const answer = await app.graphql<{ myCommissions: { nodes: Unit[] } }>(MINE, {}, { as: who.cookie });
  expect(answer.errors).toEqual([]);
  return answer.data?.myCommissions.nodes ?? [];
}

const sums = (units: Unit[]) => units.map((u) => [u.instrument, u.base.amountMinor, u.amount.amountMinor, u.state]);

/** Pending and payable in the book, as credits. */
async function book(who = creator): Promise<[string, string]> {
  const accounts = await accountsOf(app);
  const credit = (name: string) => (-BigInt(accounts[`creator:${who.creatorId}:${name}@KZT`] ?? '0')).toString();
  return [credit('pending'), credit('payable')];
}

async function reasonOf(): Promise<string> {
  const query = `query($s: ID!) { orders(storeId: $s, first: 100) { nodes { externalId lines { reason commission { amountMinor } } } } }`;
  type Answer = { orders: { nodes: { externalId: string; lines: { reason: string }[] }[] } };
  const answer = await app.graphql<Answer>(query, { s: store.id }, { as: store.owner.cookie });
  return answer.data?.orders.nodes.find((o) => o.externalId === id)?.lines[0]?.reason ?? '';
}

describe('the road of money', () => {
  it('a view that qualifies and an order give a commission and balanced books', async () => {
    const viewerToken = await watched();
    expect((await putOrder(app, store.live, id, order({ viewerToken }))).status).toBe(200);
    const units = await mine();
    expect(sums(units)).toEqual([['onsite_view', '1000000', '100000', 'pending']]);
    expect(units[0]).toMatchObject({ kind: 'sale', match: 'direct', videoId: video, productTitle: `Product mug-${n}` });
    expect(units[0]?.reasonText).toContain('A review');
    expect(await book()).toEqual(['100000', '0']);
  });

  it('half refunded: half goes', async () => {
    const viewerToken = await watched();
    const lines = [line({ quantity: 2, unitPrice: '5000.00' })];
    await putOrder(app, store.live, id, order({ viewerToken, lines }));
    expect(await book((await mine(), creator))).toEqual(['100000', '0']);
    await putRefund(app, store.live, `${id}-r`, refund({ lines: [{ lineId: '1', quantity: 1 }] }));
    expect(sums(await mine())).toEqual([['onsite_view', '500000', '50000', 'pending']]);
    expect(await book()).toEqual(['50000', '0']);
  });

  it('a refund before its order takes effect when the order comes', async () => {
    const viewerToken = await watched();
    await putRefund(app, store.live, `${id}-r`, refund({ lines: [{ lineId: '1', quantity: 1, amount: '2500.00' }] }));
    expect(await mine()).toEqual([]);
    await putOrder(app, store.live, id, order({ viewerToken }));
    expect(sums(await mine())).toEqual([['onsite_view', '750000', '75000', 'pending']]);
    expect(await book()).toEqual(['75000', '0']);
  });

  it('a replayed order and a replayed refund change nothing', async () => {
    const viewerToken = await watched();
    const body = order({ viewerToken });
    const back = refund({ adjustment: '1000.00' });
    for (let i = 0; i < 3; i++) {
      await putOrder(app, store.live, id, body);
      await putRefund(app, store.live, `${id}-r`, back);
      await app.drainJobs();
    }
    expect(sums(await mine())).toEqual([['onsite_view', '900000', '90000', 'pending']]);
    const rows: { n: string }[] = await app.db.query(
      `SELECT count(*) AS n FROM attribution_decisions WHERE order_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ n: '1' }]);
    expect(await book()).toEqual(['90000', '0']);
  });

  it('an edited order is counted anew; a line that is gone gives its commission back', async () => {
    const viewerToken = await watched();
    const two = [line(), line({ lineId: '2', unitPrice: '2000.00' })];
    await putOrder(app, store.live, id, order({ viewerToken, lines: two }));
    expect(await book((await mine(), creator))).toEqual(['120000', '0']);
    await putOrder(app, store.live, id, order({ viewerToken, version: 2, lines: [line({ unitPrice: '20000.00' })] }));
    const units = await mine();
    expect(units.map((u) => [u['lineId'], u.amount.amountMinor, u.state]).sort()).toEqual([
      ['1', '200000', 'pending'],
      ['2', '0', 'reversed'],
    ]);
    expect(await book()).toEqual(['200000', '0']);
  });

  it('a cancelled order gives everything back', async () => {
    const viewerToken = await watched();
    await putOrder(app, store.live, id, order({ viewerToken }));
    await app.drainJobs();
    await putOrder(app, store.live, id, order({ viewerToken, version: 2, status: 'cancelled' }));
    expect(sums(await mine())).toEqual([['onsite_view', '0', '0', 'reversed']]);
    expect(await book()).toEqual(['0', '0']);
  });

  it('a gift card earns nothing and says so', async () => {
    const viewerToken = await watched();
    await putOrder(app, store.live, id, order({ viewerToken, lines: [line({ giftCard: true })] }));
    expect(await mine()).toEqual([]);
    expect(await reasonOf()).toBe('GIFT_CARD');
  });

  it('an own purchase earns nothing, by e-mail, by its digest or by device', async () => {
    const viewerToken = await watched();
    const buyer = { customerId: 'me', email: ` ${creator.email.toUpperCase().replace('@', '+shop@')} ` };
    await putOrder(app, store.live, id, order({ viewerToken, buyer }));
    expect(await mine()).toEqual([]);
    expect(await reasonOf()).toBe('SELF_PURCHASE');
    const emailHash = createHash('sha256').update(creator.email).digest('hex');
    await putOrder(app, store.live, `${id}-digest`, order({ viewerToken, buyer: { emailHash } }));
    expect(await mine()).toEqual([]);
    const device = makeViewer(app);
    await app.get(CreatorsService).linkDevice(creator.creatorId, device.viewerId);
    await sendEvents(app, store.publishableKey, device.token, [viewOf(app, video, { seconds: 15 })]);
    await putOrder(app, store.live, `${id}-device`, order({ viewerToken: device.token }));
    expect(await mine()).toEqual([]);
  });

  it('a promo code wins over a click, a click over a view', async () => {
    const other = await makeCreator(app);
    await app.get(CreatorsService).createPromoCode(await actorOf(app, other), store.id, `CODE${n}`);
    const viewerToken = await watched();
    await sendEvents(app, store.publishableKey, viewerToken, [clickOn(app, video, `mug-${n}`)]);
    app.clock.advance(1000);
    await putOrder(app, store.live, id, order({ viewerToken }));
    expect(sums(await mine())).toEqual([['onsite_click', '1000000', '100000', 'pending']]);
    const coded = order({ viewerToken, discountCodes: [` code${n} `] });
    await putOrder(app, store.live, `${id}-code`, coded);
    expect(sums(await mine())).toHaveLength(1);
    expect(sums(await mine(other))).toEqual([['promo_code', '1000000', '100000', 'pending']]);
  });

  it('views of a video that was not approved are dropped and earn nothing', async () => {
    const product = await makeProduct(app, store, { externalId: `hidden-${n}` });
    const hidden = await makeEarningVideo(app, {
      store,
      creatorId: creator.creatorId,
      products: [product],
      status: 'in_review',
    });
    const viewer = makeViewer(app);
    const answer = await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, hidden, { seconds: 15 })]);
    expect(answer.body.results).toMatchObject([{ status: 'dropped', reason: 'UNKNOWN_VIDEO' }]);
    await putOrder(
      app,
      store.live,
      id,
      order({ viewerToken: viewer.token, lines: [line({ productId: `hidden-${n}` })] }),
    );
    expect(await mine()).toEqual([]);
    expect(await reasonOf()).toBe('NO_TOUCH');
  });

  it('what a test key sends never reaches the book or a creator’s earnings', async () => {
    const viewer = makeViewer(app);
    await sendEvents(app, store.testPublishableKey, viewer.token, [viewOf(app, video, { seconds: 15 })]);
    await putOrder(app, store.test, id, order({ viewerToken: viewer.token }));
    expect(await mine()).toEqual([]);
    const units: object[] = await app.db.query(
      `SELECT mode, amount_minor FROM commission_units WHERE creator_id = $1`,
      [creator.creatorId],
    );
    expect(units).toEqual([{ mode: 'test', amount_minor: '100000' }]);
    expect(await book()).toEqual(['0', '0']);
  });

  it('an order before its views is credited when they arrive, within the grace', async () => {
    const viewer = makeViewer(app);
    const view = viewOf(app, video, { seconds: 15 });
    await putOrder(app, store.live, id, order({ viewerToken: viewer.token }));
    expect(await mine()).toEqual([]);
    app.clock.advance(3_600_000);
    await sendEvents(app, store.publishableKey, viewer.token, [view]);
    expect(sums(await mine())).toEqual([['onsite_view', '1000000', '100000', 'pending']]);
    expect(await book()).toEqual(['100000', '0']);
  });

  it('the hold ends: pending becomes payable, and a refund afterwards takes it back', async () => {
    const viewerToken = await watched();
    await putOrder(app, store.live, id, order({ viewerToken }));
    await app.drainJobs();
    app.clock.advance(14 * 86_400_000 + 1000);
    await app.get(JobsService).runTimer('commissions.holds');
    expect(sums(await mine())).toEqual([['onsite_view', '1000000', '100000', 'payable']]);
    expect(await book()).toEqual(['0', '100000']);
    await putRefund(app, store.live, `${id}-r`, refund({ lines: [{ lineId: '1', quantity: 1 }] }));
    expect(sums(await mine())).toEqual([['onsite_view', '0', '0', 'reversed']]);
    expect(await book()).toEqual(['0', '0']);
  });

  it('too short a view, no consent and robots earn nothing', async () => {
    const short = await watched(5);
    await putOrder(app, store.live, id, order({ viewerToken: short }));
    const silent = makeViewer(app);
    await sendEvents(app, store.publishableKey, silent.token, [viewOf(app, video, { seconds: 15 })], {
      consent: false,
    });
    await putOrder(app, store.live, `${id}-silent`, order({ viewerToken: silent.token }));
    const robot = makeViewer(app);
    await sendEvents(app, store.publishableKey, robot.token, [viewOf(app, video, { seconds: 15 })], {
      userAgent: 'Googlebot/2.1',
    });
    await putOrder(app, store.live, `${id}-robot`, order({ viewerToken: robot.token }));
    expect(await mine()).toEqual([]);
  });
});

describe('why', () => {
  const WHY = `query($o: ID!, $l: String!) { explainCommission(orderId: $o, lineId: $l) { summary
    steps { label text } touches { instrument kept why label weight } history { amount { amountMinor } state text } } }`;

  it('the creator reads it as sentences; the store too; another creator finds nothing', async () => {
    const viewerToken = await watched();
    const made = await putOrder(app, store.live, id, order({ viewerToken }));
    await app.drainJobs();
    await putRefund(app, store.live, `${id}-r`, refund({ adjustment: '5000.00' }));
    await app.drainJobs();
    const variables = { o: made.body.orderId, l: '1' };
    const own = await app.graphql<{ explainCommission: Record<string, unknown> }>(WHY, variables, {
      as: creator.cookie,
    });
    expect(own.errors).toEqual([]);
    expect(own.data?.explainCommission).toMatchObject({
      touches: [{ instrument: 'onsite_view', kept: true, why: 'Counted.' }],
      history: [
        { amount: { amountMinor: '100000' }, state: 'pending' },
        { amount: { amountMinor: '50000' }, state: 'pending' },
      ],
    });
    const text = JSON.stringify(own.data);
    expect(text).toContain('10 %');
    expect(text).not.toMatch(/\{\w+\}/);
    expect((await app.graphql(WHY, variables, { as: store.owner.cookie })).errors).toEqual([]);
    expect((await app.graphql(WHY, variables, { as: finance.cookie })).errors).toEqual([]);
    for (const stranger of [await makeCreator(app), (await makeStore(app)).owner]) {
      const answer = await app.graphql(WHY, variables, { as: stranger.cookie });
      expect(answer.errors[0]?.extensions.code).toBe('NOT_FOUND');
    }
  });
});

describe('refusals', () => {
  it('a tampered body, path or signature is 401 and leaves nothing', async () => {
    const body = JSON.stringify(order());
    const at = Math.floor(app.clock.now().getTime() / 1000);
    const headers = signatureHeaders(store.live, 'PUT', `/v1/orders/${id}`, body, at);
    const send = (path: string, text: string, change: Record<string, string> = {}) =>
      app.http
        .put(path)
        .set({ ...headers, ...change, 'content-type': 'application/json' })
        .send(text);
    const answers = [
      await send(`/v1/orders/${id}`, body.replace('10000.00', '90000.00')),
      await send(`/v1/orders/${id}-other`, body),
      await send(`/v1/orders/${id}`, body, { 'vitrina-signature': `v1=${'0'.repeat(64)}` }),
      await send(`/v1/orders/${id}`, body, { 'vitrina-timestamp': String(at + 1) }),
    ];
    expect(answers.map((a) => [a.status, a.body.error.code])).toEqual(answers.map(() => [401, 'BAD_SIGNATURE']));
    const stale = signatureHeaders(store.live, 'PUT', `/v1/orders/${id}`, body, at - 301);
    expect((await send(`/v1/orders/${id}`, body, stale)).body.error.code).toBe('STALE_TIMESTAMP');
    const rows: object[] = await app.db.query('SELECT 1 FROM facts WHERE external_id LIKE $1', [`${id}%`]);
    expect(rows).toEqual([]);
  });

  it('a publishable key, a wrong scope and no key do not open the door', async () => {
    const wrong = await signedCall(
      app,
      { id: store.publishableKey, secret: store.live.secret },
      'PUT',
      `/v1/orders/${id}`,
      order(),
    );
    expect(wrong.status).toBe(401);
    const none = await app.http.put(`/v1/refunds/${id}`).send(refund());
    expect(none.status).toBe(401);
    const scope = await signedCall(app, store.test, 'PUT', '/v1/products/x', { title: 'x' });
    expect([scope.status, scope.body.error.code]).toEqual([403, 'SCOPE_MISSING']);
  });

  it('another store’s key sees and changes nothing of this store', async () => {
    const other = await makeStore(app);
    const viewerToken = await watched();
    await putOrder(app, store.live, id, order({ viewerToken }));
    await app.drainJobs();
    await putRefund(app, other.live, `${id}-r`, refund({ lines: [{ lineId: '1', quantity: 1 }] }));
    await putOrder(app, other.live, id, order({ viewerToken, version: 9, status: 'cancelled' }));
    expect(sums(await mine())).toEqual([['onsite_view', '1000000', '100000', 'pending']]);
  });

  it('wrong roles are refused', async () => {
    const code = async (query: string, as?: string) =>
      (await app.graphql(query, { s: store.id }, as ? { as } : {})).errors[0]?.extensions.code;
    const other = await makeStore(app);
    expect(await code(MINE)).toBe('UNAUTHENTICATED');
    expect(await code('{ trialBalance { balanced } }', store.owner.cookie)).toBe('FORBIDDEN');
    expect(await code('{ trialBalance { balanced } }', creator.cookie)).toBe('FORBIDDEN');
    const units = 'query($s: ID!) { storeCommissions(storeId: $s) { totalCount } }';
    expect(await code(units, creator.cookie)).toBe('FORBIDDEN');
    expect(await code(units, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(units, store.owner.cookie)).toBeUndefined();
    expect(await code(units, finance.cookie)).toBeUndefined();
  });
});

describe('in the end', () => {
  it('the trial balance is zero, every check is sound, the chain is whole', async () => {
    await app.drainJobs();
    const answer = await app.graphql<{ trialBalance: { balanced: boolean; rows: object[] } }>(
      '{ trialBalance { balanced rows { currency account balance { amountMinor } } } }',
      {},
      { as: finance.cookie },
    );
    expect(answer.data?.trialBalance.balanced).toBe(true);
    await app.get(JobsService).runTimer('ledger.daily-check');
    const checks: { sound: boolean }[] = await app.db.query('SELECT DISTINCT sound FROM ledger_checks');
    expect(checks).toEqual([{ sound: true }]);
  });
});
