// The road of a payout over its doors: two people, one book, a bank that answers, and everyone who is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../../test/support/app.js';
import {
  accountsOf,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
  viewOf,
} from '../../test/support/make-money.js';
import {
  makeAccount,
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  openSession,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../test/support/make.js';
import { CommissionsService } from '../commissions/commissions.service.js';
import { LedgerChecks } from '../ledger/ledger-checks.service.js';
import { ReplayService } from './replay/replay.service.js';

const DAY = 86_400_000;
let app: TestApp;
let owner: pg.Client;
let store: MadeStore;
let dana: SignedCreator;
let timur: SignedCreator;
let first: SignedStaff;
let second: SignedStaff;
let admin: SignedStaff;

const PROFILE = {
  country: 'KZ',
  taxStatus: 'none',
  name: 'Дана Ахметова',
  account: 'KZ86125KZT5004100100',
  bankCode: 'HSBKKZKX',
};
const OTHER = { ...PROFILE, name: 'Timur & Sons', account: 'KZ34319C010005444222' };

beforeAll(async () => {
  app = await startApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  store = await makeStore(app);
  [dana, timur] = [await makeCreator(app, { name: 'Dana' }), await makeCreator(app, { name: 'Timur' })];
  [first, second, admin] = [
    await makeStaff(app, 'finance'),
    await makeStaff(app, 'finance'),
    await makeStaff(app, 'administrator'),
  ];
  await sell('mug', dana, '5000.55');
  await sell('lamp', timur, '3000.00');
  app.clock.advance(15 * DAY);
  await app.get(CommissionsService).endHolds();
  await app.drainJobs();
}, 180_000);
afterAll(async () => {
  await owner?.end();
  await app?.close();
});

async function sell(id: string, creator: SignedCreator, price: string): Promise<void> {
  const product = await makeProduct(app, store, { externalId: id });
  const video = await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] });
  const viewer = makeViewer(app);
  await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, video)]);
  const line = { lineId: '1', productId: id, title: id, quantity: 1, unitPrice: price };
  await putOrder(app, store.live, `order-${id}`, orderBody(app, { viewerToken: viewer.token, lines: [line] }));
  await app.drainJobs();
}

interface Batch {
  id: string;
  status: string;
  preparedByMe: boolean;
  payoutCount: number;
  gross: { amountMinor: string };
  payouts: {
    id: string;
    creatorId: string;
    status: string;
    gross: { amountMinor: string };
    net: { amountMinor: string };
    account: string;
  }[];
  notPaid: { creatorId: string; reason: string; owed: { amountMinor: string } }[];
}

const BATCH = `id status preparedByMe payoutCount retryOf reason gross { amountMinor }
  payouts { id creatorId status account gross { amountMinor } net { amountMinor } bankReason bankReference } notPaid { creatorId reason owed { amountMinor } }`;

/** Calls a door; the data, or the code of the refusal. */
async function call<T = Record<string, unknown>>(
  as: string,
  text: string,
  variables: Record<string, unknown> = {},
): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, { as });
  const [error] = answer.errors;
  if (error) return error.extensions.code;
  await app.drainJobs();
  return Object.values(answer.data ?? {})[0] as T;
}

const save = (who: SignedCreator, input: object) =>
  call(who.cookie, 'mutation($i: PayoutProfileInput!) { savePayoutProfile(input: $i) { account version } }', {
    i: input,
  });
const create = (as: string, creatorIds: string[] | null = null) =>
  call<Batch>(as, `mutation($s: ID!, $c: [ID!]) { createPayoutBatch(storeId: $s, creatorIds: $c) { ${BATCH} } }`, {
    s: store.id,
    c: creatorIds,
  });
const approve = (as: string, id: string) =>
  call<Batch>(as, `mutation($id: ID!) { approvePayoutBatch(id: $id) { ${BATCH} } }`, { id });
const refuse = (as: string, id: string) =>
  call<Batch>(as, `mutation($id: ID!) { refusePayoutBatch(id: $id, reason: "Not now") { ${BATCH} } }`, { id });
const retry = (as: string, id: string) =>
  call<Batch>(as, `mutation($id: ID!) { retryPayoutBatch(id: $id) { ${BATCH} } }`, { id });
const take = (as: string, id: string, csv: string) =>
  call<{ settled: number; failed: number; repeated: number; errors: { row: number; code: string }[] }>(
    as,
    'mutation($id: ID!, $csv: String!) { takePayoutResults(batchId: $id, csv: $csv) { settled failed repeated errors { row code } } }',
    { id, csv },
  );
