// The money of a referral over the doors: paid on top, to the day, as the book says; and K of a store and of all.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
  viewOf,
} from '../../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  openSession,
  type MadeStore,
  type SignedCreator,
} from '../../../test/support/make.js';
import { LedgerChecks } from '../../ledger/ledger-checks.service.js';
import { ReplayService } from '../../payouts/replay/replay.service.js';

const DAY = 86_400_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let aina: SignedCreator;
let berik: SignedCreator;
let third: SignedCreator;
let orders = 0;

async function call<T>(text: string, variables: Record<string, unknown>, as: string): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, { as });
  const [error] = answer.errors;
  if (error) return error.extensions.code;
  return Object.values(answer.data ?? {})[0] as T;
}

/** The owner sets the store's share by the door. */
async function setShare(made: MadeStore, referralBps: number): Promise<unknown> {
  const { name, url, currency, timezone, holdDays } = made.store;
  const input = { name, url, currency, timezone, holdDays, rateBps: 1000, referralBps };
  const text = 'mutation($id: ID!, $i: StoreInput!) { updateStore(id: $id, input: $i) { referralBps } }';
  return call(text, { id: made.id, i: input }, made.owner.cookie);
}

async function join(who: SignedCreator, referrer: SignedCreator): Promise<void> {
  const own = (await call<{ url: string }>('{ myInvitation { url } }', {}, referrer.cookie)) as { url: string };
  const invitation = own.url.split('/').at(-1);
  expect(await call('mutation($i: String!) { acceptInvitation(invitation: $i) }', { i: invitation }, who.cookie)).toBe(
    referrer.name,
  );
}

/** Videos of the maker are dated a day back; a minute later they are as old as the test needs. */
async function film(made: MadeStore, creator: SignedCreator): Promise<{ video: string; productId: string }> {
  const product = await makeProduct(app, made);
  const video = await makeEarningVideo(app, { store: made, creatorId: creator.creatorId, products: [product] });
  return { video, productId: product.externalId };
}

async function sell(made: MadeStore, filmed: { video: string; productId: string }, unitPrice: string): Promise<string> {
  const viewer = makeViewer(app);
  await sendEvents(app, made.publishableKey, viewer.token, [viewOf(app, filmed.video)]);
  app.clock.advance(60_000);
  const id = `o${++orders}`;
  const lines = [{ lineId: '1', productId: filmed.productId, quantity: 1, unitPrice }];
  await putOrder(app, made.live, id, orderBody(app, { viewerToken: viewer.token, lines }));
  await app.drainJobs();
  return id;
}

const unitsOf = async (order: string) =>
  app.db.query(
    `SELECT kind, creator_id, via_creator_id, amount_minor FROM commission_units WHERE order_external_id = $1 ORDER BY kind DESC`,
    [order],
  ) as Promise<Record<string, string>[]>;

interface Month {
  month: string;
  creators: number;
  earned: { amountMinor: string; currency: string };
}
const months = (who: SignedCreator) =>
  call<Month[]>('{ myReferralMonths { month creators earned { amountMinor currency } } }', {}, who.cookie);
interface Row {
  state: string;
  endsAt: string | null;
  shares: { storeName: string; rateBps: number }[];
  earned: { amountMinor: string }[];
}
const rows = async (who: SignedCreator): Promise<Row[]> => {
  const text = '{ myReferrals { nodes { state endsAt shares { storeName rateBps } earned { amountMinor } } } }';
  return ((await call<{ nodes: Row[] }>(text, {}, who.cookie)) as { nodes: Row[] }).nodes;
};
const booked = async (creatorId: string): Promise<bigint> => {
  const [row]: { sum: string }[] = await app.db.query(
    `SELECT coalesce(-sum(amount_minor), 0)::text AS sum FROM ledger_entries WHERE account LIKE $1`,
    [`creator:${creatorId}:%`],
  );
  return BigInt(row?.sum ?? '0');
};

