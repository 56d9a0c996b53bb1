// The life of a video through its doors and verbs, against PostgreSQL, each step also as a refusal.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../test/support/make.js';
import {
  makePublishedVideo,
  makeUploadingVideo,
  makeWaitingVideo,
  MANIFEST,
  prepare,
} from '../../test/support/make-videos.js';
import type { Product } from '../products/product.entity.js';
import { ProductsService } from '../products/products.service.js';
import { VideosService } from './videos.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let mug: Product;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  mug = await makeProduct(app, store, { externalId: 'mug' });
});
afterAll(() => app?.close());

const CREATE = `mutation($i: CreateVideoInput!) { createVideo(input: $i) { uploadUrl maxBytes video {
  id title status progress storeId storeName sizeBytes uploadedBytes fileName products { externalId }
  creator { displayName } steps { status at } renditions { name } warnings durationMs
  posterUrl previewHlsUrl publicHlsUrl refusal { code } rejection { reasonCode } } } }`;

function inputFor(change: Record<string, unknown> = {}) {
  const file = { fileName: 'clip.mp4', sizeBytes: '1000', contentType: 'video/mp4' };
  return { i: { storeId: store.id, title: 'A review', productIds: [mug.id], ...file, ...change } };
}

const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const videos = () => app.get(VideosService);

describe('creating a video', () => {
  it('makes its place and says where the file goes', async () => {
    const answer = await app.graphql<{ createVideo: Record<string, unknown> }>(CREATE, inputFor(), { as: dana.cookie });
    expect(answer.errors).toEqual([]);
    expect(answer.data?.createVideo).toMatchObject({
      uploadUrl: `${app.config.publicUrl}/uploads`,
      maxBytes: String(app.config.upload.maxBytes),
      video: {
        title: 'A review',
        status: 'uploading',
        sizeBytes: '1000',
        uploadedBytes: '0',
        products: [{ externalId: 'mug' }],
        creator: { displayName: 'Dana' },
        steps: [{ status: 'uploading' }],
        posterUrl: null,
      },
    });
  });

  it.each([
    ['no title', { title: '  ' }, 'BAD_INPUT'],
    ['a novel as title', { title: 'x'.repeat(200) }, 'BAD_INPUT'],
    ['no product', { productIds: [] }, 'BAD_INPUT'],
    ['eleven products', { productIds: Array.from({ length: 11 }, (_, i) => `prd_${i}`) }, 'BAD_INPUT'],
    ['an unknown product', { productIds: ['prd_none'] }, 'NOT_FOUND'],
    ['an unknown store', { storeId: 'sto_none' }, 'NOT_FOUND'],
    ['an empty file', { sizeBytes: '0' }, 'BAD_INPUT'],
    ['a size that is no number', { sizeBytes: 'many' }, 'BAD_INPUT'],
    ['more than 5 GiB', { sizeBytes: String(5 * 1024 ** 3 + 1) }, 'TOO_LARGE'],
  ])('with %s is refused', async (_, change, expected) => {
    expect(code(await app.graphql(CREATE, inputFor(change), { as: dana.cookie }))).toBe(expected);
  });

  it("is refused with another store's product, with a removed one, and without the role", async () => {
    const other = await makeStore(app);
    const foreign = await makeProduct(app, other);
    const mixed = inputFor({ productIds: [mug.id, foreign.id] });
    expect(code(await app.graphql(CREATE, mixed, { as: dana.cookie }))).toBe('NOT_FOUND');
    const gone = await makeProduct(app, store);
    await app.get(ProductsService).remove({ kind: 'system', name: 'spec' }, gone.id);
    const removed = inputFor({ productIds: [gone.id] });
    expect(code(await app.graphql(CREATE, removed, { as: dana.cookie }))).toBe('NOT_FOUND');
    expect(code(await app.graphql(CREATE, inputFor()))).toBe('UNAUTHENTICATED');
    const finance = await makeStaff(app, 'finance');
    await app.db.query(`DELETE FROM role_grants WHERE account_id = $1 AND role = 'creator'`, [finance.accountId]);
    expect(code(await app.graphql(CREATE, inputFor(), { as: finance.cookie }))).toBe('FORBIDDEN');
  });
});

