// A better file or a trim of a published video: the earlier version stays live until the new one is approved.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { FILES, makePublishedVideo, makeWaitingVideo, MANIFEST, prepare } from '../../../test/support/make-videos.js';
import { until } from '../../../test/support/processes.js';
import { VIDEOS } from '../../attribution/attribution.queries.js';
import { Storage } from '../../base/storage/storage.js';
import type { Product } from '../../products/product.entity.js';
import type { Video } from '../video.entity.js';
import { mediaFolder } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { VersionsService } from './versions.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let moderator: SignedStaff;
let mug: Product;
let video: Video;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app);
  moderator = await makeStaff(app, 'moderator');
});
beforeEach(async () => {
  mug = await makeProduct(app, store);
  video = await makePublishedVideo(app, { store, creator: dana, products: [mug] });
});
afterAll(() => app?.close());

const FILE = { fileName: 'better.mp4', sizeBytes: '2000', contentType: 'video/mp4' };
const REPLACE = `mutation($id: ID!, $why: String) { replaceVideo(id: $id, fileName: "better.mp4", sizeBytes: "2000",
  contentType: "video/mp4", why: $why) { video { status version liveVersion } } }`;
const TRIM = `mutation($id: ID!, $keep: [KeptPartInput!]) { trimVideo(id: $id, keep: $keep, why: "slip") { status version } }`;
const GIVE_UP = 'mutation($id: ID!) { giveUpVersion(id: $id) { status version liveVersion } }';
const APPROVE = 'mutation($id: ID!, $v: Int) { approveVideo(videoId: $id, version: $v) { id } }';
const REJECT = `mutation($id: ID!) { rejectVideo(input: { videoId: $id, reasonCode: "PRICE_TEXT" }) { id } }`;
const HISTORY = `query($id: ID!) { videoVersions(videoId: $id) { totalCount nodes { version madeBy why status live keep { fromMs toMs }
  decision { action actor } } } }`;

const as = (who: { cookie: string }) => ({ as: who.cookie });
const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code ?? null;
const run = async (query: string, variables: Record<string, unknown>, who: { cookie: string } = dana) => {
  const answer = await app.graphql<Record<string, Record<string, unknown>>>(query, variables, as(who));
  expect(answer.errors).toEqual([]);
  return Object.values(answer.data ?? {})[0] as never;
};
const fresh = () => app.get(VideosService).byId(video.id);
const file = (version: number, name = '480p_0001.m4s') => `/media/${store.id}/${video.id}/${version}/${name}`;
const statusOf = async (path: string) => (await app.http.get(path)).status;
const card = async () => {
  const { body } = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: mug.externalId });
  return (body as { videos: { id: string; hlsUrl: string }[] }).videos;
};
const cardShows = (version: number) =>
  until(
    `version ${version} on the card`,
    async () => ((await card())[0]?.hlsUrl.includes(`/${version}/`) ? true : null),
    5000,
  );

/** As the worker does with a version whose bytes are there already. */
async function prepareTrim(work: { videoId: string; version: number }): Promise<boolean> {
  const folder = mediaFolder({ storeId: store.id, ...work });
  for (const [name, text] of Object.entries(FILES)) await app.get(Storage).put(`${folder}/${name}`, Buffer.from(text));
  const videos = app.get(VideosService);
  await videos.markChecking(work);
  await videos.markTranscoding(work);
  return videos.markPrepared(work, { ...MANIFEST, durationMs: 15_000 });
}

