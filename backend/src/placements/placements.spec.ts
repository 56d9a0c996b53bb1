// Approved videos come onto cards, in the store's order, and leave with their video.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import { ModerationService } from '../moderation/moderation.service.js';
import { AuthoringService } from '../videos/authoring.service.js';
import { VideosService } from '../videos/videos.service.js';
import { PlacementsService } from './placements.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app);
});
afterAll(() => app?.close());

const LIST = `query($s: ID!, $p: ID) { placements(storeId: $s, productId: $p) { totalCount
  nodes { id position hidden reason video { id } product { externalId videoCount } } } }`;
interface Row {
  id: string;
  position: number;
  hidden: boolean;
  reason: string;
  video: { id: string };
  product: { externalId: string; videoCount: number };
}

async function card(productId: string): Promise<Row[]> {
  const { data } = await app.graphql<{ placements: { nodes: Row[] } }>(
    LIST,
    { s: store.id, p: productId },
    { as: store.owner.cookie },
  );
  return data?.placements.nodes ?? [];
}
const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const published = (products: Awaited<ReturnType<typeof makeProduct>>[]) =>
  makePublishedVideo(app, { store, creator: dana, products });

describe('a card', () => {
  it('takes approved videos in their order, and repeats change nothing', async () => {
    const mug = await makeProduct(app, store);
    const jar = await makeProduct(app, store);
    const first = await published([mug, jar]);
    const second = await published([mug]);
    await app.get(PlacementsService).place(first.id);
    expect((await card(mug.id)).map((r) => [r.video.id, r.position])).toEqual([
      [first.id, 0],
      [second.id, 1],
    ]);
    expect((await card(jar.id)).map((r) => r.video.id)).toEqual([first.id]);
    const [top] = await card(mug.id);
    expect(top?.reason).toBe('Shown as number 1: approved for this product.');
    expect(top?.product.videoCount).toBe(2);
  });

  it('shows five, and says so to the sixth', async () => {
    const cup = await makeProduct(app, store);
    for (let i = 0; i < 6; i++) await published([cup]);
    const rows = await card(cup.id);
    expect(rows[4]?.reason).toMatch(/number 5/);
    expect(rows[5]?.reason).toBe('Not shown: the card shows 5 videos, and this one is number 6.');
    const hide = 'mutation($id: ID!) { hidePlacement(id: $id, hidden: true) { hidden reason } }';
    const hidden = await app.graphql(hide, { id: rows[0]?.id }, { as: store.owner.cookie });
    expect(hidden.data).toMatchObject({
      hidePlacement: { hidden: true, reason: 'Not shown: the store hid it on this card.' },
    });
    expect((await card(cup.id))[5]?.reason).toMatch(/^Shown as number 5/);
  });

  it('is ordered by its store', async () => {
    const vase = await makeProduct(app, store);
    const [a, b, c] = [await published([vase]), await published([vase]), await published([vase])];
    const last = (await card(vase.id))[2];
    const move = 'mutation($id: ID!, $n: Int!) { movePlacement(id: $id, position: $n) { position } }';
    const moved = await app.graphql(move, { id: last?.id, n: 0 }, { as: store.owner.cookie });
    expect(moved.data).toEqual({ movePlacement: { position: 0 } });
    expect((await card(vase.id)).map((r) => [r.video.id, r.position])).toEqual([
      [c.id, 0],
      [a.id, 1],
      [b.id, 2],
    ]);
  });

  it('loses a retired video, and a product that an edit took away', async () => {
    const lamp = await makeProduct(app, store);
    const desk = await makeProduct(app, store);
    const leaving = await published([lamp]);
    const editing = await published([lamp]);
    await app.get(VideosService).retire(leaving.id, await actorOf(app, dana));
    await app.drainJobs();
    expect((await card(lamp.id)).map((r) => r.video.id)).toEqual([editing.id]);
    await app.get(AuthoringService).edit(await actorOf(app, dana), editing.id, { title: null, productIds: [desk.id] });
    expect((await card(lamp.id))[0]?.reason).toBe('Not shown: the video is in review again.');
    const moderator = await actorOf(app, await makeStaff(app, 'moderator'));
    await app.get(ModerationService).approve(moderator, editing.id, null);
    await app.drainJobs();
    expect(await card(lamp.id)).toEqual([]);
    expect((await card(desk.id)).map((r) => r.video.id)).toEqual([editing.id]);
  });
});

describe('a placement', () => {
  const audits = (id: string): Promise<{ action: string }[]> =>
    app.db.query('SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY seq', [id]);

  it('is found in the audit log by its own id from its first row on', async () => {
    const pen = await makeProduct(app, store);
    await published([pen]);
    const [row] = await card(pen.id);
    await app.get(PlacementsService).move(await actorOf(app, store.owner), row?.id ?? '', 0);
    expect((await audits(row?.id ?? '')).map((a) => a.action)).toEqual(['placements.placed', 'placements.moved']);
  });

  it('moved while others of its card are moved never waits in a ring', async () => {
    const lamp = await makeProduct(app, store);
    for (let i = 0; i < 4; i++) await published([lamp]);
    const who = await actorOf(app, store.owner);
    const ids = (await card(lamp.id)).map((r) => r.id);
    const deadlocks = async () =>
      (await app.db.query(`SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()`))[0]
        .n as number;
    const rounds = [...ids, ...ids].map((id, i) => app.get(PlacementsService).move(who, id, (i + 1) % ids.length));
    await Promise.all(rounds);
    await app.db.query('SELECT pg_stat_clear_snapshot()');
    expect((await card(lamp.id)).map((r) => r.position)).toEqual([0, 1, 2, 3]);
    expect(await deadlocks()).toBe(0);
  });
});

describe('the door refuses', () => {
  it("another store's owner, a creator, and a moderator who would change", async () => {
    const pot = await makeProduct(app, store);
    await published([pot]);
    const id = (await card(pot.id))[0]?.id;
    const stranger = await makeStore(app);
    const moderator = await makeStaff(app, 'moderator');
    const hide = 'mutation($id: ID!) { hidePlacement(id: $id, hidden: true) { id } }';
    const move = 'mutation($id: ID!) { movePlacement(id: $id, position: 0) { id } }';
    for (const query of [hide, move]) {
      expect(code(await app.graphql(query, { id }, { as: stranger.owner.cookie }))).toBe('NOT_FOUND');
      expect(code(await app.graphql(query, { id }, { as: moderator.cookie }))).toBe('FORBIDDEN');
      expect(code(await app.graphql(query, { id }, { as: dana.cookie }))).toBe('FORBIDDEN');
      expect(code(await app.graphql(query, { id }))).toBe('UNAUTHENTICATED');
    }
    expect(code(await app.graphql(LIST, { s: store.id }, { as: stranger.owner.cookie }))).toBe('NOT_FOUND');
    expect((await app.graphql(LIST, { s: store.id }, { as: moderator.cookie })).errors).toEqual([]);
  });
});
