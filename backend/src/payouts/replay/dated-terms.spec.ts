// A programme that is retagged, moved, prolonged and taken down: old orders replay to what was booked, new ones follow the new terms.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  clickOn,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  sendEvents,
  viewOf,
} from '../../../test/support/make-money.js';
import {
  actorOf,
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  signedCall,
  type MadeStore,
  type SignedCreator,
} from '../../../test/support/make.js';
import { AttributionService } from '../../attribution/attribution.service.js';
import { toExpected } from '../../attribution/evaluator/expected.rules.js';
import { CommissionsService } from '../../commissions/commissions.service.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { canonicalJson } from '../../facts/canonical.rules.js';
import type { Product } from '../../products/product.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { VideosService } from '../../videos/videos.service.js';
import { PayoutsFollow } from '../follow/follow.service.js';
import { ReplayService } from './replay.service.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PHONE = '+7 701 123 45 67';
const DEVICE = 'own-device';

let app: TestApp;
let owner: pg.Client;
let store: MadeStore;
let dana: SignedCreator;
let mug: Product;
let lamp: Product;
let video: string;
let away: string;

beforeAll(async () => {
  app = await startApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  mug = await makeProduct(app, store, { externalId: 'mug', category: 'kitchen' });
  lamp = await makeProduct(app, store, { externalId: 'lamp', category: 'light' });
  // The kitchen pays twice as much.
  await owner.query(
    `INSERT INTO plan_rules (id, store_id, kind, rate_bps, category, created_at) VALUES ('rul_kitchen', $1, 'percent', 2000, 'kitchen', $2)`,
    [store.id, app.clock.now()],
  );
  video = await makeEarningVideo(app, { store, creatorId: dana.creatorId, products: [mug] });
  away = await makeEarningVideo(app, { store, creatorId: dana.creatorId, products: [mug, lamp] });
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await app?.close();
});

interface Sale {
  video: string;
  buys: string;
  by: 'view' | 'click';
  phone?: string;
  /** How long before the order the touch was. */
  agoS?: number;
}

/** Someone watches or clicks and buys for 1 000.00 KZT; what was decided of it, and how much, until when it is held. */
async function sell(id: string, { video: of, buys, by, phone, agoS = 300 }: Sale) {
  const viewer = makeViewer(app);
  const touch = by === 'view' ? viewOf(app, of, { seconds: 15, agoS }) : clickOn(app, of, buys, agoS);
  expect((await sendEvents(app, store.publishableKey, viewer.token, [touch])).status).toBe(202);
  const order = orderBody(app, {
    viewerToken: viewer.token,
    buyer: { customerId: `c-${id}`, ...(phone ? { phone } : {}) },
    lines: [{ lineId: '1', productId: buys, quantity: 1, unitPrice: '1000.00' }],
  });
  expect((await putOrder(app, store.live, id, order)).status).toBe(200);
  await app.drainJobs();
  return decided(id);
}

async function decided(id: string): Promise<{ reason: string; amount: string; heldDays: number }> {
  const rows: { reason: string; amount: string; held: number }[] = await app.db.query(
    `SELECT d.reason, coalesce(u.amount_minor, 0)::text AS amount,
       round(extract(epoch FROM u.hold_until - (d.trace->>'placedAt')::timestamptz) / 86400)::int AS held
     FROM attribution_decisions d LEFT JOIN commission_units u ON u.order_external_id = d.order_id AND u.programme_id = d.programme_id
     WHERE d.order_id = $1 ORDER BY d.version DESC LIMIT 1`,
    [id],
  );
  return { reason: rows[0]?.reason ?? '', amount: rows[0]?.amount ?? '', heldDays: rows[0]?.held ?? 0 };
}

/** The money of the orders so far, as a replay sees it now. */
async function replayed(ids: readonly string[]): Promise<string> {
  const result = toExpected(await app.get(PayoutsFollow).evaluate(store.id));
  const { commissions, exclusions } = result as Record<
    'commissions' | 'exclusions',
    { order_id: string; state?: string }[]
  >;
  const old = [...commissions, ...exclusions].filter((item) => ids.includes(item.order_id));
  // Time alone makes a pending unit payable.
  return canonicalJson(old.map((item) => ({ ...item, ...(item.state ? { state: 'x' } : {}) })) as never);
}

