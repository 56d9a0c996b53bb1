// "Does the video cause sales?" over real HTTP: two arms of shoppers, their orders and refunds, and a result that equals the pure rules.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { armOf, type Arm } from '../../../src/holdouts/assignment.rules.js';
import { readBayesian } from '../../../src/holdouts/statistics/beta.rules.js';
import { compareProportions } from '../../../src/holdouts/statistics/proportions.rules.js';
import { compareRevenue, type Spent } from '../../../src/holdouts/statistics/revenue.rules.js';
import { readViewerToken } from '../../../src/playback/viewers.service.js';
import type { TestApp } from '../../support/app.js';
import { JobsService } from '../../../src/base/jobs/jobs.service.js';
import { putRefund, sendEvents, viewOf } from '../../support/make-money.js';
import { makeCreator, type MadeStore } from '../../support/make.js';
import { ASK, CREATE, DAY, FORECAST, LIST, PLAN, Shop, START, STOP, type Found, type Shopper } from './shop.js';

let shop: Shop;
let app: TestApp;
let store: MadeStore;

beforeAll(async () => {
  shop = await Shop.open();
  ({ app, store } = shop);
}, 180_000);
afterAll(() => app?.close());

let experiment: Found;
const people: Shopper[] = [];

describe('before it begins', () => {
  it('a plan tells its sizes and its days at the traffic there is', async () => {
    const none = await app.graphql(FORECAST, { s: store.id, p: PLAN }, { as: shop.owner });
    expect(none.data).toEqual({
      experimentForecast: { plannedShown: 79, plannedHoldout: 79, viewersPerDay: 0, source: 'NONE', days: null },
    });
    const day = new Date(app.clock.now().getTime() - DAY).toISOString().slice(0, 10);
    await app.db.query(`INSERT INTO anonymous_totals VALUES ($1, $2, 'live', $3, 'impression', 8)`, [
      day,
      store.id,
      shop.videoId,
    ]);
    const some = await app.graphql(FORECAST, { s: store.id, p: PLAN }, { as: shop.owner });
    expect(some.data).toMatchObject({ experimentForecast: { viewersPerDay: 8, source: 'CARDS', days: 20 + 7 } });
  });

  it('a plan out of bounds is refused by its field', async () => {
    const answer = await app.graphql(CREATE, { s: store.id, p: { ...PLAN, holdoutBps: 9000 } }, { as: shop.owner });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'holdoutBps' });
  });

  it('is the affair of the store’s owner alone', async () => {
    const creator = (await makeCreator(app)).cookie;
    experiment = await shop.run(CREATE, { s: store.id, p: PLAN });
    expect(experiment).toMatchObject({ status: 'draft', plannedShown: 79, plannedHoldout: 79, result: null });
    const { id } = experiment;
    for (const [query, variables] of [
      [CREATE, { s: store.id, p: PLAN }],
      [FORECAST, { s: store.id, p: PLAN }],
      [LIST, { s: store.id }],
      [ASK, { id }],
      [START, { id }],
      [STOP, { id }],
    ] as const) {
      expect(await shop.codeOf(query, variables, shop.other.owner.cookie)).toBe('NOT_FOUND');
      expect(await shop.codeOf(query, variables, creator)).toBe('FORBIDDEN');
      expect(await shop.codeOf(query, variables, '')).toBe('UNAUTHENTICATED');
    }
  });

  it('holds nobody out', async () => {
    expect(await shop.named()).toBeUndefined();
    expect((await shop.expose(experiment.id, null)).body).toEqual({ arm: null });
    expect(await shop.kept()).toBe(0);
  });
});

