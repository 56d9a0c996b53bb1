// Early play of an upload that is still coming, on a real database, real ffmpeg and a real upload: seen by its creator
// alone, taken over by the preparation, and gone without a trace where the file does not become a video.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Walker } from '../../../seed/walker.js';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { playableSegments } from '../../../test/support/drills/first-play.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../../test/support/make.js';
import { makeUploadingVideo } from '../../../test/support/make-videos.js';
import { mediaFile } from '../../../test/support/media.js';
import { Storage } from '../../base/storage/storage.js';
import { AuthoringService } from '../../videos/authoring.service.js';
import { ArrivalsService, type Arrival } from '../../videos/uploads/arrivals.service.js';
import { UploadsService } from '../../videos/uploads/uploads.service.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { VideosService } from '../../videos/videos.service.js';
import { PreparationService } from '../preparation.service.js';
import { ArrivingService } from './arriving.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let walker: Walker;
let clip: Buffer;
beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  walker = new Walker(app.baseUrl);
  walker.cookie = dana.cookie;
  clip = await readFile(mediaFile('bee-720p.mp4') as string);
  await app.get(PreparationService).workshop();
});
afterAll(() => app?.close());

const never = () => new AbortController().signal;
const videoOf = ({ videoId }: Arrival) => app.get(VideosService).byId(videoId);

/** The same pictures under another hash. */
function variant(mark: string): Buffer {
  const box = Buffer.alloc(16, mark);
  box.writeUInt32BE(16, 0);
  box.write('free', 4);
  return Buffer.concat([clip, box]);
}

interface Upload {
  arrival: Arrival;
  location: string;
  bytes: Buffer;
}

