// What a store keeps, counted to the byte as the listing of storage says it, and bounded at every door.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
} from '../../../test/support/make.js';
import { mediaFile } from '../../../test/support/media.js';
import { makeUploadingVideo } from '../../../test/support/make-videos.js';
import { STORAGES, storageEnv } from '../../../test/support/s3.js';
import { Storage } from '../../base/storage/storage.js';
import { VideosService } from '../videos.service.js';
import { freeStored, usageOf } from './stored.queries.js';

const CREATE = 'mutation($i: CreateVideoInput!) { createVideo(input: $i) { video { id } } }';
const SET = `mutation($s: ID!, $a: String, $b: String) {
  setStorageQuota(storeId: $s, storeBytes: $a, creatorBytes: $b) { quotaBytes } }`;
const ROOM = `query($s: ID!, $b: String!, $d: Int) {
  uploadRoom(storeId: $s, sizeBytes: $b, durationMs: $d) { mine { usedBytes expectedBytes quotaBytes } needBytes fits short } }`;
const STORE_ROOM = 'query($s: ID!) { storeRoom(storeId: $s) { usedBytes quotaBytes } }';

let app: TestApp;
let dana: SignedCreator;

async function listed(...folders: string[]): Promise<number> {
  let sum = 0;
  for (const folder of folders) for await (const { sizeBytes } of app.get(Storage).list(folder)) sum += sizeBytes;
  return sum;
}

