// A video that is still being made: played early by its creator and moderators, by nobody else, and not after its end.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../../test/support/make.js';
import { makeUploadingVideo, MANIFEST } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { mediaFolder, type VideoWork } from '../../videos/video.rules.js';
import { VideosService } from '../../videos/videos.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
});
afterAll(() => app?.close());

const SEE = 'query($id: ID!) { video(id: $id) { previewHlsUrl posterUrl publicHlsUrl } }';
const NOTHING = { previewHlsUrl: null, posterUrl: null, publicHlsUrl: null };
interface Seen {
  video: { previewHlsUrl: string | null; posterUrl: string | null; publicHlsUrl: string | null };
}
const see = async ({ videoId }: VideoWork, cookie: string) =>
  (await app.graphql<Seen>(SEE, { id: videoId }, { as: cookie })).data?.video;
const pathOf = (url: string | null | undefined) => new URL(url ?? '').pathname;
const folderOf = (work: VideoWork) => mediaFolder({ storeId: store.id, ...work });
const videos = () => app.get(VideosService);

/** A video that is being encoded, its early playlist in the store, nothing told yet. */
async function encoding(): Promise<VideoWork> {
  const { id, version } = await makeUploadingVideo(app, { store, creator: dana });
  await app.db.transaction(async (em) =>
    videos().move(em, await videos().lock(em, id), 'uploaded', { kind: 'system', name: 'spec' }),
  );
  const work = { videoId: id, version };
  await videos().markChecking(work);
  expect(await videos().markPlayable(work, 'early.m3u8')).toBe(false);
  await videos().markTranscoding(work);
  await app.get(Storage).put(`${folderOf(work)}/early.m3u8`, Buffer.from('#EXTM3U\n'));
  return work;
}

/** Changes reach the caches by a notification, within a moment. */
async function soonStatus(path: string, wanted: number): Promise<number> {
  for (let round = 0; ; round++) {
    const { status } = await app.http.get(path);
    if (status === wanted || round === 100) return status;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('early play', () => {
  it('opens for the creator and moderators alone, then gives way to the finished master', async () => {
    const work = await encoding();
    expect(await see(work, dana.cookie)).toEqual(NOTHING);
    expect(await videos().markPlayable({ ...work, version: 2 }, 'early.m3u8')).toBe(false);
    expect(await videos().markPlayable(work, 'early.m3u8')).toBe(true);

    const moderator = await makeStaff(app, 'moderator');
    for (const who of [dana, moderator]) {
      const playlist = await app.http.get(pathOf((await see(work, who.cookie))?.previewHlsUrl)).buffer(true);
      expect([playlist.status, playlist.text]).toEqual([200, '#EXTM3U\n']);
      expect(playlist.headers['cache-control']).toBe('private, no-store');
    }
    const stranger = await makeCreator(app);
    expect(await see(work, stranger.cookie)).toBeUndefined();
    expect(await see(work, store.owner.cookie)).toEqual(NOTHING);
    expect((await app.http.get(`/${folderOf(work)}/early.m3u8`)).status).toBe(404);

    await videos().markPrepared(work, MANIFEST);
    expect((await see(work, dana.cookie))?.previewHlsUrl).toMatch(/\/master\.m3u8$/);
    expect((await videos().byId(work.videoId)).earlyPlaylist).toBeNull();
    expect(await videos().markPlayable(work, 'early.m3u8')).toBe(false);
  });

  it.each([
    ['refused', (work: VideoWork) => videos().markRefused(work, { code: 'DAMAGED', message: '', whatToDo: '' })],
    ['retired', async (work: VideoWork) => videos().retire(work.videoId, await actorOf(app, dana))],
  ] as const)('of a video that was %s meanwhile is gone', async (_, end) => {
    const work = await encoding();
    await videos().markPlayable(work, 'early.m3u8');
    const early = pathOf((await see(work, dana.cookie))?.previewHlsUrl);
    expect(await soonStatus(early, 200)).toBe(200);
    await end(work);
    expect((await see(work, dana.cookie))?.previewHlsUrl).toBeNull();
    expect(await soonStatus(early, 404)).toBe(404);
  });

  it('asked for a moment too soon comes as soon as it is there', async () => {
    const work = await encoding();
    await videos().markPlayable(work, 'early.m3u8');
    const early = pathOf((await see(work, dana.cookie))?.previewHlsUrl);
    await app.db.query('UPDATE videos SET early_playlist = NULL WHERE id = $1', [work.videoId]);
    expect(await soonStatus(early, 404)).toBe(404);
    await videos().markPlayable(work, 'early.m3u8');
    expect(await soonStatus(early, 200)).toBe(200);
  });
});
