// Orders and refunds come in once each, in any order, and nothing of one store reaches another.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeViewer, orderBody, putOrder, putRefund } from '../../test/support/make-money.js';
import { makeStaff, makeStore, type MadeStore, type SignedStaff } from '../../test/support/make.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let finance: SignedStaff;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  other = await makeStore(app);
  finance = await makeStaff(app, 'finance');
}, 120_000);
afterAll(() => app?.close());

const facts = (type: string, id: string): Promise<{ n: string }[]> =>
  app.db.query('SELECT count(*) AS n FROM facts WHERE type = $1 AND external_id = $2', [type, id]);
const ORDERS = `query($s: ID!, $m: KeyMode!) { orders(storeId: $s, mode: $m) { totalCount nodes {
  id externalId status mode version total { amountMinor currency decimals } refunded { amountMinor }
  lines { lineId productId title quantity base { amountMinor } creatorName commission { amountMinor } reason reasonText } } } }`;

describe('an order', () => {
  it('is recorded once, however often it is sent', async () => {
    const body = orderBody(app);
    const first = await putOrder(app, store.live, 'once', body);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ recorded: true, duplicate: false });
    const second = await putOrder(app, store.live, 'once', body);
    expect(second.body).toEqual({ orderId: first.body.orderId, recorded: false, duplicate: true });
    expect(await facts('order', 'once')).toEqual([{ n: '1' }]);
  });

  it('sent ten times at once is recorded once', async () => {
    const body = orderBody(app);
    const answers = await Promise.all(Array.from({ length: 10 }, () => putOrder(app, store.live, 'many', body)));
    expect(answers.filter((a) => a.body.recorded)).toHaveLength(1);
    expect(new Set(answers.map((a) => a.body.orderId)).size).toBe(1);
  });

  it('keeps the newest version, whatever comes last', async () => {
    await putOrder(app, store.live, 'versions', orderBody(app, { version: 5, status: 'cancelled' }));
    const older = await putOrder(app, store.live, 'versions', orderBody(app, { version: 4 }));
    expect(older.body.recorded).toBe(true);
    const rows: object[] = await app.db.query(`SELECT version, status FROM orders WHERE external_id = 'versions'`);
    expect(rows).toEqual([{ version: '5', status: 'cancelled' }]);
  });

  it('with the same version and another content is refused, and changes nothing', async () => {
    await putOrder(app, store.live, 'clash', orderBody(app));
    const answer = await putOrder(app, store.live, 'clash', orderBody(app, { status: 'cancelled' }));
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe('ORDER_VERSION_CONFLICT');
    expect(await facts('order', 'clash')).toEqual([{ n: '1' }]);
  });

  it('keeps no e-mail, phone or unsigned viewer', async () => {
    const body = orderBody(app, { viewerToken: 'v1.00000000-0000-4000-8000-000000000000.bad' });
    body.buyer = { ...body.buyer, email: 'Secret.Person@gmail.com', phone: '+7 701 000 11 22' } as never;
    await putOrder(app, store.live, 'sealed', body);
    const rows: { content: object; viewer_note: string; viewer_id: null }[] = await app.db.query(
      `SELECT f.content, o.viewer_note, o.viewer_id FROM facts f JOIN orders o ON o.external_id = f.external_id
       WHERE f.type = 'order' AND f.external_id = 'sealed'`,
    );
    expect(rows[0]).toMatchObject({ viewer_note: 'BAD_TOKEN', viewer_id: null });
    const text = JSON.stringify(rows[0]?.content).toLowerCase();
    expect(text).not.toMatch(/secret|gmail|7010001122/);
    expect(text).toMatch(/"email_hash": ?"[0-9a-f]{64}"/);
  });

  it('carries the viewer of a signed token', async () => {
    const viewer = makeViewer(app);
    await putOrder(app, store.live, 'seen', orderBody(app, { viewerToken: viewer.token }));
    const rows: object[] = await app.db.query(`SELECT viewer_id FROM orders WHERE external_id = 'seen'`);
    expect(rows).toEqual([{ viewer_id: viewer.viewerId }]);
  });

  const line = { lineId: '1', productId: 'mug', quantity: 1, unitPrice: '1.00' };
  const refusals: [string, Record<string, unknown>, string, string][] = [
    ['a number as amount', { lines: [{ ...line, unitPrice: 12.5 }] }, 'BAD_INPUT', 'lines.0.unitPrice'],
    ['three decimals of tenge', { lines: [{ ...line, unitPrice: '1.005' }] }, 'BAD_AMOUNT', 'lines.0.unitPrice'],
    ['a negative discount', { lines: [{ ...line, discount: '-1.00' }] }, 'BAD_INPUT', 'lines.0.discount'],
    ['a float as quantity', { lines: [{ ...line, quantity: 1.5 }] }, 'BAD_INPUT', 'lines.0.quantity'],
    ['two lines of one id', { lines: [line, line] }, 'BAD_INPUT', 'lines.1.lineId'],
    ['an invented currency', { currency: 'ZZZ' }, 'UNKNOWN_CURRENCY', 'currency'],
    ['an unknown status', { status: 'shipped' }, 'BAD_INPUT', 'status'],
    ['no version', { version: undefined }, 'BAD_INPUT', 'version'],
    ['a date without a zone', { occurredAt: '2026-10-01T12:00:00' }, 'BAD_INPUT', 'occurredAt'],
    ['an order of tomorrow', { occurredAt: '2126-10-01T12:00:00Z' }, 'BAD_INPUT', 'occurredAt'],
    [
      'a total that no number can hold',
      { lines: [{ ...line, quantity: 1_000_000, unitPrice: '9999999999999' }] },
      'BAD_AMOUNT',
      'lines.0.unitPrice',
    ],
    ['a title that cannot be kept', { lines: [{ ...line, title: 'a\u0000b' }] }, 'BAD_INPUT', 'lines.0.title'],
  ];
  it.each(refusals)('with %s is refused by field', async (_, change, code, field) => {
    const answer = await putOrder(app, store.live, 'refused', orderBody(app, change));
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code, field });
  });

  it.each([
    ['a NUL', '%00'],
    ['nothing but spaces', '%20'],
    ['more than 200 characters', 'x'.repeat(201)],
  ])('whose id in the address is %s is refused', async (_, id) => {
    for (const answer of [
      await putOrder(app, store.live, id, orderBody(app)),
      await putRefund(app, store.live, id, { orderId: 'r', occurredAt: app.clock.now().toISOString() }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatchObject({ code: 'BAD_INPUT', field: 'externalId' });
    }
  });

  it('of a test key stays in the test programme', async () => {
    await putOrder(app, store.test, 'trial', orderBody(app));
    const live = await app.graphql<{ orders: { nodes: { externalId: string }[] } }>(
      ORDERS,
      { s: store.id, m: 'live' },
      { as: store.owner.cookie },
    );
    const test = await app.graphql<{ orders: { nodes: object[] } }>(
      ORDERS,
      { s: store.id, m: 'test' },
      { as: store.owner.cookie },
    );
    expect(live.data?.orders.nodes.map((o) => o.externalId)).not.toContain('trial');
    expect(test.data?.orders.nodes).toMatchObject([
      { externalId: 'trial', mode: 'test', total: { amountMinor: '1000000', currency: 'KZT', decimals: 2 } },
    ]);
  });
});

