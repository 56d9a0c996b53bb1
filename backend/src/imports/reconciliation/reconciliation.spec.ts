// A shop's export beside our records: differences found once, judged by two sides, written when both accept.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { csv, Desk, formOf } from '../../../test/support/desk/order-files.js';
import { makeStaff, makeStore, type MadeStore, type Signed } from '../../../test/support/make.js';
import { orderBody, putOrder } from '../../../test/support/make-money.js';

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

describe('reconciliation', () => {
  const LIST = `query($s: ID, $st: OrderDifferenceState) { orderDifferences(storeId: $s, state: $st, first: 50) { totalCount nodes {
    id kind fields externalId ourExternalId score state storeSays serviceSays theirs { status total { amountMinor } codes } ours { status } } } }`;
  interface Difference {
    id: string;
    kind: string;
    externalId: string;
    [field: string]: unknown;
  }
  const list = async (as: Signed = desk.store.owner, s: string | null = desk.store.id): Promise<Difference[]> => {
    const answer = await app.graphql<{ orderDifferences: { nodes: Difference[] } }>(LIST, { s }, { as: as.cookie });
    expect(answer.errors).toEqual([]);
    return answer.data!.orderDifferences.nodes;
  };
  const SAY = `mutation($id: ID!, $side: OrderDifferenceSide!, $w: OrderDifferenceWord!, $n: String) {
    judgeOrderDifference(id: $id, side: $side, word: $w, note: $n) { state storeSays serviceSays } }`;
  const say = (id: string, side: string, as: Signed, w = 'accepted', n: string | null = null) =>
    app.graphql<{ judgeOrderDifference: { state: string } }>(SAY, { id, side, w, n }, { as: as.cookie });
  const ours = (id: string, change: Record<string, unknown>) => {
    const line = { lineId: '1', productId: 'mug', quantity: 1, unitPrice: '12990.00' };
    return putOrder(
      app,
      desk.store.live,
      id,
      orderBody(app, { occurredAt: '2026-11-20T09:30:00Z', lines: [line], ...change }),
    );
  };
  const compare = () => desk.run(csv(), formOf(), 'purpose=reconcile&name=export.csv');

  it('finds what is missing on either side, differs, or has another number; twice it finds the same once', async () => {
    await ours('1001', { discountCodes: [] }); // the code is not known to us
    await ours('77-A', {
      occurredAt: '2026-11-21T05:15:30Z',
      discountCodes: ['DANA10'],
      lines: [{ lineId: '1', productId: 'mug', quantity: 1, unitPrice: '30000.00' }],
    });
    // Half way between first and last order of the export, which does not have it.
    await ours('88', { occurredAt: '2026-11-20T21:40:00Z' });
    const { file } = await compare();
    expect(file).toMatchObject({ status: 'done', counts: { differences: 4, matched: 0 } });
    const found = (await list()).map(({ kind, externalId, ourExternalId, fields }) => [
      kind,
      externalId,
      ourExternalId,
      fields,
    ]);
    expect(found.sort()).toEqual(
      [
        ['another_id', '1003', '77-A', []],
        ['differs', '1001', '1001', ['code']],
        ['missing_here', '1002', null, []],
        ['missing_there', '88', '88', []],
      ].sort(),
    );
    await compare();
    expect(await list()).toHaveLength(4);
    expect((await desk.facts()).find((f) => f.type === 'order')?.n).toBe(3);
  });

  it('writes facts when both sides accept, and only then', async () => {
    const finance = await makeStaff(app, 'finance');
    await ours('1001', { discountCodes: [] });
    await compare();
    const byKind = Object.fromEntries((await list()).map((one) => [`${one.kind} ${one.externalId}`, one.id]));
    const code = byKind['differs 1001']!;
    expect((await say(code, 'service', finance)).data?.judgeOrderDifference.state).toBe('open');
    await app.drainJobs();
    expect(await desk.units()).toEqual([]);
    expect((await say(code, 'store', desk.store.owner, 'disputed', 'Not ours')).data?.judgeOrderDifference.state).toBe(
      'disputed',
    );
    expect((await say(code, 'store', desk.store.owner)).data?.judgeOrderDifference.state).toBe('settled');
    await app.drainJobs();
    expect(await desk.units()).toEqual([{ order: '1001', amount: '129900' }]);
    expect((await say(code, 'store', desk.store.owner)).errors[0]?.extensions.code).toBe('CONFLICT');
    const missing = byKind['missing_here 1003']!;
    await say(missing, 'store', desk.store.owner);
    await say(missing, 'service', finance);
    await app.drainJobs();
    expect(await desk.units()).toMatchObject([{ order: '1001' }, { order: '1003', amount: '300000' }]);
    const trail: { action: string }[] = await app.db.query(`SELECT action FROM audit_log WHERE subject_id = $1`, [
      code,
    ]);
    expect(trail).toHaveLength(3);
  });

  it('cancels an order that the export does not have, and takes over a sum', async () => {
    const finance = await makeStaff(app, 'finance');
    await ours('1001', {
      discountCodes: ['DANA10'],
      lines: [{ lineId: '1', productId: 'mug', quantity: 2, unitPrice: '10000.00' }],
    });
    await ours('88', { occurredAt: '2026-11-20T21:40:00Z', discountCodes: ['DANA10'] });
    await compare();
    await app.drainJobs();
    expect(await desk.units()).toEqual([
      { order: '1001', amount: '200000' },
      { order: '88', amount: '129900' },
    ]);
    for (const one of await list()) {
      if (one.externalId !== '1001' && one.externalId !== '88') continue;
      await say(one.id, 'store', desk.store.owner);
      expect((await say(one.id, 'service', finance)).data?.judgeOrderDifference.state).toBe('settled');
    }
    await app.drainJobs();
    expect(await desk.units()).toEqual([
      { order: '1001', amount: '129900' },
      { order: '88', amount: '0' },
    ]);
    const next = await ours('88', { version: 2, status: 'paid', discountCodes: [] });
    expect(next.status).toBe(200); // the shop's own next version overrules ours
  });

  it('does not settle what has changed since', async () => {
    const finance = await makeStaff(app, 'finance');
    await compare();
    const one = (await list()).find((d) => d.externalId === '1001')!;
    await ours('1001', {});
    await say(one.id, 'store', desk.store.owner);
    expect((await say(one.id, 'service', finance)).errors[0]?.extensions.code).toBe('CONFLICT');
  });

  it('lets nobody speak for the other side, and shows no store another’s', async () => {
    const finance = await makeStaff(app, 'finance');
    await compare();
    const [one] = await list();
    const refusal = async (answer: ReturnType<typeof say>) => (await answer).errors[0]?.extensions.code;
    expect(await refusal(say(one!.id, 'service', desk.store.owner))).toBe('FORBIDDEN');
    expect(await refusal(say(one!.id, 'store', finance))).toBe('FORBIDDEN');
    expect(await refusal(say(one!.id, 'store', other.owner))).toBe('NOT_FOUND');
    expect(await refusal(say(one!.id, 'store', desk.creator))).toBe('FORBIDDEN');
    expect(await refusal(say(one!.id, 'store', desk.store.owner, 'disputed'))).toBe('BAD_INPUT');
    const theirs = await app.graphql(LIST, { s: desk.store.id }, { as: other.owner.cookie });
    expect(theirs.errors[0]?.extensions.code).toBe('NOT_FOUND');
    const all = await app.graphql(LIST, { s: null }, { as: desk.store.owner.cookie });
    expect(all.errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await list(finance, null)).length).toBeGreaterThanOrEqual(3);
  });
});