async function batch(id: string): Promise<Batch> {
  return (await call<Batch>(first.cookie, `query($id: ID!) { payoutBatch(id: $id) { ${BATCH} } }`, { id })) as Batch;
}
const desk = () =>
  call<{
    candidates: { creatorId: string; reason: string | null; owed: { amountMinor: string } }[];
    stoppedBy: { subject: string }[];
  }>(
    first.cookie,
    'query($s: ID!) { payoutDesk(storeId: $s) { stoppedBy { subject } candidates { creatorId reason owed { amountMinor } } } }',
    { s: store.id },
  );
const stateOf = async (who: SignedCreator) => {
  const rows: { state: string }[] = await app.db.query(
    'SELECT state FROM commission_units WHERE creator_id = $1 ORDER BY ordered_at',
    [who.creatorId],
  );
  return rows.map((row) => row.state);
};
async function book(who: SignedCreator) {
  const accounts = await accountsOf(app);
  const credit = (name: string) => (-BigInt(accounts[`creator:${who.creatorId}:${name}@KZT`] ?? '0')).toString();
  return { payable: credit('payable'), inTransit: credit('in_transit') };
}

let open: Batch;

describe('before a batch', () => {
  it('nobody without payout details is paid, and finance sees why', async () => {
    const seen = (await desk()) as Exclude<Awaited<ReturnType<typeof desk>>, string>;
    expect(seen.candidates.map((c) => c.reason)).toEqual(['NO_DETAILS', 'NO_DETAILS']);
    expect(await create(first.cookie)).toBe('NOTHING_TO_PAY');
  });

  it('a creator writes the details; the account is sealed and shown by its ends', async () => {
    expect(await save(dana, PROFILE)).toEqual({ account: 'KZ•••• 0100', version: 1 });
    expect(await save(dana, PROFILE)).toMatchObject({ version: 2 });
    const rows: Record<string, unknown>[] = await app.db.query('SELECT * FROM payout_profiles');
    expect(JSON.stringify(rows.map((r) => Object.values(r).map(String)))).not.toMatch(/KZ86125KZT5004100100|Ахметова/);
    await expect(app.db.query(`UPDATE payout_profiles SET country = 'RU'`)).rejects.toThrow(/permission denied/);
  });

  it('refuses an account whose check digits do not fit, and people who are not creators or finance', async () => {
    expect(await save(timur, { ...OTHER, account: 'KZ34319C010005444223' })).toBe('BAD_INPUT');
    const stranger = await makeAccount(app);
    expect(await create(stranger.cookie)).toBe('FORBIDDEN');
    expect(await create(store.owner.cookie)).toBe('FORBIDDEN');
    expect(await create('')).toBe('UNAUTHENTICATED');
    expect(await create(admin.cookie)).toBe('FORBIDDEN');
    const without = await openSession(app, first.accountId);
    // A session that owes its second factor is nobody.
    expect(await create(without)).toBe('UNAUTHENTICATED');
  });
});

