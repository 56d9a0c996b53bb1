// Fetching from an address, against servers that mean ill: they lead inside, never end, fall silent, lie and break.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../../test/support/app.js';
import {
  makeCreator,
  makeProduct,
  makeStore,
  type MadeStore,
  type SignedCreator,
} from '../../../../test/support/make.js';
import { STORAGES, storageEnv } from '../../../../test/support/s3.js';
import { Storage } from '../../../base/storage/storage.js';
import { uploadKey } from '../../video.rules.js';
import { VideosService } from '../../videos.service.js';
import { UploadsService } from '../uploads.service.js';
import { openPinned } from '../../../base/outside/pinned.request.js';
import { UrlFetchService } from './url-fetch.service.js';
import { URL_REASONS, urlRefusal } from './url.reasons.js';
import { sentenceIn } from '../../refusals/refusal-words.rules.js';

const MAX = 12_000_000;
const FILM = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(9_000_000)]);
const CREATE =
  'mutation($i: VideoFromUrlInput!) { createVideoFromUrl(input: $i) { id status sizeBytes fileName fetchedFrom } }';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const seen: IncomingMessage['headers'][] = [];
const answers = new Map<string, Answer>();
const server = createServer((request, response) => {
  seen.push(request.headers);
  const answer = answers.get(new URL(request.url ?? '/', 'http://x').pathname);
  if (answer) answer(request, response);
  else response.writeHead(404).end();
});

/** A good server: ranges, a strong etag. */
function serve(bytes: Buffer, etag = '"film-1"'): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const goOn = from > 0 && request.headers['if-range'] === etag;
    const body = goOn ? bytes.subarray(from) : bytes;
    const range = goOn ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(goOn ? 206 : 200, { etag, 'content-length': body.length, ...range }).end(body);
  };
}

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let base: string;
let productId: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const input = (url: string) => ({ i: { storeId: store.id, title: 'Fetched', productIds: [productId], url } });

async function named(url: string): Promise<{ videoId: string; uploadId: string }> {
  const { data, errors } = await app.graphql<{ createVideoFromUrl: { id: string } }>(CREATE, input(url), {
    as: dana.cookie,
  });
  expect(errors).toEqual([]);
  const videoId = data?.createVideoFromUrl.id ?? '';
  const [row] = await app.db.query<{ id: string }[]>('SELECT id FROM uploads WHERE video_id = $1', [videoId]);
  return { videoId, uploadId: row?.id ?? '' };
}

const fetchOnce = (uploadId: string, signal = new AbortController().signal) =>
  app.get(UrlFetchService).fetch(uploadId, signal);
const videoOf = (id: string) => app.get(VideosService).byId(id);

