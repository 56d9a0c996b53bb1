// A creator disputes what a line paid: who may, what the store and staff do, and how the book follows.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { codeOf, DisputeDesk } from '../../test/support/disputes/dispute-desk.js';
import { putRefund } from '../../test/support/make-money.js';
import { makeCreator, makeStaff, makeStore, openSession } from '../../test/support/make.js';
import { AttributionService } from '../attribution/attribution.service.js';
import { CommissionsService } from '../commissions/commissions.service.js';
import { FactsService } from '../facts/facts.service.js';
import type { AlertDraft } from '../fraud/alert.rules.js';
import { AlertsService } from '../fraud/alerts.service.js';
import { DisputeEndings } from './answers/endings.service.js';
import { CreditsService } from './money/credits.service.js';

const DAY = 86_400_000;
let app: TestApp;
let desk: DisputeDesk;

beforeAll(async () => {
  app = await startApp();
}, 180_000);
afterAll(() => app?.close());
beforeEach(async () => {
  desk = await DisputeDesk.open(app);
});

const later = async (days: number): Promise<void> => {
  app.clock.advance(days * DAY);
  await app.get(CommissionsService).endHolds();
  await app.get(DisputeEndings).run();
  await app.get(CreditsService).settleAll();
  await app.drainJobs();
};
const opened = async (input: object): Promise<string> => {
  const { data, errors } = await desk.dispute(input);
  expect(errors).toEqual([]);
  return data?.disputeLine.id ?? '';
};
const refund = (id: string, orderId: string, amount: string) =>
  putRefund(app, desk.store.live, id, {
    ...{ orderId, occurredAt: app.clock.now().toISOString(), currency: 'KZT', adjustment: amount },
  }).then(() => app.drainJobs());

describe('a wrong amount', () => {
  it('is answered by the store, decided by staff, paid after the hold and taken back with the order', async () => {
    const orderId = await desk.sell('1001');
    const id = await opened({ orderId });
    expect(await desk.isDisputed(orderId)).toBe(true);
    expect(codeOf(await desk.decide(id, { accept: true, amount: '500.00' }))).toBe('CONFLICT');
    expect((await desk.answer(id, true)).data?.answerDispute.state).toBe('waiting_staff');
    const done = await desk.decide(id, { accept: true, reasonCode: 'SHOP_AGREES', amount: '500.00' });
    expect(done.data?.decideDispute).toMatchObject({ state: 'accepted', credit: { amountMinor: '50000' } });
    expect(await desk.isDisputed(orderId)).toBe(false);
    // Nothing is paid before the hold of its order ends.
    expect(await desk.payable()).toBe(0n);
    await later(15);
    expect(await desk.payable()).toBe(50_000n + (await unitAmount('1001', 'payable')));
    await refund('r1', '1001', '5000.00');
    await later(1);
    expect((await desk.see(id)).data?.dispute.credited.amountMinor).toBe('25000');
    expect(await desk.payable()).toBe(25_000n + 50_000n);
    app.clock.advance(600_000);
    expect(await desk.replay()).toEqual([]);
    expect(await desk.mails(desk.creator.email)).toEqual(['dispute_accepted']);
    expect(await desk.mails(desk.store.owner.email)).toEqual(['dispute_opened']);
  });

  it('many settlers of one credit pay it once', async () => {
    const id = await opened({ orderId: await desk.sell('2001') });
    await desk.answer(id, true);
    await desk.decide(id, { accept: true, amount: '100.00' });
    app.clock.advance(15 * DAY);
    const credits = app.get(CreditsService);
    const done = await Promise.all([1, 2, 3, 4].map(() => credits.settle(id)));
    expect(done.filter(Boolean)).toHaveLength(1);
    const facts: unknown[] = await app.db.query(
      `SELECT 1 FROM facts WHERE external_id LIKE 'adj:dispute:' || $1 || '%'`,
      [id],
    );
    expect(facts).toHaveLength(1);
    await app.drainJobs();
  });

  it.each([
    ['nothing', '0', 'BAD_AMOUNT'],
    ['more than the sale', '10000.01', 'BAD_AMOUNT'],
    ['no number', 'much', 'BAD_AMOUNT'],
    // The plan pays what the line has already: there is nothing to add without a person's amount.
    ['the plan’s own amount', null, 'BAD_AMOUNT'],
  ])('is not settled with %s', async (_, amount, code) => {
    const id = await opened({ orderId: await desk.sell('3001') });
    await desk.answer(id, false);
    expect(codeOf(await desk.decide(id, { accept: true, amount }))).toBe(code);
    expect((await desk.see(id)).data?.dispute.state).toBe('waiting_staff');
  });
});

const unitAmount = async (order: string, state: string): Promise<bigint> => {
  const [row]: { amount: string; state: string }[] = await app.db.query(
    `SELECT amount_minor::text AS amount, state FROM commission_units WHERE programme_id = $1 AND order_external_id = $2`,
    [desk.store.id, order],
  );
  expect(row?.state).toBe(state);
  return BigInt(row?.amount ?? '0');
};

