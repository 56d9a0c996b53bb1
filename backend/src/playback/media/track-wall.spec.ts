// The walls around the files of a track are those of its film, and one more: a moderator has approved it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { APPROVE, REJECT, TrackStage } from '../../../test/tracks/stage.js';
import { makeProduct } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import type { Product } from '../../products/product.entity.js';
import { TracksService } from '../../videos/tracks/tracks.service.js';
import type { Video } from '../../videos/video.entity.js';
import { VideosService } from '../../videos/videos.service.js';

let stage: TrackStage;
beforeAll(async () => {
  stage = await TrackStage.set({ COUNTRY_HEADER: 'x-country' });
});
afterAll(() => stage?.close());

const FILE = '#EXTM3U track';
interface World {
  video: Video;
  product: Product;
  id: string;
  /** The public path of the track's playlist. */
  path: string;
}

async function world(): Promise<World> {
  const { app, store, dana } = stage;
  const product = await makeProduct(app, store);
  const video = await makePublishedVideo(app, { store, creator: dana, products: [product] });
  const id = await stage.bring(video.id, 'description', 'ru', Buffer.from('bytes'));
  const path = `/${stage.folderOf(video)}/tracks/${id}/master.m3u8`;
  await app.get(Storage).put(path.slice(1), Buffer.from(FILE));
  const size = { durationMs: 20_000, width: 720, height: 1280, storedBytes: 9 };
  const made = { ...size, master: 'master.m3u8', mp4: 'video-720p.mp4', files: [] };
  await app.get(TracksService).markPrepared(id, made);
  await app.drainJobs();
  return { video, product, id, path };
}

const judge = (query: string, id: string) =>
  stage.app.graphql(query, { id, c: 'BLURRED' }, { as: stage.moderator.cookie });
const statusOf = async (path: string, country = 'KZ') =>
  (await stage.app.http.get(path).set('x-country', country)).status;
const card = async ({ product }: World) =>
  (await stage.app.http.get('/v1/cards').query({ store: stage.store.publishableKey, product: product.externalId }))
    .body as { videos: { id: string; tracks?: object[] }[] };

/** Waits for what the database tells playback. */
async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await ask()); tries += 1) {
    if (tries > 100) throw new Error(`Never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('before a moderator has approved it nobody gets it but with a preview token, and the card does not name it', async () => {
  const at = await world();
  expect(await statusOf(at.path)).toBe(404);
  expect(await statusOf(`/${stage.folderOf(at.video)}/master.m3u8`)).toBe(200);
  const shown = await card(at);
  expect(shown.videos.map(({ id }) => id)).toEqual([at.video.id]);
  expect(Object.keys(shown.videos[0] ?? {})).not.toContain('tracks');
  const preview = (await stage.tracks(at.video.id))[0]?.previewHlsUrl ?? '';
  const answer = await stage.app.http.get(new URL(preview).pathname).buffer(true);
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
  // The token of one video opens no other.
  const other = await world();
  expect(await statusOf(new URL(preview).pathname.replace(at.video.id, other.video.id))).toBe(404);
});

it('approved it stands in the card and is given out; a rejection takes both back at once', async () => {
  const at = await world();
  expect(await statusOf(at.path)).toBe(404);
  await judge(APPROVE, at.id);
  await until('given out', async () => (await statusOf(at.path)) === 200);
  await until('named', async () => (await card(at)).videos[0]?.tracks !== undefined);
  const origin = stage.app.baseUrl;
  expect((await card(at)).videos[0]?.tracks).toEqual([
    {
      ...{ kind: 'description', lang: 'ru', label: 'Русский', hlsUrl: `${origin}${at.path}` },
      mp4Url: `${origin}${at.path.replace('master.m3u8', 'video-720p.mp4')}`,
    },
  ]);
  await judge(REJECT, at.id);
  await until('refused', async () => (await statusOf(at.path)) === 404);
  await until('not named', async () => (await card(at)).videos[0]?.tracks === undefined);
});

it('goes with its film: when it is taken down, where the licence does not hold, and in another version', async () => {
  const at = await world();
  await judge(APPROVE, at.id);
  await until('given out', async () => (await statusOf(at.path)) === 200);
  await stage.app.db.query(`UPDATE videos SET licence_countries = '{KZ}' WHERE id = $1`, [at.video.id]);
  await until('refused abroad', async () => (await statusOf(at.path, 'US')) === 404);
  expect(await statusOf(at.path)).toBe(200);
  await stage.app.db.query(`UPDATE videos SET licence_until = now() - interval '1 second' WHERE id = $1`, [
    at.video.id,
  ]);
  await until('refused after its term', async () => (await statusOf(at.path)) === 404);
  await stage.app.db.query('UPDATE videos SET licence_until = NULL, licence_countries = NULL WHERE id = $1', [
    at.video.id,
  ]);
  await until('given out again', async () => (await statusOf(at.path)) === 200);
  expect(await statusOf(at.path.replace('/1/tracks', '/2/tracks'))).toBe(404);
  expect(await statusOf(at.path.replace(stage.store.id, 'sto_other'))).toBe(404);
  await stage.app.get(VideosService).retire(at.video.id, { kind: 'system', name: 'spec' });
  await until('gone', async () => (await statusOf(at.path)) === 404);
});

it('is another one only under its own name', async () => {
  const [one, two] = [await world(), await world()];
  await judge(APPROVE, one.id);
  await until('given out', async () => (await statusOf(one.path)) === 200);
  for (const name of ['tracks', 'tracks/', `tracks/${two.id}/master.m3u8`, `Tracks/${one.id}x/master.m3u8`]) {
    expect(await statusOf(`/${stage.folderOf(one.video)}/${name}`)).toBe(404);
  }
  expect(await statusOf(two.path)).toBe(404);
});