describe('while it runs', () => {
  it('is named on cards with a video, and only one runs in a store', async () => {
    const { id } = await shop.run(CREATE, { s: store.id, p: PLAN });
    experiment = await shop.run(START, { id: experiment.id });
    expect(experiment).toMatchObject({ status: 'running', result: { refusal: 'NOT_BEFORE_PLANNED_SIZE' } });
    await shop.untilNamed(experiment.id);
    expect(await shop.named('jar')).toBeUndefined();
    expect(await shop.codeOf(START, { id })).toBe('EXPERIMENT_RUNNING');
    expect(await shop.codeOf(START, { id: experiment.id })).toBe('CONFLICT');
    await expect(
      app.db.query('UPDATE experiments SET planned_shown = 1 WHERE id = $1', [experiment.id]),
    ).rejects.toThrow(/never changed/);
    await expect(app.db.query('UPDATE experiment_viewers SET arm = $1', ['shown'])).rejects.toThrow();
  });

  it('takes nobody in who has not agreed, is a robot, has a test key, or would see no video', async () => {
    const before = await shop.kept();
    expect((await shop.expose(experiment.id, null, { consent: false })).status).toBe(400);
    expect((await shop.expose(experiment.id, null, {}, 'Googlebot/2.1')).body).toEqual({ arm: null });
    expect((await shop.expose(experiment.id, null, { store: store.testPublishableKey })).body).toEqual({ arm: null });
    expect((await shop.expose(experiment.id, null, { product: 'jar' })).body).toEqual({ arm: null });
    expect((await shop.expose('exp_of_nobody', null)).body).toEqual({ arm: null });
    expect((await shop.expose(experiment.id, null, { store: shop.other.publishableKey })).body).toEqual({ arm: null });
    expect((await shop.expose(experiment.id, null, { store: 'pk_live_none' })).status).toBe(404);
    expect(await shop.kept()).toBe(before);
  });

  it('draws by the hash, writes trigger and draw alike in both arms, and says the same again', async () => {
    while (people.length < 12) people.push(await shop.meet(experiment.id));
    const [drawn]: { salt: string }[] = await app.db.query('SELECT salt FROM experiments WHERE id = $1', [
      experiment.id,
    ]);
    for (const { viewerId, arm, token } of people) {
      expect(arm).toBe(armOf(drawn?.salt ?? '', viewerId, PLAN.holdoutBps));
      expect((await shop.expose(experiment.id, token)).body).toEqual({ arm });
    }
    const rows: { external_id: string; content: { arm: Arm; why: string; viewer_id: string } }[] = await app.db.query(
      `SELECT external_id, content FROM facts WHERE type = 'assignment' AND store_id = $1`,
      [store.id],
    );
    const facts = new Map(rows.map((row) => [row.content.viewer_id, row.content]));
    expect(people.map((p) => facts.get(p.viewerId)?.arm)).toEqual(people.map((p) => p.arm));
    expect(rows).toHaveLength(people.length);
    const [count]: { n: number }[] = await app.db.query('SELECT count(*)::int AS n FROM experiment_exposures');
    expect(count?.n).toBe(people.length);
  });

  it('gives a forged token a new viewer instead of an arm of somebody else', async () => {
    const forged = `v1.${people[0]?.viewerId}.${'x'.repeat(43)}`;
    const answer = (await shop.expose(experiment.id, forged)).body as { viewerToken: string };
    expect(readViewerToken(app.config, answer.viewerToken)).not.toBe(people[0]?.viewerId);
    people.push(await shop.meet(experiment.id, answer.viewerToken));
  });
});

/** What this spec knows of each shopper, to be compared with what the service found. */
const ledger = {
  shown: new Map<string, Spent & { bought: boolean }>(),
  holdout: new Map<string, Spent & { bought: boolean }>(),
};
const tens = (whole: number) => `${whole}.00`;

function note(shopper: Shopper, change: Partial<Spent & { bought: boolean }>): void {
  const known = ledger[shopper.arm].get(shopper.viewerId) ?? { before: 0, after: 0, bought: false };
  ledger[shopper.arm].set(shopper.viewerId, { ...known, ...change });
}