describe('a refund', () => {
  it('is recorded once', async () => {
    await putOrder(app, store.live, 'r1', orderBody(app));
    const body = { orderId: 'r1', occurredAt: app.clock.now().toISOString(), lines: [{ lineId: '1', quantity: 1 }] };
    expect((await putRefund(app, store.live, 'r1-1', body)).body).toMatchObject({ recorded: true, waiting: false });
    expect((await putRefund(app, store.live, 'r1-1', body)).body).toMatchObject({ recorded: false, duplicate: true });
  });

  it('with an amount before its order waits for the order and its currency', async () => {
    const occurredAt = app.clock.now().toISOString();
    const body = { orderId: 'yen', occurredAt, lines: [{ lineId: '1', quantity: 1, amount: '500' }] };
    expect((await putRefund(app, store.live, 'yen-1', body)).body).toMatchObject({ recorded: true, waiting: true });
    expect((await putRefund(app, store.live, 'yen-1', body)).body).toMatchObject({ duplicate: true });
    expect(await facts('refund', 'yen-1')).toEqual([{ n: '0' }]);
    const lines = [{ lineId: '1', productId: 'mug', quantity: 1, unitPrice: '500' }];
    await putOrder(app, store.live, 'yen', orderBody(app, { currency: 'JPY', lines }));
    const rows: object[] = await app.db.query(
      `SELECT content->'lines'->0->'amount' AS amount FROM facts WHERE external_id = 'yen-1'`,
    );
    expect(rows).toEqual([{ amount: 500 }]);
    expect((await putRefund(app, store.live, 'yen-1', body)).body).toMatchObject({ duplicate: true });
  });

  it('that waits for its order is not replaced by another content', async () => {
    const body = { orderId: 'late', occurredAt: app.clock.now().toISOString(), adjustment: '5.00' };
    await putRefund(app, store.live, 'late-1', body);
    const answer = await putRefund(app, store.live, 'late-1', { ...body, adjustment: '6.00' });
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'REFUND_CONFLICT']);
    await putOrder(app, store.live, 'late', orderBody(app));
    const rows: object[] = await app.db.query(
      `SELECT content->'adjustment' AS adjustment FROM facts WHERE external_id = 'late-1'`,
    );
    expect(rows).toEqual([{ adjustment: 500 }]);
  });

  it('with the same id and another content is kept, told and ignored', async () => {
    await putOrder(app, store.live, 'r2', orderBody(app));
    const body = { orderId: 'r2', occurredAt: app.clock.now().toISOString(), lines: [{ lineId: '1', quantity: 1 }] };
    await putRefund(app, store.live, 'r2-1', body);
    const answer = await putRefund(app, store.live, 'r2-1', { ...body, adjustment: '5.00' });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'REFUND_CONFLICT']);
    expect(await facts('refund', 'r2-1')).toEqual([{ n: '2' }]);
  });
});

