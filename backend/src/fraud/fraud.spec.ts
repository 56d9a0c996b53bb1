// Several groups about one commission, holds that nobody decides about, alerts of the evaluator, and the stop rule.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import {
  clickOn,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
} from '../../test/support/make-money.js';
import {
  actorOf,
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../test/support/make.js';
import { PayoutStops } from '../payouts/batches/stops.service.js';
import type { AlertDraft } from './alert.rules.js';
import { AlertsService } from './alerts.service.js';
import { AppealsService } from './appeals/appeals.service.js';
import { RiskDecisions } from './decisions.service.js';
import { EndingsService } from './endings.service.js';
import { LooksService } from './looks/looks.service.js';
import type { RiskRule } from './risk.reasons.js';

const DAY = 86_400_000;
let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let finance: SignedStaff;
let video: string;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  finance = await makeStaff(app, 'finance');
  video = await makeEarningVideo(app, {
    ...{ store, creatorId: dana.creatorId },
    products: [await makeProduct(app, store, { externalId: 'mug' })],
  });
}, 180_000);
afterAll(() => app?.close());

async function sell(id: string, clicks = 1): Promise<void> {
  const viewer = makeViewer(app);
  const touches = Array.from({ length: clicks }, (_, at) => clickOn(app, video, 'mug', 30 + at));
  expect((await sendEvents(app, store.publishableKey, viewer.token, touches)).status).toBe(202);
  expect((await putOrder(app, store.live, id, orderBody(app, { viewerToken: viewer.token }))).status).toBe(200);
  await app.drainJobs();
}

const draft = (rule: RiskRule, key: string, orderIds: string[]): AlertDraft => ({
  ...{ rule, creatorId: dana.creatorId, key, orderId: null, facts: [{ code: rule, params: {} }] },
  units: orderIds.map((orderId) => ({ orderId, lineId: '1' })),
});
const raise = async (...drafts: AlertDraft[]): Promise<number> => {
  const added = await app.get(AlertsService).raise(store.id, drafts);
  await app.drainJobs();
  return added;
};
async function groupOf(rule: RiskRule): Promise<{ id: string; status: string; alerts: number }> {
  const rows: { id: string; status: string; alerts: number }[] = await app.db.query(
    'SELECT id, status, alert_count AS alerts FROM risk_groups WHERE rule = $1 ORDER BY opened_at DESC, id DESC LIMIT 1',
    [rule],
  );
  return rows[0] ?? { id: '', status: 'none', alerts: 0 };
}
async function decide(rule: RiskRule, action: string): Promise<void> {
  const group = await groupOf(rule);
  const said = { action, reasonCode: null, note: null, seenAlerts: group.alerts };
  await app.get(RiskDecisions).decide(await actorOf(app, finance), { groupId: group.id, ...said });
  await app.drainJobs();
}
async function stateOf(orderId: string): Promise<string> {
  const rows: { state: string }[] = await app.db.query(
    'SELECT state FROM commission_units WHERE order_external_id = $1',
    [orderId],
  );
  return rows[0]?.state ?? 'none';
}

