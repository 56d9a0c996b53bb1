// Windows and match levels over their doors: drafted, tried on past sales, published with notice, and old orders keep their own.
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
  actorOf,
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  openSession,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../../test/support/make.js';
import { attribution, planCalls, rate, type Version } from '../../../test/support/plans/plan-calls.js';
import { AttributionService } from '../../attribution/attribution.service.js';
import { ProgrammeConfigs } from '../../attribution/programme-config.service.js';
import { CommissionsService } from '../../commissions/commissions.service.js';
import { ReplayService } from '../../payouts/replay/replay.service.js';
import { StoresService } from '../../stores/stores.service.js';

const DAY = 86_400_000;
const MINUTE = 60_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let timur: SignedCreator;
let finance: SignedStaff;
let admin: SignedStaff;
let calls: ReturnType<typeof planCalls>;
const videos = new Map<string, string>();

beforeAll(async () => {
  app = await startApp();
  calls = planCalls(app);
  app.clock.set(new Date('2027-03-08T09:00:00Z'));
  [store, other] = [await makeStore(app, { timezone: 'UTC' }), await makeStore(app)];
  [dana, timur] = [await makeCreator(app, { name: 'Dana' }), await makeCreator(app, { name: 'Timur' })];
  [finance, admin] = [await makeStaff(app, 'finance'), await makeStaff(app, 'administrator')];
  await app.db.query(`UPDATE accounts SET locale = CASE id WHEN $1 THEN 'kk' ELSE 'ru' END WHERE id IN ($1, $2)`, [
    ...[timur.accountId, dana.accountId],
  ]);
  const mug = await makeProduct(app, store, { externalId: 'mug', category: 'kitchen' });
  const lamp = await makeProduct(app, store, { externalId: 'lamp', category: 'light' });
  videos.set('mug', await makeEarningVideo(app, { store, creatorId: dana.creatorId, products: [mug] }));
  videos.set('lamp', await makeEarningVideo(app, { store, creatorId: timur.creatorId, products: [lamp] }));
}, 300_000);
afterAll(() => app?.close());

/** Moves time; sessions end on the way, so everyone signs in anew. */
async function later(ms: number): Promise<void> {
  const to = new Date(app.clock.now().getTime() + ms);
  app.clock.set(to);
  for (const person of [store.owner, other.owner, dana, timur, finance, admin])
    person.cookie = await openSession(app, person.accountId);
  const staff = [finance.accountId, admin.accountId];
  await app.db.query('UPDATE sessions SET second_factor_at = $1 WHERE account_id = ANY($2)', [to, staff]);
}

async function clicked(product: string): Promise<string> {
  const { token } = makeViewer(app);
  await sendEvents(app, store.publishableKey, token, [clickOn(app, videos.get(product) ?? '', product)]);
  return token;
}

let orders = 0;
async function buy(viewerToken: string, product: string, price: string): Promise<string> {
  const id = `sale-${++orders}`;
  const line = { lineId: '1', productId: product, title: product, quantity: 1, unitPrice: price };
  const answer = await putOrder(app, store.live, id, orderBody(app, { viewerToken, lines: [line] }));
  expect(answer.status).toBeLessThan(300);
  await app.drainJobs();
  return id;
}

/** The same three sales every time: two days after the click, at once, and at once of the other creator. */
async function threeSales(): Promise<string[]> {
  const early = await clicked('mug');
  await later(2 * DAY);
  return [
    await buy(early, 'mug', '1000.00'),
    await buy(await clicked('mug'), 'mug', '70.00'),
    await buy(await clicked('lamp'), 'lamp', '500.05'),
  ];
}

async function earned(ids: readonly string[]): Promise<bigint> {
  const rows: { sum: string }[] = await app.db.query(
    'SELECT coalesce(sum(amount_minor), 0)::text AS sum FROM commission_units WHERE order_external_id = ANY($1)',
    [ids],
  );
  return BigInt(rows[0]?.sum ?? '0');
}

async function drafted(as: string, terms: object): Promise<Version> {
  const made = await calls.save(as, (await calls.draft(as, store.id)) as Version, { rates: [rate(1000)], ...terms });
  if (typeof made === 'string') throw new Error(made);
  return made;
}

