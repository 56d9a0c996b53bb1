// "Does the video cause sales?" over real HTTP: two arms of shoppers, their orders and refunds, and a result that equals the pure rules.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Arm } from '../../src/holdouts/assignment.rules.js';
import { armOf } from '../../src/holdouts/assignment.rules.js';
import { readBayesian } from '../../src/holdouts/statistics/beta.rules.js';
import { compareProportions } from '../../src/holdouts/statistics/proportions.rules.js';
import { compareRevenue, type Spent } from '../../src/holdouts/statistics/revenue.rules.js';
import { JobsService } from '../../src/base/jobs/jobs.service.js';
import { readViewerToken } from '../../src/playback/viewers.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { BROWSER, orderBody, putOrder, putRefund, sendEvents, viewOf } from '../support/make-money.js';
import { makeCreator, makeProduct, makeStore, openSession, type MadeStore } from '../support/make.js';
import { makePublishedVideo } from '../support/make-videos.js';

const DAY = 86_400_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let owner: string;
let videoId: string;

interface Shopper {
  token: string;
  viewerId: string;
  arm: Arm;
  customerId: string;
}

const MONEY = '{ amountMinor currency }';
const ESTIMATE = '{ value from to }';
const ARM = `{ viewers buyers orders otherOrders rate ${ESTIMATE} revenuePerViewer ${MONEY} returnRate }`;
const PARTS = `id status plannedShown plannedHoldout startedAt enrolmentEndedAt endedAt result { refusal ratioPValue
  shown ${ARM} holdout ${ARM} findings { difference ${ESTIMATE} z pValue relative ${ESTIMATE} incrementalBuyers
    chanceShownBetter lossIfShown lossIfHeldOut
    revenuePerViewer { value ${MONEY} from ${MONEY} to ${MONEY} } rawRevenuePerViewer { value ${MONEY} }
    incrementalRevenue { value ${MONEY} from ${MONEY} to ${MONEY} } commission ${MONEY} incrementalReturn creditedReturn } }`;
const CREATE = `mutation($s: ID!, $p: ExperimentPlanInput!) { createExperiment(storeId: $s, plan: $p) { ${PARTS} } }`;
const START = `mutation($id: ID!) { startExperiment(id: $id) { ${PARTS} } }`;
const STOP = `mutation($id: ID!) { stopExperiment(id: $id) { ${PARTS} } }`;
const ASK = `query($id: ID!) { experiment(id: $id) { ${PARTS} } }`;
const LIST = `query($s: ID!) { experiments(storeId: $s) { totalCount nodes { id status } } }`;
const FORECAST = `query($s: ID!, $p: ExperimentPlanInput!) { experimentForecast(storeId: $s, plan: $p) {
  plannedShown plannedHoldout viewersPerDay source days } }`;
/** Half held out, 20 % of shoppers buy, and only a doubling is worth finding: 79 viewers of each arm. */
const PLAN = { holdoutBps: 5000, baselinePpm: 200_000, upliftBps: 10_000, marginBps: 4000 };

interface ArmAnswer {
  viewers: number;
  buyers: number | null;
  orders: number | null;
  otherOrders: number | null;
  rate: { value: number } | null;
  returnRate: number | null;
}
interface Found {
  id: string;
  status: string;
  plannedShown: number;
  plannedHoldout: number;
  result: {
    refusal: string | null;
    ratioPValue: number;
    shown: ArmAnswer;
    holdout: ArmAnswer;
    findings: Record<string, { value: unknown; from: unknown; to: unknown }> | null;
  } | null;
}

async function run(query: string, variables: object, as = owner): Promise<Found> {
  const answer = await app.graphql<Record<string, Found>>(query, { ...variables }, { as });
  expect(answer.errors).toEqual([]);
  return Object.values(answer.data ?? {})[0] as Found;
}
const codeOf = async (query: string, variables: object, as = owner) =>
  (await app.graphql(query, { ...variables }, { as })).errors[0]?.extensions.code;

const expose = (experiment: string, token: string | null, change: object = {}, agent = BROWSER) =>
  app.http
    .post('/v1/exposures')
    .set({ 'user-agent': agent, 'content-type': 'text/plain' })
    .send(
      JSON.stringify({
        ...{ store: store.publishableKey, experiment, product: 'mug', viewerToken: token, consent: true },
        ...change,
      }),
    );

let shoppers = 0;
async function meet(experiment: string, token: string | null = null): Promise<Shopper> {
  const answer = await expose(experiment, token);
  expect(answer.status).toBe(200);
  const body = answer.body as { arm: Arm; viewerToken?: string };
  const own = body.viewerToken ?? token ?? '';
  shoppers += 1;
  const viewerId = readViewerToken(app.config, own) ?? '';
  return { token: own, viewerId, arm: body.arm, customerId: `person-${shoppers}` };
}

