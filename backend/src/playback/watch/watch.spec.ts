// The doors of cards as HTML, of watch pages and of lists: who may see what, and nobody more.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import type { Product } from '../../products/product.entity.js';
import type { Video } from '../../videos/video.entity.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let mug: Product;
let shown: Video;
let waiting: Video;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  store = await makeStore(app, { name: 'Aina' });
  other = await makeStore(app, { name: 'Tau' });
  dana = await makeCreator(app, { name: 'Dana' });
  mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  shown = await makePublishedVideo(app, { store, creator: dana, products: [mug], title: 'My <mug>' });
  waiting = await makeWaitingVideo(app, { store, creator: dana, products: [mug] });
});
afterAll(() => app?.close());

const markup = (query: Record<string, string>) => app.http.get('/v1/cards.html').query(query);
const watch = (id: string, headers: Record<string, string> = {}) => app.http.get(`/watch/${id}`).set(headers);
const list = (path: string, query: Record<string, string>) => app.http.get(path).query(query).buffer(true);

describe('a card as HTML', () => {
  it('holds what the JSON says, in the language that was asked for', async () => {
    const { videos } = (await app.http.get('/v1/cards').query({ store: store.publishableKey, product: 'mug' }))
      .body as {
      videos: { id: string; posterUrl: string; mp4Url: string }[];
    };
    const answer = await markup({ store: store.publishableKey, product: 'mug', locale: 'ru-KZ' });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.headers['cache-control']).toBe('public, max-age=30, stale-while-revalidate=60');
    expect(answer.headers['vary']).toBe('x-country');
    expect(videos.map(({ id }) => id)).toEqual([shown.id]);
    expect(answer.text).toContain(`<a href="${app.baseUrl}/watch/${shown.id}?lang=ru">`);
    expect(answer.text).toContain(`src="${videos[0]?.posterUrl}"`);
    expect(answer.text).toContain('Автор получит комиссию с покупки');
    expect(answer.text).not.toContain(waiting.id);
  });

  it('is empty without a video, and refuses what is no card', async () => {
    await makeProduct(app, store, { externalId: 'cup', title: 'Cup' });
    expect((await markup({ store: store.publishableKey, product: 'cup' })).text).toBe('');
    expect((await markup({ store: 'pk_live_unknown', product: 'mug' })).status).toBe(404);
    expect((await markup({ store: store.publishableKey })).body).toMatchObject({
      error: { code: 'BAD_INPUT', field: 'product' },
    });
    // Another store's key names no product of this one.
    expect((await markup({ store: other.publishableKey, product: 'mug' })).text).toBe('');
  });
});

describe('the page of a video', () => {
  it('stands under a strict policy, in the reader’s language', async () => {
    const answer = await watch(shown.id, { 'accept-language': 'kk-KZ,ru;q=0.5' });
    expect([answer.status, answer.headers['vary']]).toEqual([200, 'x-country, accept-language']);
    expect(answer.text).toContain('<html lang="kk">');
    expect(answer.text).toContain('<title>My &lt;mug&gt; · Aina</title>');
    expect(answer.text).toContain(`store="${store.publishableKey}"`);
    expect(answer.headers['content-security-policy']).toMatch(
      /default-src 'none'.*frame-ancestors 'none'.*trusted-types 'none'/,
    );
    expect((await app.http.get(`/watch/${shown.id}?lang=ru`)).text).toContain('<html lang="ru">');
  });

  it('is there for no unpublished, hidden, unknown or malformed one', async () => {
    const gone = await watch(waiting.id);
    expect([gone.status, gone.headers['cache-control']]).toEqual([404, 'no-store']);
    expect(gone.text).toContain('This video is not here');
    expect((await watch('vid_nobody')).status).toBe(404);
    expect((await watch(encodeURIComponent("x' OR 1=1"))).status).toBe(404);
    const cup = await makeProduct(app, store, { externalId: 'bowl', title: 'Bowl' });
    const hidden = await makePublishedVideo(app, { store, creator: dana, products: [cup], title: 'Bowl' });
    expect((await watch(hidden.id)).status).toBe(200);
    await app.db.query('UPDATE placements SET hidden = true WHERE video_id = $1', [hidden.id]);
    expect((await watch(hidden.id)).status).toBe(404);
  });

  it('is there only in the countries of the licence', async () => {
    const hat = await makeProduct(app, store, { externalId: 'hat', title: 'Hat' });
    const local = await makePublishedVideo(app, { store, creator: dana, products: [hat], title: 'Hat' });
    await app.db.query(`UPDATE videos SET licence_countries = '{KZ}' WHERE id = $1`, [local.id]);
    expect((await watch(local.id, { 'x-country': 'KZ' })).status).toBe(200);
    expect((await watch(local.id, { 'x-country': 'US' })).status).toBe(404);
    const feed = await list('/v1/feeds/google.tsv', { store: store.publishableKey });
    expect(feed.text).not.toContain('hat\t');
  });
});

describe('lists of videos', () => {
  it('name what cards show, of this store only', async () => {
    const rug = await makeProduct(app, other, { externalId: 'rug', title: 'Rug' });
    const theirs = await makePublishedVideo(app, { store: other, creator: dana, products: [rug], title: 'Rug' });
    const index = await list('/watch/sitemap.xml', { store: store.publishableKey });
    expect(index.headers['content-type']).toBe('application/xml; charset=utf-8');
    const page = /<loc>(.*?)<\/loc>/.exec(index.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(page).toBe(`${app.baseUrl}/watch/sitemap.xml?store=${store.publishableKey}&page=1`);
    const map = await app.http.get(page.slice(app.baseUrl.length)).buffer(true);
    expect(map.text).toContain(`/watch/${shown.id}</loc>`);
    for (const id of [waiting.id, theirs.id]) expect(map.text).not.toContain(id);
    const feed = await list('/v1/feeds/google.tsv', { store: other.publishableKey });
    expect(feed.text).toMatch(/^id\tvideo_link\nrug\thttp.*\.mp4\n$/);
  });

  it('show no more of a product than its card does', async () => {
    const lamp = await makeProduct(app, store, { externalId: 'lamp', title: 'Lamp' });
    const videos: Video[] = [];
    for (let n = 0; n < 6; n++)
      videos.push(await makePublishedVideo(app, { store, creator: dana, products: [lamp], title: `Lamp ${n}` }));
    const { text } = await list('/watch/sitemap.xml', { store: store.publishableKey, page: '1' });
    const found = await Promise.all(
      videos.map(async ({ id }) => [text.includes(id), (await watch(id)).status === 200]),
    );
    expect(found.filter(([listed]) => listed)).toHaveLength(5);
    for (const [listed, open] of found) expect(open).toBe(listed);
  });

  it('refuse unknown keys and pages', async () => {
    expect((await list('/watch/sitemap.xml', { store: 'pk_live_unknown' })).status).toBe(404);
    expect((await list('/watch/sitemap.xml', {})).status).toBe(400);
    expect((await list('/watch/sitemap.xml', { store: store.publishableKey, page: '2' })).status).toBe(404);
    expect((await list('/v1/feeds/google.tsv', { store: store.publishableKey, page: '0' })).status).toBe(400);
  });
});