describe.each(STORAGES)('fetching to %s', (storage) => {
  beforeAll(async () => {
    app = await startApp({
      ...{ UPLOAD_MAX_BYTES: String(MAX), UPLOAD_URL_ALLOW: new URL(base).host, UPLOAD_URL_IDLE_MS: '1500' },
      ...{ UPLOAD_URL_WHOLE_MS: storage === 'disk' ? '3000' : '60000', ...(await storageEnv(storage)) },
    });
    store = await makeStore(app);
    dana = await makeCreator(app);
    productId = (await makeProduct(app, store)).id;
  });
  afterAll(() => app?.close());

  it('brings the file like an upload, without cookies, and keeps only where it came from', async () => {
    answers.set('/My%20clip.mp4', serve(FILM));
    const { data } = await app.graphql(CREATE, input(`${base}/My%20clip.mp4?token=secret`), { as: dana.cookie });
    const shown = data?.['createVideoFromUrl'] as { id: string };
    expect(shown).toMatchObject({
      status: 'uploading',
      sizeBytes: '0',
      fileName: 'My clip.mp4',
      fetchedFrom: new URL(base).host,
    });
    const [row] = await app.db.query<{ id: string }[]>('SELECT id FROM uploads WHERE video_id = $1', [shown.id]);
    seen.length = 0;
    await fetchOnce(row?.id ?? '');
    const video = await videoOf(shown.id);
    expect(video).toMatchObject({
      status: 'uploaded',
      sizeBytes: FILM.length,
      uploadedBytes: FILM.length,
      sourceUrl: base,
    });
    expect(video.sha256).toBe(createHash('sha256').update(FILM).digest('hex'));
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    const [log] = await app.db.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_log WHERE after::text LIKE '%secret%'`,
    );
    expect(log?.n).toBe(0);
    await fetchOnce(row?.id ?? '');
    expect(seen).toHaveLength(1);
  });

  it('goes on where it was cut or killed, and begins anew when the file has changed', async () => {
    const film = Buffer.concat([FILM.subarray(0, 32), randomBytes(11_000_000)]);
    let cuts = 0;
    answers.set('/cut.mp4', (request, response) => {
      if (cuts++ > 0) return serve(film)(request, response);
      response.writeHead(200, { etag: '"film-1"', 'content-length': film.length });
      response.write(film.subarray(0, 9_000_000), () => setTimeout(() => response.destroy(), 150));
    });
    const one = await named(`${base}/cut.mp4`);
    await expect(fetchOnce(one.uploadId)).rejects.toThrow('goes on later');
    expect((await videoOf(one.videoId)).uploadedBytes).toBeGreaterThan(0);
    seen.length = 0;
    await fetchOnce(one.uploadId);
    expect(Number(/bytes=(\d+)-/.exec(seen[0]?.range ?? '')?.[1])).toBeGreaterThan(1_000_000);
    expect((await videoOf(one.videoId)).sha256).toBe(createHash('sha256').update(film).digest('hex'));

    const other = Buffer.concat([FILM.subarray(0, 32), randomBytes(10_000_000)]);
    const two = await named(`${base}/killed.mp4`);
    const killed = new AbortController();
    answers.set('/killed.mp4', (_, response) => {
      response.writeHead(200, { etag: '"film-1"', 'content-length': film.length });
      response.write(film.subarray(0, 9_000_000), () => setTimeout(() => killed.abort(), 150));
    });
    await fetchOnce(two.uploadId, killed.signal).catch(() => undefined);
    answers.set('/killed.mp4', serve(other, '"film-2"'));
    await fetchOnce(two.uploadId);
    expect(await videoOf(two.videoId)).toMatchObject({ status: 'uploaded', sizeBytes: other.length });
    expect((await videoOf(two.videoId)).sha256).toBe(createHash('sha256').update(other).digest('hex'));
  });

  it('takes a file whose length nobody announced', async () => {
    const film = Buffer.concat([FILM.subarray(0, 32), randomBytes(6_000_000)]);
    answers.set('/chunked.mp4', (_, response) => {
      response.writeHead(200);
      response.end(film);
    });
    const { videoId, uploadId } = await named(`${base}/chunked.mp4`);
    await fetchOnce(uploadId);
    expect(await videoOf(videoId)).toMatchObject({ status: 'uploaded', sizeBytes: film.length });
    expect((await videoOf(videoId)).sha256).toBe(createHash('sha256').update(film).digest('hex'));
  });

  const endless = (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200);
    const more = () => {
      while (response.writable && response.write(Buffer.alloc(256_000, 1)));
      if (response.writable) response.once('drain', more);
    };
    more();
  };
  const say = (status: number, headers: Record<string, string | number>, body: string | Buffer): Answer => {
    return (_, response) => response.writeHead(status, headers).end(body);
  };
  it.each<[string, string, Answer]>([
    ['is missing', 'URL_NOT_FOUND', say(404, {}, '')],
    ['wants a password', 'URL_NOT_FOUND', say(401, { 'www-authenticate': 'Basic' }, '')],
    [
      'is a page, whatever its header says',
      'URL_NOT_A_FILE',
      say(200, { 'content-type': 'video/mp4' }, `<!doctype html>${' '.repeat(600)}`),
    ],
    [
      'would grow when unpacked',
      'URL_NOT_A_FILE',
      say(200, { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(20_000_000))),
    ],
    ['announces too much', 'OUT_OF_BOUNDS', say(200, { 'content-length': MAX + 1 }, '')],
    ['never ends', 'OUT_OF_BOUNDS', endless],
    ['is empty', 'NOT_A_VIDEO', say(200, { 'content-length': 0 }, '')],
    ['leads into our own network', 'URL_REFUSED', say(302, { location: 'http://127.0.0.1:1/' }, '')],
    ['leads to the metadata of a cloud', 'URL_REFUSED', say(307, { location: 'https://169.254.169.254/latest' }, '')],
    ['leads to a file of ours', 'URL_REFUSED', say(301, { location: 'file:///etc/passwd' }, '')],
    ['leads round and round', 'URL_REFUSED', (r, response) => response.writeHead(302, { location: r.url ?? '' }).end()],
  ])('refuses a file that %s: %s', async (name, code, answer) => {
    const path = `/${name.replaceAll(/\W/g, '-')}.mp4`;
    answers.set(path, answer);
    const { videoId, uploadId } = await named(base + path);
    await fetchOnce(uploadId);
    expect(await videoOf(videoId)).toMatchObject({ status: 'refused', refusal: { code } });
    await app.get(UploadsService).sweep();
    expect(await app.get(Storage).head(uploadKey(uploadId))).toBeNull();
  });

  const slow = storage === 'disk' ? it : it.skip;
  it('tries a busy server again', async () => {
    answers.set('/busy.mp4', say(503, {}, 'busy'));
    const { videoId, uploadId } = await named(`${base}/busy.mp4`);
    await expect(fetchOnce(uploadId)).rejects.toThrow('goes on later');
    expect((await videoOf(videoId)).status).toBe('uploading');
    answers.set('/busy.mp4', serve(Buffer.concat([FILM.subarray(0, 32), randomBytes(2000)])));
    await fetchOnce(uploadId);
    expect((await videoOf(videoId)).status).toBe('uploaded');
  });

  slow.each<[string, Answer]>([
    ['fails for a while', say(503, {}, 'busy')],
    ['never begins to answer', () => undefined],
    [
      'falls silent in the middle',
      (_, response) => void response.writeHead(200, { 'content-length': 9000 }).write(FILM.subarray(0, 600)),
    ],
    [
      'drips',
      (_, response) => {
        response.writeHead(200, { 'content-length': 100_000 });
        const drip = setInterval(() => response.write(FILM.subarray(0, 600)), 100);
        response.on('close', () => clearInterval(drip));
      },
    ],
    [
      'ends before its announced length',
      (_, response) => {
        response.writeHead(200, { 'content-length': 9000 }).write(FILM.subarray(0, 600), () => response.destroy());
      },
    ],
  ])('tells the creator, after nine tries, of a server that %s', async (name, answer) => {
    const path = `/${name.replaceAll(/\W/g, '-')}.mp4`;
    answers.set(path, answer);
    const { videoId, uploadId } = await named(base + path);
    await app.db.query('UPDATE uploads SET tries = 8 WHERE id = $1', [uploadId]);
    const began = Date.now();
    await fetchOnce(uploadId);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(await videoOf(videoId)).toMatchObject({ status: 'refused', refusal: { code: 'URL_UNREACHABLE' } });
  });

  it('stops when the creator calls the video off', async () => {
    const { videoId, uploadId } = await named(`${base}/endless-${storage}.mp4`);
    answers.set(`/endless-${storage}.mp4`, serve(FILM));
    await app.graphql('mutation($id: ID!) { cancelVideo(id: $id) { id } }', { id: videoId }, { as: dana.cookie });
    seen.length = 0;
    await fetchOnce(uploadId);
    expect(seen).toEqual([]);
  });
});

describe('names that lie', () => {
  const options = (resolve: (host: string) => Promise<string[]>) => ({
    ...{ policy: { http: true, allow: [] }, headers: {}, idleMs: 500, signal: new AbortController().signal, resolve },
  });
  const reason = (url: string, resolve: (host: string) => Promise<string[]>) =>
    openPinned(new URL(url), options(resolve)).then(
      () => 'opened',
      (error: Error) => error.message,
    );

  it('are refused when any of their addresses is private', async () => {
    expect(await reason('http://rebind.example/', () => Promise.resolve(['127.0.0.1']))).toBe('private');
    expect(await reason('http://rebind.example/', () => Promise.resolve(['1.1.1.1', '10.0.0.1']))).toBe('private');
    expect(await reason('http://rebind.example/', () => Promise.resolve(['::ffff:127.0.0.1']))).toBe('private');
    expect(await reason('http://[::1]/', () => Promise.resolve([]))).toBe('private');
    expect(await reason('http://nowhere.example/', () => Promise.resolve([]))).toBe('unresolved');
    expect(
      await reason('http://localhost/', (host) => Promise.resolve(host === 'localhost' ? ['127.0.0.1'] : [])),
    ).toBe('private');
  });

  it('are asked once: the call goes to the address that was judged, whatever the name says a moment later', async () => {
    const port = new URL(base).port;
    const said = ['127.0.0.1', '203.0.113.1'];
    let asked = 0;
    answers.set('/pinned', (_, response) => response.end('here'));
    const answer = await openPinned(new URL(`http://rebind.example:${port}/pinned`), {
      ...options(() => Promise.resolve([said[asked++] ?? ''])),
      policy: { http: true, allow: [`rebind.example:${port}`] },
    });
    expect([answer.statusCode, answer.socket.remoteAddress, asked]).toEqual([200, '127.0.0.1', 1]);
    answer.destroy();
  });
});

