// What browsers get: cards, files by range, previews, viewer ids and pages; and what they must never get.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../test/support/make.js';
import { FILES, makePublishedVideo, makeWaitingVideo } from '../../test/support/make-videos.js';
import { Storage } from '../base/storage/storage.js';
import { ProductsService } from '../products/products.service.js';
import { AuthoringService } from '../videos/authoring.service.js';
import type { Video } from '../videos/video.entity.js';
import { mediaFolder } from '../videos/video.rules.js';
import { VideosService } from '../videos/videos.service.js';
import { studioHeaders } from './pages/pages.js';
import { readViewerToken } from './viewers.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
});
afterAll(() => app?.close());

interface CardBody {
  product: { id: string; title: string; priceMinor: string; decimals: number; variants: unknown[] } | null;
  videos: { id: string; title: string; hlsUrl: string; mp4Url: string; posterUrl: string; start: unknown[] }[];
}

const cardOf = (product: string, key = store.publishableKey) =>
  app.http.get('/v1/cards').query({ store: key, product });
const body = async (product: string) => (await cardOf(product)).body as CardBody;
const fileOf = (video: Video, file: string) => `/media/${video.storeId}/${video.id}/${video.version}/${file}`;

/** Changes reach the caches by a notification, within a moment. */
async function soon<T>(read: () => Promise<T>, until: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const value = await read();
    if (until(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a card', () => {
  it('shows the product and its published videos as the player expects', async () => {
    const variants = [{ externalId: 'blue', title: 'Blue', price: '13990.00', inStock: true }];
    const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug', variants });
    const video = await makePublishedVideo(app, { store, creator: dana, products: [mug], title: 'My mug' });
    await makeWaitingVideo(app, { store, creator: dana, products: [mug] });
    const answer = await cardOf('mug');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=30, stale-while-revalidate=60',
      'access-control-allow-origin': '*',
    });
    expect(answer.body).toEqual({
      product: {
        id: 'mug',
        title: 'Mug',
        priceMinor: '1299000',
        currency: 'KZT',
        decimals: 2,
        url: 'https://shop.example/mug',
        imageUrl: null,
        inStock: true,
        variants: [{ id: 'blue', title: 'Blue', priceMinor: '1399000', inStock: true }],
      },
      videos: [
        {
          id: video.id,
          title: 'My mug',
          creator: { id: dana.creatorId, name: 'Dana', avatarUrl: null },
          durationMs: 20_000,
          width: 720,
          height: 1280,
          hlsUrl: `${app.baseUrl}${fileOf(video, 'master.m3u8')}`,
          // The stand-in names neither codecs nor an init segment; playlists of ours are read in start.rules.spec.ts.
          start: [],
          mp4Url: `${app.baseUrl}${fileOf(video, '720p.mp4')}`,
          posterUrl: `${app.baseUrl}${fileOf(video, 'poster.jpg')}`,
          // What it has not: it was prepared before these were made.
          posterSizes: [],
          thumbhash: null,
          preview: null,
          storyboard: null,
          captions: [],
          disclosure: true,
          products: ['mug'],
          publishedAt: video.publishedAt?.toISOString(),
          votes: { helpful: 0, total: 0 },
        },
      ],
      tokenUrl: `${app.baseUrl}/v1/viewers`,
      theme: '',
      guard: { state: 'ready', othersBps: 2500 },
    });
    const again = await cardOf('mug').set('if-none-match', answer.headers['etag'] as string);
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    expect((await cardOf('mug', store.testPublishableKey)).body).toEqual(answer.body);
  });

  it('names what the first picture of each video needs, and does without when the playlists cannot be read', async () => {
    const master =
      '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=480x854\n480p.m3u8\n';
    const media = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:1.001,\n480p_0001.m4s\n#EXT-X-ENDLIST\n';
    const storage = app.get(Storage);
    for (const whole of [true, false]) {
      const product = await makeProduct(app, store, { externalId: whole ? 'cup' : 'jug', title: 'Cup' });
      const video = await makePublishedVideo(app, { store, creator: dana, products: [product] });
      const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });
      await storage.put(`${folder}/master.m3u8`, Buffer.from(master));
      await (whole ? storage.put(`${folder}/480p.m3u8`, Buffer.from(media)) : storage.delete(`${folder}/480p.m3u8`));
      await storage.put(`${folder}/init.mp4`, Buffer.from('moov'));
    }
    expect((await body('cup')).videos.map((video) => video.start)).toEqual([
      [
        {
          ...{ codecs: 'avc1.64001f,mp4a.40.2', width: 480, height: 854, bitrate: 900_000 },
          ...{ playlist: '480p.m3u8', init: 'init.mp4', first: '480p_0001.m4s' },
          initData: Buffer.from('moov').toString('base64'),
        },
      ],
    ]);
    expect((await body('jug')).videos.map((video) => video.start)).toEqual([[]]);
  });

  it('follows price, title, placement and retirement at once', async () => {
    const jar = await makeProduct(app, store, { externalId: 'jar', price: '100.00' });
    const video = await makePublishedVideo(app, { store, creator: dana, products: [jar] });
    expect(
      (
        await soon(
          () => body('jar'),
          (b) => b.videos.length === 1,
        )
      ).videos[0]?.id,
    ).toBe(video.id);
    await makeProduct(app, store, { externalId: 'jar', price: '90.00' });
    const cheaper = await soon(
      () => body('jar'),
      (b) => b.product?.priceMinor === '9000',
    );
    expect(cheaper.product?.priceMinor).toBe('9000');
    await app.get(VideosService).retire(video.id, await actorOf(app, dana));
    expect(
      (
        await soon(
          () => body('jar'),
          (b) => b.videos.length === 0,
        )
      ).videos,
    ).toEqual([]);
    await app.get(ProductsService).remove({ kind: 'system', name: 'spec' }, jar.id);
    expect(
      (
        await soon(
          () => body('jar'),
          (b) => b.product === null,
        )
      ).product,
    ).toBeNull();
  });

  it('of an unknown product is empty, and appears when the product does', async () => {
    expect(await body('lamp')).toMatchObject({ product: null, videos: [] });
    await makeProduct(app, store, { externalId: 'lamp' });
    expect(
      (
        await soon(
          () => body('lamp'),
          (b) => b.product !== null,
        )
      ).product?.id,
    ).toBe('lamp');
  });

  it('forgets everything when the line on which changes are told was cut', async () => {
    const vase = await makeProduct(app, store, { externalId: 'vase', price: '10.00' });
    await body('vase');
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'vitrina-playback' AND datname = current_database()`;
    expect((await owner.query(cut)).rowCount).toBe(1);
    // Told to nobody: the change happens while the line is down.
    await owner.query('UPDATE products SET price_minor = 777 WHERE id = $1', [vase.id]);
    await owner.end();
    const priced = await soon(
      () => body('vase'),
      (b) => b.product?.priceMinor === '777',
    );
    expect(priced.product?.priceMinor).toBe('777');
  });

  it("never shows another store's videos, and refuses unknown keys", async () => {
    const other = await makeStore(app);
    await makeProduct(app, other, { externalId: 'mug', title: 'Their mug' });
    const theirs = (await cardOf('mug', other.publishableKey)).body as CardBody;
    expect(theirs).toMatchObject({ product: { title: 'Their mug' }, videos: [] });
    for (const key of ['pk_live_none', 'sk_live_x', '', "pk_live_' OR 1=1"]) {
      expect((await cardOf('mug', key)).status).toBe(404);
    }
    expect((await app.http.get('/v1/cards').query({ store: store.publishableKey })).status).toBe(400);
    expect((await cardOf('x'.repeat(201))).status).toBe(400);
    expect((await cardOf('a\u0000b')).status).toBe(400);
  });
});

describe('a file', () => {
  let video: Video;
  beforeAll(async () => {
    video = await makePublishedVideo(app, { store, creator: dana });
  });

  it('of a published video is given out with its type and its time to live', async () => {
    const segment = await app.http.get(fileOf(video, '480p_0001.m4s')).buffer(true);
    expect(segment.status).toBe(200);
    expect(segment.headers).toMatchObject({
      'content-type': 'video/iso.segment',
      'cache-control': 'public, max-age=31536000, s-maxage=40, immutable',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'content-length': String(FILES['480p_0001.m4s']?.length),
    });
    const master = await app.http.get(fileOf(video, 'master.m3u8')).buffer(true);
    expect(master.headers).toMatchObject({
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'public, max-age=10',
    });
    const again = await app.http
      .get(fileOf(video, 'master.m3u8'))
      .set('if-none-match', master.headers['etag'] as string);
    expect(again.status).toBe(304);
    const head = await app.http.head(fileOf(video, '720p.mp4'));
    expect([head.status, head.headers['content-length']]).toEqual([200, String(FILES['720p.mp4']?.length)]);
  });

  it('is given out in parts', async () => {
    const whole = FILES['720p.mp4'] ?? '';
    const part = (range: string, more: Record<string, string> = {}) =>
      app.http
        .get(fileOf(video, '720p.mp4'))
        .set({ range, ...more })
        .buffer(true)
        .parse((res, done) => {
          let text = '';
          res.on('data', (chunk: Buffer) => (text += chunk.toString()));
          res.on('end', () => done(null, text));
        });
    const first = await part('bytes=0-9');
    expect([first.status, first.body]).toEqual([206, whole.slice(0, 10)]);
    expect(first.headers['content-range']).toBe(`bytes 0-9/${whole.length}`);
    const last = await part('bytes=-7');
    expect([last.status, last.body]).toEqual([206, whole.slice(-7)]);
    const beyond = await part(`bytes=${whole.length}-`);
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${whole.length}`]);
    expect((await part('bytes=0-9', { 'if-range': '"old"' })).status).toBe(200);
  });

  it.each([
    ['another file', (v: Video) => fileOf(v, 'none.m4s')],
    ['another version', (v: Video) => `/media/${v.storeId}/${v.id}/2/master.m3u8`],
    ['another store', (v: Video) => `/media/sto_other/${v.id}/1/master.m3u8`],
    ['another video', (v: Video) => `/media/${v.storeId}/vid_none/1/master.m3u8`],
    ['the original', (v: Video) => fileOf(v, '../../../../originals/upl_1/file')],
    ['the original, encoded', (v: Video) => fileOf(v, '..%2f..%2f..%2f..%2foriginals%2fupl_1%2ffile')],
    ['the original by name', (v: Video) => `/media/originals/upl_${v.id}_1/file`],
    ['a system file', (v: Video) => fileOf(v, '..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd')],
    ['a hidden file', (v: Video) => fileOf(v, '.unfinished/x')],
    ['nothing', (v: Video) => fileOf(v, '')],
  ])('%s is not found', async (_, path) => {
    expect((await app.http.get(path(video))).status).toBe(404);
  });

  it('of an unapproved, edited, rejected or retired video is not found, not even a segment', async () => {
    const waiting = await makeWaitingVideo(app, { store, creator: dana });
    for (const file of Object.keys(FILES)) expect((await app.http.get(fileOf(waiting, file))).status).toBe(404);
    const danas = await actorOf(app, dana);
    const segment = (v: Video) => async () => (await app.http.get(fileOf(v, '480p_0001.m4s'))).status;
    const edited = await makePublishedVideo(app, { store, creator: dana });
    expect(await soon(segment(edited), (s) => s === 200)).toBe(200);
    await app.get(AuthoringService).edit(danas, edited.id, { title: 'Other', productIds: null });
    expect(await soon(segment(edited), (s) => s === 404)).toBe(404);
    const retired = await makePublishedVideo(app, { store, creator: dana });
    expect(await soon(segment(retired), (s) => s === 200)).toBe(200);
    await app.get(VideosService).retire(retired.id, danas);
    expect(await soon(segment(retired), (s) => s === 404)).toBe(404);
  });
});

