// Files that go straight to S3: resumed, refused, swept, and never more than one part with one address.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { startApp, type TestApp } from '../../../../test/support/app.js';
import { makeCreator, makeStore, type MadeStore, type SignedCreator } from '../../../../test/support/make.js';
import { makeUploadingVideo } from '../../../../test/support/make-videos.js';
import { STORAGES, storageEnv } from '../../../../test/support/s3.js';
import { MultipartStore } from '../../../base/storage/multipart.store.js';
import { s3ClientOptions } from '../../../base/storage/s3.client.js';
import { Storage } from '../../../base/storage/storage.js';
import { studioHeaders } from '../../../playback/pages/pages.js';
import { uploadKey } from '../../video.rules.js';
import { VideosService } from '../../videos.service.js';
import { UploadsService } from '../uploads.service.js';

const MIB = 1024 ** 2;
const MARK = createHash('sha256').update('the same file').digest('hex');
const BEGIN = `mutation($v: ID!, $b: String!, $m: String!) {
  beginDirectUpload(videoId: $v, sizeBytes: $b, fileMark: $m) { id partBytes partCount arrived expiresAt } }`;
const SIGN = 'query($u: ID!, $n: [Int!]!) { uploadPartUrls(uploadId: $u, numbers: $n) { number url } }';
const STATE = 'query($u: ID!) { directUpload(id: $u) { arrived expiresAt } }';
const COMPLETE = 'mutation($u: ID!) { completeDirectUpload(uploadId: $u) }';
const ABORT = 'mutation($u: ID!) { abortDirectUpload(uploadId: $u) }';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;

interface Begun {
  id: string;
  partBytes: number;
  partCount: number;
  arrived: number[];
}

const ask = async <T>(query: string, variables: object, as = dana.cookie) => {
  const { data, errors } = await app.graphql<Record<string, T>>(query, { ...variables }, as ? { as } : {});
  return {
    value: data ? (Object.values(data)[0] as T) : null,
    code: errors[0]?.extensions.code ?? null,
    error: errors[0],
  };
};
const begin = async (v: string, bytes: number, m = MARK) =>
  (await ask<Begun>(BEGIN, { v, b: String(bytes), m })).value as Begun;
const addressOf = async (u: string, n: number) => {
  const { value } = await ask<{ url: string }[]>(SIGN, { u, n: [n] });
  return value?.[0]?.url ?? '';
};
const put = (url: string, bytes: Buffer) => fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
const statusOf = async (id: string) => (await app.get(VideosService).byId(id)).status;

async function openInS3(): Promise<string[]> {
  const client = new S3Client(s3ClientOptions(app.config.s3!));
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: app.config.s3!.bucket }));
  return (Uploads ?? []).map((upload) => upload.Key ?? '');
}

describe('uploads straight to storage, where files are kept on a disk', () => {
  beforeAll(async () => {
    app = await startApp(await storageEnv('disk'));
    store = await makeStore(app);
    dana = await makeCreator(app);
  });
  afterAll(() => app?.close());

  const real = process.env['VITRINA_TEST_S3'] ? it.skip : it;
  real('are not offered, and refused', async () => {
    const bounds = await app.graphql('{ uploadBounds { direct } }', {}, { as: dana.cookie });
    expect(bounds.data).toEqual({ uploadBounds: { direct: false } });
    const video = await makeUploadingVideo(app, { store, creator: dana });
    expect((await ask(BEGIN, { v: video.id, b: '10', m: MARK })).code).toBe('DIRECT_UNAVAILABLE');
    expect(studioHeaders(app.config)['content-security-policy']).toMatch(/connect-src 'self' http:\/\/[\d.:]+;/);
  });
});