describe('other lines', () => {
  it('one that was reversed though nothing came back is proposed whole', async () => {
    const orderId = await desk.sell('1002');
    await refund('r2', '1002', '10000.00');
    expect(await unitAmount('1002', 'reversed')).toBe(0n);
    const id = await opened({ orderId, reasonCode: 'NOT_RETURNED' });
    await desk.answer(id, true);
    expect((await desk.see(id)).data?.dispute.proposal?.amount.amountMinor).toBe('100000');
    await desk.decide(id, { accept: true, reasonCode: 'OUR_MISTAKE' });
    await later(15);
    expect(await desk.payable()).toBe(100_000n);
    app.clock.advance(600_000);
    expect(await desk.replay()).toEqual([]);
  });

  it('one that a decision rejected is given back by a decision, by somebody else than who made it', async () => {
    const orderId = await desk.sell('1003');
    await reject('1003', desk.finance.accountId);
    expect(await unitAmount('1003', 'rejected')).toBe(0n);
    const id = await opened({ orderId, reasonCode: 'WRONGLY_REJECTED' });
    await desk.answer(id, true);
    expect((await desk.see(id)).data?.dispute.proposal?.amount.amountMinor).toBe('100000');
    expect(codeOf(await desk.decide(id, { accept: true }))).toBe('SAME_PERSON');
    const other = await makeStaff(app, 'finance');
    expect((await desk.decide(id, { accept: true }, other)).data?.decideDispute.credit).toBeNull();
    expect(await unitAmount('1003', 'pending')).toBe(100_000n);
    app.clock.advance(600_000);
    expect(await desk.replay()).toEqual([]);
  });

  it('one that a check holds has its objection instead', async () => {
    const orderId = await desk.sell('1004');
    const alert: AlertDraft = {
      ...{ rule: 'VELOCITY', creatorId: desk.creator.creatorId, key: 'a', orderId: null },
      ...{ facts: [{ code: 'VELOCITY', params: {} }], units: [{ orderId: '1004', lineId: '1' }] },
    };
    await app.get(AlertsService).raise(desk.store.id, [alert]);
    await app.drainJobs();
    expect(codeOf(await desk.dispute({ orderId }))).toBe('UNDER_CHECK');
  });

  const reject = async (orderId: string, actor: string): Promise<void> => {
    const subject = { kind: 'commission', order_id: orderId, line_id: '1', creator_id: desk.creator.creatorId };
    const fact = { storeId: desk.store.id, mode: 'live', type: 'decision', id: `spec:${orderId}` } as const;
    const content = { action: 'reject', subject, actor, reason: 'SPEC' };
    await app.db.transaction(async (em) => {
      await app.get(FactsService).record(em, [{ ...fact, occurredAt: app.clock.now(), source: 'spec', content }]);
      await app.get(AttributionService).mark(em, desk.store.id, [orderId]);
    });
    await app.get(AttributionService).workOff(desk.store.id);
    await app.drainJobs();
  };
});

describe('the time of the store', () => {
  it('a reminder comes once, and staff take over from a silent store', async () => {
    const id = await opened({ orderId: await desk.sell('1005') });
    await later(5);
    await later(0.1);
    expect(await desk.mails(desk.store.owner.email)).toEqual(['dispute_opened', 'dispute_reminded']);
    await later(2);
    await later(0.1);
    expect((await desk.see(id)).data?.dispute).toMatchObject({ state: 'waiting_staff' });
    expect(await desk.mails(desk.store.owner.email)).toEqual(['dispute_opened', 'dispute_reminded', 'dispute_overdue']);
    // A late answer still helps those who decide.
    expect((await desk.answer(id, false)).errors).toEqual([]);
    const refused = await desk.decide(id, { accept: false, reasonCode: 'COUNTED_RIGHTLY' });
    expect(refused.data?.decideDispute).toMatchObject({ state: 'refused', credit: null });
    expect(await desk.mails(desk.creator.email)).toEqual(['dispute_refused']);
  });

  it('is a setting of the store', async () => {
    await app.db.query('UPDATE stores SET dispute_days = 2 WHERE id = $1', [desk.store.id]);
    const id = await opened({ orderId: await desk.sell('1006') });
    await later(2);
    expect((await desk.see(id)).data?.dispute.state).toBe('waiting_staff');
  });
});

