// A ring of own purchases on its whole road: found, held, left out of a payout, appealed, released, paid the next time; and those who are refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommissionsService } from '../../src/commissions/commissions.service.js';
import { CreatorsService } from '../../src/creators/creators.service.js';
import { EndingsService } from '../../src/fraud/endings.service.js';
import { LooksService } from '../../src/fraud/looks/looks.service.js';
import { ReplayService } from '../../src/payouts/replay/replay.service.js';
import type { Product } from '../../src/products/product.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  accountsOf,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  sendEvents,
  viewOf,
} from '../support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type Signed,
  type SignedCreator,
  type SignedStaff,
} from '../support/make.js';

const DAY = 86_400_000;
const FAMILY_PHONE = '+7 701 555 66 77';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let timur: SignedCreator;
let first: SignedStaff;
let second: SignedStaff;
let moderator: SignedStaff;
let mug: Product;
let video: string;

interface Group {
  id: string;
  rule: string;
  status: string;
  severity: number;
  alertCount: number;
  saleCount: number;
  forOthers: boolean;
  creatorId: string | null;
  atStake: { amountMinor: string; currency: string }[];
  alerts: { nodes: { orderId: string | null; facts: { code: string; params: { name: string; value: string }[] }[] }[] };
  sales: { nodes: { orderId: string; phone: string; email: string; own: string[] }[] };
  history: { action: string; actor: string; reasonCode: string }[];
  appeal: { outcome: string | null } | null;
}

const GROUP = `id rule status severity alertCount saleCount forOthers creatorId atStake { amountMinor currency }
  alerts { nodes { orderId facts { code params { name value } } } } sales { nodes { orderId phone email own } }
  history { action actor reasonCode } appeal { outcome }`;

/** Calls a door; the data, or the code of the refusal. */
async function call<T>(as: Signed | null, text: string, variables: Record<string, unknown> = {}): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, as ? { as: as.cookie } : {});
  const [error] = answer.errors;
  if (error) return error.extensions.code;
  await app.drainJobs();
  return Object.values(answer.data ?? {})[0] as T;
}

async function groups(as: Signed, filter: Record<string, unknown> = {}): Promise<Group[] | string> {
  const text = `query($f: RiskFilter) { riskGroups(filter: $f) { totalCount nodes { ${GROUP} } } }`;
  const page = await call<{ totalCount: number; nodes: Group[] }>(as, text, { f: filter });
  return typeof page === 'string' ? page : page.nodes;
}
async function groupOf(rule: string, filter: Record<string, unknown> = {}): Promise<Group> {
  const found = await groups(first, { storeId: store.id, rule, ...filter });
  const group = typeof found === 'string' ? undefined : found[0];
  if (!group) throw new Error(`No group of ${rule}: ${JSON.stringify(found)}`);
  return group;
}
const decide = (as: Signed | null, input: Record<string, unknown>) =>
  call<Group>(as, `mutation($i: RiskDecisionInput!) { decideRisk(input: $i) { ${GROUP} } }`, { i: input });
const answer = (as: Signed | null, groupId: string, accept: boolean) =>
  call<Group>(
    as,
    `mutation($g: ID!, $a: Boolean!) { answerRiskAppeal(groupId: $g, accept: $a, answer: "We have looked at it again.") { ${GROUP} } }`,
    {
      g: groupId,
      a: accept,
    },
  );
interface Part {
  id: string;
  category: string;
  status: string;
  amounts: { amountMinor: string }[];
  until: string | null;
  mayAppeal: boolean;
  appeal: { outcome: string | null; answer: string | null } | null;
}
const PART = 'id category status amounts { amountMinor } until mayAppeal appeal { outcome answer }';
const parts = async (as: Signed): Promise<Part[]> =>
  ((await call<{ nodes: Part[] }>(as, `{ myHeldParts { nodes { ${PART} } } }`)) as { nodes: Part[] }).nodes;
const appeal = (as: Signed | null, id: string, text = 'They are my neighbours, not me.') =>
  call<Part>(as, `mutation($id: ID!, $t: String!) { appealHeldPart(id: $id, text: $t) { ${PART} } }`, { id, t: text });

/** Someone watches Dana's review and buys a mug for 1 000.00. */
async function sell(id: string, buyer: Record<string, unknown>): Promise<void> {
  const viewer = makeViewer(app);
  expect((await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, video)])).status).toBe(202);
  const lines = [{ lineId: '1', productId: 'mug', title: 'Mug', quantity: 1, unitPrice: '1000.00' }];
  const body = orderBody(app, { viewerToken: viewer.token, buyer, lines });
  expect((await putOrder(app, store.live, id, body)).status).toBe(200);
  await app.drainJobs();
}