describe('a batch', () => {
  it('is prepared by one person: whole tenge, the rest stays, the money is set aside', async () => {
    open = (await create(first.cookie)) as Batch;
    expect(open.notPaid).toMatchObject([
      { creatorId: timur.creatorId, reason: 'NO_DETAILS', owed: { amountMinor: '30000' } },
    ]);
    open = await batch(open.id);
    expect(open).toMatchObject({ status: 'prepared', payoutCount: 1, preparedByMe: true });
    expect(open.payouts).toMatchObject([
      {
        creatorId: dana.creatorId,
        status: 'processing',
        gross: { amountMinor: '50000' },
        net: { amountMinor: '50000' },
      },
    ]);
    expect(await book(dana)).toEqual({ payable: '6', inTransit: '50000' });
    expect(await stateOf(dana)).toEqual(['in_payout']);
  });

  it('waits: another one cannot be prepared beside it, and nothing can be settled before it is confirmed', async () => {
    expect(await create(second.cookie)).toBe('CONFLICT');
    expect(await take(first.cookie, open.id, `payout_id,result\n${open.payouts[0]?.id},settled`)).toBe('CONFLICT');
  });

  it('is not confirmed by its own preparer, by an administrator, or before a payer is known', async () => {
    expect(await approve(first.cookie, open.id)).toBe('SAME_PERSON');
    expect(await approve(admin.cookie, open.id)).toBe('FORBIDDEN');
    expect(await approve(second.cookie, open.id)).toBe('CONFLICT');
    const sql = `UPDATE payout_batches SET status = 'approved', decided_by = prepared_by WHERE id = $1`;
    await expect(owner.query(sql, [open.id])).rejects.toThrow(/check/);
    const payer = { name: 'Aina Home LLP', account: 'KZ75125KZT1001300335', bankCode: 'KCJBKZKX', country: 'KZ' };
    const set = 'mutation($s: ID!, $i: PayoutPayerInput!) { setPayoutPayer(storeId: $s, input: $i) }';
    expect(await call(first.cookie, set, { s: store.id, i: { ...payer, account: 'KZ76125KZT1001300335' } })).toBe(
      'BAD_INPUT',
    );
    expect(await call(first.cookie, set, { s: store.id, i: payer })).toBe(true);
    expect(await approve(second.cookie, open.id)).toMatchObject({ status: 'approved' });
    expect(await approve(second.cookie, open.id)).toBe('CONFLICT');
  });

  it('takes what the bank says line by line: wrong lines are named, a repeat changes nothing', async () => {
    const id = open.payouts[0]?.id;
    const csv = `payout_id;result;amount;reason\npay_none;settled;;\n${id};perhaps;;\n${id};settled;499.00;\n${id};failed;500.00;Account closed`;
    expect(await take(first.cookie, open.id, csv)).toEqual({
      ...{ settled: 0, failed: 1, repeated: 0 },
      errors: [
        { row: 2, code: 'UNKNOWN_PAYOUT' },
        { row: 3, code: 'BAD_RESULT' },
        { row: 4, code: 'AMOUNT_DIFFERS' },
      ],
    });
    expect(await book(dana)).toEqual({ payable: '50006', inTransit: '0' });
    expect(await stateOf(dana)).toEqual(['payable']);
    const after = await batch(open.id);
    expect(after).toMatchObject({ status: 'closed', payouts: [{ status: 'failed', bankReason: 'Account closed' }] });
    expect(await take(first.cookie, open.id, `payout_id,result\n${id},failed`)).toMatchObject({
      failed: 0,
      repeated: 1,
      errors: [],
    });
    expect(await take(first.cookie, open.id, `payout_id,result\n${id},settled`)).toMatchObject({
      errors: [{ code: 'ALREADY_OTHERWISE' }],
    });
    expect(await book(dana)).toEqual({ payable: '50006', inTransit: '0' });
  });

  it('is tried again for those whose payout failed, and settles', async () => {
    const again = (await retry(second.cookie, open.id)) as Batch & { retryOf: string };
    expect(again.retryOf).toBe(open.id);
    expect(await approve(second.cookie, again.id)).toBe('SAME_PERSON');
    const approved = (await approve(first.cookie, again.id)) as Batch;
    const id = approved.payouts[0]?.id;
    expect(await take(first.cookie, again.id, `payout_id,result,reference\n${id},settled,TX-1`)).toMatchObject({
      settled: 1,
    });
    expect(await book(dana)).toEqual({ payable: '6', inTransit: '0' });
    expect(await stateOf(dana)).toEqual(['paid']);
    expect((await accountsOf(app))['cash@KZT']).toBe('-50000');
    expect(await retry(first.cookie, again.id)).toBe('CONFLICT');
  });

  it('is refused by its preparer: the money is owed again', async () => {
    await save(timur, OTHER);
    const other = (await create(first.cookie)) as Batch;
    expect(await book(timur)).toEqual({ payable: '0', inTransit: '30000' });
    expect((await batch(other.id)).notPaid).toMatchObject([{ creatorId: dana.creatorId, reason: 'BELOW_MINIMUM' }]);
    expect(await refuse(first.cookie, other.id)).toMatchObject({ status: 'refused' });
    expect(await book(timur)).toEqual({ payable: '30000', inTransit: '0' });
    expect(await retry(first.cookie, other.id)).toBe('CONFLICT');
  });

  it('does not pay a second account that shares a bank account with an older one', async () => {
    await save(timur, { ...PROFILE, name: 'Timur' });
    const seen = (await desk()) as Exclude<Awaited<ReturnType<typeof desk>>, string>;
    expect(seen.candidates.find((c) => c.creatorId === timur.creatorId)?.reason).toBe('DUPLICATE_ACCOUNT');
    expect(await create(first.cookie, [timur.creatorId])).toBe('NOTHING_TO_PAY');
    await save(timur, OTHER);
  });
});