async function upload(videoId: string, bytes: Buffer): Promise<void> {
  const tus = { 'tus-resumable': '1.0.0', cookie: dana.cookie };
  const metadata = `videoId ${Buffer.from(videoId).toString('base64')}`;
  const begin = { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata };
  const made = await app.http.post('/uploads').set(begin);
  await app.http
    .patch(made.headers['location'] as string)
    .set({ ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' })
    .serialize((body: unknown) => body as string)
    .send(bytes);
}

const input = async (store: MadeStore, sizeBytes: number) => {
  const product = await makeProduct(app, store);
  const file = { fileName: 'a.mp4', contentType: 'video/mp4', sizeBytes: String(sizeBytes) };
  return { i: { storeId: store.id, title: 'Room', productIds: [product.id], ...file } };
};

describe.each(STORAGES)('room in %s', (storage) => {
  beforeAll(async () => {
    app = await startApp({ UPLOAD_MIN_MS: '500', UPLOAD_MIN_SHORT_SIDE: '240', ...(await storageEnv(storage)) });
    dana = await makeCreator(app);
  });
  afterAll(() => app?.close());

  it('is counted to the byte as storage lists it, expected before, and given back on removal', async () => {
    const store = await makeStore(app);
    const bytes = readFileSync(mediaFile('iphone-rotated-portrait.MOV') ?? '');
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const usage = () => usageOf(app.db.manager, { storeId: store.id });
    expect(await usage()).toEqual({ usedBytes: 0, expectedBytes: 1600 });
    await upload(video.id, bytes);
    const after = await usage();
    expect(after.usedBytes).toBe(await listed('originals'));
    expect(after.usedBytes).toBeGreaterThanOrEqual(bytes.length);
    expect(after.expectedBytes).toBeGreaterThan(bytes.length / 2);
    await app.drainJobs();
    const ready = await app.get(VideosService).byId(video.id);
    expect(ready.status).toBe('in_review');
    expect(await usage()).toEqual({ usedBytes: await listed('originals', 'media'), expectedBytes: 0 });
    expect((await usage()).usedBytes).toBeGreaterThan(bytes.length * 1.5);

    await app.get(Storage).deletePrefix(`media/${store.id}/${video.id}`);
    await app.db.transaction((em) => freeStored(em, video.id, 1, 'renditions'));
    expect((await usage()).usedBytes).toBe(await listed('originals', `media/${store.id}`));
    await app.get(Storage).deletePrefix(ready.originalKey?.replace(/\/file$/, '') ?? '');
    await app.db.transaction((em) => freeStored(em, video.id));
    expect(await usage()).toEqual({ usedBytes: 0, expectedBytes: 0 });
    expect(await listed('originals', 'media')).toBe(0);
  }, 90_000);

  it('is refused where it is short, also to two at once, and given back by a cancelled upload', async () => {
    const store = await makeStore(app);
    const owner = { as: store.owner.cookie };
    expect((await app.graphql(SET, { s: store.id, a: '5000000', b: '4000000' }, owner)).errors).toEqual([]);
    const ask = async (bytes: number) =>
      app.graphql<{ createVideo: { video: { id: string } } }>(CREATE, await input(store, bytes), { as: dana.cookie });
    const { errors } = await ask(3_000_000);
    expect(errors[0]?.extensions).toMatchObject({ code: 'QUOTA_EXCEEDED', limit: 'creator', freeBytes: '4000000' });
    const both = await Promise.all([ask(2_000_000), ask(2_000_000)]);
    expect(both.map((b) => b.errors[0]?.extensions.code).sort()).toEqual(['QUOTA_EXCEEDED', undefined]);
    const { data } = await app.graphql(ROOM, { s: store.id, b: '2000000', d: 1000 }, { as: dana.cookie });
    const mine = { usedBytes: '0', expectedBytes: '3200000', quotaBytes: '4000000' };
    expect(data?.['uploadRoom']).toEqual({ mine, needBytes: '2600000', fits: false, short: 'creator' });
    const timur = await makeCreator(app);
    const full = await app.graphql(CREATE, await input(store, 1_200_000), { as: timur.cookie });
    expect(full.errors[0]?.extensions).toMatchObject({ code: 'QUOTA_EXCEEDED', limit: 'store', freeBytes: '1800000' });
    const id = both.find((b) => b.data)?.data?.createVideo.video.id;
    await app.graphql('mutation($id: ID!) { cancelVideo(id: $id) { id } }', { id }, { as: dana.cookie });
    expect((await ask(2_000_000)).errors).toEqual([]);
  });

  it('is asked for again when more is brought than was announced', async () => {
    const store = await makeStore(app);
    const video = await makeUploadingVideo(app, { store, creator: dana });
    await app.graphql(SET, { s: store.id, a: '2000000', b: null }, { as: store.owner.cookie });
    const metadata = `videoId ${Buffer.from(video.id).toString('base64')}`;
    const head = {
      'tus-resumable': '1.0.0',
      cookie: dana.cookie,
      'upload-length': '1500000',
      'upload-metadata': metadata,
    };
    const answer = await app.http.post('/uploads').set(head);
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('QUOTA_EXCEEDED')]);
  });

  it("is set and seen by the store's own people alone; beyond the default by an administrator", async () => {
    const store = await makeStore(app);
    const other = await makeStore(app);
    const limits = { s: store.id, a: '9000000', b: null };
    for (const as of [other.owner.cookie, dana.cookie]) {
      expect((await app.graphql(SET, limits, { as })).errors[0]?.extensions.code).toMatch(/NOT_FOUND|FORBIDDEN/);
      expect((await app.graphql(STORE_ROOM, { s: store.id }, { as })).errors[0]?.extensions.code).toMatch(
        /NOT_FOUND|FORBIDDEN/,
      );
    }
    expect((await app.graphql(SET, limits)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await app.graphql(ROOM, { s: store.id, b: '1' })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const huge = { ...limits, a: '900000000000' };
    expect((await app.graphql(SET, huge, { as: store.owner.cookie })).errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect((await app.graphql(SET, { ...limits, a: '1' }, { as: store.owner.cookie })).errors[0]?.extensions.code).toBe(
      'BAD_INPUT',
    );
    const admin = await makeStaff(app, 'administrator');
    const set = await app.graphql(SET, huge, { as: admin.cookie });
    expect(set.data?.['setStorageQuota']).toEqual({ quotaBytes: '900000000000' });
    const [row] = await app.db.query<{ after: object }[]>(
      `SELECT after FROM audit_log WHERE action = 'videos.quota_set' AND store_id = $1 ORDER BY id DESC LIMIT 1`,
      [store.id],
    );
    expect(row?.after).toMatchObject({ storeBytes: 900_000_000_000 });
  });
});