const line = (product: string, price: string) => ({ lineId: '1', productId: product, quantity: 1, unitPrice: price });
let orders = 0;
async function buy(shopper: Shopper, price: string, change: Record<string, unknown> = {}, product = 'mug') {
  orders += 1;
  const body = orderBody(app, {
    ...{ viewerToken: shopper.token, buyer: { customerId: shopper.customerId }, lines: [line(product, price)] },
    ...change,
  });
  const answer = await putOrder(app, store.live, `x${orders}`, body);
  expect(answer.status).toBeLessThan(300);
  return `x${orders}`;
}

async function pass(days: number): Promise<void> {
  app.clock.advance(days * DAY);
  owner = await openSession(app, store.owner.accountId);
  await app.get(JobsService).runTimer('holdouts.advance');
}

const cardExperiment = async (product = 'mug') =>
  (await app.http.get('/v1/cards').query({ store: store.publishableKey, product })).body.experiment as
    string | undefined;

async function soon(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 100) throw new Error('never happened');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const stored = async () => {
  const [row]: { n: number }[] = await app.db.query(
    `SELECT (SELECT count(*) FROM experiment_exposures) + (SELECT count(*) FROM experiment_viewers) AS n`,
  );
  return Number(row?.n);
};

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  other = await makeStore(app);
  owner = store.owner.cookie;
  const dana = await makeCreator(app);
  const mug = await makeProduct(app, store, { externalId: 'mug' });
  await makeProduct(app, store, { externalId: 'jar' });
  videoId = (await makePublishedVideo(app, { store, creator: dana, products: [mug] })).id;
}, 180_000);
afterAll(() => app?.close());

let experiment: Found;
const people: Shopper[] = [];

describe('before it begins', () => {
  it('a plan tells its sizes and its days at the traffic there is', async () => {
    const none = await app.graphql(FORECAST, { s: store.id, p: PLAN }, { as: owner });
    expect(none.data).toEqual({
      experimentForecast: { plannedShown: 79, plannedHoldout: 79, viewersPerDay: 0, source: 'NONE', days: null },
    });
    const day = new Date(app.clock.now().getTime() - DAY).toISOString().slice(0, 10);
    await app.db.query(`INSERT INTO anonymous_totals VALUES ($1, $2, 'live', $3, 'impression', 8)`, [
      day,
      store.id,
      videoId,
    ]);
    const some = await app.graphql(FORECAST, { s: store.id, p: PLAN }, { as: owner });
    expect(some.data).toMatchObject({ experimentForecast: { viewersPerDay: 8, source: 'CARDS', days: 20 + 7 } });
  });

  it('a plan out of bounds is refused by its field', async () => {
    const answer = await app.graphql(CREATE, { s: store.id, p: { ...PLAN, holdoutBps: 9000 } }, { as: owner });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'holdoutBps' });
  });

  it('is the affair of the store’s owner alone', async () => {
    const creator = (await makeCreator(app)).cookie;
    experiment = await run(CREATE, { s: store.id, p: PLAN });
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
      expect(await codeOf(query, variables, other.owner.cookie)).toBe('NOT_FOUND');
      expect(await codeOf(query, variables, creator)).toBe('FORBIDDEN');
      expect(await codeOf(query, variables, '')).toBe('UNAUTHENTICATED');
    }
  });

  it('holds nobody out', async () => {
    expect(await cardExperiment()).toBeUndefined();
    expect((await expose(experiment.id, null)).body).toEqual({ arm: null });
    expect(await stored()).toBe(0);
  });
});