beforeAll(async () => {
  app = await startApp();
  app.clock.set(new Date('2026-03-10T08:00:00Z'));
  [store, other] = [await makeStore(app), await makeStore(app)];
  aina = await makeCreator(app, { name: 'Aina' });
  berik = await makeCreator(app, { name: 'Berik' });
  third = await makeCreator(app, { name: 'Third' });
  await join(berik, aina);
  await join(third, berik);
}, 180_000);
afterAll(() => app?.close());

describe('a share', () => {
  let mug: { video: string; productId: string };
  let first: string;

  it('is set by the owner alone, within its bounds', async () => {
    expect(await setShare(store, 500)).toEqual({ referralBps: 500 });
    expect(await setShare(store, 5001)).toBe('BAD_INPUT');
    expect(await setShare({ ...store, owner: other.owner }, 100)).toBe('NOT_FOUND');
  });

  it("is paid on top of the invited creator's commission, and only to the one who invited", async () => {
    mug = await film(store, berik);
    first = await sell(store, mug, '12990.00');
    // 10 % of 12 990.00 is 1 299.00; 5 % of that is 64.95.
    expect(await unitsOf(first)).toEqual([
      { kind: 'sale', creator_id: berik.creatorId, via_creator_id: null, amount_minor: '129900' },
      { kind: 'referral', creator_id: aina.creatorId, via_creator_id: berik.creatorId, amount_minor: '6495' },
    ]);
    expect(await rows(aina)).toMatchObject([
      { state: 'published', shares: [{ rateBps: 500 }], earned: [{ amountMinor: '6495' }] },
    ]);
  });

  it('has no third level', async () => {
    const filmed = await film(store, third);
    const units = await unitsOf(await sell(store, filmed, '1000.00'));
    expect(units.map((unit) => [unit['kind'], unit['creator_id']])).toEqual([
      ['sale', third.creatorId],
      ['referral', berik.creatorId],
    ]);
  });

  it('stays what it was when the store changes it, and is nothing where the store pays none', async () => {
    await setShare(store, 2000);
    const units = await unitsOf(await sell(store, mug, '1000.00'));
    expect(units.map((unit) => unit['amount_minor'])).toEqual(['10000', '500']);
    const elsewhere = await film(other, berik);
    expect((await unitsOf(await sell(other, elsewhere, '1000.00'))).map((unit) => unit['kind'])).toEqual(['sale']);
    expect((await rows(aina))[0]?.shares).toHaveLength(1);
  });

  it('goes back with the commission it stands on', async () => {
    const refund = { orderId: first, occurredAt: app.clock.now().toISOString(), lines: [{ lineId: '1', quantity: 1 }] };
    await putRefund(app, store.live, 'r1', refund);
    await app.drainJobs();
    expect((await unitsOf(first)).map((unit) => unit['amount_minor'])).toEqual(['0', '0']);
  });

  it('months and rows sum to the book', async () => {
    const shown = (await months(aina)) as Month[];
    const sum = shown.reduce((total, month) => total + BigInt(month.earned.amountMinor), 0n);
    expect(sum).toBe(500n);
    expect(await booked(aina.creatorId)).toBe(sum);
    expect((await rows(aina))[0]?.earned).toEqual([{ amountMinor: '500' }]);
    expect(shown[0]).toMatchObject({ month: '2026-03', creators: 1, earned: { currency: 'KZT' } });
    expect(await months(await makeCreator(app))).toEqual([]);
  });

  it('a whole replay gives the same, and the book is sound', async () => {
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
    expect(await app.get(LedgerChecks).check(store.id, true)).toEqual([]);
  });

  it('ends twelve months of the store after the first video, to the moment', async () => {
    const endsAt = new Date((await rows(aina))[0]?.endsAt ?? '');
    app.clock.set(new Date(endsAt.getTime() - 90_000));
    berik.cookie = await openSession(app, berik.accountId);
    const last = await sell(store, mug, '1000.00');
    expect((await unitsOf(last)).map((unit) => unit['kind'])).toEqual(['sale', 'referral']);
    const after = await sell(store, mug, '1000.00');
    expect((await unitsOf(after)).map((unit) => unit['kind'])).toEqual(['sale']);
    aina.cookie = await openSession(app, aina.accountId);
    expect(await rows(aina)).toMatchObject([{ state: 'ended' }]);
  });

  it('is written by the first public video alone, and by nobody else', async () => {
    await expect(app.db.query('UPDATE referral_shares SET rate_bps = 5000')).rejects.toThrow(/permission denied/);
    await expect(app.db.query(`UPDATE referrals SET ends_at = ends_at + interval '1 day'`)).rejects.toThrow(/fixed/);
    await expect(app.db.query('UPDATE referrals SET referrer_id = $1', [third.creatorId])).rejects.toThrow(/fixed/);
  });
});