describe('preparing a video', () => {
  it('goes step by step, each with its time, and every step may be repeated', async () => {
    const { id } = await makeUploadingVideo(app, { store, creator: dana, products: [mug] });
    await prepare(app, id);
    const work = { videoId: id, version: 1 };
    expect(await videos().markPrepared(work, MANIFEST)).toBe(true);
    const answer = await app.graphql<{ video: { steps: { status: string }[]; warnings: string[] } }>(
      `query($id: ID!) { video(id: $id) { steps { status at } renditions { name bitrate } warnings durationMs } }`,
      { id },
      { as: dana.cookie },
    );
    expect(answer.data?.video.steps.map((s) => s.status)).toEqual([
      'uploading',
      'uploaded',
      'checking',
      'transcoding',
      'in_review',
    ]);
    expect(answer.data?.video).toMatchObject({ durationMs: 20_000, warnings: MANIFEST.warnings });
    const trail = await app.db.query<{ action: string }[]>(
      'SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY seq',
      [id],
    );
    expect(trail.map((t) => t.action)).toEqual([
      'videos.created',
      'videos.uploaded',
      'videos.checking',
      'videos.transcoding',
      'videos.in_review',
    ]);
  });

  it('tells late work on a called-off video or an old version to stop', async () => {
    const { id } = await makeUploadingVideo(app, { store, creator: dana, products: [mug] });
    const cancel = 'mutation($id: ID!) { cancelVideo(id: $id) { status } }';
    expect((await app.graphql(cancel, { id }, { as: dana.cookie })).data).toEqual({
      cancelVideo: { status: 'retired' },
    });
    const work = { videoId: id, version: 1 };
    expect(await videos().markChecking(work)).toBe(false);
    expect(await videos().reportProgress(work, 0.5)).toBe(false);
    expect(await videos().markPrepared(work, MANIFEST)).toBe(false);
    expect(await videos().markRefused(work, { code: 'DAMAGED', message: '', whatToDo: '' })).toBe(false);
    expect(await videos().markChecking({ videoId: id, version: 9 })).toBe(false);
  });

  it('may end in a refusal, after which a better file comes under the same id', async () => {
    const { id } = await makeUploadingVideo(app, { store, creator: dana, products: [mug] });
    await prepareUntilRefused(id);
    const why = 'query($id: ID!) { video(id: $id) { refusal { message whatToDo } } }';
    const says = async () => (await app.graphql(why, { id }, { as: dana.cookie })).data;
    const english = { message: 'This file is text, not a video.', whatToDo: 'Record a longer video.' };
    expect(await says()).toEqual({ video: { refusal: english } });
    await app.db.query(`UPDATE accounts SET locale = 'kk' WHERE id = $1`, [dana.accountId]);
    const kazakh = { message: 'Бұл файл — мәтін, бейне емес.', whatToDo: 'Ұзағырақ бейне түсіріңіз.' };
    expect(await says()).toEqual({ video: { refusal: kazakh } });
    await app.db.query(`UPDATE accounts SET locale = 'en' WHERE id = $1`, [dana.accountId]);
    const again = `mutation($id: ID!) { resubmitVideo(id: $id, fileName: "b.mp4", sizeBytes: "2000",
      contentType: "video/mp4") { video { id status refusal { code } fileName } } }`;
    const answer = await app.graphql(again, { id }, { as: dana.cookie });
    expect(answer.data).toEqual({
      resubmitVideo: { video: { id, status: 'uploading', refusal: null, fileName: 'b.mp4' } },
    });
    expect((await videos().byId(id)).version).toBe(2);
    expect(code(await app.graphql(again, { id }, { as: dana.cookie }))).toBe('WRONG_STATUS');
  });

  async function prepareUntilRefused(id: string): Promise<void> {
    await app.db.transaction(async (em) => {
      const video = await videos().lock(em, id);
      await videos().move(em, video, 'uploaded', { kind: 'system', name: 'spec' });
    });
    const work = { videoId: id, version: 1 };
    await videos().markChecking(work);
    const refusal = {
      code: 'NOT_A_VIDEO',
      message: 'This file is text, not a video.',
      whatToDo: 'Record a longer video.',
    };
    expect(await videos().markRefused(work, refusal)).toBe(true);
    expect(await videos().markRefused(work, refusal)).toBe(true);
  }

  it('keeps the steps: the table refuses to change them', async () => {
    await expect(app.db.query(`UPDATE video_steps SET status = 'published'`)).rejects.toThrow();
    await expect(app.db.query('DELETE FROM video_steps')).rejects.toThrow();
  });
});