describe('after a payout', () => {
  it('a refund takes the money back from what is owed later: a negative entry, never an edit', async () => {
    const now = app.clock.now().toISOString();
    await putRefund(app, store.live, 'back', {
      orderId: 'order-mug',
      occurredAt: now,
      lines: [{ lineId: '1', quantity: 1 }],
    });
    await app.drainJobs();
    expect(await book(dana)).toEqual({ payable: '-50000', inTransit: '0' });
    expect(await stateOf(dana)).toEqual(['reversed']);
    app.clock.advance(60_000);
    const seen = (await create(first.cookie)) as Batch;
    expect((await batch(seen.id)).notPaid).toMatchObject([
      { creatorId: dana.creatorId, reason: 'NEGATIVE_BALANCE', owed: { amountMinor: '-50000' } },
    ]);
    await refuse(second.cookie, seen.id);
  });

  it('a bonus is owed at once, and once', async () => {
    const give = (as: string, amount: string, key: string) =>
      call(
        as,
        'mutation($s: ID!, $c: ID!, $a: String!, $k: String!) { adjustEarnings(storeId: $s, creatorId: $c, amount: $a, reason: "Contest", key: $k) }',
        {
          ...{ s: store.id, c: dana.creatorId, a: amount, k: key },
        },
      );
    expect(await give(dana.cookie, '900.00', 'contest-1')).toBe('FORBIDDEN');
    expect(await give(first.cookie, '9.001', 'contest-1')).toBe('BAD_AMOUNT');
    expect(await give(first.cookie, '900.00', 'contest-1')).toBe(true);
    expect(await give(first.cookie, '900.00', 'contest-1')).toBe(true);
    expect(await book(dana)).toEqual({ payable: '40000', inTransit: '0' });
  });

  it('each sees only the own payouts', async () => {
    const mine = 'query { myPayouts { totalCount nodes { id creatorName status } } }';
    const own = (await call<{ totalCount: number; nodes: { id: string }[] }>(dana.cookie, mine)) as {
      totalCount: number;
      nodes: { id: string }[];
    };
    expect(own.totalCount).toBe(2);
    const one = 'query($id: ID!) { payout(id: $id) { id } }';
    expect(await call(dana.cookie, one, { id: own.nodes[0]?.id })).toEqual({ id: own.nodes[0]?.id });
    expect(await call(timur.cookie, one, { id: own.nodes[0]?.id })).toBe('NOT_FOUND');
    expect(await call(store.owner.cookie, one, { id: own.nodes[0]?.id })).toBe('NOT_FOUND');
  });

  it('the whole past, replayed, equals what is stored', async () => {
    app.clock.advance(600_000);
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
    expect(await app.get(LedgerChecks).check(store.id, true)).toEqual([]);
  });

  it('every step stands in the audit log with its person', async () => {
    const rows: { action: string; actor: string }[] = await app.db.query(
      `SELECT DISTINCT action, actor FROM audit_log WHERE action LIKE 'payouts.%'`,
    );
    const of = (action: string) =>
      rows
        .filter((row) => row.action === action)
        .map((row) => row.actor)
        .sort();
    expect(of('payouts.batch_prepared')).toEqual([first.accountId, second.accountId].sort());
    expect(of('payouts.batch_approved')).toEqual([first.accountId, second.accountId].sort());
    expect(of('payouts.results_taken')).toEqual([first.accountId]);
  });
});

describe('when a check of the book fails', () => {
  it('a unit changed behind the service’s back stops payouts, whatever is posted later, until an administrator answers for it', async () => {
    const change = `UPDATE commission_units SET amount_minor = amount_minor + 1 WHERE creator_id = $1`;
    await owner.query(change, [timur.creatorId]);
    const found = await app.get(ReplayService).replay(store.id);
    expect(found).toMatchObject([
      { invariant: 'replay', expected: expect.stringContaining('30000 '), found: expect.stringContaining('30001 ') },
    ]);
    await app.get(LedgerChecks).check(store.id);
    expect(await create(first.cookie)).toBe('PAYOUTS_STOPPED');
    expect((await desk()) as object).toMatchObject({ stoppedBy: [{ subject: expect.stringContaining('order-lamp') }] });
    await owner.query(change.replace('+ 1', '- 1'), [timur.creatorId]);
    const resume = 'mutation($s: ID!, $r: String!) { resumePayouts(storeId: $s, reason: $r) }';
    const reason = 'The row was put back from the changes.';
    expect(await call(first.cookie, resume, { s: store.id, r: reason })).toBe('FORBIDDEN');
    expect(await call(admin.cookie, resume, { s: store.id, r: 'ok' })).toBe('BAD_INPUT');
    expect(await call(admin.cookie, resume, { s: store.id, r: reason })).toBe(true);
    expect(await create(first.cookie, [timur.creatorId])).toMatchObject({ status: 'requested' });
  });

  it('a batch that was prepared before cannot be confirmed either', async () => {
    const [row]: { id: string }[] = await app.db.query(`SELECT id FROM payout_batches WHERE status = 'prepared'`);
    await owner.query('ALTER TABLE ledger_entries DISABLE TRIGGER ALL');
    await owner.query(`UPDATE ledger_entries SET account = 'creator:thief:payable' WHERE account = $1`, [
      `creator:${timur.creatorId}:payable`,
    ]);
    await owner.query('ALTER TABLE ledger_entries ENABLE TRIGGER ALL');
    expect((await app.get(LedgerChecks).check(store.id, true)).length).toBeGreaterThan(0);
    expect(await approve(second.cookie, row?.id ?? '')).toBe('PAYOUTS_STOPPED');
  });
});
