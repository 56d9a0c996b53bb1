// What everyone may see of chapters and hot-spots: of the live version, in its own store, and never of what is not for sale.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo, makeWaitingVideo, MANIFEST } from '../../../test/support/make-videos.js';
import { until } from '../../../test/support/processes.js';
import type { Product } from '../../products/product.entity.js';
import { VersionsService } from '../../videos/versions/versions.service.js';
import type { Video } from '../../videos/video.entity.js';
import { VideosService } from '../../videos/videos.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let mug: Product;
let cup: Product;
let video: Video;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app);
  mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  cup = await makeProduct(app, store, { externalId: 'cup', title: 'Cup' });
  video = await makePublishedVideo(app, { store, creator: dana, products: [mug, cup] });
});
afterAll(() => app?.close());

interface Marks {
  chapters: unknown[];
  hotspots: { product: string }[];
  products: { id: string; priceMinor: string; decimals: number }[];
}
const get = (query: Record<string, string> = {}, path = '/v1/marks') =>
  app.http.get(path).query({ store: store.publishableKey, video: video.id, ...query });
const marks = async (): Promise<Marks> => (await get()).body as Marks;
const cardMarks = async () => {
  const { body } = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: 'mug' });
  return (body as { videos: { marks?: string }[] }).videos[0]?.marks ?? null;
};
const spot = (product: Product, fromMs = 1000) => ({
  ...{ productId: product.id, fromMs, toMs: fromMs + 4000, xBps: 5000, yBps: 2500 },
});
const save = async (kind: 'Chapters' | 'Hotspots', r: number, items: object[]) => {
  const answer = await app.graphql(
    `mutation($v: ID!, $r: Int!, $i: [Video${kind.slice(0, -1)}Input!]!) {
       save${kind}(videoId: $v, revision: $r, ${kind.toLowerCase()}: $i) { version } }`,
    { v: video.id, r, i: items },
    { as: dana.cookie },
  );
  expect(answer.errors).toEqual([]);
};
const CHAPTERS = [
  { startMs: 0, title: 'Unboxing <3' },
  { startMs: 6400, title: 'Handle' },
];

it('a card says nothing of a video without marks, and names them once there are some', async () => {
  expect(await cardMarks()).toBeNull();
  expect(await marks()).toMatchObject({ chapters: [], hotspots: [], products: [{ id: 'mug' }, { id: 'cup' }] });
  expect((await get({}, '/v1/marks/chapters.vtt')).status).toBe(404);
  await save('Chapters', 0, CHAPTERS);
  await save('Hotspots', 0, [spot(mug), spot(cup, 6000)]);
  expect(await until('the card names them', cardMarks, 5000)).toMatch(/^c1\.1(-h1\.1)?$/);
  await until('both', async () => ((await cardMarks()) === 'c1.1-h1.1' ? true : null), 5000);
  const answer = await get();
  expect(answer.headers).toMatchObject({
    ...{ 'access-control-allow-origin': '*', 'cache-control': expect.stringContaining('max-age=30') },
  });
  expect(answer.body).toMatchObject({
    chapters: CHAPTERS,
    hotspots: [{ product: 'mug', fromMs: 1000, toMs: 5000, xBps: 5000, yBps: 2500 }, { product: 'cup' }],
    products: [{ id: 'mug', title: 'Mug', decimals: 2 }, { id: 'cup' }],
  });
  expect((await get().set('if-none-match', String(answer.headers['etag']))).status).toBe(304);
  const file = await get({}, '/v1/marks/chapters.vtt');
  expect([file.headers['content-type'], file.text]).toEqual([
    'text/vtt; charset=utf-8',
    'WEBVTT\n\n1\n00:00:00.000 --> 00:00:06.400\nUnboxing &lt;3\n\n2\n00:00:06.400 --> 00:00:20.000\nHandle\n',
  ]);
});

it('a page of a video tells search engines of its chapters and begins at a moment that is asked for', async () => {
  const page = async (query: Record<string, string> = {}) =>
    (await app.http.get(`/watch/${video.id}`).query({ lang: 'en', ...query })).text;
  const html = await page();
  const data = JSON.parse(/ld\+json">(.*)<\/script>/.exec(html)?.[1] ?? '') as { hasPart: object[] };
  const at = (t: number) => `${app.baseUrl}/watch/${video.id}?lang=en&t=${t}`;
  expect(data.hasPart).toEqual([
    { '@type': 'Clip', name: 'Unboxing <3', startOffset: 0, endOffset: 6, url: at(0) },
    { '@type': 'Clip', name: 'Handle', startOffset: 6, endOffset: 20, url: at(6) },
  ]);
  expect(html).not.toContain(' start="');
  expect(await page({ t: '12' })).toContain(`<vitrina-player video="${video.id}" start="12" `);
  for (const t of ['20', '-1', '1e3', 'x"><script>', '999999']) expect(await page({ t })).not.toContain(' start="');
});

describe('what nobody gets', () => {
  it('is the video of another store, an unknown one, or one that no card shows', async () => {
    const other = await makeStore(app);
    expect((await get({ store: other.publishableKey })).status).toBe(404);
    expect((await get({ store: 'pk_live_unknown' })).status).toBe(404);
    for (const odd of ['vid_unknown', "x' OR 1", 'a'.repeat(65)]) expect((await get({ video: odd })).status).toBe(404);
    expect((await app.http.get('/v1/marks').query({ store: store.publishableKey })).status).toBe(400);
    const waits = await makeWaitingVideo(app, { store, creator: dana, products: [mug] });
    expect((await get({ video: waits.id })).status).toBe(404);
  });

  it('are hot-spots of what left the shop, and of a version that is not live', async () => {
    await app.db.query('UPDATE products SET removed_at = now() WHERE id = $1', [cup.id]);
    await until('the cup is gone', async () => ((await marks()).hotspots.length === 1 ? true : null), 5000);
    expect((await marks()).products.map(({ id }) => id)).toEqual(['mug']);
    await app.get(VersionsService).trim(await actorOf(app, dana), video.id, [{ fromMs: 3000, toMs: 20_000 }], null);
    const work = { videoId: video.id, version: 2 };
    const videos = app.get(VideosService);
    await videos.markChecking(work);
    await videos.markTranscoding(work);
    await videos.markPrepared(work, { ...MANIFEST, durationMs: 17_000 });
    expect((await marks()).chapters).toEqual(CHAPTERS);
    expect(await cardMarks()).toBe('c1.1-h1.1');
  });

  it('is anything of a video that was taken away', async () => {
    await app.get(VideosService).retire(video.id, { kind: 'system', name: 'spec' });
    await app.drainJobs();
    await until('it is gone', async () => ((await get()).status === 404 ? true : null), 5000);
  });
});
