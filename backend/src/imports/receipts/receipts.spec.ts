// Receipts that creators bring: matched, judged by the shop alone, paid once though a file tells of the same sale.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { csv, Desk, ROWS } from '../../../test/support/desk/order-files.js';
import { makeCreator, makeStore, type MadeStore, type Signed } from '../../../test/support/make.js';

let app: TestApp;
let desk: Desk;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp();
  other = await makeStore(app);
}, 600_000);
beforeEach(async () => {
  desk = await Desk.open(app);
});
afterAll(() => app?.close());

describe('receipts', () => {
  const QR = 'http://consumer.oofd.kz/?i=1234567890&f=010100000001&s=12990.00&t=20261120T143000';
  const CLAIM = `mutation($i: ReceiptClaimInput!) { claimReceipt(input: $i) { id state score total { amountMinor } orderNumber } }`;
  const claim = (i: object, as: Signed = desk.creator) =>
    app.graphql<{ claimReceipt: { id: string; state: string; orderNumber: null } }>(
      CLAIM,
      { i: { storeId: desk.store.id, code: 'dana10', ...i } },
      { as: as.cookie },
    );
  const JUDGE = `mutation($id: ID!, $a: Boolean!, $n: String) { judgeReceipt(id: $id, accept: $a, note: $n) { state orderNumber } }`;
  const judge = (id: string, a: boolean, as: Signed = desk.store.owner, n: string | null = null) =>
    app.graphql<{ judgeReceipt: { state: string; orderNumber: string } }>(JUDGE, { id, a, n }, { as: as.cookie });

  it('find their order, and the shop’s acceptance gives it the code', async () => {
    await desk.run(csv([ROWS[0]!.replace('dana10', '')]));
    const { data, errors } = await claim({ qr: QR });
    expect(errors).toEqual([]);
    expect(data?.claimReceipt).toMatchObject({ state: 'matched', orderNumber: null });
    await app.drainJobs();
    expect(await desk.units()).toEqual([]);
    expect((await judge(data!.claimReceipt.id, true)).data?.judgeReceipt).toEqual({
      state: 'accepted',
      orderNumber: '1001',
    });
    expect((await judge(data!.claimReceipt.id, true)).data?.judgeReceipt.state).toBe('accepted');
    await app.drainJobs();
    expect(await desk.units()).toEqual([{ order: '1001', amount: '129900' }]);
  });

  it('become an order where the shop tells of none; its file later pays nothing twice', async () => {
    const { data } = await claim({
      register: '010100000001',
      number: '555',
      total: '12 990,00',
      boughtAt: '20.11.2026 14:31',
    });
    expect(data?.claimReceipt.state).toBe('unmatched');
    await judge(data!.claimReceipt.id, true);
    await app.drainJobs();
    expect(await desk.units()).toEqual([{ order: 'receipt:010100000001:555', amount: '129900' }]);
    const { file } = await desk.run(csv([ROWS[0]!]));
    expect(file.counts).toMatchObject({ updated: 1, created: 0 });
    expect(await desk.units()).toEqual([{ order: 'receipt:010100000001:555', amount: '129900' }]);
  });

  it.each([
    ['no receipt', { qr: 'https://example.com/?i=1' }, 'BAD_INPUT'],
    ['a return', { qr: 't=20261120T1430&s=12990.00&fn=9282440300000000&i=12&fp=1&n=2' }, 'BAD_INPUT'],
    ['roubles where tenge count', { qr: 't=20261120T1430&s=12990.00&fn=9282440300000000&i=12&fp=1&n=1' }, 'BAD_INPUT'],
    ['a year-old one', { qr: QR.replace('20261120', '20251120') }, 'BAD_INPUT'],
    ['one of tomorrow', { qr: QR.replace('20261120', '20261126') }, 'BAD_INPUT'],
    ['a code of nobody', { qr: QR, code: 'STRANGER' }, 'BAD_INPUT'],
    ['no sum', { register: '010100000001', number: '1', total: '0', boughtAt: '20.11.2026 14:31' }, 'BAD_AMOUNT'],
    ['no time', { register: '010100000001', number: '1', total: '5', boughtAt: '20.11.2026' }, 'BAD_INPUT'],
  ])('refused: %s', async (_, input, expected) => {
    expect((await claim(input)).errors[0]?.extensions.code).toBe(expected);
  });

  it('are brought once, withdrawn and brought anew, judged by their own shop alone', async () => {
    const first = await claim({ qr: QR });
    expect((await claim({ qr: QR })).errors[0]?.extensions.code).toBe('CONFLICT');
    const rival = await makeCreator(app);
    expect((await claim({ qr: QR }, rival)).errors[0]?.extensions.code).toBe('BAD_INPUT');
    const id = first.data!.claimReceipt.id;
    const withdraw = (as: Signed) =>
      app.graphql('mutation($id: ID!) { withdrawReceipt(id: $id) { state } }', { id }, { as: as.cookie });
    expect((await withdraw(rival)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await judge(id, true, other.owner)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await judge(id, true, desk.creator)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await judge(id, false)).errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect((await withdraw(desk.creator)).data).toEqual({ withdrawReceipt: { state: 'withdrawn' } });
    expect((await judge(id, true)).errors[0]?.extensions.code).toBe('CONFLICT');
    expect((await claim({ qr: QR })).errors).toEqual([]);
    const lists = `query($s: ID!) { receiptClaims(storeId: $s) { totalCount } }`;
    expect((await app.graphql(lists, { s: desk.store.id }, { as: desk.store.owner.cookie })).data).toEqual({
      receiptClaims: { totalCount: 2 },
    });
    expect(
      (await app.graphql(lists, { s: desk.store.id }, { as: other.owner.cookie })).errors[0]?.extensions.code,
    ).toBe('NOT_FOUND');
    const mine = await app.graphql('{ myReceiptClaims { totalCount } }', {}, { as: desk.creator.cookie });
    expect(mine.data).toEqual({ myReceiptClaims: { totalCount: 2 } });
  });
});