async function states(): Promise<Record<string, string>> {
  const rows: { id: string; state: string }[] = await app.db.query(
    'SELECT order_external_id AS id, state FROM commission_units ORDER BY 1',
  );
  return Object.fromEntries(rows.map((row) => [row.id, row.state]));
}

const later = async (ms: number): Promise<void> => {
  app.clock.advance(ms);
  await app.get(CommissionsService).endHolds();
  await app.drainJobs();
};

/** Replayed from the first fact, the programme comes to what is stored. */
const replay = () => app.get(ReplayService).replay(store.id);

interface Batch {
  id: string;
  payouts: { creatorId: string; gross: { amountMinor: string } }[];
}
async function pay(): Promise<Batch['payouts']> {
  const made = (await call<Batch>(first, 'mutation($s: ID!) { createPayoutBatch(storeId: $s) { id } }', {
    s: store.id,
  })) as Batch;
  const approved = await call<Batch>(
    second,
    'mutation($id: ID!) { approvePayoutBatch(id: $id) { id payouts { creatorId gross { amountMinor } } } }',
    { id: made.id },
  );
  if (typeof approved === 'string') throw new Error(approved);
  return approved.payouts;
}

beforeAll(async () => {
  app = await startApp();
  [store, other] = [await makeStore(app), await makeStore(app)];
  [dana, timur] = [await makeCreator(app, { name: 'Dana' }), await makeCreator(app, { name: 'Timur' })];
  [first, second] = [await makeStaff(app, 'finance'), await makeStaff(app, 'finance')];
  moderator = await makeStaff(app, 'moderator');
  mug = await makeProduct(app, store, { externalId: 'mug' });
  video = await makeEarningVideo(app, { store, creatorId: dana.creatorId, products: [mug] });
  const profile = {
    country: 'KZ',
    taxStatus: 'none',
    name: 'Дана',
    account: 'KZ86125KZT5004100100',
    bankCode: 'HSBKKZKX',
  };
  await call(dana, 'mutation($i: PayoutProfileInput!) { savePayoutProfile(input: $i) { version } }', { i: profile });
  const payer = { name: 'Aina LLP', account: 'KZ75125KZT1001300335', bankCode: 'KCJBKZKX', country: 'KZ' };
  await call(first, 'mutation($s: ID!, $i: PayoutPayerInput!) { setPayoutPayer(storeId: $s, input: $i) }', {
    s: store.id,
    i: payer,
  });

  // Dana buys from herself: nothing is credited, but her order names a phone that is not in her profile.
  await sell('own', { email: dana.email, phone: FAMILY_PHONE });
  // The same phone under other names and other e-mails: each of these alone looks like anybody.
  for (const n of [1, 2])
    await sell(`ring-${n}`, { customerId: `friend-${n}`, email: `friend${n}@mail.example`, phone: FAMILY_PHONE });
  for (const n of [1, 2, 3])
    await sell(`fair-${n}`, { customerId: `fair-${n}`, email: `fair${n}@mail.example`, phone: `+7 702 000 00 0${n}` });
  await later(DAY);
}, 180_000);
afterAll(() => app?.close());

describe('what is noticed', () => {
  it('an own purchase is told to staff without money behind it, because nothing was credited', async () => {
    expect(await groupOf('SELF_PURCHASE')).toMatchObject({
      ...{ status: 'open', severity: 1, alertCount: 1, saleCount: 0, creatorId: dana.creatorId, atStake: [] },
      alerts: { nodes: [{ orderId: 'own', facts: [{ code: 'SELF_PURCHASE' }] }] },
    });
  });

  it('a ring is found by the daily look, and only its own commissions are frozen', async () => {
    expect(await states()).toEqual({
      ...{ 'fair-1': 'pending', 'fair-2': 'pending', 'fair-3': 'pending', 'ring-1': 'pending', 'ring-2': 'pending' },
    });
    await app.get(LooksService).lookAtAll();
    await app.drainJobs();
    const ring = await groupOf('OWN_RING');
    expect(ring).toMatchObject({
      ...{
        status: 'held',
        severity: 3,
        alertCount: 2,
        saleCount: 2,
        atStake: [{ amountMinor: '20000', currency: 'KZT' }],
      },
      history: [{ action: 'hold', actor: 'rule:OWN_RING', reasonCode: 'RULE_HELD' }],
    });
    expect(await states()).toEqual({
      ...{ 'fair-1': 'pending', 'fair-2': 'pending', 'fair-3': 'pending', 'ring-1': 'review', 'ring-2': 'review' },
    });
    // One phone in two names: the same letter. No identifier is shown.
    expect(ring.sales.nodes.map((sale) => sale.phone)).toEqual(['A', 'A']);
    expect(new Set(ring.sales.nodes.map((sale) => sale.email)).size).toBe(2);
    expect(JSON.stringify(ring)).not.toMatch(/friend\d@|701 555|7015556677/);
  });

  it('looking again adds nothing, on the same day and on the next', async () => {
    const count = async () => {
      const rows: unknown[] = await app.db.query(
        `SELECT (SELECT count(*) FROM risk_alerts) AS alerts, (SELECT count(*) FROM facts WHERE type = 'decision') AS facts`,
      );
      return rows[0];
    };
    const before = await count();
    await app.get(LooksService).lookAtAll();
    app.clock.advance(DAY);
    await app.get(LooksService).lookAtAll();
    await app.drainJobs();
    expect(await count()).toEqual(before);
  });

  it('a replay comes to what is stored', async () => {
    app.clock.advance(10 * 60_000);
    expect(await replay()).toEqual([]);
  });
});