describe('while it runs', () => {
  it('is named on cards with a video, and only one runs in a store', async () => {
    const { id } = await run(CREATE, { s: store.id, p: PLAN });
    experiment = await run(START, { id: experiment.id });
    expect(experiment).toMatchObject({ status: 'running', result: { refusal: 'NOT_BEFORE_PLANNED_SIZE' } });
    await soon(async () => (await cardExperiment()) === experiment.id);
    expect(await cardExperiment('jar')).toBeUndefined();
    expect(await codeOf(START, { id })).toBe('EXPERIMENT_RUNNING');
    expect(await codeOf(START, { id: experiment.id })).toBe('CONFLICT');
    await expect(
      app.db.query('UPDATE experiments SET planned_shown = 1 WHERE id = $1', [experiment.id]),
    ).rejects.toThrow(/never changed/);
    await expect(app.db.query('UPDATE experiment_viewers SET arm = $1', ['shown'])).rejects.toThrow();
  });

  it('takes nobody in who has not agreed, is a robot, has a test key, or would see no video', async () => {
    const before = await stored();
    expect((await expose(experiment.id, null, { consent: false })).status).toBe(400);
    expect((await expose(experiment.id, null, {}, 'Googlebot/2.1')).body).toEqual({ arm: null });
    expect((await expose(experiment.id, null, { store: store.testPublishableKey })).body).toEqual({ arm: null });
    expect((await expose(experiment.id, null, { product: 'jar' })).body).toEqual({ arm: null });
    expect((await expose('exp_of_nobody', null)).body).toEqual({ arm: null });
    expect((await expose(experiment.id, null, { store: other.publishableKey })).body).toEqual({ arm: null });
    expect((await expose(experiment.id, null, { store: 'pk_live_none' })).status).toBe(404);
    expect(await stored()).toBe(before);
  });

  it('draws by the hash, writes trigger and draw alike in both arms, and says the same again', async () => {
    while (people.length < 12) people.push(await meet(experiment.id));
    const [{ salt }]: { salt: string }[] = await app.db.query('SELECT salt FROM experiments WHERE id = $1', [
      experiment.id,
    ]);
    for (const { viewerId, arm, token } of people) {
      expect(arm).toBe(armOf(salt, viewerId, PLAN.holdoutBps));
      expect((await expose(experiment.id, token)).body).toEqual({ arm });
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
    const answer = (await expose(experiment.id, forged)).body as { viewerToken: string };
    expect(readViewerToken(app.config, answer.viewerToken)).not.toBe(people[0]?.viewerId);
    people.push(await meet(experiment.id, answer.viewerToken));
  });
});

/** What this spec knows of each shopper, to be compared with what the service found. */
const ledger = {
  shown: new Map<string, Spent & { bought: boolean }>(),
  holdout: new Map<string, Spent & { bought: boolean }>(),
};
const tens = (amount: number) => `${amount}.00`;

function note(shopper: Shopper, change: Partial<Spent & { bought: boolean }>): void {
  const known = ledger[shopper.arm].get(shopper.viewerId) ?? { before: 0, after: 0, bought: false };
  ledger[shopper.arm].set(shopper.viewerId, { ...known, ...change });
}

describe('shoppers', () => {
  it('come until both arms are full; some had bought before', async () => {
    const of = (arm: Arm) => people.filter((p) => p.arm === arm).length;
    const early = await meetNewcomer();
    // Known by its own token before the first trigger: what was bought then is told.
    await buy(early, '700.00', { occurredAt: new Date(app.clock.now().getTime() - 3 * DAY).toISOString() });
    const met = await meet(experiment.id, early.token);
    people.push({ ...met, customerId: early.customerId });
    note({ ...met, customerId: early.customerId }, { before: 70_000 });
    while (of('shown') < 84 || of('holdout') < 84) people.push(await meet(experiment.id));
  }, 120_000);

  it('buy: shown ones more often, some twice, some other things, some too late', async () => {
    const plain = people.filter((p) => ![...ledger.shown.keys(), ...ledger.holdout.keys()].includes(p.viewerId));
    for (const arm of ['shown', 'holdout'] as const) {
      const own = plain.filter((p) => p.arm === arm);
      const buyers = arm === 'shown' ? 34 : 16;
      for (const [i, shopper] of own.slice(0, buyers).entries()) {
        const price = 500 + 37 * ((i * 13) % 29);
        if (arm === 'shown' && i < 10) {
          await sendEvents(app, store.publishableKey, shopper.token, [viewOf(app, videoId, { seconds: 15 })]);
        }
        await buy(shopper, tens(price));
        note(shopper, { after: price * 100, bought: true });
      }
      const [others, cancelled, pending, till] = own.slice(buyers);
      if (!others || !cancelled || !pending || !till) throw new Error('too few shoppers');
      await buy(others, '900.00', {}, 'jar');
      note(others, { after: 90_000 });
      await buy(cancelled, '800.00', { status: 'cancelled' });
      await buy(pending, '800.00', { status: 'pending' });
      await buy(till, '800.00', { source: 'pos' });
    }
    await app.drainJobs();
  }, 120_000);

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
      const device = await meetNewcomer();
      await buy({ ...device, customerId: first.customerId }, '10.00', {
        occurredAt: new Date(app.clock.now().getTime() - 90 * DAY).toISOString(),
      });
      const met = await meet(experiment.id, device.token);
      expect(met.arm).toBe(first.arm);
    }
    const rows: { why: string }[] = await app.db.query(`SELECT why FROM experiment_viewers WHERE why = 'CUSTOMER'`);
    expect(rows).toHaveLength(3);
    const { result } = await run(ASK, { id: experiment.id });
    expect(result?.[first.arm].viewers).toBe(people.filter((p) => p.arm === first.arm).length);
  });
});