describe('a replacement', () => {
  it('keeps the earlier version on the card until the new one is approved, under the same id', async () => {
    const publishedAt = (await fresh()).publishedAt;
    expect(await run(REPLACE, { id: video.id, why: 'Better light' })).toEqual({
      video: { status: 'uploading', version: 2, liveVersion: 1 },
    });
    expect((await card())[0]).toMatchObject({ id: video.id, hlsUrl: expect.stringContaining('/1/') });
    await prepare(app, video.id);
    expect(await fresh()).toMatchObject({ status: 'in_review', version: 2, liveVersion: 1 });
    expect([await statusOf(file(1)), await statusOf(file(2))]).toEqual([200, 404]);
    const seen = (
      await app.graphql<{ video: { previewHlsUrl: string; publicHlsUrl: string } }>(
        'query($id: ID!) { video(id: $id) { previewHlsUrl publicHlsUrl } }',
        { id: video.id },
        as(moderator),
      )
    ).data?.video;
    expect(seen?.publicHlsUrl).toContain('/1/master.m3u8');
    expect(seen?.previewHlsUrl).toContain('/2/master.m3u8');
    expect(await statusOf(new URL(seen?.previewHlsUrl ?? '').pathname)).toBe(200);
    await run(APPROVE, { id: video.id, v: 2 }, moderator);
    await app.drainJobs();
    await cardShows(2);
    expect(await fresh()).toMatchObject({ status: 'published', version: 2, liveVersion: 2, publishedAt });
  });

  it('lets those who watch the earlier version see its end, and no one after that', async () => {
    await run(REPLACE, { id: video.id });
    await prepare(app, video.id);
    await run(APPROVE, { id: video.id, v: 2 }, moderator);
    await until('version 2', async () => ((await statusOf(file(2))) === 200 ? true : null), 5000);
    expect(await statusOf(file(1))).toBe(200);
    await app.db.query(`UPDATE video_versions SET ended_at = ended_at - interval '16 minutes' WHERE video_id = $1`, [
      video.id,
    ]);
    await app.db.query(`SELECT pg_notify('playback', 'video:' || $1)`, [video.id]);
    await until('version 1 gone', async () => ((await statusOf(file(1))) === 404 ? true : null), 5000);
    expect(await statusOf(file(2))).toBe(200);
  });

  it('that is rejected leaves the earlier version live, and may come again or be given up', async () => {
    await run(REPLACE, { id: video.id });
    await prepare(app, video.id);
    await run(REJECT, { id: video.id }, moderator);
    expect(await fresh()).toMatchObject({ status: 'rejected', version: 2, liveVersion: 1 });
    expect(await statusOf(file(1))).toBe(200);
    expect((await card()).map((v) => v.id)).toEqual([video.id]);
    await run(GIVE_UP, { id: video.id });
    expect(await fresh()).toMatchObject({ status: 'published', version: 1, liveVersion: 1, rejection: null });
    expect(await run(REPLACE, { id: video.id })).toMatchObject({ video: { version: 3, liveVersion: 1 } });
  });

  it('that is given up changes nothing any more, however late its work comes', async () => {
    await run(REPLACE, { id: video.id });
    await prepare(app, video.id);
    expect(await run(GIVE_UP, { id: video.id })).toEqual({ status: 'published', version: 1, liveVersion: 1 });
    expect(await app.get(VideosService).markPrepared({ videoId: video.id, version: 2 }, MANIFEST)).toBe(false);
    expect(await statusOf(file(2))).toBe(404);
    const { nodes } = (await run(HISTORY, { id: video.id })) as { nodes: object[] };
    expect(nodes).toMatchObject([
      { version: 2, madeBy: 'replacement', status: 'cancelled', live: false },
      { version: 1, madeBy: 'upload', status: 'published', live: true },
    ]);
  });

  it('is no gap in the time that a video was live: money counts on', async () => {
    const live = async () =>
      (await app.db.query<{ live_to: Date | null; duration_ms: number }[]>(VIDEOS, [store.id, [video.id]]))[0];
    await run(REPLACE, { id: video.id });
    expect(await live()).toMatchObject({ live_to: null, duration_ms: 20_000 });
    await app.get(VideosService).retire(video.id, await actorOf(app, dana));
    const retired = await live();
    // It counts from the moment at which it could be seen: what the transaction still took lies between.
    const lateMs = (retired?.live_to?.getTime() ?? 0) - (await fresh()).updatedAt.getTime();
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(5000);
  });

  it('has a history that tells what, why and by whom; the creator is not told the moderator’s name', async () => {
    await run(REPLACE, { id: video.id, why: 'Better  light' });
    await prepare(app, video.id);
    await run(REJECT, { id: video.id }, moderator);
    const told = (await run(HISTORY, { id: video.id })) as { totalCount: number; nodes: object[] };
    expect(told.totalCount).toBe(2);
    expect(told.nodes[0]).toMatchObject({
      why: 'Better  light',
      status: 'rejected',
      decision: { action: 'rejected', actor: null },
    });
    const staff = (await run(HISTORY, { id: video.id }, moderator)) as { nodes: object[] };
    expect(staff.nodes[0]).toMatchObject({ decision: { action: 'rejected', actor: moderator.name } });
    expect(code(await app.graphql(HISTORY, { id: video.id }, as(await makeCreator(app))))).toBe('NOT_FOUND');
    expect(code(await app.graphql(HISTORY, { id: video.id }))).toBe('UNAUTHENTICATED');
  });
});

