// Bytes of views are added once, in no fact, and only of viewers who agreed; a store's terms stand behind its wall.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeEarningVideo, makeViewer, sendEvents, viewOf } from '../../test/support/make-money.js';
import {
  actorOf,
  makeAccount,
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
} from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import { dayOf } from '../base/clock.js';
import { DeliveriesService, type DeliveredView } from './deliveries.service.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let video: string;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  other = await makeStore(app);
  video = (await makePublishedVideo(app, { store, products: [await makeProduct(app, store, { externalId: 'mug' })] }))
    .id;
});
afterAll(() => app?.close());

interface Day {
  [column: string]: string;
}

const days = async (storeId = store.id, mode = 'live'): Promise<Day[]> =>
  app.db.query(
    `SELECT day::text, video_id, views::text, bytes::text, ahead_bytes::text AS ahead, av1_bytes::text AS av1,
       saver_views::text, saver_bytes::text FROM delivered_days WHERE store_id = $1 AND mode = $2 ORDER BY day, video_id`,
    [storeId, mode],
  );
const empty = () => Promise.all(['delivered_days', 'delivered_views'].map((t) => app.db.query(`DELETE FROM ${t}`)));
const told = (total: number, more: object = {}) => ({ total, ahead: 0, av1: 0, ...more });
const send = (events: object[], token: string | null = makeViewer(app).token, key = store.publishableKey) =>
  sendEvents(app, key, token, events, { consent: token !== null });

describe('the bytes of a view', () => {
  it('grow with its heartbeats, and are added once however often they are told', async () => {
    await empty();
    const view = viewOf(app, video);
    const { token } = makeViewer(app);
    const first = { ...view, bytes: told(100_000, { ahead: 60_000 }) };
    const second = { ...view, version: 2, bytes: told(400_000, { ahead: 60_000, av1: 300_000 }) };
    for (const event of [first, first, second, first, second]) await send([event], token);
    await send([first, second], token);
    const day = dayOf(new Date(view.occurredAt), 'Asia/Almaty');
    expect(await days()).toEqual([
      {
        ...{ day, video_id: video, views: '1', bytes: '400000', ahead: '60000', av1: '300000' },
        ...{ saver_views: '0', saver_bytes: '0' },
      },
    ]);
  });

  it('are the same when what came first comes last, and never fewer', async () => {
    await empty();
    const view = viewOf(app, video);
    const { token } = makeViewer(app);
    await send([{ ...view, version: 3, bytes: told(300, { saver: true }) }], token);
    await send([{ ...view, version: 1, bytes: told(100, { saver: true }) }], token);
    await send([{ ...view, version: 4, bytes: told(200, { saver: true }) }], token);
    expect(await days()).toMatchObject([{ views: '1', bytes: '300', saver_views: '1', saver_bytes: '300' }]);
  });

  it('of two processes that hear of one view at once are added once', async () => {
    await empty();
    const deliveries = app.get(DeliveriesService);
    const view: Omit<DeliveredView, 'version' | 'total'> = {
      ...{ storeId: store.id, mode: 'live', viewId: viewOf(app, video).id, videoId: video, day: '2026-11-26' },
      ...{ ahead: 0, av1: 0, saver: false },
    };
    await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        app.db.transaction((em) =>
          deliveries.count(em, [{ ...view, version: BigInt((at % 3) + 1), total: ((at % 3) + 1) * 1000 }]),
        ),
      ),
    );
    expect(await days()).toMatchObject([{ views: '1', bytes: '3000' }]);
  });

  it('are no part of the fact', async () => {
    const view = { ...viewOf(app, video), bytes: told(5000) };
    await send([view]);
    const facts: { content: object }[] = await app.db.query('SELECT content FROM facts WHERE external_id = $1', [
      view.id,
    ]);
    expect(facts).toHaveLength(1);
    expect(JSON.stringify(facts)).not.toMatch(/bytes|5000/);
  });

  it('that are no numbers are left out and counted; the view itself is kept', async () => {
    await empty();
    const view = { ...viewOf(app, video), bytes: told(-1) };
    expect((await send([view])).body.results).toEqual([{ id: view.id, status: 'accepted' }]);
    expect(await days()).toEqual([]);
    const drops: { n: string }[] = await app.db.query(
      `SELECT sum(count)::text AS n FROM event_drops WHERE store_id = $1 AND reason = 'BAD_BYTES'`,
      [store.id],
    );
    expect(drops).toEqual([{ n: '1' }]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['without consent', () => send([{ ...viewOf(app, video), bytes: told(9) }], null)],
    ['of a forged viewer', () => send([{ ...viewOf(app, video), bytes: told(9) }], 'v1.someone.forged')],
    ['of a video that is not the store’s', () => send([{ ...viewOf(app, 'vid_none'), bytes: told(9) }])],
    [
      'under the key of another store',
      () => send([{ ...viewOf(app, video), bytes: told(9) }], undefined, other.publishableKey),
    ],
    [
      'of a robot',
      () =>
        sendEvents(app, store.publishableKey, makeViewer(app).token, [{ ...viewOf(app, video), bytes: told(9) }], {
          userAgent: 'Googlebot/2.1',
        }),
    ],
  ])('%s are not counted', async (_, act) => {
    await empty();
    await act();
    expect([...(await days()), ...(await days(other.id))]).toEqual([]);
  });

  it('of a test key stand apart', async () => {
    await empty();
    await send([{ ...viewOf(app, video), bytes: told(9) }], undefined, store.testPublishableKey);
    expect(await days()).toEqual([]);
    expect(await days(store.id, 'test')).toMatchObject([{ bytes: '9' }]);
  });

  it('are forgotten by view after three days, and stay by day', async () => {
    await empty();
    await send([{ ...viewOf(app, video), bytes: told(700) }]);
    await app.get(DeliveriesService).forget();
    const left = async () =>
      ((await app.db.query('SELECT count(*)::int AS n FROM delivered_views')) as { n: number }[])[0]?.n;
    expect(await left()).toBe(1);
    await app.db.query(`UPDATE delivered_views SET seen_at = seen_at - interval '3 days 1 hour'`);
    await app.get(DeliveriesService).forget();
    expect(await left()).toBe(0);
    expect(await days()).toMatchObject([{ bytes: '700' }]);
  });
});

