// Every address of a video stops within a minute, in every process, also in one that hears nothing; licences by the clock.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../test/support/make.js';
import { FILES, makePublishedVideo } from '../../test/support/make-videos.js';
import { until } from '../../test/support/processes.js';
import { PlacementsService } from '../placements/placements.service.js';
import { LicenceService } from '../videos/licence/licence.service.js';
import type { Licence } from '../videos/licence/licence.rules.js';
import type { Video } from '../videos/video.entity.js';
import { VideosService } from '../videos/videos.service.js';
import { Changes } from './changes.js';

let app: TestApp;
let deaf: TestApp;
let store: MadeStore;
let dana: SignedCreator;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  // Another process on the same rows and files, that no notification reaches.
  const bucket: Record<string, string> = app.config.s3 ? { S3_BUCKET: app.config.s3.bucket } : {};
  deaf = await startApp({ DATABASE_URL: app.ownerUrl, VITRINA_DATA: app.config.dataDir, ...bucket });
  jest.spyOn(deaf.get(Changes), 'start').mockImplementation(() => undefined);
  store = await makeStore(app);
  dana = await makeCreator(app);
});
afterAll(async () => {
  await deaf?.close();
  await app?.close();
});

const names = Object.keys(FILES);
const paths = (video: Video) => names.map((name) => `/media/${store.id}/${video.id}/${video.version}/${name}`);
const statuses = (on: TestApp, all: string[], country?: string) =>
  Promise.all(all.map(async (path) => (await on.http.get(path).set(country ? { 'x-country': country } : {})).status));
const all = (status: number) => (found: number[]) => (found.every((one) => one === status) ? true : null);
const cardOf = async (on: TestApp, product: string, country?: string) => {
  const asked = on.http.get('/v1/cards').query({ store: store.publishableKey, product });
  return ((await asked.set(country ? { 'x-country': country } : {})).body as { videos: { id: string }[] }).videos
    .length;
};
const ALWAYS: Licence = { until: null, countries: null, ads: false, exclusive: false };
const grant = async (video: Video, change: Partial<Licence>) =>
  app.get(LicenceService).grant(await actorOf(app, dana), video.id, { ...ALWAYS, ...change });
const published = async () => {
  const product = await makeProduct(app, store);
  return {
    product: product.externalId,
    video: await makePublishedVideo(app, { store, creator: dana, products: [product] }),
  };
};

describe('a retired video', () => {
  it('stops at every address, previews too, at once where it is heard and within seconds where it is not', async () => {
    const { video, product } = await published();
    const preview = new URL(
      (
        await app.graphql<{ video: { previewHlsUrl: string } }>(
          'query($id: ID!) { video(id: $id) { previewHlsUrl } }',
          { id: video.id },
          { as: dana.cookie },
        )
      ).data?.video.previewHlsUrl ?? '',
    ).pathname;
    const addresses = [...paths(video), preview];
    // Both processes remember that it may be fetched.
    expect((await statuses(app, addresses)).concat(await statuses(deaf, addresses))).toEqual(Array(12).fill(200));
    expect([await cardOf(app, product), await cardOf(deaf, product)]).toEqual([1, 1]);
    const begun = Date.now();
    await app.get(VideosService).retire(video.id, await actorOf(app, dana));
    await until('404 where it is heard', async () => all(404)(await statuses(app, addresses)), 5000);
    const heardMs = Date.now() - begun;
    await until('an empty card', async () => ((await cardOf(app, product)) === 0 ? true : null), 5000);
    await until('404 where it is not', async () => all(404)(await statuses(deaf, addresses)), 30_000);
    const deafMs = Date.now() - begun;
    process.stdout.write(`takedown: ${heardMs} ms where it is heard, ${deafMs} ms where it is not\n`);
    // The memory of ten seconds, and a busy machine.
    expect(deafMs).toBeLessThan(25_000);
  });

  it('is asked for again by caches that many share, within a minute', async () => {
    const { video } = await published();
    for (const path of paths(video)) {
      const control = (await app.http.get(path)).headers['cache-control'] as string;
      const seconds = Number(/s-maxage=(\d+)/.exec(control)?.[1] ?? /max-age=(\d+)/.exec(control)?.[1]);
      expect(seconds).toBeLessThanOrEqual(50);
    }
  });
});

describe('a licence', () => {
  it('that ends stops every address by the clock alone, and an extension brings all back', async () => {
    const { video, product } = await published();
    await grant(video, { until: new Date(app.clock.now().getTime() + 3_600_000) });
    await app.drainJobs();
    expect(await statuses(app, paths(video))).toEqual(names.map(() => 200));
    app.clock.advance(3_600_001);
    try {
      // No job, no notification: the next request asks the clock.
      expect(await statuses(app, paths(video))).toEqual(names.map(() => 404));
      expect(await app.get(PlacementsService).removeEnded()).toBe(1);
      await until('an empty card', async () => ((await cardOf(app, product)) === 0 ? true : null), 5000);
      const why = 'SELECT removed_why AS why FROM placements WHERE video_id = $1';
      expect(await app.db.query(why, [video.id])).toEqual([{ why: 'LICENCE_ENDED' }]);
      await grant(video, {});
      await app.drainJobs();
      await until('200 again', async () => all(200)(await statuses(app, paths(video))), 5000);
      await until('the card again', async () => ((await cardOf(app, product)) === 1 ? true : null), 5000);
    } finally {
      app.clock.reset();
    }
  });

  it('for a country holds there, where the proxy tells the country, and is kept by no shared cache', async () => {
    const { video, product } = await published();
    await grant(video, { countries: ['KZ'] });
    await until('404 elsewhere', async () => all(404)(await statuses(app, paths(video), 'FR')), 5000);
    expect(await statuses(app, paths(video), 'KZ')).toEqual(names.map(() => 200));
    expect(await statuses(app, paths(video))).toEqual(names.map(() => 200));
    const seen = await app.http.get(paths(video)[0] as string).set('x-country', 'KZ');
    expect(seen.headers['cache-control']).toBe('private, max-age=40');
    await until('cards by country', async () => ((await cardOf(app, product, 'FR')) === 0 ? true : null), 5000);
    expect(await cardOf(app, product, 'KZ')).toBe(1);
    // Where no header is configured, none is believed.
    expect(await statuses(deaf, paths(video), 'FR')).toEqual(names.map(() => 200));
  });

  it('is granted by the creator alone', async () => {
    const { video } = await published();
    const SET =
      'mutation($id: ID!, $l: LicenceInput!) { setVideoLicence(id: $id, licence: $l) { licence { countries ads } } }';
    const l = { countries: ['kz'], ads: true, exclusive: false };
    const code = async (cookie?: string) =>
      (await app.graphql(SET, { id: video.id, l }, cookie ? { as: cookie } : {})).errors[0]?.extensions.code;
    expect(await code((await makeCreator(app)).cookie)).toBe('NOT_FOUND');
    expect(await code(store.owner.cookie)).toBe('NOT_FOUND');
    expect(await code((await makeStaff(app, 'moderator')).cookie)).toBe('NOT_FOUND');
    expect(await code()).toBe('UNAUTHENTICATED');
    const { data } = await app.graphql(SET, { id: video.id, l }, { as: dana.cookie });
    expect(data).toEqual({ setVideoLicence: { licence: { countries: ['KZ'], ads: true } } });
    const bad = { until: '2001-01-01T00:00:00Z', ads: false, exclusive: false };
    const answer = await app.graphql(SET, { id: video.id, l: bad }, { as: dana.cookie });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'until' });
  });
});