describe('refused', () => {
  it('a line of somebody else, of a test order, without words, for no reason of the list, too late', async () => {
    const orderId = await desk.sell('1007');
    const rival = await makeCreator(app);
    expect(codeOf(await desk.dispute({ orderId }, rival))).toBe('NOT_FOUND');
    expect(codeOf(await desk.dispute({ orderId }, desk.store.owner))).toBe('NOT_FOUND');
    expect(codeOf(await desk.dispute({ orderId: 'ord_none' }))).toBe('NOT_FOUND');
    expect(codeOf(await desk.dispute({ orderId, text: 'why?' }))).toBe('BAD_INPUT');
    expect(codeOf(await desk.dispute({ orderId, text: 'x'.repeat(2001) }))).toBe('BAD_INPUT');
    expect(codeOf(await desk.dispute({ orderId, reasonCode: 'BECAUSE' }))).toBe('UNKNOWN_REASON');
    app.clock.advance(61 * DAY);
    const returned = { ...desk.creator, cookie: await openSession(app, desk.creator.accountId) };
    expect(codeOf(await desk.dispute({ orderId }, returned))).toBe('CLAIM_TOO_OLD');
  });

  it('a second one of a line, at once or after it was decided, until the amount changes again', async () => {
    const orderId = await desk.sell('1008');
    const both = await Promise.all([desk.dispute({ orderId }), desk.dispute({ orderId })]);
    expect(both.map(codeOf).sort()).toEqual(['DISPUTE_EXISTS', undefined]);
    const id = both.find((one) => one.data)?.data?.disputeLine.id ?? '';
    await desk.answer(id, false);
    await desk.decide(id, { accept: false });
    expect(codeOf(await desk.dispute({ orderId }))).toBe('DISPUTE_EXISTS');
    app.clock.advance(2 * DAY);
    await refund('r8', '1008', '1000.00');
    expect((await desk.dispute({ orderId })).errors).toEqual([]);
  });

  it('answers and decisions of those whom it does not concern, on a closed one, or about something else than was seen', async () => {
    const id = await opened({ orderId: await desk.sell('1009') });
    const other = await makeStore(app);
    expect(codeOf(await desk.answer(id, true, other.owner))).toBe('NOT_FOUND');
    expect(codeOf(await desk.see(id, other.owner))).toBe('NOT_FOUND');
    expect(codeOf(await desk.answer(id, true, desk.creator))).toBe('FORBIDDEN');
    expect(codeOf(await desk.decide(id, { accept: true }, desk.store.owner))).toBe('FORBIDDEN');
    expect((await desk.answer(id, true)).errors).toEqual([]);
    expect((await desk.answer(id, true)).errors).toEqual([]);
    expect(codeOf(await desk.answer(id, false))).toBe('CONFLICT');
    expect(codeOf(await desk.decide(id, { accept: false, seenSteps: 1 }))).toBe('CONFLICT');
    expect(codeOf(await desk.decide(id, { accept: false, reasonCode: 'SHOP_AGREES' }))).toBe('UNKNOWN_REASON');
    expect((await desk.decide(id, { accept: false })).errors).toEqual([]);
    // The same click once more.
    expect((await desk.decide(id, { accept: false })).errors).toEqual([]);
    expect(codeOf(await desk.decide(id, { accept: true, amount: '1.00' }))).toBe('DISPUTE_OVER');
    const withdraw = 'mutation($id: ID!) { withdrawDispute(id: $id) { state } }';
    expect(codeOf(await desk.ask(withdraw, { id }, desk.creator))).toBe('DISPUTE_OVER');
    const lists = 'query($s: ID) { disputes(storeId: $s, list: "over") { totalCount } }';
    expect((await desk.ask(lists, { s: desk.store.id }, desk.store.owner)).data).toEqual({
      disputes: { totalCount: 1 },
    });
    expect(codeOf(await desk.ask(lists, { s: desk.store.id }, other.owner))).toBe('NOT_FOUND');
    expect(codeOf(await desk.ask(lists, {}, desk.store.owner))).toBe('BAD_INPUT');
  });

  it('one’s own and one’s own store’s, and another creator’s is not seen', async () => {
    const id = await opened({ orderId: await desk.sell('1010') });
    await app.db.query(
      `INSERT INTO role_grants (account_id, role, store_id, granted_at) VALUES ($1, 'store_owner', $2, now())`,
      [...[desk.finance.accountId, desk.store.id]],
    );
    const withdraw = 'mutation($id: ID!) { withdrawDispute(id: $id) { state } }';
    const rival = await makeCreator(app);
    expect(codeOf(await desk.ask(withdraw, { id }, rival))).toBe('NOT_FOUND');
    expect(codeOf(await desk.ask('query($id: ID!) { myDispute(id: $id) { id } }', { id }, rival))).toBe('NOT_FOUND');
    await desk.answer(id, true);
    expect(codeOf(await desk.decide(id, { accept: false }))).toBe('OWN_DISPUTE');
    expect((await desk.ask(withdraw, { id }, desk.creator)).data).toEqual({ withdrawDispute: { state: 'withdrawn' } });
    expect((await desk.ask(withdraw, { id }, desk.creator)).data).toEqual({ withdrawDispute: { state: 'withdrawn' } });
  });
});