describe('shoppers', () => {
  it('come until both arms are full; some had bought before', async () => {
    const of = (arm: Arm) => people.filter((p) => p.arm === arm).length;
    const early = await shop.newcomer();
    // Known by its own token before the first trigger: what was bought then is told.
    await shop.buy(early, '700.00', { occurredAt: new Date(app.clock.now().getTime() - 3 * DAY).toISOString() });
    const met = await shop.meet(experiment.id, early.token);
    people.push({ ...met, customerId: early.customerId });
    note({ ...met, customerId: early.customerId }, { before: 70_000 });
    while (of('shown') < 84 || of('holdout') < 84) people.push(await shop.meet(experiment.id));
  }, 600_000);

  it('buy: shown ones more often, some twice, some other things, some too late', async () => {
    const plain = people.filter((p) => ![...ledger.shown.keys(), ...ledger.holdout.keys()].includes(p.viewerId));
    for (const arm of ['shown', 'holdout'] as const) {
      const own = plain.filter((p) => p.arm === arm);
      const buyers = arm === 'shown' ? 34 : 16;
      for (const [i, shopper] of own.slice(0, buyers).entries()) {
        const price = 500 + 37 * ((i * 13) % 29);
        if (arm === 'shown' && i < 10) {
          await sendEvents(app, store.publishableKey, shopper.token, [viewOf(app, shop.videoId, { seconds: 15 })]);
        }
        await shop.buy(shopper, tens(price));
        note(shopper, { after: price * 100, bought: true });
      }
      const [others, cancelled, pending, till] = own.slice(buyers);
      if (!others || !cancelled || !pending || !till) throw new Error('too few shoppers');
      await shop.buy(others, '900.00', {}, 'jar');
      note(others, { after: 90_000 });
      await shop.buy(cancelled, '800.00', { status: 'cancelled' });
      await shop.buy(pending, '800.00', { status: 'pending' });
      await shop.buy(till, '800.00', { source: 'pos' });
    }
    await app.drainJobs();
  }, 600_000);

  it('send things back, in part and whole', async () => {
    const [half, whole] = people.filter((p) => p.arm === 'shown' && ledger.shown.get(p.viewerId)?.bought);
    if (!half || !whole) throw new Error('nobody bought');
    const orderOf = async (shopper: Shopper) => {
      const rows: { external_id: string }[] = await app.db.query(
        `SELECT external_id FROM orders WHERE viewer_id = $1`,
        [shopper.viewerId],
      );
      return rows[0]?.external_id ?? '';
    };
    const at = app.clock.now().toISOString();
    const back = (amount: string) => [{ lineId: '1', quantity: 0, amount }];
    await putRefund(app, store.live, 'r1', { orderId: await orderOf(half), occurredAt: at, lines: back('200.00') });
    const all = [{ lineId: '1', quantity: 1 }];
    await putRefund(app, store.live, 'r2', { orderId: await orderOf(whole), occurredAt: at, lines: all });
    const spent = ledger.shown.get(half.viewerId);
    note(half, { after: (spent?.after ?? 0) - 20_000 });
    note(whole, { after: 0 });
    await app.drainJobs();
  });

  it('who come with a second device meet the arm of the first, and are one viewer', async () => {
    const first = people.find((p) => ledger[p.arm].get(p.viewerId)?.bought);
    if (!first) throw new Error('nobody bought');
    // Three second devices: that a hash gives the arm of the first by chance each time happens once in eight.
    for (let n = 0; n < 3; n += 1) {
      const device = await shop.newcomer();
      await shop.buy({ ...device, customerId: first.customerId }, '10.00', {
        occurredAt: new Date(app.clock.now().getTime() - 90 * DAY).toISOString(),
      });
      const met = await shop.meet(experiment.id, device.token);
      expect(met.arm).toBe(first.arm);
    }
    const rows: { why: string }[] = await app.db.query(`SELECT why FROM experiment_viewers WHERE why = 'CUSTOMER'`);
    expect(rows).toHaveLength(3);
    const { result } = await shop.run(ASK, { id: experiment.id });
    expect(result?.[first.arm].viewers).toBe(people.filter((p) => p.arm === first.arm).length);
  });
});