describe('who may see and decide', () => {
  it('a store sees its own alerts and no other store sees them', async () => {
    expect(await groups(store.owner, { storeId: store.id })).toHaveLength(2);
    expect(await groups(other.owner, { storeId: store.id })).toBe('NOT_FOUND');
    expect(await groups(store.owner)).toBe('BAD_INPUT');
    const { id } = await groupOf('OWN_RING');
    const one = (as: Signed) => call(as, 'query($id: ID!) { riskGroup(id: $id) { id } }', { id });
    expect(await one(store.owner)).toEqual({ id });
    expect(await one(other.owner)).toBe('NOT_FOUND');
    expect(await one(dana)).toBe('FORBIDDEN');
  });

  it('only finance and administrators decide', async () => {
    const { id: groupId, alertCount: seenAlerts } = await groupOf('OWN_RING');
    for (const as of [dana, timur, store.owner, other.owner, moderator])
      expect(await decide(as, { groupId, action: 'release', seenAlerts })).toBe('FORBIDDEN');
    expect(await decide(null, { groupId, action: 'release', seenAlerts })).toBe('UNAUTHENTICATED');
  });

  it('refuses an unknown action or reason, a view that is out of date, and freezing where no money is', async () => {
    const { id: groupId, alertCount: seenAlerts } = await groupOf('OWN_RING');
    expect(await decide(first, { groupId, action: 'pay', seenAlerts })).toBe('BAD_INPUT');
    expect(await decide(first, { groupId, action: 'reject', reasonCode: 'LOOKS_HONEST', seenAlerts })).toBe(
      'UNKNOWN_REASON',
    );
    expect(await decide(first, { groupId, action: 'reject', seenAlerts: seenAlerts - 1 })).toBe('CONFLICT');
    const own = await groupOf('SELF_PURCHASE');
    expect(await decide(first, { groupId: own.id, action: 'hold', seenAlerts: own.alertCount })).toBe('CONFLICT');
    expect(await decide(first, { groupId: 'rsk_none', action: 'hold', seenAlerts: 0 })).toBe('NOT_FOUND');
  });

  it('nobody decides about commissions of their own', async () => {
    const { id: groupId, alertCount: seenAlerts } = await groupOf('OWN_RING');
    // The same group, were it about the money of somebody of finance.
    const insider = await app.get(CreatorsService).ofAccount(second.accountId);
    await app.db.query('UPDATE risk_groups SET creator_id = $2 WHERE id = $1', [groupId, insider.id]);
    expect(await decide(second, { groupId, action: 'release', seenAlerts })).toBe('OWN_ALERT');
    expect((await groups(second, { rule: 'OWN_RING' })) as Group[]).toMatchObject([{ forOthers: true }]);
    await app.db.query('UPDATE risk_groups SET creator_id = $2 WHERE id = $1', [groupId, dana.creatorId]);
  });
});

describe('the creator', () => {
  it('is told the kind of doubt, how much and until when, and nothing of the rule', async () => {
    const [part] = await parts(dana);
    expect(part).toMatchObject({
      category: 'own_purchase',
      status: 'held',
      amounts: [{ amountMinor: '20000' }],
      mayAppeal: true,
    });
    expect(part?.until).not.toBeNull();
    expect(await parts(timur)).toEqual([]);
  });
});