describe('editing', () => {
  const edit = `mutation($id: ID!, $t: String, $p: [ID!]) { editVideo(id: $id, title: $t, productIds: $p) {
    title status products { externalId } } }`;

  it('sends a published video back to review, with its new title and products', async () => {
    const { id } = await makePublishedVideo(app, { store, creator: dana, products: [mug] });
    const jar = await makeProduct(app, store, { externalId: 'jar' });
    const answer = await app.graphql(edit, { id, t: 'Better', p: [jar.id, mug.id] }, { as: dana.cookie });
    expect(answer.data).toEqual({
      editVideo: { title: 'Better', status: 'in_review', products: [{ externalId: 'jar' }, { externalId: 'mug' }] },
    });
  });

  it('that changes nothing leaves it public', async () => {
    const { id } = await makePublishedVideo(app, { store, creator: dana, products: [mug] });
    const answer = await app.graphql(edit, { id, t: ' A  review ' }, { as: dana.cookie });
    expect(answer.data).toMatchObject({ editVideo: { status: 'published' } });
  });
});

describe('other people', () => {
  it("cannot see, edit, call off, resubmit or retire another creator's video", async () => {
    const timur = await makeCreator(app);
    const { id } = await makeWaitingVideo(app, { store, creator: dana, products: [mug] });
    for (const query of [
      'query($id: ID!) { video(id: $id) { id } }',
      'mutation($id: ID!) { editVideo(id: $id, title: "x") { id } }',
      'mutation($id: ID!) { cancelVideo(id: $id) { id } }',
      'mutation($id: ID!) { retireVideo(id: $id) { id } }',
      'mutation($id: ID!) { resubmitVideo(id: $id, fileName: "a", sizeBytes: "1", contentType: "video/mp4") { maxBytes } }',
    ]) {
      expect(code(await app.graphql(query, { id }, { as: timur.cookie }))).toBe('NOT_FOUND');
    }
    const stranger = await makeStore(app);
    const see = 'query($id: ID!) { video(id: $id) { id } }';
    expect(code(await app.graphql(see, { id }, { as: stranger.owner.cookie }))).toBe('NOT_FOUND');
    const list = 'query($s: ID!) { storeVideos(storeId: $s) { totalCount } }';
    expect(code(await app.graphql(list, { s: store.id }, { as: stranger.owner.cookie }))).toBe('NOT_FOUND');
  });

  it('of the store and of staff see it, and may retire it', async () => {
    const { id } = await makePublishedVideo(app, { store, creator: dana, products: [mug] });
    const see = 'query($id: ID!) { video(id: $id) { id } }';
    const moderator = await makeStaff(app, 'moderator');
    expect((await app.graphql(see, { id }, { as: moderator.cookie })).data).toEqual({ video: { id } });
    const retire = 'mutation($id: ID!) { retireVideo(id: $id) { status } }';
    for (let again = 0; again < 2; again++) {
      const answer = await app.graphql(retire, { id }, { as: store.owner.cookie });
      expect(answer.data).toEqual({ retireVideo: { status: 'retired' } });
    }
  });
});

describe('lists', () => {
  it('come newest first, page by page, each video once', async () => {
    const aida = await makeCreator(app);
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      made.unshift((await makeUploadingVideo(app, { store, creator: aida, products: [mug] })).id);
    }
    const query = `query($a: String) { myVideos(first: 2, after: $a) { totalCount nodes { id storeName }
      pageInfo { endCursor hasNextPage } } }`;
    interface PageData {
      myVideos: {
        totalCount: number;
        nodes: { id: string }[];
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: PageData['myVideos'] | undefined = (
        await app.graphql<PageData>(query, { a: after }, { as: aida.cookie })
      ).data?.myVideos;
      expect(page?.totalCount).toBe(5);
      seen.push(...(page?.nodes ?? []).map((v) => v.id));
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(made);
  });

  it('tell the bounds of an upload', async () => {
    const { data } = await app.graphql(
      '{ uploadBounds { maxBytes minDurationMs maxDurationMs } }',
      {},
      {
        as: dana.cookie,
      },
    );
    expect(data).toEqual({
      uploadBounds: { maxBytes: '5368709120', minDurationMs: 3000, maxDurationMs: 600_000 },
    });
  });
});

it('retiring and publishing at once leave one true end', async () => {
  const { id } = await makeWaitingVideo(app, { store, creator: dana, products: [mug] });
  const moderator = await actorOf(app, await makeStaff(app, 'moderator'));
  const publish = app.db.transaction((em) => videos().publish(em, id, moderator));
  await Promise.allSettled([publish, videos().retire(id, moderator)]);
  const { status } = await videos().byId(id);
  const steps = await app.db.query<{ status: string }[]>(
    'SELECT status FROM video_steps WHERE video_id = $1 ORDER BY seq',
    [id],
  );
  expect(steps.at(-1)?.status).toBe(status);
  expect(status).toBe('retired');
});
