// Cards stand in the order of what their videos bring, new ones get first places, and the store's own hand stays above both.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import type { Product } from '../products/product.entity.js';
import { RankingService } from './ranking.service.js';

let app: TestApp;
let store: MadeStore;
let mug: Product;
let videos: string[];
let unit = 0;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());
afterEach(() => app.clock.reset());
beforeEach(async () => {
  store = await makeStore(app);
  mug = await makeProduct(app, store, { externalId: 'mug' });
  videos = [];
  for (const title of ['A', 'B', 'C']) videos.push(await publish(title));
});

const publish = async (title: string, at = store, product = mug) =>
  (await makePublishedVideo(app, { store: at, products: [product], title })).id;
const rank = (at = store) => app.get(RankingService).rankStore(at.id);

/** Qualified views, straight into the cache that reports keep. */
const watch = (video: string, count: number, at = store) =>
  app.db.query(
    `INSERT INTO report_views (programme_id, view_id, video_id, viewer_id, session_id, at, viewable, qualified_at, watched_ms, completed, late)
     SELECT $1, gen_random_uuid(), $2, gen_random_uuid(), gen_random_uuid(), $4, true, $4, 9000, false, false
       FROM generate_series(1, $3::int)`,
    [at.id, video, count, app.clock.now()],
  );
const see = (video: string, count: number, at = store) =>
  app.db.query(
    `INSERT INTO anonymous_totals (day, store_id, mode, video_id, kind, count) VALUES ($1, $2, 'live', $3, 'impression', $4)`,
    [app.clock.now(), at.id, video, count],
  );

/** Orders of one unit each, of 10,000.00 with a tenth of commission. */
async function sell(video: string, count: number, change: { state?: string; mode?: string; at?: MadeStore } = {}) {
  const { state = 'payable', mode = 'live', at = store } = change;
  for (let i = 0; i < count; i++) {
    const id = `com_rank${(unit += 1)}`;
    const earned = state === 'rejected' ? '0' : '100000';
    await app.db.query(
      `INSERT INTO commission_units (id, programme_id, store_id, mode, order_id, order_external_id, line_id, kind, creator_id,
         video_id, currency, gross_base_minor, base_minor, amount_minor, state, ordered_at, change_seq, changed_at)
       VALUES ($1, $2, $2, $3, $1, $1, '1', 'sale', 'cre_x', $4, 'KZT', 1000000, 1000000, $5, $6, $7, 1, $7)`,
      [id, at.id, mode, video, earned, state, app.clock.now()],
    );
    await app.db.query(
      `INSERT INTO commission_changes (unit_id, seq, at, cause, base_minor, amount_minor, state, delta_minor)
       VALUES ($1, 1, $2, 'earned', 1000000, $3, $4, $3)`,
      [id, app.clock.now(), earned, state],
    );
  }
}
/** Everything that this video sold comes back. */
const giveBack = (video: string) =>
  app.db.query(
    `UPDATE commission_units SET base_minor = 0, amount_minor = 0, state = 'reversed', change_seq = 2 WHERE video_id = $1`,
    [video],
  );

const LIST = `query($s: ID!) { placements(storeId: $s) { nodes { id position pinned exploring video { id }
  standing { qualifiedViews orders impressions exploredAt helpful votes worth { amountMinor currency } votesWorth { amountMinor }
  net { amountMinor } commission { amountMinor } } } } }`;
interface Row {
  id: string;
  pinned: boolean;
  exploring: boolean;
  video: { id: string };
  standing: Record<string, unknown> | null;
}
async function card(at = store): Promise<Row[]> {
  const { data } = await app.graphql<{ placements: { nodes: Row[] } }>(LIST, { s: at.id }, { as: at.owner.cookie });
  return data?.placements.nodes ?? [];
}
const order = async (at = store) => (await card(at)).map((row) => row.video.id);
const [A, B, C] = [0, 1, 2];
const of = (...list: number[]) => list.map((at) => videos[at] ?? '');