describe('the door', () => {
  beforeAll(async () => {
    app = await startApp();
    store = await makeStore(app);
    dana = await makeCreator(app);
    productId = (await makeProduct(app, store)).id;
  });
  afterAll(() => app?.close());

  it.each([
    ['http://example.com/a.mp4', 'scheme'],
    ['https://me:secret@example.com/a.mp4', 'credentials'],
    ['https://example.com:9000/a.mp4', 'port'],
    ['nonsense', 'not_an_address'],
  ])('refuses %s before anything is made', async (url, reason) => {
    const { errors } = await app.graphql(CREATE, input(url), { as: dana.cookie });
    expect(errors[0]?.extensions).toMatchObject({ code: 'URL_REFUSED', reason, field: 'url' });
  });

  it('is for creators, and for twenty addresses at a time', async () => {
    expect((await app.graphql(CREATE, input('https://example.com/a.mp4'))).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    const foreign = await makeStore(app);
    const wrong = { i: { ...input('https://example.com/a.mp4').i, storeId: foreign.id } };
    expect((await app.graphql(CREATE, wrong, { as: dana.cookie })).errors[0]?.extensions.code).toBe('NOT_FOUND');
    for (let n = 0; n < 20; n++) await named(`https://example.com/${n}.mp4`);
    const { errors } = await app.graphql(CREATE, input('https://example.com/21.mp4'), { as: dana.cookie });
    expect(errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });

  it('has Russian and Kazakh words for every reason', () => {
    const said = URL_REASONS.map(urlRefusal).flatMap(({ message, whatToDo }) => [message, whatToDo]);
    expect(said.filter((text) => !sentenceIn('ru', text) || !sentenceIn('kk', text))).toEqual([]);
  });
});