describe('who may see orders', () => {
  it('their store and finance; for another store they do not exist', async () => {
    const made = await putOrder(app, store.live, 'private', orderBody(app));
    const ask = (as: string) =>
      app.graphql('query($id: ID!) { order(id: $id) { externalId } }', { id: made.body.orderId }, { as });
    expect((await ask(store.owner.cookie)).data).toMatchObject({ order: { externalId: 'private' } });
    expect((await ask(finance.cookie)).data).toMatchObject({ order: { externalId: 'private' } });
    expect((await ask(other.owner.cookie)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const list = await app.graphql(ORDERS, { s: store.id, m: 'live' }, { as: other.owner.cookie });
    expect(list.errors[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('another store’s key records its own order of the same id, and touches nothing of ours', async () => {
    await putOrder(app, store.live, 'same', orderBody(app));
    const theirs = await putOrder(app, other.live, 'same', orderBody(app, { status: 'cancelled' }));
    expect(theirs.body.recorded).toBe(true);
    const rows: object[] = await app.db.query(
      `SELECT status FROM orders WHERE external_id = 'same' AND store_id = $1`,
      [store.id],
    );
    expect(rows).toEqual([{ status: 'paid' }]);
  });

  it('nobody without a signature', async () => {
    expect((await app.http.put('/v1/orders/x').send(orderBody(app))).status).toBe(401);
  });
});