async function through(terms: object): Promise<Version> {
  const made = await drafted(store.owner.cookie, terms);
  await calls.rehearse(store.owner.cookie, made.id);
  expect(await calls.propose(store.owner.cookie, made.id)).toMatchObject({ status: 'proposed' });
  const done = await calls.publish(finance.cookie, made.id);
  if (typeof done === 'string') throw new Error(done);
  return done;
}

describe('attribution terms of a draft', () => {
  it('begin with the product’s defaults, and a draft saved without them keeps its own', async () => {
    const made = (await calls.draft(store.owner.cookie, store.id)) as Version;
    expect(made.terms.attribution).toMatchObject({ preset: null, sameSession: false, watchMs: 10_000 });
    expect(made.terms.attribution.ways.map(({ windowHours }) => windowHours)).toEqual([168, 168, 168, 720, 24]);
    const saved = (await calls.save(store.owner.cookie, made, {
      ...{ rates: [rate(1000)], attribution: attribution(48, { sameSession: true }) },
    })) as Version;
    expect(saved.terms.attribution).toMatchObject({ preset: null, sameSession: true });
    const again = (await calls.save(store.owner.cookie, saved, { rates: [rate(1100)] })) as Version;
    expect(again.terms.attribution).toEqual(saved.terms.attribution);
  });

  it.each<[string, object]>([
    ['no window', attribution(0)],
    ['more than 60 days', attribution(1441)],
    ['half of the ways', attribution(24, { ways: attribution().ways.slice(2) })],
    ['a view of nothing', attribution(24, { watchMs: 0 })],
    ['a view of three minutes', attribution(24, { watchMs: 180_000 })],
    ['no share of a video', attribution(24, { watchBps: 0 })],
    ['more than the rate for a match by category', attribution(24, { categoryBps: 10_001 })],
  ])('refuse %s', async (_, wrong) => {
    const made = (await calls.draft(store.owner.cookie, store.id)) as Version;
    expect(await calls.save(store.owner.cookie, made, { rates: [rate(1)], attribution: wrong })).toBe('BAD_INPUT');
    await calls.call(store.owner.cookie, 'mutation($id: ID!) { discardPlanDraft(id: $id) }', { id: made.id });
  });

  it('have ready-made sets, and a version says which one it is', async () => {
    const text = '{ attributionPresets { name sameSession clickOverView windows { instrument hours } } }';
    type Preset = { name: string; windows: { instrument: string; hours: number }[] };
    const presets = (await calls.call<Preset[]>(store.owner.cookie, text)) as Preset[];
    expect(presets.map(({ name }) => name)).toEqual([
      ...['same_session', 'hours_24', 'days_7', 'days_30', 'click_over_view'],
    ]);
    for (const { name, windows, ...rest } of presets) {
      const ways = windows.map(({ instrument, hours }) => ({ instrument, windowHours: hours, match: 'product' }));
      const made = await drafted(finance.cookie, { attribution: attribution(24, { ...rest, ways }) });
      expect(made.terms.attribution.preset).toBe(name);
      await calls.call(finance.cookie, 'mutation($id: ID!) { discardPlanDraft(id: $id) }', { id: made.id });
    }
    expect(await calls.call(dana.cookie, text)).toBe('FORBIDDEN');
  });

  it('are nobody else’s: a creator and another store are refused', async () => {
    const made = await drafted(store.owner.cookie, { attribution: attribution(24) });
    expect(await calls.save(dana.cookie, made, { rates: [rate(1)], attribution: attribution(24) })).toBe('FORBIDDEN');
    expect(await calls.save(other.owner.cookie, made, { rates: [rate(1)], attribution: attribution(24) })).toBe(
      'NOT_FOUND',
    );
    expect(await calls.read(other.owner.cookie, made.id)).toBe('NOT_FOUND');
  });
});