describe('several groups about one commission', () => {
  it('it is free when the last of them lets go', async () => {
    await sell('both');
    await sell('beside');
    await raise(draft('VELOCITY', 'a', ['both']), draft('EARNINGS_SPIKE', 'a', ['both']));
    expect([await stateOf('both'), await stateOf('beside')]).toEqual(['review', 'pending']);
    await decide('VELOCITY', 'release');
    expect(await stateOf('both')).toBe('review');
    await decide('EARNINGS_SPIKE', 'release');
    expect(await stateOf('both')).toBe('pending');
  });

  it('a rejection outweighs a hold and a release', async () => {
    await sell('worst');
    await raise(draft('SAME_SHOPPER', 'a', ['worst']), draft('REFUND_ANOMALY', 'a', ['worst']));
    await decide('SAME_SHOPPER', 'reject');
    expect(await stateOf('worst')).toBe('rejected');
    await decide('REFUND_ANOMALY', 'release');
    expect(await stateOf('worst')).toBe('rejected');
    await raise(draft('VELOCITY', 'b', ['worst']));
    expect(await stateOf('worst')).toBe('rejected');
    await decide('VELOCITY', 'release');
  });

  it('what was released is not held again by the same alert, and joins by a new one', async () => {
    expect(await raise(draft('VELOCITY', 'a', ['both']))).toBe(0);
    expect(await stateOf('both')).toBe('pending');
    expect(await raise(draft('VELOCITY', 'c', ['beside']), draft('VELOCITY', 'c', ['beside']))).toBe(1);
    expect(await stateOf('beside')).toBe('review');
    expect(await raise(draft('VELOCITY', 'd', ['both']))).toBe(1);
    expect([await groupOf('VELOCITY'), await stateOf('both')]).toMatchObject([{ status: 'held', alerts: 2 }, 'review']);
  });

  it('a rule that may not hold freezes nothing, and a test programme has no queue', async () => {
    await sell('alone');
    await raise(draft('SHARED_IDENTITY', 'a', ['alone']));
    expect([(await groupOf('SHARED_IDENTITY')).status, await stateOf('alone')]).toEqual(['open', 'pending']);
    expect(await app.get(AlertsService).raise(`${store.id}:test`, [draft('VELOCITY', 'z', ['alone'])])).toBe(0);
  });

  it('many writers of one alert add it once', async () => {
    const same = [1, 2, 3, 4].map(() =>
      app.get(AlertsService).raise(store.id, [draft('CONVERSION_ANOMALY', 'a', ['alone'])]),
    );
    expect((await Promise.all(same)).reduce((sum, added) => sum + added, 0)).toBe(1);
    const facts: unknown[] = await app.db.query(
      `SELECT 1 FROM facts WHERE type = 'decision' AND content->'subject'->>'order_id' = 'alone'`,
    );
    expect(facts).toHaveLength(1);
    await app.drainJobs();
    await decide('CONVERSION_ANOMALY', 'release');
  });
});

describe('the creator', () => {
  let read = 0;
  /** What was written since the last look. */
  const letters = async (): Promise<string[]> => {
    const rows: { kind: string }[] = await app.db.query(
      `SELECT kind FROM mails WHERE kind LIKE 'risk\\_%' AND recipient = $1 ORDER BY created_at, id`,
      [dana.email],
    );
    const fresh = rows.slice(read).map(({ kind }) => kind);
    read = rows.length;
    return fresh;
  };

  it('is written to once when a rule holds, however many alerts follow, and when it is over', async () => {
    await letters();
    await sell('told');
    await raise(draft('UNTIMED_VIEWS', 'a', ['told']));
    await raise(draft('UNTIMED_VIEWS', 'b', ['told']));
    expect(await letters()).toEqual(['risk_held']);
    await decide('UNTIMED_VIEWS', 'release');
    expect(await letters()).toEqual(['risk_released']);
  });

  it('hears of a rejection, of the answer to an objection, and nothing of alerts that froze nothing', async () => {
    await sell('refused');
    await raise(draft('SHARED_IDENTITY', 'told', ['refused']));
    await decide('SHARED_IDENTITY', 'release');
    expect(await letters()).toEqual([]);
    await raise(draft('MANY_SESSIONS', 'told', ['refused']));
    await decide('MANY_SESSIONS', 'reject');
    expect(await letters()).toEqual(['risk_held', 'risk_rejected']);
    const { id } = await groupOf('MANY_SESSIONS');
    await app.get(AppealsService).appeal(await actorOf(app, dana), id, 'My aunts all watch me.');
    const other = await makeStaff(app, 'finance');
    await app.get(AppealsService).answer(await actorOf(app, other), id, false, 'Twenty aunts in an hour?');
    const [mail]: { kind: string; body: string }[] = await app.db.query(
      `SELECT kind, body FROM mails WHERE recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 1`,
      [dana.email],
    );
    expect(mail?.kind).toBe('risk_dismissed');
    expect(mail?.body).toContain('The answer: Twenty aunts in an hour?');
  });
});

describe('a newcomer', () => {
  it('is paid up to the day’s amount of the store; what comes above waits for a person', async () => {
    const limit = 'UPDATE stores SET new_creator_daily_minor = $2 WHERE id = $1';
    await app.db.query(limit, [store.id, '1']);
    await sell('above');
    await app.get(LooksService).lookAt(store.id);
    await app.drainJobs();
    expect(await stateOf('above')).toBe('review');
    expect(await groupOf('NEW_CREATOR_LIMIT')).toMatchObject({ status: 'held' });
    await decide('NEW_CREATOR_LIMIT', 'release');
    expect(await stateOf('above')).toBe('pending');
    await app.db.query(limit, [store.id, null]);
  });
});