async function changeEverything(): Promise<void> {
  const moderator = await makeStaff(app, 'moderator');
  const edited = await app.graphql(
    'mutation($v: ID!, $p: [ID!]) { editVideo(id: $v, productIds: $p) { id } }',
    { v: video, p: [lamp.id] },
    { as: dana.cookie },
  );
  expect(edited.errors).toEqual([]);
  app.clock.advance(HOUR);
  const approve = 'mutation($v: ID!) { approveVideo(videoId: $v) { id } }';
  expect((await app.graphql(approve, { v: video }, { as: moderator.cookie })).errors).toEqual([]);
  await app.get(VideosService).retire(away, { kind: 'system', name: 'spec' });
  const moved = {
    title: 'Mug',
    price: '1000.00',
    currency: 'KZT',
    url: 'https://shop.example/mug',
    category: 'garden',
  };
  expect((await signedCall(app, store.live, 'PUT', '/v1/products/mug', { ...moved, inStock: true })).status).toBe(200);
  const stores = app.get(StoresService);
  const details = { name: store.store.name, url: store.store.url, currency: 'KZT', rateBps: 1000 };
  await stores.update(await actorOf(app, store.owner), store.id, {
    ...details,
    ...{ timezone: 'America/New_York', holdDays: 30 },
  });
  const windows = { ...store.store.windowsHours, onsite_view: 1 };
  await app.db.transaction(async (em) => {
    await em.query(
      `INSERT INTO store_terms (store_id, valid_from, timezone, hold_days, windows_hours)
       SELECT store_id, $2, timezone, hold_days, $3 FROM store_terms WHERE store_id = $1 ORDER BY seq DESC LIMIT 1`,
      [store.id, app.clock.now(), windows],
    );
    await em.query('UPDATE stores SET windows_hours = $2 WHERE id = $1', [store.id, windows]);
  });
  const profile = 'mutation($i: CreatorProfileInput!) { updateCreatorProfile(input: $i) { id } }';
  const told = await app.graphql(profile, { i: { displayName: 'Dana', phone: PHONE } }, { as: dana.cookie });
  expect(told.errors).toEqual([]);
  await app.get(CreatorsService).linkDevice(dana.creatorId, DEVICE);
  await app.drainJobs();
  app.clock.advance(HOUR);
}

describe('a programme that changes', () => {
  it('counts each order under the terms of its moment, and replays to what was booked', async () => {
    const before = {
      direct: await sell('b-direct', { video, buys: 'mug', by: 'view' }),
      away: await sell('b-away', { video: away, buys: 'lamp', by: 'click' }),
      early: await sell('b-early', { video, buys: 'mug', by: 'view', agoS: 10 * 3600 }),
      phone: await sell('b-phone', { video, buys: 'mug', by: 'click', phone: PHONE }),
      other: await sell('b-other', { video, buys: 'lamp', by: 'view' }),
    };
    const credited = { reason: 'CREDITED', heldDays: 14 };
    expect(before).toEqual({
      direct: { ...credited, amount: '20000' },
      away: { ...credited, amount: '10000' },
      early: { ...credited, amount: '20000' },
      phone: { ...credited, amount: '20000' },
      other: { reason: 'NO_TOUCH', amount: '0', heldDays: 0 },
    });
    const old = Object.keys(before).map((name) => `b-${name}`);
    const booked = await replayed(old);

    await changeEverything();

    // Seen while it was live, bought after it was taken down.
    const after = {
      retagged: await sell('a-retagged', { video, buys: 'lamp', by: 'view' }),
      untagged: await sell('a-untagged', { video, buys: 'mug', by: 'view' }),
      moved: await sell('a-moved', { video, buys: 'mug', by: 'click' }),
      early: await sell('a-early', { video, buys: 'lamp', by: 'view', agoS: 3700 }),
      phone: await sell('a-phone', { video, buys: 'lamp', by: 'click', phone: PHONE }),
    };
    expect(after).toEqual({
      retagged: { reason: 'CREDITED', amount: '10000', heldDays: 30 },
      untagged: { reason: 'NO_TOUCH', amount: '0', heldDays: 0 },
      moved: { reason: 'CREDITED', amount: '10000', heldDays: 30 },
      early: { reason: 'NO_TOUCH', amount: '0', heldDays: 0 },
      phone: { reason: 'SELF_PURCHASE', amount: '0', heldDays: 0 },
    });

    // Looked at again under the new terms, the old orders say the same.
    const decisions = () => app.db.query('SELECT id FROM attribution_decisions ORDER BY id');
    const rows: unknown = await decisions();
    await app.get(AttributionService).mark(app.db.manager, store.id, old);
    await app.get(AttributionService).workOff(store.id);
    expect(await decisions()).toEqual(rows);
    expect(await replayed(old)).toBe(booked);

    for (const days of [15, 31]) {
      app.clock.advance(days * DAY);
      await app.get(CommissionsService).endHolds();
      await app.drainJobs();
      app.clock.advance(HOUR);
      expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
    }
  });

  it('dates a change of terms even when it is made past the service', async () => {
    await owner.query('UPDATE stores SET hold_days = 21 WHERE id = $1', [store.id]);
    const { changes } = await app.get(StoresService).programOf(store.id);
    expect(changes.at(-1)?.holdDays).toBe(21);
    await owner.query('UPDATE stores SET hold_days = 30 WHERE id = $1', [store.id]);
  });

  it.each(['store_terms', 'video_terms', 'product_terms', 'creator_phones'])('%s are only added', async (table) => {
    const rows: { n: string }[] = await app.db.query(`SELECT count(*)::text AS n FROM ${table}`);
    expect(Number(rows[0]?.n)).toBeGreaterThan(0);
    for (const sql of [`UPDATE ${table} SET valid_from = now()`, `DELETE FROM ${table}`]) {
      await expect(app.db.query(sql)).rejects.toThrow('permission denied');
      await expect(owner.query(sql)).rejects.toThrow('append-only');
    }
  });
});
