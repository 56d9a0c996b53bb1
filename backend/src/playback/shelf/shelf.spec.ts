// What a shopper put aside, as the service answers it: what is still shown, the newest of whom they follow, and nothing of another store.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import type { Video } from '../../videos/video.entity.js';
import type { Shelf } from './shelf.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let timur: SignedCreator;
let mug: Video;
let jar: Video;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  timur = await makeCreator(app, { name: 'Timur' });
  const [one, two] = [
    await makeProduct(app, store, { externalId: 'mug', title: 'Mug' }),
    await makeProduct(app, store, { externalId: 'jar', title: 'Jar' }),
  ];
  mug = await makePublishedVideo(app, { store, creator: dana, products: [one], title: 'My mug' });
  jar = await makePublishedVideo(app, { store, creator: timur, products: [two], title: 'My jar' });
});
afterAll(() => app?.close());

const ask = (said: object, country = 'KZ') =>
  app.http
    .post('/v1/shelf')
    .set('x-country', country)
    .set('content-type', 'text/plain')
    .set('origin', 'https://shop.example')
    .send(JSON.stringify({ store: store.publishableKey, videos: [], creators: [], ...said }));
const shelf = async (said: object, country?: string): Promise<Shelf> => (await ask(said, country)).body as Shelf;
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('a shelf', () => {
  it('tells what was saved and what is new of whom somebody follows, to a page of any origin', async () => {
    const answer = await ask({ videos: [mug.id], creators: [timur.creatorId] });
    expect([answer.status, answer.headers['cache-control'], answer.headers['access-control-allow-origin']]).toEqual([
      ...[200, 'no-store', '*'],
    ]);
    const { saved, followed } = answer.body as Shelf;
    expect(saved).toEqual([
      {
        ...{ id: mug.id, title: 'My mug', creator: { id: dana.creatorId, name: 'Dana' }, durationMs: 20_000 },
        posterUrl: expect.stringContaining('/media/') as unknown,
        publishedAt: mug.publishedAt?.toISOString(),
        product: { id: 'mug', title: 'Mug', url: expect.stringContaining('http') as unknown },
        watchUrl: `${app.baseUrl}/watch/${mug.id}`,
      },
    ]);
    expect(ids(followed)).toEqual([jar.id]);
    expect(await shelf({})).toEqual({ saved: [], followed: [] });
  });

  it('shows nothing of another store, of another country, nor what left its card', async () => {
    const other = await makeStore(app);
    const vase = await makeProduct(app, other);
    const theirs = await makePublishedVideo(app, { store: other, creator: dana, products: [vase] });
    expect(await shelf({ videos: [theirs.id], creators: [] })).toEqual({ saved: [], followed: [] });
    expect(ids((await shelf({ creators: [dana.creatorId] })).followed)).toEqual([mug.id]);
    await app.db.query(`UPDATE videos SET licence_countries = '{RU}' WHERE id = $1`, [mug.id]);
    expect(ids((await shelf({ videos: [mug.id] }, 'KZ')).saved)).toEqual([]);
    expect(ids((await shelf({ videos: [mug.id] }, 'RU')).saved)).toEqual([mug.id]);
    await app.db.query('UPDATE placements SET hidden = true WHERE video_id = $1', [mug.id]);
    expect(await shelf({ videos: [mug.id], creators: [dana.creatorId] }, 'RU')).toEqual({ saved: [], followed: [] });
  });

  it.each([
    ['more than fifty', { videos: Array.from({ length: 51 }, (_, at) => `vid_${at}`) }, 'BAD_INPUT'],
    ['what is no id', { creators: ["x' OR 1=1"] }, 'BAD_INPUT'],
    ['another word', { viewerToken: 'v1.x.y' }, 'BAD_INPUT'],
    ['an unknown key', { store: 'pk_live_unknown' }, 'NOT_FOUND'],
  ])('refuses %s', async (_, said, code) => {
    expect((await ask(said)).body).toMatchObject({ error: { code } });
  });
});