describe('a result', () => {
  const unsaid = { buyers: null, orders: null, rate: null, revenuePerViewer: null, returnRate: null };

  it('is not told before fourteen days, although both arms are full', async () => {
    await shop.pass(10);
    const { status, result } = await shop.run(ASK, { id: experiment.id });
    expect(status).toBe('running');
    expect(result).toMatchObject({ refusal: 'NOT_BEFORE_14_DAYS', findings: null, shown: unsaid, holdout: unsaid });
  });

  it('is not told while the last viewers may still buy; nobody new is taken in, and who is held out stays so', async () => {
    await shop.pass(4);
    expect(await shop.run(ASK, { id: experiment.id })).toMatchObject({
      status: 'measuring',
      result: { refusal: 'ORDERS_STILL_COUNT', findings: null, shown: unsaid },
    });
    const held = people.find((p) => p.arm === 'holdout');
    expect((await shop.expose(experiment.id, held?.token ?? '')).body).toEqual({ arm: 'holdout' });
    expect((await shop.expose(experiment.id, null)).body).toEqual({ arm: null });
    // Fourteen days after the first trigger: too late to count.
    await shop.buy(people.filter((p) => p.arm === 'holdout').at(-1) as Shopper, '5000.00');
    await app.drainJobs();
  });

  it('equals the pure rules over what the shoppers did', async () => {
    await app.get(JobsService).runTimer('reports.views');
    await shop.pass(7);
    const { status, result } = await shop.run(ASK, { id: experiment.id });
    expect([status, result?.refusal]).toEqual(['finished', null]);
    const tally = (arm: Arm) => ({
      x: [...ledger[arm].values()].filter((one) => one.bought).length,
      n: people.filter((p) => p.arm === arm).length,
    });
    const [shown, holdout] = [tally('shown'), tally('holdout')];
    expect(result?.shown).toMatchObject({ viewers: shown.n, buyers: 34, orders: 35, otherOrders: 1 });
    expect(result?.holdout).toMatchObject({ viewers: holdout.n, buyers: 16, orders: 17, otherOrders: 1 });
    const wanted = compareProportions(shown, holdout);
    const { findings } = result ?? {};
    expect(findings).toMatchObject({
      ...{ z: wanted.z, pValue: wanted.pValue, incrementalBuyers: wanted.incrementalBuyers },
      ...readBayesian(shown, holdout),
      difference: { value: wanted.difference, from: wanted.differenceInterval[0], to: wanted.differenceInterval[1] },
      relative: { value: wanted.relative, from: wanted.relativeInterval[0], to: wanted.relativeInterval[1] },
    });
    const sample = (arm: Arm) => ({ n: tally(arm).n, spent: [...ledger[arm].values()] });
    const revenue = compareRevenue(sample('shown'), sample('holdout'));
    const rounded = (value: number) => ({ amountMinor: String(Math.round(value)), currency: 'KZT' });
    expect(findings).toMatchObject({
      rawRevenuePerViewer: { value: rounded(revenue.raw.difference) },
      revenuePerViewer: {
        value: rounded(revenue.adjusted.difference),
        from: rounded(revenue.adjusted.interval[0]),
        to: rounded(revenue.adjusted.interval[1]),
      },
      incrementalRevenue: { value: rounded(revenue.adjusted.difference * shown.n) },
    });
    expect(result?.shown.returnRate).toBeGreaterThan(0);
    expect(result?.holdout.returnRate).toBe(0);
  });

  it('tells what the commission brought back, beside what it was credited with', async () => {
    const [row]: { net: string; commission: string }[] = await app.db.query(
      `SELECT sum(base_minor)::text AS net, sum(amount_minor)::text AS commission FROM commission_units WHERE store_id = $1`,
      [store.id],
    );
    const { result } = await shop.run(ASK, { id: experiment.id });
    const findings = result?.findings as unknown as {
      commission: { amountMinor: string };
      incrementalRevenue: { value: { amountMinor: string } };
      incrementalReturn: number;
      creditedReturn: number;
    };
    expect(Number(row?.commission)).toBeGreaterThan(0);
    expect(findings.commission.amountMinor).toBe(row?.commission);
    const paid = Number(row?.commission);
    const caused = findings.incrementalRevenue.value.amountMinor;
    expect(findings.incrementalReturn).toBeCloseTo((Number(caused) * 0.4) / paid, 9);
    expect(findings.creditedReturn).toBeCloseTo((Number(row?.net) * 0.4) / paid, 9);
  });

  it('tells of each product what came back from watchers and from the held-out', async () => {
    const { result } = await shop.run(ASK, { id: experiment.id });
    const [mug, ...more] = result?.findings?.['products'] as unknown as Record<string, unknown>[];
    expect(more).toEqual([]);
    expect(mug).toMatchObject({ productId: 'mug', watchedOrders: 10, holdoutOrders: 16, holdoutReturnRate: 0 });
    const sold = (i: number) => 500 + 37 * ((i * 13) % 29);
    const gross = Array.from({ length: 10 }, (_, i) => sold(i)).reduce((sum, one) => sum + one, 0);
    // Half of the first one went back, and all of the second.
    expect(mug?.['watchedReturnRate']).toBeCloseTo((200 + sold(1)) / gross, 5);
  });

  it('lets the videos be seen by everyone again, and the next experiment begin', async () => {
    await shop.untilNamed(undefined);
    const held = people.find((p) => p.arm === 'holdout');
    expect((await shop.expose(experiment.id, held?.token ?? '')).body).toEqual({ arm: null });
    expect((await shop.run(START, { id: await shop.idOf('draft') })).status).toBe('running');
    expect(await shop.codeOf(STOP, { id: experiment.id })).toBe('CONFLICT');
  });
});

describe('a broken or ended experiment', () => {
  it('is told to be broken at once when one arm loses viewers', async () => {
    const id = await shop.idOf('running');
    const add = (arm: Arm, from: number, to: number) =>
      app.db.query(
        `INSERT INTO experiment_viewers SELECT $1, 'lost-' || g, $2, 'BUCKET', $3 FROM generate_series($4::int, $5::int) g`,
        [id, arm, app.clock.now(), from, to],
      );
    await add('shown', 1, 500);
    await add('holdout', 501, 950);
    expect((await shop.run(ASK, { id })).result).toMatchObject({ refusal: 'NOT_BEFORE_14_DAYS' });
    await add('shown', 951, 1050);
    const { result } = await shop.run(ASK, { id });
    expect(result).toMatchObject({ refusal: 'BROKEN_SAMPLE_RATIO', findings: null });
    expect(result?.ratioPValue).toBeLessThan(0.001);
  });

  it('that is stopped early never speaks', async () => {
    const { id } = await shop.run(CREATE, { s: store.id, p: PLAN });
    await shop.run(STOP, { id: await shop.idOf('running') });
    await shop.run(START, { id });
    expect(await shop.run(STOP, { id })).toMatchObject({
      status: 'stopped',
      result: { refusal: 'STOPPED_EARLY', findings: null, shown: { viewers: 0, buyers: null } },
    });
    const actions: { action: string }[] = await app.db.query(
      `SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY id`,
      [id],
    );
    expect(actions.map((row) => row.action)).toEqual([
      'experiments.created',
      'experiments.running',
      'experiments.stopped',
    ]);
  });
});
