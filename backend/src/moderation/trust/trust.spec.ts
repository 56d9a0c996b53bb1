// A store that judges afterwards: trusted creators are published by a named rule, and a person still looks.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { until } from '../../../test/support/processes.js';
import { makePublishedVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import { StoresService } from '../../stores/stores.service.js';
import { VideosService } from '../../videos/videos.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let moderator: SignedStaff;

const MODE = { name: 'Aina Home', url: null, currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 };
const UPDATE = `mutation($id: ID!, $i: StoreInput!) { updateStore(id: $id, input: $i) { moderationMode trustedAfter } }`;
const APPROVE = `mutation($id: ID!) { approveVideo(videoId: $id) { id action automated } }`;
const REJECT = `mutation($i: RejectInput!) { rejectVideo(input: $i) { id action } }`;
const QUEUE = `query($f: ReviewFilter) { reviewQueue(filter: $f) { totalCount nodes { published attempts video { id } } } }`;
const NOTICES = `query($id: ID!) { video(id: $id) { status decisions { action automated rule reason howToFix howToAppeal
  timecodeMs note text } } }`;

interface QueueData {
  reviewQueue: { totalCount: number; nodes: { published: boolean; attempts: number; video: { id: string } }[] };
}
interface NoticeData {
  video: { status: string; decisions: { action: string; automated: boolean; rule: string | null; text: string }[] };
}

const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const statusOf = async (id: string) => (await app.get(VideosService).byId(id)).status;
const queue = async (f: object = {}) =>
  (await app.graphql<QueueData>(QUEUE, { f }, { as: moderator.cookie })).data?.reviewQueue.nodes ?? [];

/** One more video of Dana's, brought through the queue's job. */
async function bring(): Promise<string> {
  const { id } = await makeWaitingVideo(app, { store, creator: dana });
  await app.drainJobs();
  return id;
}

beforeAll(async () => {
  app = await startApp();
  moderator = await makeStaff(app, 'moderator');
  store = await makeStore(app);
});
afterAll(() => app?.close());

beforeEach(async () => {
  dana = await makeCreator(app, { name: 'Dana' });
  const owner = await actorOf(app, store.owner);
  await app.get(StoresService).update(owner, store.id, { ...MODE, moderationMode: 'post', trustedAfter: 2 });
});

/** Two videos that a person approved. */
async function earnTrust(): Promise<void> {
  for (let i = 0; i < 2; i++) await makePublishedVideo(app, { store, creator: dana });
}

describe('the mode of a store', () => {
  it('is set by its owner, stays when left out, and is seen by its own people and staff only', async () => {
    const made = await makeStore(app);
    const set = async (i: object) =>
      app.graphql<{ updateStore: object }>(UPDATE, { id: made.id, i: { ...MODE, ...i } }, { as: made.owner.cookie });
    expect((await set({})).data?.updateStore).toEqual({ moderationMode: 'pre', trustedAfter: 3 });
    await set({ moderationMode: 'post', trustedAfter: 5 });
    expect((await set({})).data?.updateStore).toEqual({ moderationMode: 'post', trustedAfter: 5 });
    expect(code(await set({ trustedAfter: 0 }))).toBe('BAD_INPUT');
    const seen = 'query($id: ID!) { store(id: $id) { moderationMode trustedAfter } }';
    const other = await app.graphql(seen, { id: made.id }, { as: dana.cookie });
    expect(other.data).toEqual({ store: { moderationMode: null, trustedAfter: null } });
    const staff = await app.graphql(seen, { id: made.id }, { as: moderator.cookie });
    expect(staff.data).toEqual({ store: { moderationMode: 'post', trustedAfter: 5 } });
  });
});

describe('a video of a creator who is not trusted', () => {
  it('waits', async () => {
    await makePublishedVideo(app, { store, creator: dana });
    expect(await statusOf(await bring())).toBe('in_review');
  });

  it('waits after a rejection of the last 90 days', async () => {
    await earnTrust();
    const { id } = await makeWaitingVideo(app, { store, creator: dana });
    await app.graphql(REJECT, { i: { videoId: id, reasonCode: 'BLURRED' } }, { as: moderator.cookie });
    expect(await statusOf(await bring())).toBe('in_review');
  });

  it('waits in a store that judges first', async () => {
    await earnTrust();
    const owner = await actorOf(app, store.owner);
    await app.get(StoresService).update(owner, store.id, { ...MODE, moderationMode: 'pre' });
    expect(await statusOf(await bring())).toBe('in_review');
  });
});

describe('a video of a trusted creator', () => {
  it('is published by the named rule, told to its creator, and stays in the queue for a look', async () => {
    await earnTrust();
    const id = await bring();
    expect(await statusOf(id)).toBe('published');
    const [decision] = await app.db.query<object[]>('SELECT * FROM decisions WHERE video_id = $1', [id]);
    expect(decision).toMatchObject({ action: 'approved', automated: true, actor: 'rule:trusted-creator' });
    const [row] = await app.db.query<object[]>(
      `SELECT actor FROM audit_log WHERE subject_id = $1 AND action = 'moderation.approved'`,
      [id],
    );
    expect(row).toEqual({ actor: 'rule:trusted-creator' });
    expect(await queue({ published: true })).toContainEqual({ published: true, attempts: 1, video: { id } });
    expect((await queue({ published: false })).map((n) => n.video.id)).not.toContain(id);
    const { data } = await app.graphql<NoticeData>(NOTICES, { id }, { as: dana.cookie });
    expect(data?.video.decisions).toMatchObject([{ automated: true, rule: 'rule:trusted-creator', howToAppeal: null }]);
    expect(data?.video.decisions[0]?.text).toContain('Decided by: a machine');
  });

  it('is confirmed by a person, once', async () => {
    await earnTrust();
    const id = await bring();
    const confirmed = await app.graphql(APPROVE, { id }, { as: moderator.cookie });
    expect(confirmed.data).toMatchObject({ approveVideo: { action: 'approved', automated: false } });
    expect(await statusOf(id)).toBe('published');
    expect((await queue()).map((n) => n.video.id)).not.toContain(id);
    expect((await app.graphql(APPROVE, { id }, { as: moderator.cookie })).data).toEqual(confirmed.data);
    const i = { videoId: id, reasonCode: 'NUDITY' };
    expect(code(await app.graphql(REJECT, { i }, { as: moderator.cookie }))).toBe('WRONG_STATUS');
    const mails = await app.db.query<object[]>(
      `SELECT id FROM mails WHERE recipient = $1 AND body LIKE '%' || $2 || '%'`,
      [dana.email, id],
    );
    expect(mails).toHaveLength(1);
  });

  it('is taken down by a person, and the creator learns why, by whom or what, and how to object', async () => {
    await earnTrust();
    const product = await makeProduct(app, store);
    const { id } = await makeWaitingVideo(app, { store, creator: dana, products: [product] });
    await app.drainJobs();
    const card = async () =>
      JSON.stringify(
        (await app.http.get(`/v1/cards?store=${store.publishableKey}&product=${product.externalId}`)).body,
      );
    expect(await card()).toContain(id);
    const i = { videoId: id, reasonCode: 'PRICE_TEXT', timecodeMs: 12_000, note: 'At the end' };
    expect(code(await app.graphql(REJECT, { i }, { as: dana.cookie }))).toBe('FORBIDDEN');
    expect((await app.graphql(REJECT, { i }, { as: moderator.cookie })).errors).toEqual([]);
    await until('the card without it', async () => ((await card()).includes(id) ? null : true), 5000);
    const { data } = await app.graphql<NoticeData>(NOTICES, { id }, { as: dana.cookie });
    expect(data?.video.status).toBe('rejected');
    expect(data?.video.decisions).toMatchObject([
      { action: 'rejected', automated: false, rule: 'PRICE_TEXT', timecodeMs: 12_000, note: 'At the end' },
      { action: 'approved', automated: true },
    ]);
    expect(data?.video.decisions[0]).toMatchObject({ howToAppeal: expect.stringContaining('answer the mail') });
    expect(JSON.stringify(data)).not.toContain(moderator.name);
    expect(data?.video.decisions[0]?.text).toContain('took it down');
    expect(await statusOf(await bring())).toBe('in_review');
  });

  it('keeps what was told: the table of notices refuses change', async () => {
    await expect(app.db.query(`UPDATE decision_notices SET text = ''`)).rejects.toThrow();
    await expect(app.db.query('DELETE FROM decision_notices')).rejects.toThrow();
  });
});
