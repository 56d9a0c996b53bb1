// The stop-rule over real sales: a day's budget is used up, the campaign pauses and says why, and goes on the next day.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  clickOn,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  sendEvents,
} from '../../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  openSession,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../../test/support/make.js';
import { planCalls, rate, type Version } from '../../../test/support/plans/plan-calls.js';
import { AttributionService } from '../../attribution/attribution.service.js';
import { ReplayService } from '../../payouts/replay/replay.service.js';
import { StopsService } from './stops.service.js';

const DAY = 86_400_000;
const MINUTE = 60_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let timur: SignedCreator;
let finance: SignedStaff;
let calls: ReturnType<typeof planCalls>;
let campaignKey = '';
const videos = new Map<string, string>();

beforeAll(async () => {
  app = await startApp();
  calls = planCalls(app);
  // Five in the morning in Almaty: its day ends at 19:00 in Greenwich.
  app.clock.set(new Date('2027-03-10T00:00:00Z'));
  [store, other] = [await makeStore(app, { timezone: 'Asia/Almaty' }), await makeStore(app)];
  [dana, timur] = [await makeCreator(app, { name: 'Dana' }), await makeCreator(app, { name: 'Timur' })];
  finance = await makeStaff(app, 'finance');
  for (const [name, creator] of [
    ['mug', dana],
    ['lamp', timur],
  ] as const) {
    const product = await makeProduct(app, store, { externalId: name });
    videos.set(name, await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] }));
  }
}, 300_000);
afterAll(() => app?.close());

async function jump(to: Date): Promise<void> {
  app.clock.set(to);
  for (const person of [store.owner, other.owner, dana, timur, finance])
    person.cookie = await openSession(app, person.accountId);
  await app.db.query('UPDATE sessions SET second_factor_at = $1 WHERE account_id = $2', [to, finance.accountId]);
}

let orders = 0;
async function sell(product: string, price: string, change: object = {}, agoS = 30): Promise<string> {
  const { token } = makeViewer(app);
  await sendEvents(app, store.publishableKey, token, [clickOn(app, videos.get(product) ?? '', product, agoS)]);
  const id = `sale-${++orders}`;
  const line = { lineId: '1', productId: product, title: product, quantity: 1, unitPrice: price };
  await putOrder(app, store.live, id, orderBody(app, { viewerToken: token, lines: [line], ...change }));
  await app.drainJobs();
  return id;
}

async function amountOf(id: string): Promise<string | undefined> {
  const rows: { amount: string }[] = await app.db.query(
    'SELECT amount_minor::text AS amount FROM commission_units WHERE order_external_id = $1',
    [id],
  );
  return rows[0]?.amount;
}

async function through(terms: object): Promise<Version> {
  const made = (await calls.save(
    store.owner.cookie,
    (await calls.draft(store.owner.cookie, store.id)) as Version,
    terms,
  )) as Version;
  await calls.rehearse(store.owner.cookie, made.id);
  expect(await calls.propose(store.owner.cookie, made.id)).toMatchObject({ status: 'proposed' });
  const done = await calls.publish(finance.cookie, made.id);
  if (typeof done === 'string') throw new Error(done);
  return done;
}

const campaign = (change: object = {}) => ({
  ...{ key: 'spring', name: 'Spring mugs', productIds: ['mug'], dailyBudget: '300.00', budget: '1000.00' },
  ...{ activeFrom: '2027-03-10T00:00:00.000Z', activeTo: '2027-03-20T00:00:00.000Z', ...change },
});
const planOf = (change: object = {}) => ({
  rates: [rate(1000), rate(2000, { campaign: campaignKey || 'spring' })],
  campaigns: [campaign({ ...(campaignKey ? { key: campaignKey } : {}), ...change })],
});

const STOPS = `query($s: ID!) { planStops(storeId: $s) { totalCount nodes { kind campaignName creatorName active resumesAt
  limit { amountMinor } } } }`;
const stops = (as: string) =>
  calls.call<{ totalCount: number; nodes: Record<string, unknown>[] }>(as, STOPS, { s: store.id });
const told = (as: string) =>
  calls.call<{ totalCount: number; nodes: { text: string; active: boolean }[] }>(
    ...[as, '{ myPlanStops { totalCount nodes { storeName text active } } }'],
  );
const mails = (kind = 'plan_stopped'): Promise<{ recipient: string; body: string; subject: string }[]> =>
  app.db.query('SELECT recipient, subject, body FROM mails WHERE kind = $1 ORDER BY created_at, id', [kind]);

