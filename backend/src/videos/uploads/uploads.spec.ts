// Resumable uploads over HTTP: whole, cut, resumed, expired, killed, too large, and other people's.
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeStaff, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makeUploadingVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import { STORAGES, storageEnv } from '../../../test/support/s3.js';
import { Storage } from '../../base/storage/storage.js';
import { UploadStore } from '../../base/storage/upload.store.js';
import { Video } from '../video.entity.js';
import { uploadKey } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { UploadLeases } from './upload.lease.js';
import { UploadsService } from './uploads.service.js';

const MAX = 30_000_000;
const TUS = { 'tus-resumable': '1.0.0' };
const DAY_MS = 24 * 3600_000;

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;

function begin(videoId: string, length: number, cookie = dana.cookie) {
  return app.http.post('/uploads').set({
    ...TUS,
    ...(cookie ? { cookie } : {}),
    'upload-length': String(length),
    'upload-metadata': `videoId ${Buffer.from(videoId).toString('base64')}`,
  });
}

async function location(videoId: string, length: number): Promise<string> {
  const made = await begin(videoId, length);
  expect(made.status).toBe(201);
  return made.headers['location'] as string;
}

function send(path: string, offset: number, bytes: Buffer, cookie = dana.cookie) {
  return app.http
    .patch(path)
    .set({ ...TUS, cookie, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' })
    .serialize((body: unknown) => body as string)
    .send(bytes);
}

const ask = (path: string, cookie = dana.cookie) => app.http.head(path).set({ ...TUS, cookie });
const statusOf = async (videoId: string) => (await app.get(VideosService).byId(videoId)).status;
const idOf = (path: string) => path.split('/').at(-1) ?? '';

/** Sends some bytes and cuts the line, as a closed browser does. */
function sendAndCut(path: string, offset: number, bytes: Buffer, announced: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = httpRequest(app.baseUrl + path, {
      method: 'PATCH',
      headers: {
        ...TUS,
        cookie: dana.cookie,
        'upload-offset': offset,
        'content-length': announced,
        'content-type': 'application/offset+octet-stream',
      },
    });
    cut.on('error', () => resolve());
    cut.write(bytes, () => setTimeout(() => cut.destroy(), 200));
    cut.on('close', () => resolve());
  });
}