describe('the order of a card', () => {
  it('follows what a view brings, and the numbers stand beside it', async () => {
    expect(await order()).toEqual(of(A, B, C));
    expect((await card())[0]?.standing).toBeNull();
    await watch(of(A)[0] ?? '', 300);
    await watch(of(B)[0] ?? '', 300);
    await watch(of(C)[0] ?? '', 100);
    await sell(of(A)[0] ?? '', 3);
    await sell(of(C)[0] ?? '', 9);
    await see(of(C)[0] ?? '', 700);
    await rank();
    expect(await order()).toEqual(of(C, A, B));
    const [first] = await card();
    expect(first?.exploring).toBe(false);
    expect(first?.standing).toMatchObject({
      ...{ qualifiedViews: 100, orders: 9, impressions: 700, exploredAt: 500, helpful: 0, votes: 0 },
      ...{ net: { amountMinor: '9000000' }, commission: { amountMinor: '900000' }, votesWorth: { amountMinor: '0' } },
    });
    expect((first?.standing as { worth: { amountMinor: string } }).worth.amountMinor).toMatch(/^[1-9]\d+$/);
    const shown = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: 'mug' });
    expect((shown.body as { videos: { id: string }[] }).videos).toHaveLength(3);
  });

  it('falls by returns, and a second run writes nothing', async () => {
    for (const video of videos) await watch(video, 200);
    await sell(of(C)[0] ?? '', 10);
    await sell(of(B)[0] ?? '', 5);
    await rank();
    expect(await order()).toEqual(of(C, B, A));
    await giveBack(of(C)[0] ?? '');
    await rank();
    expect((await order())[0]).toBe(of(B)[0]);
    const log = () =>
      app.db.query(`SELECT count(*)::int AS n FROM audit_log WHERE action = 'placements.ranked' AND store_id = $1`, [
        store.id,
      ]);
    const before = await log();
    await rank();
    expect(await log()).toEqual(before);
  });

  it('knows no trial sale, none under a check, none rejected and no other store', async () => {
    for (const video of videos) await watch(video, 100);
    await sell(of(A)[0] ?? '', 2);
    await sell(of(B)[0] ?? '', 20, { mode: 'test' });
    await sell(of(B)[0] ?? '', 20, { state: 'review' });
    await sell(of(C)[0] ?? '', 20, { state: 'rejected' });
    await rank();
    expect(await order()).toEqual(of(A, B, C));
    const ranks = () =>
      app.db.query('SELECT video_id, worth_minor FROM video_ranks WHERE store_id = $1 ORDER BY 1', [store.id]);
    const alone = await ranks();
    const other = await makeStore(app);
    const there = await publish('There', other, await makeProduct(app, other, { externalId: 'mug' }));
    await watch(there, 50, other);
    await sell(there, 40, { at: other });
    // A row that names another store's video would be a mistake elsewhere; it must not be ours too.
    await sell(of(C)[0] ?? '', 30, { at: other });
    await rank(other);
    await rank();
    expect([await ranks(), await order()]).toEqual([alone, of(A, B, C)]);
  });

  it('keeps what the store moved where it put it, until it is given back', async () => {
    for (const video of videos) await watch(video, 100);
    await sell(of(C)[0] ?? '', 10);
    await sell(of(B)[0] ?? '', 5);
    const rows = await card();
    const move = 'mutation($id: ID!, $p: Int!) { movePlacement(id: $id, position: $p) { pinned } }';
    const moved = await app.graphql(move, { id: rows[A]?.id, p: 0 }, { as: store.owner.cookie });
    expect(moved.data).toEqual({ movePlacement: { pinned: true } });
    await rank();
    expect(await order()).toEqual(of(A, C, B));
    const unpin = 'mutation($id: ID!) { unpinPlacement(id: $id) { pinned } }';
    const code = async (as?: string) =>
      (await app.graphql(unpin, { id: rows[A]?.id }, as ? { as } : {})).errors[0]?.extensions.code;
    expect(await code()).toBe('UNAUTHENTICATED');
    expect(await code((await makeCreator(app)).cookie)).toBe('FORBIDDEN');
    expect(await code((await makeStaff(app, 'moderator')).cookie)).toBe('FORBIDDEN');
    expect(await code((await makeStore(app)).owner.cookie)).toBe('NOT_FOUND');
    expect(await code(store.owner.cookie)).toBeUndefined();
    await rank();
    expect(await order()).toEqual(of(C, B, A));
  });

  it('is looked at within a minute after a video was placed, and then by the hour', async () => {
    const timer = () => app.get(JobsService).runTimer('ranking.stores');
    const at = async () =>
      (await app.db.query('SELECT ranked_at FROM ranked_stores WHERE store_id = $1', [store.id])) as {
        ranked_at: Date;
      }[];
    await timer();
    const first = await at();
    expect(first).toHaveLength(1);
    app.clock.advance(60_000);
    await timer();
    expect(await at()).toEqual(first);
    await publish('D');
    await timer();
    const second = await at();
    expect(second[0]?.ranked_at.getTime()).toBeGreaterThan(first[0]?.ranked_at.getTime() ?? 0);
    app.clock.advance(3_700_000);
    await timer();
    expect((await at())[0]?.ranked_at.getTime()).toBeGreaterThan(second[0]?.ranked_at.getTime() ?? 0);
  });
});

describe('a new video', () => {
  /** The first video of the card in each of so many minutes from now on. */
  async function firsts(minutes: number): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (let i = 0; i < minutes; i++) {
      app.clock.advance(60_000);
      // Another country each time, so that no answer of an earlier minute is given.
      const asked = { store: store.publishableKey, product: 'mug' };
      const { body } = await app.http
        .get('/v1/cards')
        .query(asked)
        .set('x-country', `${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(65 + Math.floor(i / 26))}`);
      const { videos: list } = body as { videos: { id: string }[] };
      expect(list.length).toBe(5);
      counts.set(list[0]?.id ?? '', (counts.get(list[0]?.id ?? '') ?? 0) + 1);
    }
    return counts;
  }

  it('below the card stands first in one of ten minutes until enough have seen it, and never above a pinned one', async () => {
    await app.close();
    app = await startApp({ COUNTRY_HEADER: 'x-country' });
    store = await makeStore(app);
    mug = await makeProduct(app, store, { externalId: 'mug' });
    videos = [];
    for (const title of ['A', 'B', 'C', 'D', 'E', 'new']) videos.push(await publish(title));
    const known = videos.slice(0, 5);
    const fresh = videos[5] ?? '';
    for (const video of known) await see(video, 600);
    await rank();
    expect((await card()).map((row) => row.exploring)).toEqual([false, false, false, false, false, true]);
    const counts = await firsts(20);
    expect(counts.get(fresh)).toBe(2);
    expect(counts.get(known[0] ?? '')).toBe(18);
    const [top] = await card();
    const move = 'mutation($id: ID!) { movePlacement(id: $id, position: 0) { id } }';
    await app.graphql(move, { id: top?.id }, { as: store.owner.cookie });
    expect((await firsts(20)).get(known[0] ?? '')).toBe(20);
    await app.db.query('UPDATE placements SET pinned = false');
    await see(fresh, 500);
    await rank();
    expect((await firsts(20)).get(fresh)).toBeUndefined();
  });
});