describe('a preview', () => {
  const SEE = 'query($id: ID!) { video(id: $id) { previewHlsUrl posterUrl publicHlsUrl } }';
  interface Seen {
    video: { previewHlsUrl: string | null; posterUrl: string | null; publicHlsUrl: string | null };
  }
  const see = async (video: Video, cookie: string) =>
    (await app.graphql<Seen>(SEE, { id: video.id }, { as: cookie })).data?.video;
  const path = (url: string | null | undefined) => new URL(url ?? '').pathname;

  it('opens an unpublished video for its creator and for moderators alone', async () => {
    const video = await makeWaitingVideo(app, { store, creator: dana });
    const moderator = await makeStaff(app, 'moderator');
    for (const who of [dana, moderator]) {
      const seen = await see(video, who.cookie);
      expect(seen?.publicHlsUrl).toBeNull();
      const master = await app.http.get(path(seen?.previewHlsUrl)).buffer(true);
      expect([master.status, master.headers['cache-control']]).toEqual([200, 'private, no-store']);
      const segment = path(seen?.previewHlsUrl).replace('master.m3u8', '480p_0001.m4s');
      expect((await app.http.get(segment)).status).toBe(200);
      expect((await app.http.get(path(seen?.posterUrl))).status).toBe(200);
    }
    expect(await see(video, store.owner.cookie)).toEqual({ previewHlsUrl: null, posterUrl: null, publicHlsUrl: null });
  });

  it('forged, for another video, or of a retired one is not found; expired is 401', async () => {
    const video = await makeWaitingVideo(app, { store, creator: dana });
    const other = await makeWaitingVideo(app, { store, creator: dana });
    const good = path((await see(video, dana.cookie))?.previewHlsUrl);
    const token = good.split('/')[3] ?? '';
    const forged = good.replace(token, `${token.slice(0, -2)}AA`);
    expect((await app.http.get(forged)).status).toBe(404);
    expect((await app.http.get(good.replace(video.id, other.id))).status).toBe(404);
    expect((await app.http.get(good.replace(token, 'x'))).status).toBe(404);
    app.clock.advance(2 * 3600_000);
    const late = await app.http.get(good);
    app.clock.reset();
    expect([late.status, (late.body as { error: { code: string } }).error.code]).toEqual([401, 'PREVIEW_EXPIRED']);
    await app.get(VideosService).retire(video.id, await actorOf(app, dana));
    const gone = await soon(
      async () => (await app.http.get(good)).status,
      (s) => s === 404,
    );
    expect(gone).toBe(404);
  });
});