describe.each(STORAGES)('uploads to %s', (storage) => {
  beforeAll(async () => {
    app = await startApp({ UPLOAD_MAX_BYTES: String(MAX), ...(await storageEnv(storage)) });
    store = await makeStore(app);
    dana = await makeCreator(app);
  });
  afterAll(() => app?.close());

  describe('an upload', () => {
    it('arrives whole, is hashed and moves the video on', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const bytes = randomBytes(100_000);
      const path = await location(video.id, bytes.length);
      expect(path).toMatch(/^\/uploads\/upl_\w+$/);
      expect((await send(path, 0, bytes)).status).toBe(204);
      const after = await app.get(VideosService).byId(video.id);
      expect(after).toMatchObject({ status: 'uploaded', uploadedBytes: bytes.length, sizeBytes: bytes.length });
      expect(after.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      const original = await app.get(VideosService).originalOf(video.id);
      expect(original).toMatchObject({ sizeBytes: bytes.length, fileName: 'clip.mp4' });
      expect((await app.get(Storage).head(original.key))?.sizeBytes).toBe(bytes.length);
      const jobs = await app.db.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'videos.uploaded' AND data->>'videoId' = $1`,
        [video.id],
      );
      expect(jobs[0]?.n).toBe(1);
    });

    it('cut in the middle goes on at the same byte', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const bytes = randomBytes(20_000_000);
      const path = await location(video.id, bytes.length);
      await sendAndCut(path, 0, bytes.subarray(0, 12_000_000), bytes.length);
      const at = Number((await ask(path)).headers['upload-offset']);
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThanOrEqual(12_000_000);
      expect(await statusOf(video.id)).toBe('uploading');
      expect((await send(path, at, bytes.subarray(at))).status).toBe(204);
      const { key } = await app.get(VideosService).originalOf(video.id);
      const hash = createHash('sha256');
      const { stream } = await app.get(Storage).get(key);
      for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    });

    it('shows what has arrived on the status page', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const path = await location(video.id, 1000);
      await send(path, 0, randomBytes(250));
      await app.get(UploadsService).refresh(idOf(path));
      expect(await app.get(VideosService).byId(video.id)).toMatchObject({ uploadedBytes: 250, progress: 0.25 });
    });

    it('refuses a wrong offset and bytes beyond its length', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const path = await location(video.id, 1000);
      expect((await send(path, 10, randomBytes(10))).status).toBe(409);
      expect((await send(path, 0, randomBytes(1001))).status).toBe(413);
      expect(await statusOf(video.id)).toBe('uploading');
    });

    it('killed after its last byte is found and finished, also by a question of the client', async () => {
      for (const how of ['timer', 'client'] as const) {
        const video = await makeUploadingVideo(app, { store, creator: dana });
        const bytes = randomBytes(5000);
        const path = await location(video.id, bytes.length);
        await app.get(UploadStore).tus.write(Readable.from([bytes]), uploadKey(idOf(path)), 0);
        expect(await statusOf(video.id)).toBe('uploading');
        if (how === 'timer') expect(await app.get(UploadsService).recover()).toBe(1);
        else expect((await ask(path)).headers['upload-offset']).toBe('5000');
        expect(await statusOf(video.id)).toBe('uploaded');
        expect(await app.get(UploadsService).finish(idOf(path))).toBe(true);
      }
    });

    it('is written by one at a time over all processes', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const id = idOf(await location(video.id, 1000));
      const leases = new UploadLeases(app.db, (key) => key);
      const first = leases.newLock(id);
      const second = leases.newLock(id);
      const signal = new AbortController().signal;
      let asked = false;
      await first.lock(signal, () => {
        asked = true;
        return first.unlock();
      });
      await second.lock(signal, () => undefined);
      expect(asked).toBe(true);
      await second.unlock();
    });
  });

  describe('the same file again', () => {
    const bytes = randomBytes(4000);
    const upload = async (video: Video, cookie: string) => {
      const made = await begin(video.id, bytes.length, cookie);
      return send(made.headers['location'] as string, 0, bytes, cookie);
    };

    it('from its own creator is refused and leads to the first', async () => {
      const first = await makeUploadingVideo(app, { store, creator: dana });
      const again = await makeUploadingVideo(app, { store, creator: dana });
      await upload(first, dana.cookie);
      await upload(again, dana.cookie);
      const refused = await app.get(VideosService).byId(again.id);
      expect(refused).toMatchObject({ status: 'refused', refusal: { code: 'ALREADY_UPLOADED' }, originalKey: null });
      expect(refused.refusal?.whatToDo).toContain(first.id);
      expect(await app.get(UploadsService).sweep()).toBeGreaterThan(0);
    });

    it('from another creator is marked for the moderators', async () => {
      const timur = await makeCreator(app);
      const theirs = await makeWaitingVideo(app, { store });
      await app.db.manager.update(Video, theirs.id, { sha256: createHash('sha256').update('same').digest('hex') });
      const video = await makeUploadingVideo(app, { store, creator: timur });
      const made = await begin(video.id, 4, timur.cookie);
      await send(made.headers['location'] as string, 0, Buffer.from('same'), timur.cookie);
      const after = await app.get(VideosService).byId(video.id);
      expect(after).toMatchObject({ status: 'uploaded', flags: ['ALREADY_PUBLISHED_BY_ANOTHER'] });
    });
  });

  describe('the door refuses', () => {
    it('whoever is not signed in, or is no creator', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      expect((await begin(video.id, 10, '')).status).toBe(401);
      const owner = store.owner.cookie;
      const moderator = await makeStaff(app, 'moderator');
      await app.db.query(`DELETE FROM role_grants WHERE account_id = $1 AND role = 'creator'`, [moderator.accountId]);
      expect((await begin(video.id, 10, moderator.cookie)).status).toBe(403);
      expect((await begin(video.id, 10, owner)).status).toBeGreaterThanOrEqual(403);
    });

    it("another creator's video and upload", async () => {
      const timur = await makeCreator(app);
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const answer = await begin(video.id, 10, timur.cookie);
      expect(answer.status).toBe(404);
      const path = await location(video.id, 10);
      expect((await ask(path, timur.cookie)).status).toBe(404);
      expect((await send(path, 0, randomBytes(10), timur.cookie)).status).toBe(404);
      expect(await statusOf(video.id)).toBe('uploading');
    });

    it('more bytes than allowed, in the plan and on the way', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      expect((await begin(video.id, MAX + 1)).status).toBe(413);
      const mutation = `mutation($i: CreateVideoInput!) { createVideo(input: $i) { video { id } } }`;
      const input = { storeId: store.id, title: 'Big', productIds: ['x'], fileName: 'a.mp4', contentType: 'video/mp4' };
      const i = { ...input, sizeBytes: String(MAX + 1) };
      const { errors } = await app.graphql(mutation, { i }, { as: dana.cookie });
      expect(errors[0]?.extensions).toMatchObject({ code: 'TOO_LARGE', status: 413 });
    });

    it('a video that waits for no file, and an upload of nothing', async () => {
      const waiting = await makeWaitingVideo(app, { store, creator: dana });
      expect((await begin(waiting.id, 10)).status).toBe(409);
      const video = await makeUploadingVideo(app, { store, creator: dana });
      expect((await begin(video.id, 0)).status).toBe(400);
      expect((await begin('vid_none', 10)).status).toBe(404);
      const nameless = await app.http.post('/uploads').set({ ...TUS, cookie: dana.cookie, 'upload-length': '10' });
      expect(nameless.status).toBe(400);
    });

    it('a page of another site', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      expect((await begin(video.id, 10).set('origin', 'https://evil.example')).status).toBe(403);
    });

    it('to let one upload whose bytes cannot be removed keep the others', async () => {
      const videos = [0, 1, 2].map(() => makeUploadingVideo(app, { store, creator: dana }));
      const ids: string[] = [];
      for (const video of videos) ids.push(idOf(await location((await video).id, 10)));
      await app.db.query('UPDATE uploads SET expires_at = created_at WHERE id = ANY($1)', [ids]);
      const files = app.get(UploadStore);
      const real = files.remove.bind(files);
      const broken = async (key: string) => {
        if (key === uploadKey(ids[0] ?? '')) throw new Error('the store is away');
        await real(key);
      };
      const spy = jest.spyOn(files, 'remove').mockImplementation(broken);
      await app.get(UploadsService).sweep();
      spy.mockRestore();
      const left = await app.db.query('SELECT id FROM uploads WHERE id = ANY($1) AND removed_at IS NULL', [ids]);
      expect(left).toEqual([{ id: ids[0] }]);
    });

    it('an expired upload, whose bytes are removed and whose video ends with a reason', async () => {
      const video = await makeUploadingVideo(app, { store, creator: dana });
      const path = await location(video.id, 1000);
      await send(path, 0, randomBytes(400));
      app.clock.advance(DAY_MS + 60_000);
      try {
        const fresh = (await app.db.query(
          `UPDATE sessions SET expires_at = now() + interval '9 days', created_at = now() RETURNING 1`,
        )) as unknown[];
        expect(fresh.length).toBeGreaterThan(0);
        expect((await ask(path)).status).toBe(410);
        const late = await send(path, 400, randomBytes(600));
        expect(late.status).toBe(410);
        await app.get(UploadsService).sweep();
        expect(await app.get(Storage).head(uploadKey(idOf(path)))).toBeNull();
        const after = await app.get(VideosService).byId(video.id);
        expect(after).toMatchObject({ status: 'refused', refusal: { code: 'UPLOAD_EXPIRED' } });
        expect((await ask(path)).status).toBe(410);
      } finally {
        app.clock.reset();
      }
    });
  });
});