const onS3 = STORAGES.includes('S3') ? describe : describe.skip;
onS3('uploads straight to S3', () => {
  beforeAll(async () => {
    app = await startApp({ UPLOAD_MAX_BYTES: '30000000', ...(await storageEnv('S3')) });
    store = await makeStore(app);
    dana = await makeCreator(app);
  });
  afterAll(() => app?.close());

  it('arrive in any order, are asked for again after a reload, hashed by the worker and moved on', async () => {
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const bytes = randomBytes(12_000_000);
    const first = await begin(video.id, bytes.length);
    expect(first).toMatchObject({ partBytes: 5 * MIB, partCount: 3, arrived: [] });
    const part = (n: number) => bytes.subarray((n - 1) * first.partBytes, n * first.partBytes);
    expect((await put(await addressOf(first.id, 3), part(3))).status).toBe(200);
    expect((await put(await addressOf(first.id, 1), part(1))).status).toBe(200);
    const again = await begin(video.id, bytes.length);
    expect(again).toMatchObject({ id: first.id, arrived: [1, 3] });
    expect(await app.get(VideosService).byId(video.id)).toMatchObject({
      uploadedBytes: part(1).length + part(3).length,
    });
    const early = await ask(COMPLETE, { u: first.id });
    expect(early.error?.extensions).toMatchObject({ code: 'UPLOAD_INCOMPLETE', missing: [2] });
    expect((await put(await addressOf(first.id, 2), part(2))).status).toBe(200);
    expect((await ask(COMPLETE, { u: first.id })).value).toBe(true);
    expect((await ask(COMPLETE, { u: first.id })).value).toBe(true);
    expect(await app.get(UploadsService).finish(first.id)).toBe(true);
    const after = await app.get(VideosService).byId(video.id);
    expect(after).toMatchObject({ status: 'uploaded', sha256: createHash('sha256').update(bytes).digest('hex') });
    expect((await ask<Begun>(STATE, { u: first.id })).value?.arrived).toEqual([1, 2, 3]);
    expect((await ask(SIGN, { u: first.id, n: [1] })).code).toBe('WRONG_STATUS');
    expect(await openInS3()).toEqual([]);
  });

  it('go on in the timer when the browser was closed after its last byte', async () => {
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const { id } = await begin(video.id, 1000);
    await put(await addressOf(id, 1), randomBytes(1000));
    expect(await app.get(UploadsService).recover()).toBe(1);
    expect(await statusOf(video.id)).toBe('uploaded');
  });

  it('have addresses that take one part, its exact length, and only so long', async () => {
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const { id } = await begin(video.id, 12_000_000);
    const url = await addressOf(id, 3);
    expect((await put(url, randomBytes(12_000_000 - 10 * MIB + 1))).status).toBe(403);
    expect((await put(url, randomBytes(10))).status).toBe(403);
    const whole = randomBytes(12_000_000 - 10 * MIB);
    expect((await put(url.replace('partNumber=3', 'partNumber=2'), whole)).status).toBe(403);
    expect((await put(url.replace(id, 'upl_other'), whole)).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('600');
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
    expect((await ask<Begun>(STATE, { u: id })).value?.arrived).toEqual([]);
    expect(studioHeaders(app.config)['content-security-policy']).toContain(` ${new URL(url).origin};`);
  });

  it('are refused and removed when more came than was announced', async () => {
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const { id } = await begin(video.id, 1000);
    const [row] = await app.db.query<{ s: string }[]>('SELECT s3_upload_id AS s FROM uploads WHERE id = $1', [id]);
    const files = new MultipartStore(app.config.s3!, app.get(Storage));
    await put(await files.signPart(uploadKey(id), row!.s, 1, 1001), randomBytes(1001));
    expect((await ask(COMPLETE, { u: id })).code).toBe('TOO_LARGE');
    expect((await ask(STATE, { u: id })).code).toBe('UPLOAD_EXPIRED');
    expect(await openInS3()).not.toContain(uploadKey(id));
    expect(await statusOf(video.id)).toBe('uploading');
  });

  it('leave nothing behind: called off, replaced, expired, or killed before S3 answered', async () => {
    const open = async () => begin((await makeUploadingVideo(app, { store, creator: dana })).id, 6_000_000);
    const [calledOff, expired] = [await open(), await open()];
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const replaced = await begin(video.id, 6_000_000);
    await put(await addressOf(replaced.id, 2), randomBytes(6_000_000 - 5 * MIB));
    const newest = await begin(video.id, 6_000_000, MARK.replace(/^./, '0'));
    expect(newest.id).not.toBe(replaced.id);
    expect((await ask(SIGN, { u: replaced.id, n: [1] })).code).toBe('UPLOAD_EXPIRED');
    expect((await ask(ABORT, { u: calledOff.id })).value).toBe(true);
    await app.db.query('UPDATE uploads SET expires_at = created_at, s3_upload_id = NULL WHERE id = $1', [expired.id]);
    expect((await ask(COMPLETE, { u: expired.id })).code).toBe('UPLOAD_EXPIRED');
    expect(await app.get(UploadsService).sweep()).toBeGreaterThanOrEqual(3);
    const left = await openInS3();
    for (const { id } of [calledOff, expired, replaced]) expect(left).not.toContain(uploadKey(id));
    expect(left).toContain(uploadKey(newest.id));
  });

  it("refuse strangers, another creator's upload, too many bytes, odd parts and marks", async () => {
    const timur = await makeCreator(app);
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const { id } = await begin(video.id, 1000);
    for (const [query, variables] of [
      [BEGIN, { v: video.id, b: '1000', m: MARK }],
      [SIGN, { u: id, n: [1] }],
      [STATE, { u: id }],
      [COMPLETE, { u: id }],
      [ABORT, { u: id }],
    ] as const) {
      expect((await ask(query, variables, '')).code).toBe('UNAUTHENTICATED');
      expect((await ask(query, variables, timur.cookie)).code).toBe('NOT_FOUND');
    }
    expect((await ask(BEGIN, { v: video.id, b: '30000001', m: MARK })).code).toBe('TOO_LARGE');
    expect((await ask(BEGIN, { v: video.id, b: '0', m: MARK })).code).toBe('BAD_INPUT');
    expect((await ask(BEGIN, { v: video.id, b: '10', m: 'x' })).code).toBe('BAD_INPUT');
    for (const n of [[], [0], [2], Array.from({ length: 21 }, () => 1)])
      expect((await ask(SIGN, { u: id, n })).code).toBe('BAD_INPUT');
    expect((await ask(COMPLETE, { u: id })).code).toBe('UPLOAD_INCOMPLETE');
    expect(await statusOf(video.id)).toBe('uploading');
  });

  it('are offered once the bucket lets pages of the studio in, and the rule is set when it may be', async () => {
    const bounds = await app.graphql('{ uploadBounds { direct } }', {}, { as: dana.cookie });
    expect(bounds.data).toEqual({ uploadBounds: { direct: true } });
    const video = await makeUploadingVideo(app, { store, creator: dana });
    const url = await addressOf((await begin(video.id, 100)).id, 1);
    const preflight = (origin: string) =>
      fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });
    const own = new URL(app.config.publicUrl).origin;
    expect((await preflight(own)).headers.get('access-control-allow-origin')).toBe(own);
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