describe('a shorter window', () => {
  let past: string[];
  let version: Version;

  it('is tried on past sales: the change by creator and month', async () => {
    past = await threeSales();
    expect(await earned(past)).toBe(10_000n + 700n + 5_001n);
    version = await drafted(finance.cookie, { attribution: attribution(24) });
    await calls.rehearse(finance.cookie, version.id);
    version = (await calls.read(finance.cookie, version.id)) as Version;
    expect(version.rehearsal).toMatchObject({
      ...{ status: 'done', current: true, ordersTotal: 3, losing: 1, gaining: 0 },
      ...{ before: { amountMinor: '15701' }, after: { amountMinor: '5701' } },
      months: [{ month: '2027-03', before: { amountMinor: '15701' }, after: { amountMinor: '5701' } }],
    });
  });

  it('is published by a second person, and told in each creator’s language with the day it begins', async () => {
    expect(await calls.propose(finance.cookie, version.id)).toMatchObject({ status: 'proposed' });
    expect(await calls.publish(finance.cookie, version.id)).toBe('SAME_PERSON');
    expect(await calls.publish(dana.cookie, version.id)).toBe('FORBIDDEN');
    const done = (await calls.publish(admin.cookie, version.id)) as Version;
    expect(done.effects.attribution).toMatchObject([
      { field: 'windowsHours.onsite_cart', before: '168', after: '24', direction: 'lowered' },
      { field: 'windowsHours.onsite_click', before: '168', after: '24', direction: 'lowered' },
    ]);
    const begins = Date.parse(done.effects.attribution[1]?.from ?? '');
    expect(begins - app.clock.now().getTime()).toBeGreaterThan(30 * DAY);
    const mails: { recipient: string; body: string }[] = await app.db.query(
      `SELECT recipient, body FROM mails WHERE kind = 'plan_published' AND recipient = ANY($1)`,
      [[dana.email, timur.email]],
    );
    expect(mails).toHaveLength(2);
    expect(mails.find(({ recipient }) => recipient === dana.email)?.body).toContain('7 дней → 1 день, с ');
    expect(mails.find(({ recipient }) => recipient === timur.email)?.body).toContain('7 күн → 1 күн, ');
  });

  it('waits for notice, comes beside what else has changed, and pays what the trial said', async () => {
    await later(2 * MINUTE);
    expect(await earned(await threeSales())).toBe(15_701n);
    const stores = app.get(StoresService);
    const details = { name: store.store.name, url: store.store.url, currency: 'KZT', rateBps: 1000, timezone: 'UTC' };
    await stores.update(await actorOf(app, store.owner), store.id, { ...details, holdDays: 21 });
    await later(30 * DAY);
    expect(await earned(await threeSales())).toBe(5_701n);
    const { program } = await app.get(ProgrammeConfigs).load(app.db.manager, store.id, []);
    const now = program.changes.findLast(({ from }) => from <= app.clock.now().getTime());
    expect(now).toMatchObject({ holdDays: 21, windowsHours: { onsite_click: 24, deep_link: 720 } });
  });

  it('leaves old orders alone when they are looked at again, and a full replay gives what was booked', async () => {
    const decisions = (): Promise<unknown> => app.db.query('SELECT count(*)::int AS count FROM attribution_decisions');
    const before = await decisions();
    await app.get(AttributionService).mark(app.db.manager, store.id, past);
    await app.get(AttributionService).workOffAll();
    await app.drainJobs();
    expect(await decisions()).toEqual(before);
    expect(await earned(past)).toBe(15_701n);
    await app.get(CommissionsService).endHolds();
    await app.drainJobs();
    await later(60 * MINUTE);
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
  });
});

describe('a longer window', () => {
  it('holds at once; what a store’s page shows follows', async () => {
    const windows = async () => {
      const text = 'query($s: ID!) { store(id: $s) { plan { windows { instrument hours } } } }';
      const found = await calls.call<{ plan: { windows: { instrument: string; hours: number }[] } }>(
        ...[store.owner.cookie, text, { s: store.id }],
      );
      if (typeof found === 'string') throw new Error(found);
      return found.plan.windows.find(({ instrument }) => instrument === 'onsite_click')?.hours;
    };
    expect(await windows()).toBe(24);
    const done = await through({ attribution: attribution(96) });
    expect(done.effects.attribution.map(({ direction }) => direction)).toEqual(['raised', 'raised']);
    await later(2 * MINUTE);
    expect(await windows()).toBe(96);
    expect(await earned(await threeSales())).toBe(15_701n);
  });

  it('a cut that was announced is withdrawn by a version that keeps the window', async () => {
    await through({ attribution: attribution(24) });
    const kept = await through({ attribution: attribution(96) });
    expect(kept.effects.attribution).toEqual([]);
    await later(32 * DAY);
    expect(await earned(await threeSales())).toBe(15_701n);
  });

  it('the database keeps what was in force', async () => {
    await expect(app.db.query('DELETE FROM plan_attribution')).rejects.toThrow('permission denied');
    await expect(app.db.query(`UPDATE plan_attribution SET terms = '{}'`)).rejects.toThrow(/kept as they are/);
  });
});