const SET = `mutation($s: ID!, $t: DeliveryTermsInput!) { setDeliveryTerms(storeId: $s, terms: $t) {
  gigabyte { amountMinor currency } visitorMegabytes } }`;
const NONE = { gigabytePrice: null, gigabyteCurrency: null, visitorMegabytes: null };
const set = async (terms: object, as: string, storeId = store.id) =>
  app.graphql<{ setDeliveryTerms: object }>(SET, { s: storeId, t: { ...NONE, ...terms } }, { as });
const cardText = async () => (await app.http.get(`/v1/cards?store=${store.publishableKey}&product=mug`)).text;

describe('the terms of a store', () => {
  it('are set by its owner, travel with the card where there is a budget, and leave no byte there without', async () => {
    expect(await cardText()).not.toContain('budgetMb');
    const answer = await set(
      { gigabytePrice: '45.5', gigabyteCurrency: 'KZT', visitorMegabytes: 30 },
      store.owner.cookie,
    );
    expect(answer.data?.setDeliveryTerms).toEqual({
      gigabyte: { amountMinor: '4550', currency: 'KZT' },
      visitorMegabytes: 30,
    });
    await waitFor(async () => (await cardText()).includes('"budgetMb":30'));
    await set({ gigabytePrice: '45.5', gigabyteCurrency: 'KZT', visitorMegabytes: 30 }, store.owner.cookie);
    const rows: object[] = await app.db.query(`SELECT 1 FROM audit_log WHERE action = 'deliveries.changed'`);
    expect(rows).toHaveLength(1);
    await set({}, store.owner.cookie);
    await waitFor(async () => !(await cardText()).includes('budgetMb'));
  });

  it.each<[object, string]>([
    [{ visitorMegabytes: 0 }, 'visitorMegabytes'],
    [{ visitorMegabytes: 10_001 }, 'visitorMegabytes'],
    [{ gigabytePrice: '1.005', gigabyteCurrency: 'KZT' }, 'gigabytePrice'],
    [{ gigabytePrice: '-1', gigabyteCurrency: 'KZT' }, 'gigabytePrice'],
    [{ gigabytePrice: 'free', gigabyteCurrency: 'KZT' }, 'gigabytePrice'],
    [{ gigabytePrice: '1000001', gigabyteCurrency: 'KZT' }, 'gigabytePrice'],
    [{ gigabytePrice: '1', gigabyteCurrency: 'XXQ' }, 'gigabyteCurrency'],
    [{ gigabytePrice: '1' }, 'gigabyteCurrency'],
  ])('%j are refused', async (terms, field) => {
    const { errors } = await set(terms, store.owner.cookie);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field });
  });

  it('are nobody else’s to set, and to see only for finance and administrators', async () => {
    const code = async (as: string) => (await set({}, as)).errors[0]?.extensions.code;
    // As of a store that is not there.
    expect(await code(other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code((await makeCreator(app)).cookie)).toBe('FORBIDDEN');
    expect(await code((await makeAccount(app)).cookie)).toBe('FORBIDDEN');
    expect(await code((await makeStaff(app, 'finance')).cookie)).toBe('FORBIDDEN');
    const deliveries = app.get(DeliveriesService);
    const finance = await actorOf(app, await makeStaff(app, 'finance'));
    expect(await deliveries.terms(finance, store.id)).toMatchObject({ storeId: store.id });
    await expect(deliveries.terms(await actorOf(app, other.owner), store.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come');
}

// A price is never by what was shown: whatever a store's pages do, its plan has no word for it (P-23).
describe('what was shown', () => {
  it('costs a store nothing, and hides nothing', async () => {
    const before = await cardText();
    const creator = await makeCreator(app);
    await makeEarningVideo(app, { store: other, creatorId: creator.creatorId, products: [] });
    const at = app.clock.now().toISOString();
    const impressions = Array.from({ length: 100 }, () => ({
      ...{ type: 'impression', id: viewOf(app, video).id, occurredAt: at, videoId: video, productId: 'mug' },
    }));
    for (let batch = 0; batch < 5; batch += 1) {
      await sendEvents(
        app,
        store.publishableKey,
        null,
        impressions.map((one) => ({ ...one, id: viewOf(app, video).id })),
        {
          consent: false,
        },
      );
    }
    const counted: { n: string }[] = await app.db.query(
      `SELECT sum(count)::text AS n FROM anonymous_totals WHERE store_id = $1 AND kind = 'impression'`,
      [store.id],
    );
    expect(Number(counted[0]?.n)).toBeGreaterThanOrEqual(500);
    const card = await cardText();
    const ids = (text: string) => (JSON.parse(text) as { videos: { id: string }[] }).videos.map(({ id }) => id);
    expect(ids(card)).toEqual(ids(before));
    const columns: { name: string }[] = await app.db.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'
         AND table_name ~ '^(stores|plan_|store_plan|funding|ledger_)' AND column_name ~ 'impression|quota'`,
    );
    expect(columns).toEqual([]);
    const entries: object[] = await app.db.query('SELECT 1 FROM ledger_entries LIMIT 1');
    expect(entries).toEqual([]);
  });
});
