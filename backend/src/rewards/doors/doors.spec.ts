// The store's people over GraphQL: rules as versions, rewards that are released or cancelled, certificates, the stop, the figures; nobody else.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCertificatePool, makeCertificates } from '../../../test/support/certificates/make-certificates.js';
import { makeCreator, makeStaff, makeStore, type KeyPair, type MadeStore } from '../../../test/support/make.js';
import {
  DAY,
  publishRules,
  rewardKey,
  rewardsOf,
  runTimers,
  tell,
  terms,
} from '../../../test/support/rewards/reward-desk.js';
import { CertificateServing } from '../../certificates/serving.service.js';
import type { Terms } from '../programme/terms.rules.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp();
  [store, other] = [await makeStore(app, { timezone: 'UTC' }), await makeStore(app)];
}, 180_000);
afterAll(() => app?.close());

async function call<T>(text: string, variables: Record<string, unknown>, as?: string): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, as === undefined ? {} : { as });
  const [error] = answer.errors;
  if (error) return error.extensions.code;
  return Object.values(answer.data ?? {})[0] as T;
}

const PROGRAMME = `isDraftSaved draft { holdDays sentences } versions { version isCurrent validFrom terms { paused holdDays sentences } }
  pools { id } stop { rewards }`;
interface Programme {
  isDraftSaved: boolean;
  draft: { holdDays: number; sentences: string[] };
  versions: { version: number; isCurrent: boolean; terms: { paused: boolean; holdDays: number } }[];
  pools: { id: string }[];
  stop: { rewards: number } | null;
}
const input = (more: object = {}) => ({
  lines: [{ side: 'inviter', on: 'first_order', kind: 'money', rateBps: 1000 }],
  ...{ repeatUpTo: 1, minOrder: '0', holdDays: 0, endsAfterDays: 30, surgeTimes: 100, surgeAtLeast: 1000 },
  ...more,
});
const SAVE = `mutation($s: ID!, $i: RewardRulesInput!) { saveRewardDraft(storeId: $s, input: $i) { ${PROGRAMME} } }`;
const PUBLISH = `mutation($s: ID!, $f: DateTime) { publishRewardRules(storeId: $s, from: $f) { ${PROGRAMME} } }`;
const PAUSE = `mutation($s: ID!, $p: Boolean!) { pauseRewards(storeId: $s, paused: $p) { ${PROGRAMME} } }`;
const GO_ON = 'mutation($s: ID!, $r: Boolean!) { goOnWithRewards(storeId: $s, mode: live, release: $r) }';
const READ = `query($s: ID!) { rewardProgramme(storeId: $s) { ${PROGRAMME} } }`;
const LIST = `query($s: ID!, $st: RewardStatus, $n: Int, $a: String) { rewards(storeId: $s, mode: live, status: $st, first: $n, after: $a) {
  totalCount pageInfo { endCursor hasNextPage } nodes { id status person reasonText why note amount { amountMinor } } } }`;
const EVENTS = `query($s: ID!, $k: RewardEventKind) { rewardEvents(storeId: $s, mode: live, kind: $k, first: 100) {
  totalCount nodes { id kind verdict verdictText inviter } } }`;
const FIGURES = `query($s: ID!) { rewardFigures(storeId: $s, mode: live) { activeShoppers invitationsBps conversionBps kBps
  states { status count } weeks { week invitations signUps firstOrders rewards cost { amountMinor } perCustomer { amountMinor } } } }`;
const RELEASE = 'mutation($id: ID!) { releaseReward(id: $id) { status reasonText } }';
const CANCEL = 'mutation($id: ID!, $r: String!) { cancelReward(id: $id, reason: $r) { status reasonText note } }';
interface Listed {
  totalCount: number;
  pageInfo: { endCursor: string; hasNextPage: boolean };
  nodes: {
    id: string;
    status: string;
    person: string;
    reasonText: string | null;
    amount: { amountMinor: string } | null;
  }[];
}
const as = () => store.owner.cookie;
const list = async (status: string | null = null, of = store): Promise<Listed['nodes']> =>
  ((await call<Listed>(LIST, { s: of.id, st: status }, of.owner.cookie)) as Listed).nodes;