describe('a hold that nobody decides about', () => {
  it('ends after 30 days and lets the money go, unless an appeal waits for its answer', async () => {
    await sell('late');
    await sell('asked');
    await raise(draft('REPLAYED_VIEWS', 'a', ['late']), draft('THRESHOLD_HUGGING', 'a', ['asked']));
    const { id } = await groupOf('THRESHOLD_HUGGING');
    await app.get(AppealsService).appeal(await actorOf(app, dana), id, 'People liked it, that is all.');
    app.clock.advance(30 * DAY - 60_000);
    await app.get(EndingsService).expireAll();
    expect((await groupOf('REPLAYED_VIEWS')).status).toBe('held');
    app.clock.advance(60_000);
    await app.get(EndingsService).expireAll();
    await app.drainJobs();
    expect([(await groupOf('REPLAYED_VIEWS')).status, await stateOf('late')]).toEqual(['released', 'payable']);
    expect([(await groupOf('THRESHOLD_HUGGING')).status, await stateOf('asked')]).toEqual(['held', 'review']);
  });
});

describe('what evaluations find', () => {
  it('a refund above its order is told once, to those who earned from it', async () => {
    await sell('refunded');
    const refund = {
      orderId: 'refunded',
      occurredAt: app.clock.now().toISOString(),
      currency: 'KZT',
      adjustment: '99000.00',
    };
    expect((await putRefund(app, store.live, 'too-much', refund)).status).toBe(200);
    await app.drainJobs();
    expect(await groupOf('REFUND_EXCEEDS_ORDER')).toMatchObject({ status: 'open', alerts: 1 });
    await putOrder(app, store.live, 'refunded', { ...orderBody(app), version: 2 });
    await app.drainJobs();
    expect(await groupOf('REFUND_EXCEEDS_ORDER')).toMatchObject({ status: 'open', alerts: 1 });
  });

  it('a flood of clicks is told, with the number of clicks that were dropped', async () => {
    app.clock.advance(3_600_000 - (app.clock.now().getTime() % 3_600_000) + 1_800_000);
    await sell('flood', 31);
    expect(await groupOf('CLICK_FLOOD')).toMatchObject({ status: 'open', alerts: 1 });
    const [alert]: { facts: unknown }[] = await app.db.query(
      `SELECT a.facts FROM risk_alerts a JOIN risk_groups g ON g.id = a.group_id WHERE g.rule = 'CLICK_FLOOD'`,
    );
    expect(alert?.facts).toMatchObject([{ code: 'CLICK_FLOOD', params: { count: '31' } }]);
  });
});

describe('the stop rule', () => {
  it('a day far above the usual ones stops payouts with its reason, once, until an administrator answers for it', async () => {
    const at = (daysAgo: number) => new Date(app.clock.now().getTime() - daysAgo * DAY);
    const add = (id: string, day: Date, amountMinor: bigint) =>
      app.db.query(
        `INSERT INTO commission_units (id, programme_id, store_id, mode, order_id, order_external_id, line_id, kind, creator_id,
           currency, gross_base_minor, base_minor, amount_minor, state, ordered_at, change_seq, changed_at)
         VALUES ($1, $2, $2, 'live', $1, $1, '1', 'sale', $3, 'KZT', $5::bigint * 10, $5::bigint * 10, $5::bigint, 'paid', $4, 1, $4)`,
        [id, store.id, dana.creatorId, day, amountMinor.toString()],
      );
    for (let day = 2; day <= 28; day += 1) await add(`usual-${day}`, at(day), 1_000_000n);
    await app.get(LooksService).lookAt(store.id);
    const stops = app.get(PayoutStops);
    expect(await stops.failing(app.db.manager, store.id)).toEqual([]);
    app.clock.advance(DAY);
    await add('spike', at(0), 3_000_001n);
    await app.get(LooksService).lookAt(store.id);
    await expect(stops.assertRunning(app.db.manager, store.id)).rejects.toMatchObject({
      ...{ code: 'PAYOUTS_STOPPED', message: expect.stringMatching(/anomaly check .* COMMISSION_OF_DAY/) },
    });
    expect(await groupOf('STOP_RULE')).toMatchObject({ status: 'open', alerts: 1 });
    const admin = await makeStaff(app, 'administrator');
    await stops.resume(await actorOf(app, admin), store.id, 'The autumn sale, agreed with the shop.');
    // The next day sees the same yesterday: it was answered for.
    app.clock.advance(DAY);
    await app.get(LooksService).lookAt(store.id);
    await expect(stops.assertRunning(app.db.manager, store.id)).resolves.toBeUndefined();
  });
});