describe('a trim', () => {
  const keep = [
    { fromMs: 0, toMs: 5000 },
    { fromMs: 10_000, toMs: 20_000 },
  ];

  it('becomes a new version of the same original, without an upload', async () => {
    expect(await run(TRIM, { id: video.id, keep })).toEqual({ status: 'uploaded', version: 2 });
    const work = { videoId: video.id, version: 2 };
    expect(await app.get(VersionsService).keepOf(work)).toEqual(keep);
    expect((await fresh()).originalKey).toBe(video.originalKey);
    expect(await statusOf(file(1))).toBe(200);
    expect(await prepareTrim(work)).toBe(true);
    await run(APPROVE, { id: video.id, v: 2 }, moderator);
    await cardShows(2);
    // What plays is trimmed now: the next choice is made on its time.
    await run(TRIM, { id: video.id, keep: [{ fromMs: 4000, toMs: 8000 }] });
    expect(await app.get(VersionsService).keepOf({ videoId: video.id, version: 3 })).toEqual([
      { fromMs: 4000, toMs: 5000 },
      { fromMs: 10_000, toMs: 13_000 },
    ]);
    await run(GIVE_UP, { id: video.id });
    // And the whole recording can come back.
    await run(TRIM, { id: video.id, keep: null });
    expect(await app.get(VersionsService).keepOf({ videoId: video.id, version: 4 })).toBeNull();
  });

  it.each([
    ['nothing', []],
    ['all of it', [{ fromMs: 0, toMs: 20_000 }]],
    ['2 s', [{ fromMs: 0, toMs: 2000 }]],
    ['more than there is', [{ fromMs: 0, toMs: 20_001 }]],
    ['the whole, when nothing was cut', null],
  ])('of %s is refused', async (_, parts) => {
    expect(code(await app.graphql(TRIM, { id: video.id, keep: parts }, as(dana)))).toBe('BAD_INPUT');
    expect(await fresh()).toMatchObject({ status: 'published', version: 1 });
  });
});

describe('refused is', () => {
  it('whoever is not its creator', async () => {
    const other = await makeCreator(app);
    for (const query of [REPLACE, TRIM, GIVE_UP]) {
      const variables = { id: video.id, keep: [{ fromMs: 0, toMs: 5000 }] };
      expect(code(await app.graphql(query, variables, as(other)))).toBe('NOT_FOUND');
      expect(code(await app.graphql(query, variables, as(moderator)))).toBe('NOT_FOUND');
      expect(code(await app.graphql(query, variables, as(store.owner)))).toBe('NOT_FOUND');
      expect(code(await app.graphql(query, variables))).toBe('UNAUTHENTICATED');
    }
  });

  it('a new version of what nobody sees yet, of what has one on its way, and a title meanwhile', async () => {
    const waiting = await makeWaitingVideo(app, { store, creator: dana });
    expect(code(await app.graphql(REPLACE, { id: waiting.id }, as(dana)))).toBe('WRONG_STATUS');
    expect(code(await app.graphql(GIVE_UP, { id: waiting.id }, as(dana)))).toBe('WRONG_STATUS');
    await run(REPLACE, { id: video.id });
    expect(code(await app.graphql(REPLACE, { id: video.id }, as(dana)))).toBe('WRONG_STATUS');
    const edit = 'mutation($id: ID!) { editVideo(id: $id, title: "Another") { id } }';
    expect(code(await app.graphql(edit, { id: video.id }, as(dana)))).toBe('WRONG_STATUS');
    const cancel = 'mutation($id: ID!) { cancelVideo(id: $id) { id } }';
    expect(code(await app.graphql(cancel, { id: video.id }, as(dana)))).toBe('WRONG_STATUS');
  });

  it('a decision about a version that was not looked at', async () => {
    await run(REPLACE, { id: video.id });
    await prepare(app, video.id);
    await run(GIVE_UP, { id: video.id });
    await run(REPLACE, { id: video.id });
    await prepare(app, video.id);
    expect(code(await app.graphql(APPROVE, { id: video.id, v: 2 }, as(moderator)))).toBe('CONFLICT');
    expect(await fresh()).toMatchObject({ status: 'in_review', version: 3, liveVersion: 1 });
  });

  it('a new file for what a rule published and no person has seen', async () => {
    await app.db.query('UPDATE videos SET confirmed = false WHERE id = $1', [video.id]);
    expect(code(await app.graphql(REPLACE, { id: video.id }, as(dana)))).toBe('WRONG_STATUS');
  });

  it('reasons longer than 300 characters', async () => {
    const why = 'a'.repeat(301);
    await expect(app.get(VersionsService).replace(await actorOf(app, dana), video.id, FILE, why)).rejects.toMatchObject(
      {
        code: 'BAD_INPUT',
      },
    );
  });
});