describe('a day’s budget of a campaign', () => {
  it('pauses it when it is used up, and tells store and creators why and until when', async () => {
    const done = await through(planOf());
    campaignKey = done.terms.campaigns[0]?.key ?? '';
    await jump(new Date('2027-03-10T01:00:00Z'));
    expect(await amountOf(await sell('mug', '1000.00'))).toBe('20000');
    expect(await stops(store.owner.cookie)).toMatchObject({ totalCount: 0 });
    expect(await amountOf(await sell('mug', '1000.00'))).toBe('10000');
    expect(await amountOf(await sell('mug', '1000.00'))).toBe('0');
    expect(await amountOf(await sell('lamp', '1000.00'))).toBe('10000');
    expect(await stops(store.owner.cookie)).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ kind: 'campaign_day', campaignName: 'Spring mugs', creatorName: null, active: true },
          ...{ resumesAt: '2027-03-10T19:00:00.000Z', limit: { amountMinor: '30000' } },
        },
      ],
    });
    const letters = await mails();
    expect(letters.map(({ recipient }) => recipient).sort()).toEqual(
      [store.owner.email, dana.email, timur.email].sort(),
    );
    for (const { body } of letters) {
      expect(body).toContain('today’s budget of 300.00 KZT');
      expect(body).toMatch(/March 11, 2027 at 12:00/);
    }
    expect(await told(dana.cookie)).toMatchObject({ totalCount: 1, nodes: [{ active: true }] });
  });

  it('is nobody else’s to see', async () => {
    expect(await stops(other.owner.cookie)).toBe('NOT_FOUND');
    expect(await stops(dana.cookie)).toBe('FORBIDDEN');
    expect(await told(store.owner.cookie)).toMatchObject({ totalCount: 0 });
    expect(await stops(finance.cookie)).toMatchObject({ totalCount: 1 });
  });

  it('is told once, however often the job runs', async () => {
    const alert = { code: 'DAILY_BUDGET_EXHAUSTED', subject: { campaign_id: campaignKey, day: '2027-03-10' } };
    await app.get(StopsService).take(store.id, [alert, alert]);
    await app.get(StopsService).take(`${store.id}:test`, [alert]);
    expect(await stops(store.owner.cookie)).toMatchObject({ totalCount: 1 });
    expect(await mails()).toHaveLength(3);
  });

  it('goes on the next day of the store; a second stop is shown and not mailed', async () => {
    await jump(new Date('2027-03-10T19:01:00Z'));
    expect(await stops(store.owner.cookie)).toMatchObject({ nodes: [{ active: false }] });
    expect(await amountOf(await sell('mug', '1500.00'))).toBe('30000');
    expect(await stops(store.owner.cookie)).toMatchObject({
      totalCount: 2,
      nodes: [{ active: true }, { active: false }],
    });
    expect(await told(timur.cookie)).toMatchObject({ totalCount: 2 });
    expect(await mails()).toHaveLength(3);
  });

  it('an order that comes late draws in its place, and a full replay gives what was booked', async () => {
    const placed = Date.parse('2027-03-10T00:30:00.000Z');
    const agoS = Math.ceil((app.clock.now().getTime() - placed) / 1000) + 60;
    const late = await sell('mug', '200.00', { occurredAt: new Date(placed).toISOString() }, agoS);
    expect([await amountOf(late), await amountOf('sale-1'), await amountOf('sale-2')]).toEqual([
      '4000',
      '20000',
      '6000',
    ]);
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
  });

  it('may rise and never fall while the campaign runs; raised it gives back what it had cut', async () => {
    const made = (await calls.draft(store.owner.cookie, store.id)) as Version;
    const next = (dailyBudget: string) => planOf({ dailyBudget });
    expect(await calls.save(store.owner.cookie, made, next('299.99'))).toBe('BAD_INPUT');
    expect(await calls.save(store.owner.cookie, made, next('0'))).toBe('BAD_INPUT');
    expect(await calls.save(store.owner.cookie, made, next('1.234'))).toBe('BAD_AMOUNT');
    await through(next('450.00'));
    await jump(new Date(app.clock.now().getTime() + 2 * MINUTE));
    await app.get(AttributionService).workOffAll();
    await app.drainJobs();
    expect([await amountOf('sale-2'), await amountOf('sale-3')]).toEqual(['20000', '1000']);
    expect(await stops(store.owner.cookie)).toMatchObject({ nodes: [{ active: false }, { active: false }] });
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
  });

  it('stands beside the whole budget, which pauses the campaign until it is raised', async () => {
    await jump(new Date('2027-03-11T19:01:00Z'));
    // 450.00 of the first day and 300.00 of the second are gone: 250.00 are left.
    expect(await amountOf(await sell('mug', '2000.00'))).toBe('25000');
    expect(await stops(store.owner.cookie)).toMatchObject({
      nodes: [{ kind: 'campaign', active: true, resumesAt: null, limit: { amountMinor: '100000' } }, {}, {}],
    });
    expect((await mails()).at(-1)?.body).toContain('whole budget of 1000.00 KZT');
  });
});

describe('the most for a creator in a day', () => {
  it('begins with a month after notice, and is told to that creator alone', async () => {
    await jump(new Date('2027-03-25T09:00:00Z'));
    const done = await through({ rates: [rate(1000)], creatorDailyCap: '50.00' });
    expect(done.effects.limits).toEqual({ direction: 'lowered', from: '2027-04-30T19:00:00.000Z' });
    expect((await mails('plan_published')).at(-1)?.body).toContain('Most in one day: none → 50.00 KZT');
    expect(await amountOf(await sell('mug', '1000.00'))).toBe('10000');
    const before = (await mails()).length;
    await jump(new Date('2027-05-03T09:00:00Z'));
    expect(await amountOf(await sell('mug', '1000.00'))).toBe('5000');
    expect(await amountOf(await sell('mug', '1000.00'))).toBe('0');
    expect(await amountOf(await sell('lamp', '100.00'))).toBe('1000');
    expect(await stops(store.owner.cookie)).toMatchObject({
      nodes: [
        { kind: 'creator_day', creatorName: 'Dana', active: true, resumesAt: '2027-05-03T19:00:00.000Z' },
        {},
        {},
        {},
      ],
    });
    expect((await mails()).slice(before).map(({ recipient }) => recipient)).toEqual([dana.email]);
    await jump(new Date(app.clock.now().getTime() + DAY));
    expect(await amountOf(await sell('mug', '100.00'))).toBe('1000');
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
  });
});