/** An upload of which two thirds have come; `jobs` are those that were announced for it. */
async function partly(bytes: Buffer): Promise<Upload & { jobs: number }> {
  const { id, version } = await makeUploadingVideo(app, { store, creator: dana });
  const location = await walker.upload(`${app.baseUrl}/uploads`, id, bytes, Math.floor(bytes.length * 0.66));
  const uploadId = location.split('/').at(-1) ?? '';
  await app.get(UploadsService).refresh(uploadId);
  const [row] = await app.db.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'videos.partly_arrived' AND data->>'uploadId' = $1`,
    [uploadId],
  );
  return { arrival: { videoId: id, version, uploadId }, location, bytes, jobs: row?.n ?? 0 };
}

const sendRest = async ({ location, bytes }: Upload): Promise<unknown> =>
  walker.sendBytes(location, bytes, await walker.offset(location));

const SEE = 'query($id: ID!) { video(id: $id) { status previewHlsUrl publicHlsUrl } }';
interface Seen {
  video: { status: string; previewHlsUrl: string | null; publicHlsUrl: string | null } | null;
}
const see = async ({ videoId }: Arrival, cookie = dana.cookie) =>
  (await app.graphql<Seen>(SEE, { id: videoId }, { as: cookie })).data?.video;

async function playedEarly(arrival: Arrival): Promise<string> {
  for (const end = Date.now() + 40_000; Date.now() < end; await new Promise((r) => setTimeout(r, 100))) {
    const url = (await see(arrival))?.previewHlsUrl;
    if (url && (await playableSegments(url)) > 0) return url;
  }
  throw new Error('Nothing could be played.');
}

async function stored(arrival: Arrival): Promise<string[]> {
  const folder = mediaFolder({ storeId: store.id, ...arrival });
  const names: string[] = [];
  for await (const { key } of app.get(Storage).list(folder)) names.push(key.slice(folder.length + 1));
  return names.sort();
}

const scratch = () => readdir(join(app.config.dataDir, 'scratch')).catch(() => []);

describe('an upload that is still coming', () => {
  it('is played by its creator and moderators alone, and the preparation goes on from there', async () => {
    const upload = await partly(variant('a'));
    const { arrival } = upload;
    expect(upload.jobs).toBe(1);
    const working = app.get(ArrivingService).begin(arrival, never());
    const url = await playedEarly(arrival);
    expect(url).toMatch(/\/early-upl_\w+\.m3u8$/);
    expect((await see(arrival))?.status).toBe('uploading');

    const moderator = await makeStaff(app, 'moderator');
    expect((await see(arrival, moderator.cookie))?.previewHlsUrl).toBe(url);
    expect((await see(arrival, store.owner.cookie))?.previewHlsUrl).toBeNull();
    expect(await see(arrival, (await makeCreator(app)).cookie)).toBeUndefined();
    expect((await see(arrival))?.publicHlsUrl).toBeNull();
    const path = new URL(url).pathname;
    expect((await fetch(app.baseUrl + path.replace(/\/media\/preview\/[^/]+\//, '/media/'))).status).toBe(404);
    expect((await fetch(app.baseUrl + path.replace(/(preview\/[^/]+)[^/]\//, '$1~/'))).status).toBe(404);

    await sendRest(upload);
    await working;
    // Whole, and nobody has begun to prepare it: it plays all the same.
    expect((await see(arrival))?.status).toBe('uploaded');
    const before = await playableSegments(url);
    expect(before).toBeGreaterThan(0);
    await app.get(PreparationService).prepare(arrival, never());
    const video = await videoOf(arrival);
    expect([video.status, video.earlyPlaylist]).toEqual(['in_review', null]);
    const listed = [...(video.manifest?.files ?? []).map((f) => f.name), 'manifest.json'].sort();
    expect(await stored(arrival)).toEqual(listed);
    expect(await scratch()).toEqual([]);
    // A job that comes back after its worker was killed finds nothing to do and leaves nothing.
    await app.get(ArrivingService).begin(arrival, never());
    expect(await stored(arrival)).toEqual(listed);
  }, 120_000);

  const callOff = async ({ arrival }: Upload): Promise<unknown> =>
    app.get(AuthoringService).cancel(await actorOf(app, dana), arrival.videoId);

  it.each([
    ['called off', callOff],
    ['refused at its end, being the same file again', sendRest],
  ])(
    'and is %s loses what could be played at once',
    async (what, end) => {
      const upload = await partly(what === 'called off' ? variant('b') : variant('a'));
      const working = app.get(ArrivingService).begin(upload.arrival, never());
      const url = await playedEarly(upload.arrival);
      await end(upload);
      expect(['retired', 'refused']).toContain((await videoOf(upload.arrival)).status);
      // Whoever comes last removes: the job that the end announced, or the work that it stopped.
      await Promise.all([working, app.get(ArrivingService).removeLeftovers(upload.arrival)]);
      expect(await stored(upload.arrival)).toEqual([]);
      expect(await playableSegments(url)).toBe(0);
      const [job] = await app.db.query<unknown[]>(
        `SELECT FROM pgboss.job WHERE name = 'videos.early_play_ended' AND data->>'videoId' = $1`,
        [upload.arrival.videoId],
      );
      expect(job).toBeDefined();
      expect(await scratch()).toEqual([]);
    },
    60_000,
  );

  it('and is begun anew takes the first try away', async () => {
    const upload = await partly(variant('c'));
    const working = app.get(ArrivingService).begin(upload.arrival, never());
    await playedEarly(upload.arrival);
    await walker.upload(`${app.baseUrl}/uploads`, upload.arrival.videoId, upload.bytes, 1000);
    await working;
    expect((await see(upload.arrival))?.previewHlsUrl).toBeNull();
    expect(await app.get(ArrivalsService).markPlayable(upload.arrival, 'early-late.m3u8')).toBe(false);
  }, 60_000);

  it('gives way to finished uploads that wait', async () => {
    const { arrival } = await partly(variant('d'));
    const waiting = await makeUploadingVideo(app, { store, products: [await makeProduct(app, store)] });
    const videos = app.get(VideosService);
    await app.db.transaction(async (em) =>
      videos.move(em, await videos.lock(em, waiting.id), 'uploaded', { kind: 'system', name: 'spec' }),
    );
    await app.db.query(`UPDATE videos SET updated_at = now() - interval '3 s' WHERE id = $1`, [waiting.id]);
    expect(await app.get(ArrivalsService).finishedWait()).toBe(true);
    await app.get(ArrivingService).begin(arrival, never());
    expect((await see(arrival))?.previewHlsUrl).toBeNull();
    await videos.retire(waiting.id, { kind: 'system', name: 'spec' });
    expect(await app.get(ArrivalsService).finishedWait()).toBe(false);
  });

  it('whose index comes last is left until it is whole', async () => {
    const speaker = await readFile(mediaFile('speaker-portrait-404x720.mp4') as string);
    const { arrival, jobs } = await partly(speaker);
    expect(jobs).toBe(1);
    await app.get(ArrivingService).begin(arrival, never());
    expect(await stored(arrival)).toEqual([]);
    expect((await see(arrival))?.previewHlsUrl).toBeNull();
  });
});