describe('the money', () => {
  it('a payout leaves the held part out', async () => {
    await later(15 * DAY);
    expect(await states()).toEqual({
      ...{ 'fair-1': 'payable', 'fair-2': 'payable', 'fair-3': 'payable', 'ring-1': 'review', 'ring-2': 'review' },
    });
    expect(await pay()).toEqual([{ creatorId: dana.creatorId, gross: { amountMinor: '30000' } }]);
    app.clock.advance(10 * 60_000);
    expect(await replay()).toEqual([]);
  });

  it('a rejection takes it away, is appealed once, and answered by somebody else', async () => {
    const { id: groupId, alertCount: seenAlerts } = await groupOf('OWN_RING');
    expect(await decide(first, { groupId, action: 'reject', reasonCode: 'OWN_PURCHASES', seenAlerts })).toMatchObject({
      ...{ status: 'rejected', atStake: [{ amountMinor: '20000' }] },
    });
    // The same key pressed twice is one decision.
    expect(await decide(first, { groupId, action: 'reject', seenAlerts })).toMatchObject({
      history: [{}, { action: 'reject' }],
    });
    expect(await states()).toMatchObject({ 'ring-1': 'rejected', 'ring-2': 'rejected', 'fair-1': 'in_payout' });
    expect(await decide(first, { groupId, action: 'release', seenAlerts })).toBe('SAME_PERSON');

    expect(await answer(second, groupId, true)).toBe('CONFLICT');
    expect(await appeal(timur, groupId)).toBe('NOT_FOUND');
    expect(await appeal(store.owner, groupId)).toBe('NOT_FOUND');
    expect(await appeal(null, groupId)).toBe('UNAUTHENTICATED');
    expect(await appeal(dana, groupId, 'no')).toBe('BAD_INPUT');
    expect(await appeal(dana, groupId)).toMatchObject({ mayAppeal: false, appeal: { outcome: null } });
    expect(await appeal(dana, groupId)).toBe('CONFLICT');
    expect(((await groups(second, { list: 'appealed' })) as Group[]).map((group) => group.id)).toEqual([groupId]);
    expect(await decide(second, { groupId, action: 'release', seenAlerts })).toBe('CONFLICT');
    expect(await answer(first, groupId, true)).toBe('SAME_PERSON');
    for (const as of [dana, store.owner, moderator]) expect(await answer(as, groupId, true)).toBe('FORBIDDEN');
    app.clock.advance(10 * 60_000);
    expect(await replay()).toEqual([]);

    expect(await answer(second, groupId, true)).toMatchObject({ status: 'released', appeal: { outcome: 'accepted' } });
    expect(await answer(second, groupId, true)).toBe('CONFLICT');
  });

  it('what was released is paid the next time, with its history, and the replay agrees', async () => {
    expect(await states()).toMatchObject({ 'ring-1': 'payable', 'ring-2': 'payable' });
    expect(await parts(dana)).toMatchObject([
      { status: 'released', appeal: { outcome: 'accepted', answer: 'We have looked at it again.' } },
    ]);
    app.clock.advance(60_000);
    expect(await pay()).toEqual([{ creatorId: dana.creatorId, gross: { amountMinor: '20000' } }]);
    const changes: { causes: string[] }[] = await app.db.query(
      `SELECT array_agg(c.cause ORDER BY c.seq) AS causes FROM commission_units u JOIN commission_changes c ON c.unit_id = u.id
       WHERE u.order_external_id = 'ring-1'`,
    );
    expect(changes[0]?.causes).toEqual(['earned', 'held', 'rejected', 'restored', 'paid_out']);
    app.clock.advance(10 * 60_000);
    expect(await replay()).toEqual([]);
    expect((await accountsOf(app))[`creator:${dana.creatorId}:in_transit@KZT`]).toBe('-50000');
  });

  it('every decision stands in the audit log and as a fact with its evidence', async () => {
    const audit: { action: string; actor: string }[] = await app.db.query(
      `SELECT action, actor FROM audit_log WHERE action LIKE 'fraud.%' AND subject_id = $1 ORDER BY id`,
      [(await groupOf('OWN_RING', { list: 'over' })).id],
    );
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['fraud.alerted', 'rule:OWN_RING'],
      ['fraud.held', 'rule:OWN_RING'],
      ['fraud.rejected', first.accountId],
      ['fraud.appealed', dana.accountId],
      ['fraud.appeal_answered', second.accountId],
      ['fraud.released', second.accountId],
    ]);
    const facts: { action: string; evidence: string }[] = await app.db.query(
      `SELECT content->>'action' AS action, content->>'evidence_sha256' AS evidence FROM facts WHERE type = 'decision'
       AND content->'subject'->>'order_id' = 'ring-2' ORDER BY occurred_at, external_id`,
    );
    expect(facts.map((fact) => fact.action)).toEqual(['hold', 'reject', 'approve']);
    expect(facts.every((fact) => /^[0-9a-f]{64}$/.test(fact.evidence))).toBe(true);
  });
});

describe('time', () => {
  it('an alert that nobody looked at ends after 30 days; nothing stands of it but its row', async () => {
    app.clock.advance(31 * DAY);
    await app.get(EndingsService).expireAll();
    const rows: { rule: string; status: string }[] = await app.db.query(
      'SELECT rule, status FROM risk_groups ORDER BY rule',
    );
    expect(rows).toEqual([
      { rule: 'OWN_RING', status: 'released' },
      { rule: 'SELF_PURCHASE', status: 'expired' },
    ]);
  });
});