/** A viewer with a token who has not seen a product page yet. */
async function meetNewcomer(): Promise<Shopper> {
  const answer = await app.http.post('/v1/viewers').send({ store: store.publishableKey });
  const token = (answer.body as { viewerToken: string }).viewerToken;
  shoppers += 1;
  return { token, viewerId: readViewerToken(app.config, token) ?? '', arm: 'shown', customerId: `person-${shoppers}` };
}

describe('a result', () => {
  const unsaid = { buyers: null, orders: null, rate: null, revenuePerViewer: null, returnRate: null };

  it('is not told before fourteen days, although both arms are full', async () => {
    await pass(10);
    const { status, result } = await run(ASK, { id: experiment.id });
    expect(status).toBe('running');
    expect(result).toMatchObject({ refusal: 'NOT_BEFORE_14_DAYS', findings: null, shown: unsaid, holdout: unsaid });
  });

  it('is not told while the last viewers may still buy; nobody new is taken in, and who is held out stays so', async () => {
    await pass(4);
    expect(await run(ASK, { id: experiment.id })).toMatchObject({
      status: 'measuring',
      result: { refusal: 'ORDERS_STILL_COUNT', findings: null, shown: unsaid },
    });
    const held = people.find((p) => p.arm === 'holdout');
    expect((await expose(experiment.id, held?.token ?? '')).body).toEqual({ arm: 'holdout' });
    expect((await expose(experiment.id, null)).body).toEqual({ arm: null });
    // Fourteen days after the first trigger: too late to count.
    await buy(people.filter((p) => p.arm === 'holdout').at(-1) as Shopper, '5000.00');
    await app.drainJobs();
  });

  it('equals the pure rules over what the shoppers did', async () => {
    await pass(7);
    const { status, result } = await run(ASK, { id: experiment.id });
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
    const { result } = await run(ASK, { id: experiment.id });
    const findings = result?.findings as unknown as {
      commission: { amountMinor: string };
      incrementalRevenue: { value: { amountMinor: string } };
      incrementalReturn: number;
      creditedReturn: number;
    };
    expect(Number(row?.commission)).toBeGreaterThan(0);
    expect(findings.commission.amountMinor).toBe(row?.commission);
    const commission = Number(row?.commission);
    expect(findings.incrementalReturn).toBeCloseTo(
      (Number(findings.incrementalRevenue.value.amountMinor) * 0.4) / commission,
      9,
    );
    expect(findings.creditedReturn).toBeCloseTo((Number(row?.net) * 0.4) / commission, 9);
  });

  it('lets the videos be seen by everyone again, and the next experiment begin', async () => {
    await soon(async () => (await cardExperiment()) === undefined);
    const held = people.find((p) => p.arm === 'holdout');
    expect((await expose(experiment.id, held?.token ?? '')).body).toEqual({ arm: null });
    const list = await app.graphql<{ experiments: { nodes: { id: string; status: string }[] } }>(
      LIST,
      { s: store.id },
      { as: owner },
    );
    const next = list.data?.experiments.nodes.find((one) => one.status === 'draft');
    expect((await run(START, { id: next?.id })).status).toBe('running');
    expect(await codeOf(STOP, { id: experiment.id })).toBe('CONFLICT');
  });
});

describe('a broken or ended experiment', () => {
  it('is told to be broken at once when one arm loses viewers', async () => {
    const list = await app.graphql<{ experiments: { nodes: { id: string; status: string }[] } }>(
      LIST,
      { s: store.id },
      { as: owner },
    );
    const id = list.data?.experiments.nodes.find((one) => one.status === 'running')?.id ?? '';
    const add = (arm: Arm, from: number, to: number) =>
      app.db.query(
        `INSERT INTO experiment_viewers SELECT $1, 'lost-' || g, $2, 'BUCKET', $3 FROM generate_series($4::int, $5::int) g`,
        [id, arm, app.clock.now(), from, to],
      );
    await add('shown', 1, 500);
    await add('holdout', 501, 950);
    expect((await run(ASK, { id })).result).toMatchObject({ refusal: 'NOT_BEFORE_14_DAYS' });
    await add('shown', 951, 1050);
    const { result } = await run(ASK, { id });
    expect(result).toMatchObject({ refusal: 'BROKEN_SAMPLE_RATIO', findings: null });
    expect(result?.ratioPValue).toBeLessThan(0.001);
  });

  it('that is stopped early never speaks', async () => {
    const { id } = await run(CREATE, { s: store.id, p: PLAN });
    const list = await app.graphql<{ experiments: { nodes: { id: string; status: string }[] } }>(
      LIST,
      { s: store.id },
      { as: owner },
    );
    await run(STOP, { id: list.data?.experiments.nodes.find((one) => one.status === 'running')?.id });
    await run(START, { id });
    expect(await run(STOP, { id })).toMatchObject({
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