describe('a viewer', () => {
  it('gets a signed id that we can read back', async () => {
    const answer = await app.http.post('/v1/viewers').set('origin', 'https://shop.example').send({
      store: store.publishableKey,
    });
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const { viewerToken } = answer.body as { viewerToken: string };
    expect(readViewerToken(app.config, viewerToken)).toMatch(/^[0-9a-f-]{36}$/);
    expect(readViewerToken(app.config, `${viewerToken}x`)).toBeNull();
    expect((await app.http.post('/v1/viewers').send({ store: 'pk_live_none' })).status).toBe(404);
    expect((await app.http.post('/v1/viewers').send({})).status).toBe(400);
  });

  it("on a shop's page may ask: the preflight is answered for public doors only", async () => {
    const ask = (path: string) =>
      app.http.options(path).set({ origin: 'https://shop.example', 'access-control-request-method': 'POST' });
    const open = await ask('/v1/viewers');
    expect([open.status, open.headers['access-control-allow-origin']]).toEqual([204, '*']);
    expect(open.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await ask('/v1/orders/1')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('pages', () => {
  it('lead into the studio, and what is not there is not found', async () => {
    const entry = await app.http.get('/studio');
    expect([entry.status, entry.headers['location']]).toEqual([302, '/studio/']);
    expect((await app.http.get('/studio/assets/none-ABCDEFGH.js')).status).toBe(404);
    expect((await app.http.get('/player/v1/none.js')).status).toBe(404);
    expect((await app.http.get('/player/v1/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it('of the studio run only our own code and cannot be framed', () => {
    const headers = studioHeaders({ ...app.config, publicUrl: 'https://vitrina.example', mode: 'production' });
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('http:');
    expect(headers['strict-transport-security']).toBeDefined();
  });
});