describe('K', () => {
  interface K {
    invitations: { numerator: string; denominator: string };
    publishing: { numerator: string; denominator: string; bps: number | null };
    k: { bps: number | null };
    tooEarly: number;
  }
  const ask = (as: string, storeId: string | null, from = '2026-03-01', to = '2026-04-30') =>
    call<K>(
      `query($s: ID, $f: String, $t: String) { kFactor(storeId: $s, from: $f, to: $t) { invitations { numerator denominator }
         publishing { numerator denominator bps } k { bps } tooEarly } }`,
      { s: storeId, f: from, t: to },
      as,
    );

  it('counts invitations of active creators, and who of them published within thirty days', async () => {
    const owner = await openSession(app, store.owner.accountId);
    // Berik and Third sold here; Aina, who invited Berik, sold nothing, so only Berik's invitation counts.
    expect(await ask(owner, store.id)).toEqual({
      invitations: { numerator: '1', denominator: '2' },
      publishing: { numerator: '1', denominator: '1', bps: 10_000 },
      k: { bps: 5000 },
      tooEarly: 0,
    });
    expect(await ask(owner, store.id, '2026-05-01', '2026-05-31')).toMatchObject({
      invitations: { numerator: '0', denominator: '0' },
      k: { bps: null },
    });
  });

  it('counts an invitation of yesterday as too early, and a video after thirty days not at all', async () => {
    berik.cookie = await openSession(app, berik.accountId);
    const invite = 'mutation($e: String!) { inviteCreator(email: $e) { id } }';
    await call(invite, { e: 'someone@spec.example' }, berik.cookie);
    const owner = await openSession(app, store.owner.accountId);
    const today = app.clock.now().toISOString().slice(0, 10);
    expect(await ask(owner, store.id, '2027-03-01', today)).toMatchObject({
      invitations: { numerator: '1', denominator: '1' },
      publishing: { numerator: '0', denominator: '0', bps: null },
      tooEarly: 1,
    });
    app.clock.advance(30 * DAY);
    expect(await ask(await openSession(app, store.owner.accountId), store.id, '2027-03-01', today)).toMatchObject({
      publishing: { numerator: '0', denominator: '1', bps: 0 },
      k: { bps: 0 },
    });
  });

  it("is for the store's people and for finance, and for nobody else", async () => {
    const [owner, stranger] = [
      await openSession(app, store.owner.accountId),
      await openSession(app, other.owner.accountId),
    ];
    expect(await ask(stranger, store.id)).toBe('NOT_FOUND');
    expect(await ask(owner, null)).toBe('FORBIDDEN');
    expect(await ask(await openSession(app, aina.accountId), store.id)).toBe('FORBIDDEN');
    expect(await ask(owner, store.id, '2026-13-01')).toBe('BAD_INPUT');
    const all = await ask((await makeStaff(app, 'finance')).cookie, null);
    // Berik sold in two stores and is one creator.
    expect(all).toMatchObject({ invitations: { numerator: '1', denominator: '2' } });
  });
});