const brings = async (of: MadeStore, by: KeyPair, friend: string, total = '1000.00'): Promise<void> => {
  const at = (s: number) => new Date(app.clock.now().getTime() - s * 1000).toISOString();
  const [invite] = await tell(app, by, { kind: 'invite', inviter: `by-${friend}` });
  await tell(app, by, { kind: 'signup', invitee: friend, code: invite?.code, at: at(20) });
  await tell(app, by, { kind: 'order', person: friend, orderId: `o-${friend}`, total, currency: 'KZT', at: at(10) });
  await runTimers(app);
};
async function shopWith(change: Partial<Terms>): Promise<{ of: MadeStore; by: KeyPair }> {
  const of = await makeStore(app, { timezone: 'UTC' });
  await publishRules(app, of, terms({ holdDays: 0, ...change }), new Date(app.clock.now().getTime() - DAY));
  return { of, by: await rewardKey(app, of) };
}

describe('rules', () => {
  it('are drafted, read in words, published as a version, and never count backwards', async () => {
    const saved = (await call<Programme>(SAVE, { s: store.id, i: input({ holdDays: 7 }) }, as())) as Programme;
    expect(saved.draft.sentences).toContain('For a friend’s first order the inviter gets 10% of the order.');
    expect(saved).toMatchObject({ isDraftSaved: true, versions: [] });
    const soon = new Date(app.clock.now().getTime() - DAY);
    expect(await call(PUBLISH, { s: store.id, f: soon }, as())).toBe('BAD_INPUT');
    expect(await call(PUBLISH, { s: store.id, f: new Date(app.clock.now().getTime() + 400 * DAY) }, as())).toBe(
      'BAD_INPUT',
    );
    expect(await call<Programme>(PUBLISH, { s: store.id }, as())).toMatchObject({
      ...{ isDraftSaved: false, versions: [{ version: 1, isCurrent: true, terms: { holdDays: 7, paused: false } }] },
    });
    expect(await call(PUBLISH, { s: store.id }, as())).toBe('CONFLICT');
    await call(SAVE, { s: store.id, i: input({ holdDays: 3 }) }, as());
    const later = (await call<Programme>(
      PUBLISH,
      { s: store.id, f: new Date(app.clock.now().getTime() + 5 * DAY) },
      as(),
    )) as Programme;
    expect(later.versions.map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  it.each([
    ['nothing promised', { lines: [] }],
    ['a percentage of a sign-up', { lines: [{ side: 'inviter', on: 'signup', kind: 'money', rateBps: 100 }] }],
    ['more than all', { lines: [{ side: 'inviter', on: 'first_order', kind: 'money', rateBps: 10_001 }] }],
    ['no amount', { lines: [{ side: 'inviter', on: 'signup', kind: 'money', amount: 'much' }] }],
    ['an amount of nothing', { lines: [{ side: 'inviter', on: 'signup', kind: 'money', amount: '0' }] }],
    ['no points', { lines: [{ side: 'inviter', on: 'signup', kind: 'points', points: 0 }] }],
    ['the same twice', { lines: [1, 2].map((points) => ({ side: 'inviter', on: 'signup', kind: 'points', points })) }],
    ['repeats up to the first', { lines: [{ side: 'inviter', on: 'repeat_order', kind: 'points', points: 1 }] }],
    ['a hold of years', { holdDays: 366 }],
    ['a limit of nothing', { perDay: 0 }],
    ['a stop at the usual', { surgeTimes: 1 }],
  ])('are refused with %s', async (_, more) => {
    expect(await call(SAVE, { s: store.id, i: input(more) }, as())).toBe('BAD_INPUT');
  });

  it('name pools of the store alone', async () => {
    const [own, strange] = [await makeCertificatePool(app, store.id), await makeCertificatePool(app, other.id)];
    const line = (poolId: string) => ({ lines: [{ side: 'invited', on: 'first_order', kind: 'certificate', poolId }] });
    expect(await call(SAVE, { s: store.id, i: input(line(strange.id)) }, as())).toBe('NOT_FOUND');
    expect(await call<Programme>(SAVE, { s: store.id, i: input(line(own.id)) }, as())).toMatchObject({
      pools: [{ id: own.id }],
    });
  });

  it('are paused and go on: sign-ups in between earn nothing', async () => {
    const { of, by } = await shopWith({
      lines: [{ side: 'inviter', on: 'signup', form: { kind: 'points', points: 5 } }],
    });
    const owner = of.owner.cookie;
    const [invite] = await tell(app, by, { kind: 'invite', inviter: 'anna' });
    const signUp = async (invitee: string) =>
      (await tell(app, by, { kind: 'signup', invitee, code: invite?.code }))[0]?.verdict;
    expect(await signUp('early')).toBe('EARNED');
    await call(PAUSE, { s: of.id, p: true }, owner);
    expect(await signUp('between')).toBe('PAUSED');
    const on = (await call<Programme>(PAUSE, { s: of.id, p: false }, owner)) as Programme;
    expect(on.versions.map(({ terms: { paused } }) => paused)).toEqual([false, true, false]);
    app.clock.advance(1000);
    expect(await signUp('later')).toBe('EARNED');
  });
});

describe('rewards', () => {
  it('are listed page by page, released and cancelled by a person, each once', async () => {
    const { of, by } = await shopWith({ limits: { perPersonMonth: null, perDay: 1, inAll: null } });
    const owner = of.owner.cookie;
    await brings(of, by, 'boris');
    const page = (await call<Listed>(LIST, { s: of.id, n: 1 }, owner)) as Listed;
    const rest = (await call<Listed>(LIST, { s: of.id, n: 1, a: page.pageInfo.endCursor }, owner)) as Listed;
    expect([page.totalCount, page.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([2, true, false]);
    expect([...page.nodes, ...rest.nodes].map(({ status }) => status).sort()).toEqual(['held', 'issued']);
    const [held] = await list('held', of);
    expect(held?.reasonText).toMatch(/used up/);
    expect(await call(RELEASE, { id: held?.id }, owner)).toEqual({ status: 'issued', reasonText: null });
    expect(await call(RELEASE, { id: held?.id }, owner)).toBe('REWARD_STATUS');
    expect(await call(CANCEL, { id: held?.id, r: ' ' }, owner)).toBe('BAD_INPUT');
    const cancelled = { status: 'cancelled', reasonText: 'A person of the store cancelled it.', note: 'A relative' };
    for (const r of ['A relative', 'Twice']) expect(await call(CANCEL, { id: held?.id, r }, owner)).toEqual(cancelled);
    const events = (await call<Listed>(EVENTS, { s: of.id, k: 'signup' }, owner)) as Listed;
    expect(events.nodes).toMatchObject([{ verdict: 'BOUND', inviter: 'by-boris' }]);
    expect(((await call<Listed>(EVENTS, { s: of.id }, owner)) as Listed).totalCount).toBe(3);
  });

  it('may be certificates: one each, those without one wait, a taken-back one is written off', async () => {
    const of = await makeStore(app, { timezone: 'UTC' });
    const pool = await makeCertificatePool(app, of.id);
    await makeCertificates(app, pool, ['GIFT-0001']);
    const lines: Terms['lines'] = (['inviter', 'invited'] as const).map((side) => ({
      ...{ side, on: 'first_order' as const, form: { kind: 'certificate' as const, poolId: pool.id } },
    }));
    await publishRules(app, of, terms({ holdDays: 0, lines }), new Date(app.clock.now().getTime() - DAY));
    const by = await rewardKey(app, of);
    await brings(of, by, 'boris');
    await runTimers(app);
    const shown = await rewardsOf(app, by);
    expect(shown.map(({ status, reason, certificate }) => [status, reason, certificate?.code ?? null]).sort()).toEqual([
      ['issued', null, 'GIFT-0001'],
      ['waiting', 'POOL_EMPTY', null],
    ]);
    const kept: { t: string }[] = await app.db.query('SELECT r::text AS t FROM rewards r');
    expect(kept.map(({ t }) => t).join()).not.toContain('GIFT-0001');
    await makeCertificates(app, pool, ['GIFT-0002']);
    await app.drainJobs();
    await app.get(CertificateServing).serve(pool.id);
    await runTimers(app);
    expect((await rewardsOf(app, by)).map(({ certificate }) => certificate?.code).sort()).toEqual([
      'GIFT-0001',
      'GIFT-0002',
    ]);
    await tell(app, by, { kind: 'order_returned', orderId: 'o-boris' });
    const after = await rewardsOf(app, by);
    expect(after.map(({ status, reason, certificate }) => [status, reason, certificate])).toEqual(
      Array(2).fill(['cancelled', 'ORDER_RETURNED', null]),
    );
    const issues: { status: string }[] = await app.db.query(
      'SELECT status FROM certificate_issues WHERE store_id = $1',
      [of.id],
    );
    expect(issues).toEqual(Array(2).fill({ status: 'cancelled' }));
  });

  it('go on after a stop, with what it held or without', async () => {
    const { of, by } = await shopWith({
      surgeTimes: 2,
      surgeAtLeast: 1,
      lines: [{ side: 'inviter', on: 'first_order', form: { kind: 'points', points: 1 } }],
    });
    const owner = of.owner.cookie;
    for (const friend of ['b1', 'b2', 'b3']) await brings(of, by, friend);
    expect(((await call<Programme>(READ, { s: of.id }, owner)) as Programme).stop?.rewards).toBe(2);
    expect(await list('held', of)).toHaveLength(2);
    expect(await call(GO_ON, { s: of.id, r: false }, owner)).toBe(0);
    await brings(of, by, 'b4');
    expect(await list('held', of)).toHaveLength(2);
    expect(await call(GO_ON, { s: of.id, r: true }, owner)).toBe(2);
    expect(await list('held', of)).toEqual([]);
    expect(((await call<Programme>(READ, { s: of.id }, owner)) as Programme).stop).toBeNull();
  });

  it('add up: invitations, new customers, K, and what each new one cost', async () => {
    const { of, by } = await shopWith({});
    for (const friend of ['b1', 'b2']) await brings(of, by, friend, '1000.01');
    await tell(app, by, { kind: 'invite', inviter: 'anna' }, { kind: 'invite', inviter: 'vera' });
    const figures = (await call<{ weeks: object[]; states: object[] }>(FIGURES, { s: of.id }, of.owner.cookie)) as {
      weeks: object[];
      states: object[];
    };
    // 10 % and 5 % of 1000.01 are 100.00 and 50.00, twice.
    expect(figures.weeks).toHaveLength(12);
    expect(figures.weeks.at(-1)).toMatchObject({
      ...{ invitations: 4, signUps: 2, firstOrders: 2, rewards: 4 },
      ...{ cost: { amountMinor: '30000' }, perCustomer: { amountMinor: '15000' } },
    });
    expect(figures).toMatchObject({ activeShoppers: 2, invitationsBps: '20000', conversionBps: '5000', kBps: '10000' });
    expect(figures.states).toContainEqual({ status: 'issued', count: 4 });
  });
});

describe('nobody else', () => {
  it('reads or changes what is a store’s', async () => {
    const { of, by } = await shopWith({ limits: { perPersonMonth: null, perDay: 1, inAll: null } });
    await brings(of, by, 'boris');
    const [held] = await list('held', of);
    const [creator, moderator] = [await makeCreator(app), await makeStaff(app, 'moderator')];
    const doors: [string, Record<string, unknown>][] = [
      [READ, { s: of.id }],
      [LIST, { s: of.id }],
      [EVENTS, { s: of.id }],
      [FIGURES, { s: of.id }],
      [SAVE, { s: of.id, i: input() }],
      [PUBLISH, { s: of.id }],
      [PAUSE, { s: of.id, p: true }],
      [GO_ON, { s: of.id, r: true }],
      [RELEASE, { id: held?.id }],
      [CANCEL, { id: held?.id, r: 'Because' }],
    ];
    for (const [text, variables] of doors) {
      expect(await call(text, variables)).toBe('UNAUTHENTICATED');
      expect(await call(text, variables, creator.cookie)).toBe('FORBIDDEN');
      expect(await call(text, variables, moderator.cookie)).toBe('FORBIDDEN');
      expect(await call(text, variables, other.owner.cookie)).toBe('NOT_FOUND');
    }
    const administrator = await makeStaff(app, 'administrator');
    expect(await call(READ, { s: of.id }, administrator.cookie)).toMatchObject({ isDraftSaved: false });
    expect(await call(RELEASE, { id: held?.id }, administrator.cookie)).toBe('FORBIDDEN');
    expect(await list('held', of)).toHaveLength(1);
  });
});
