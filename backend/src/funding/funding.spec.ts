// A store's money over the doors: two people and one document, commissions that reserve it, the stop at nothing, payouts that wait.
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
  type SignedStaff,
} from '../../test/support/make.js';
import { Mail } from '../accounts/mails/mail.entity.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { CommissionsService } from '../commissions/commissions.service.js';
import { LedgerChecks } from '../ledger/ledger-checks.service.js';
import { ReplayService } from '../payouts/replay/replay.service.js';

const DAY = 86_400_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let first: SignedStaff;
let second: SignedStaff;
let mug: { video: string; productId: string };
let orders = 0;

async function call<T>(text: string, variables: Record<string, unknown>, as: string): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, { as });
  const [error] = answer.errors;
  if (error) return error.extensions.code;
  return Object.values(answer.data ?? {})[0] as T;
}

interface Shown {
  mode: string;
  stoppedSince: string | null;
  funded: { amountMinor: string };
  spent: { amountMinor: string };
  reserved: { amountMinor: string };
  available: { amountMinor: string };
  days: { day: string; available: { amountMinor: string } }[];
}
const FUNDING = `mode stoppedSince funded { amountMinor } spent { amountMinor } reserved { amountMinor } available { amountMinor }
  days { day available { amountMinor } }`;
const look = (as: string, id = store.id) =>
  call<Shown>(`query($s: ID!) { storeFunding(storeId: $s) { ${FUNDING} } }`, { s: id }, as);
const sums = async (): Promise<string[]> => {
  const { funded, spent, reserved, available } = (await look(store.owner.cookie)) as Shown;
  return [funded, spent, reserved, available].map((one) => one.amountMinor);
};
const setMode = (as: string, mode: string, alertBelow: string | null = null, id = store.id) =>
  call<Shown>(
    `mutation($s: ID!, $m: FundingMode!, $a: String) { setStoreFunding(storeId: $s, mode: $m, alertBelow: $a) { ${FUNDING} } }`,
    { s: id, m: mode, a: alertBelow },
    as,
  );
const prepare = (as: string, amount: string, reference: string, direction = 'topup') =>
  call<{ id: string; status: string }>(
    'mutation($i: FundingInput!) { prepareFunding(input: $i) { id status preparedByMe } }',
    { i: { storeId: store.id, direction, amount, reference } },
    as,
  );
const confirm = (as: string, id: string) =>
  call<{ status: string }>('mutation($id: ID!) { confirmFunding(id: $id) { status } }', { id }, as);
const pay = async (amount: string, reference: string, direction = 'topup') => {
  const made = (await prepare(first.cookie, amount, reference, direction)) as { id: string };
  return confirm(second.cookie, made.id);
};
const watch = () => app.get(JobsService).runTimer('funding.look');
const mailsTo = (recipient: string) =>
  app.db.manager.find(Mail, { where: { recipient }, order: { createdAt: 'ASC', id: 'ASC' } });
const newsTo = async (recipient: string): Promise<string[]> =>
  (await mailsTo(recipient)).map((mail) => mail.kind).filter((kind) => kind.startsWith('funding_'));

/** 10 % of the price is Dana's. */
async function sell(unitPrice: string): Promise<string> {
  const viewer = makeViewer(app);
  await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, mug.video)]);
  const id = `o${++orders}`;
  const lines = [{ lineId: '1', productId: mug.productId, quantity: 1, unitPrice }];
  await putOrder(app, store.live, id, orderBody(app, { viewerToken: viewer.token, lines }));
  await app.drainJobs();
  return id;
}

beforeAll(async () => {
  app = await startApp();
  [store, other] = [await makeStore(app, { name: 'Aina Home' }), await makeStore(app)];
  dana = await makeCreator(app, { name: 'Dana' });
  [first, second] = [await makeStaff(app, 'finance'), await makeStaff(app, 'finance')];
  const product = await makeProduct(app, store);
  const video = await makeEarningVideo(app, { store, creatorId: dana.creatorId, products: [product] });
  mug = { video, productId: product.externalId };
}, 180_000);
afterAll(() => app?.close());

describe('money in', () => {
  it('is booked when a second person confirms, and not before', async () => {
    const made = (await prepare(first.cookie, '1000.00', 'ПП-1')) as { id: string };
    expect(made).toMatchObject({ status: 'prepared', preparedByMe: true });
    expect(await sums()).toEqual(['0', '0', '0', '0']);
    expect(await confirm(first.cookie, made.id)).toBe('SAME_PERSON');
    expect(await confirm(second.cookie, made.id)).toEqual({ status: 'confirmed' });
    expect(await confirm(second.cookie, made.id)).toBe('CONFLICT');
    expect(await sums()).toEqual(['100000', '0', '0', '100000']);
    const entries: { account: string; amount_minor: string }[] = await app.db.query(
      `SELECT e.account, e.amount_minor FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
       WHERE t.kind = 'funding' ORDER BY e.position`,
    );
    expect(entries).toEqual([
      { account: 'cash', amount_minor: '100000' },
      { account: `seller:${store.id}:receivable`, amount_minor: '-100000' },
    ]);
  });

  it('of one document is noted once, also by five at once, until it is refused', async () => {
    expect(await prepare(second.cookie, '5.00', ' ПП-1 ')).toBe('CONFLICT');
    const answers = await Promise.all(Array.from({ length: 5 }, () => prepare(first.cookie, '7.00', 'ПП-2')));
    const made = answers.filter((one) => typeof one !== 'string') as { id: string }[];
    expect(made).toHaveLength(1);
    const refuse = 'mutation($id: ID!, $r: String!) { refuseFunding(id: $id, reason: $r) { status reason } }';
    expect(await call(refuse, { id: made[0]?.id, r: ' ' }, first.cookie)).toBe('BAD_INPUT');
    expect(await call(refuse, { id: made[0]?.id, r: 'Another store' }, first.cookie)).toMatchObject({
      status: 'refused',
    });
    expect(await confirm(second.cookie, made[0]?.id ?? '')).toBe('CONFLICT');
    expect(await prepare(first.cookie, '7.00', 'ПП-2')).toMatchObject({ status: 'prepared' });
    expect(await sums()).toEqual(['100000', '0', '0', '100000']);
  });

  it('confirmed by two at once is booked once', async () => {
    const made = (await prepare(first.cookie, '10.00', 'ПП-3')) as { id: string };
    const third = await makeStaff(app, 'administrator');
    const answers = await Promise.all([second, third, second].map((one) => confirm(one.cookie, made.id)));
    expect(answers.filter((one) => typeof one !== 'string')).toHaveLength(1);
    expect(await sums()).toEqual(['101000', '0', '0', '101000']);
    expect(await pay('10.00', 'ВП-1', 'withdrawal')).toEqual({ status: 'confirmed' });
  });

  it.each([
    ['0', 'BAD_AMOUNT'],
    ['-5.00', 'BAD_AMOUNT'],
    ['1.005', 'BAD_AMOUNT'],
    ['much', 'BAD_AMOUNT'],
  ])('of %s is refused', async (amount, code) => expect(await prepare(first.cookie, amount, 'ПП-9')).toBe(code));

  it("is prepared by finance alone, and seen by the store's own people", async () => {
    expect(await prepare(store.owner.cookie, '5.00', 'own')).toBe('FORBIDDEN');
    expect(await prepare(dana.cookie, '5.00', 'own')).toBe('FORBIDDEN');
    expect(await look(other.owner.cookie)).toBe('NOT_FOUND');
    expect(await look(dana.cookie)).toBe('FORBIDDEN');
    const list =
      'query($s: ID, $f: Int, $a: String) { fundingEntries(storeId: $s, first: $f, after: $a) { totalCount pageInfo { endCursor } nodes { id reference storeName } } }';
    expect(await call(list, { s: store.id }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await call(list, {}, store.owner.cookie)).toBe('FORBIDDEN');
    const page = (await call(list, { s: store.id, f: 3 }, store.owner.cookie)) as {
      totalCount: number;
      pageInfo: { endCursor: string };
      nodes: { id: string }[];
    };
    expect([page.totalCount, page.nodes.length]).toEqual([5, 3]);
    const rest = (await call(list, { f: 3, a: page.pageInfo.endCursor }, first.cookie)) as typeof page;
    expect(new Set([...page.nodes, ...rest.nodes].map((one) => one.id)).size).toBe(5);
  });
});

describe('a store that pays in before', () => {
  const link = () =>
    call('mutation($i: CreatorLinkInput!) { createLink(input: $i) { id } }', { i: { storeId: store.id } }, dana.cookie);
  const code = (text: string) =>
    call(
      'mutation($s: ID!, $c: String!) { createPromoCode(storeId: $s, code: $c) { id } }',
      { s: store.id, c: text },
      dana.cookie,
    );
  const upload = () =>
    call(
      `mutation($i: CreateVideoInput!) { createVideo(input: $i) { video { id } } }`,
      {
        i: {
          ...{ storeId: store.id, title: 'New', productIds: [mug.productId], fileName: 'a.mp4', sizeBytes: '1000' },
          contentType: 'video/mp4',
        },
      },
      dana.cookie,
    );

  it("begins by its owner's word; going back to invoices is finance's", async () => {
    expect(await setMode(other.owner.cookie, 'prefunded')).toBe('NOT_FOUND');
    expect(await setMode(store.owner.cookie, 'prefunded', '-1')).toBe('BAD_INPUT');
    expect(await setMode(store.owner.cookie, 'prefunded', '400.00')).toMatchObject({ mode: 'prefunded' });
    expect(await setMode(store.owner.cookie, 'invoice')).toBe('FORBIDDEN');
    await watch();
    expect(await newsTo(store.owner.email)).toEqual([]);
  });

  it('has its commissions reserved, and is written to once when little is left', async () => {
    await sell('7000.00');
    expect(await sums()).toEqual(['100000', '0', '70000', '30000']);
    await Promise.all([watch(), watch()]);
    expect(await newsTo(store.owner.email)).toEqual(['funding_low']);
    expect((await mailsTo(store.owner.email)).at(-1)?.body).toContain('300.00 KZT');
    expect(await link()).toHaveProperty('id');
  });

  it('stops what is new at nothing, and nothing else; everyone is told once', async () => {
    const last = await sell('4000.00');
    expect(await sums()).toEqual(['100000', '0', '110000', '-10000']);
    await Promise.all([watch(), watch()]);
    expect(await newsTo(store.owner.email)).toEqual(['funding_low', 'funding_stopped']);
    expect(await newsTo(dana.email)).toEqual(['funding_creator_stopped']);
    expect([await link(), await code('DANA10'), await upload()]).toEqual(Array(3).fill('STORE_UNFUNDED'));
    const paused = 'query($s: ID!) { store(id: $s) { paused } }';
    expect(await call(paused, { s: store.id }, dana.cookie)).toEqual({ paused: true });
    expect(await call(paused, { s: other.id }, dana.cookie)).toEqual({ paused: false });
    // What was promised goes on: a shopper who watched still earns Dana her commission.
    const after = await sell('100.00');
    const units: { amount_minor: string }[] = await app.db.query(
      'SELECT amount_minor FROM commission_units WHERE order_external_id = ANY($1) ORDER BY amount_minor::bigint',
      [[last, after]],
    );
    expect(units.map((unit) => unit.amount_minor)).toEqual(['1000', '40000']);
  });

  it('pays nobody more than came in: what is owed waits', async () => {
    app.clock.advance(15 * DAY);
    await app.get(CommissionsService).endHolds();
    await app.drainJobs();
    const profile = {
      ...{ country: 'KZ', taxStatus: 'none', name: 'Дана', account: 'KZ86125KZT5004100100', bankCode: 'HSBKKZKX' },
    };
    await call(
      'mutation($i: PayoutProfileInput!) { savePayoutProfile(input: $i) { version } }',
      { i: profile },
      dana.cookie,
    );
    const batch = () =>
      call<{ id: string }>(
        'mutation($s: ID!) { createPayoutBatch(storeId: $s) { id } }',
        { s: store.id },
        first.cookie,
      );
    const payer = { name: 'Aina Home LLP', account: 'KZ75125KZT1001300335', bankCode: 'KCJBKZKX', country: 'KZ' };
    const from = 'mutation($s: ID!, $i: PayoutPayerInput!) { setPayoutPayer(storeId: $s, input: $i) }';
    expect(await call(from, { s: store.id, i: payer }, first.cookie)).toBe(true);
    expect(await batch()).toBe('STORE_UNFUNDED');
    const [owed]: { sum: string }[] = await app.db.query(
      `SELECT -sum(amount_minor) AS sum FROM ledger_entries WHERE account = $1`,
      [`creator:${dana.creatorId}:payable`],
    );
    expect(owed?.sum).toBe('111000');
    expect(await pay('500.00', 'ПП-4')).toEqual({ status: 'confirmed' });
    const made = (await batch()) as { id: string };
    await app.drainJobs();
    expect(
      await call('mutation($id: ID!) { approvePayoutBatch(id: $id) { status } }', { id: made.id }, second.cookie),
    ).toEqual({
      status: 'approved',
    });
    expect(await sums()).toEqual(['150000', '111000', '0', '39000']);
  });

  it('goes on at once after a top-up, and everyone hears of it', async () => {
    expect(await newsTo(store.owner.email)).toEqual(['funding_low', 'funding_stopped', 'funding_resumed']);
    expect(await newsTo(dana.email)).toEqual(['funding_creator_stopped', 'funding_creator_resumed']);
    expect(await link()).toHaveProperty('id');
    await watch();
    expect(await newsTo(store.owner.email)).toHaveLength(3);
  });

  it('gets back only what nothing reserves', async () => {
    const order = await sell('1000.00');
    expect(await sums()).toEqual(['150000', '111000', '10000', '29000']);
    expect(await pay('290.01', 'ВП-2', 'withdrawal')).toBe('STORE_UNFUNDED');
    const refund = { orderId: order, occurredAt: app.clock.now().toISOString(), lines: [{ lineId: '1', quantity: 1 }] };
    await putRefund(app, store.live, 'r1', refund);
    await app.drainJobs();
    expect(await sums()).toEqual(['150000', '111000', '0', '39000']);
    expect(await pay('90.00', 'ВП-3', 'withdrawal')).toEqual({ status: 'confirmed' });
    const { days } = (await look(store.owner.cookie)) as Shown;
    expect(days).toHaveLength(30);
    expect(days.at(-1)?.available.amountMinor).toBe('30000');
  });

  it('leaves the book sound: sums, chain and a whole replay', async () => {
    expect(await app.get(LedgerChecks).check(store.id, true)).toEqual([]);
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
    const rows: { action: string }[] = await app.db.query(
      `SELECT DISTINCT action FROM audit_log WHERE action LIKE 'funding.%' ORDER BY action`,
    );
    expect(rows.map((row) => row.action)).toEqual([
      ...['funding.confirmed', 'funding.low', 'funding.mode_set', 'funding.prepared', 'funding.refused'],
      ...['funding.resumed', 'funding.stopped'],
    ]);
    await expect(app.db.query('DELETE FROM funding_entries')).rejects.toThrow(/kept/);
    await expect(app.db.query('UPDATE funding_entries SET amount_minor = 1')).rejects.toThrow(/kept|only the decision/);
  });
});
