// Chapters and hot-spots through their doors: who may, what is kept, and what a new version of the video makes of them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { makePublishedVideo, makeUploadingVideo, MANIFEST, prepare } from '../../../test/support/make-videos.js';
import { NewsFinder } from '../../news/news.service.js';
import type { Product } from '../../products/product.entity.js';
import type { Video } from '../video.entity.js';
import { VersionsService } from '../versions/versions.service.js';
import { VideosService } from '../videos.service.js';

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

const ALL = `version durationMs chapters { startMs title } chaptersRevision droppedChapters { title }
  hotspots { productId fromMs toMs xBps yBps } hotspotsRevision hotspotsHeld droppedHotspots`;
const SEE = `query($v: ID!) { videoMarks(videoId: $v) { ${ALL} } }`;
const READ = 'query($v: ID!, $t: String!) { readChapters(videoId: $v, text: $t) { startMs title } }';
const CHAPTERS = `mutation($v: ID!, $r: Int!, $c: [VideoChapterInput!]!) {
  saveChapters(videoId: $v, revision: $r, chapters: $c) { ${ALL} } }`;
const SPOTS = `mutation($v: ID!, $r: Int!, $h: [VideoHotspotInput!]!) {
  saveHotspots(videoId: $v, revision: $r, hotspots: $h) { ${ALL} } }`;
const TWO = [
  { startMs: 0, title: 'Unboxing' },
  { startMs: 6000, title: 'Handle' },
];
const spot = (changed: object = {}) => ({
  productId: mug.id,
  fromMs: 1000,
  toMs: 9000,
  xBps: 5000,
  yBps: 2500,
  ...changed,
});

const ask = (query: string, variables: Record<string, unknown>, who: { cookie: string } = dana) =>
  app.graphql<Record<string, Record<string, unknown>>>(query, { v: video.id, ...variables }, { as: who.cookie });
const run = async (...asked: Parameters<typeof ask>) => {
  const answer = await ask(...asked);
  expect(answer.errors).toEqual([]);
  return Object.values(answer.data ?? {})[0] as Record<string, unknown>;
};
const refusal = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).errors[0]?.extensions;
const isLookedAt = async () =>
  (await app.db.query('SELECT 1 FROM look_afterwards WHERE video_id = $1', [video.id])).length > 0;

describe('saving', () => {
  it('keeps chapters with a revision, in the audit log, and a moderator looks at them afterwards', async () => {
    expect(await run(SEE, {})).toMatchObject({ chapters: [], chaptersRevision: 0, durationMs: 20_000 });
    expect(await run(CHAPTERS, { r: 0, c: TWO })).toMatchObject({ chapters: TWO, chaptersRevision: 1 });
    expect(await refusal(CHAPTERS, { r: 0, c: [] })).toMatchObject({ code: 'CONFLICT', revision: 1 });
    expect(await run(SEE, {})).toMatchObject({ chapters: TWO });
    const rows = await app.db.query(
      `SELECT after FROM audit_log WHERE subject_id = $1 AND action = 'videos.chapters_saved'`,
      [video.id],
    );
    expect(rows).toMatchObject([{ after: { revision: 1, items: TWO } }]);
    expect(await isLookedAt()).toBe(false);
    await app.drainJobs();
    expect(await isLookedAt()).toBe(true);
    expect(await run(CHAPTERS, { r: 1, c: [] })).toMatchObject({ chapters: [], chaptersRevision: 2 });
  });

  it('by a moderator needs no second look', async () => {
    expect(await run(CHAPTERS, { r: 0, c: TWO }, moderator)).toMatchObject({ chaptersRevision: 1 });
    await app.drainJobs();
    expect(await isLookedAt()).toBe(false);
  });

  it('two at once: one is kept and the other is told', async () => {
    const both = await Promise.all([ask(CHAPTERS, { r: 0, c: TWO }), ask(CHAPTERS, { r: 0, c: TWO }, moderator)]);
    expect(both.map(({ errors }) => errors[0]?.extensions.code ?? 'kept').sort()).toEqual(['CONFLICT', 'kept']);
  });

  it('keeps hot-spots of the products that the video shows, and no others', async () => {
    expect(await run(SPOTS, { r: 0, h: [spot()] })).toMatchObject({ hotspots: [spot()], hotspotsRevision: 1 });
    const other = await makeProduct(app, store);
    expect(await refusal(SPOTS, { r: 1, h: [spot(), spot({ productId: other.id })] })).toMatchObject({
      ...{ code: 'BAD_HOTSPOTS', reason: 'UNKNOWN_PRODUCT', number: 2 },
    });
    expect(await refusal(SPOTS, { r: 0, h: [] })).toMatchObject({ code: 'CONFLICT' });
    expect(await refusal(SPOTS, { r: 1, h: [spot({ toMs: 20_001 })] })).toMatchObject({ reason: 'OUTSIDE' });
  });

  it('reads lines without saving them, and names the one that is wrong', async () => {
    expect(await run(READ, { t: '0:00 Unboxing\n0:06 Handle' })).toEqual(TWO);
    expect(await refusal(READ, { t: '0:00 Unboxing\nsoon' })).toMatchObject({
      ...{ code: 'BAD_CHAPTERS', reason: 'NO_TIME', line: 2 },
    });
    expect(await refusal(READ, { t: '0:00 Unboxing\n0:19 Late' })).toMatchObject({ reason: 'TOO_CLOSE', number: 2 });
    expect(await refusal(READ, { t: 'x'.repeat(20_001) })).toMatchObject({ code: 'TOO_LARGE' });
    expect(await run(SEE, {})).toMatchObject({ chapters: [], chaptersRevision: 0 });
  });

  it('is for its creator, the owner of its store and staff; nobody else learns that there is such a video', async () => {
    const others = [await makeCreator(app), (await makeStore(app)).owner];
    for (const stranger of others) {
      for (const [query, variables] of [
        [SEE, {}],
        [READ, { t: '0:00 a' }],
        [CHAPTERS, { r: 0, c: TWO }],
        [SPOTS, { r: 0, h: [spot()] }],
      ] as const)
        expect(await refusal(query, variables, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await refusal(SEE, {}, { cookie: '' })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await run(CHAPTERS, { r: 0, c: TWO }, store.owner)).toMatchObject({ chaptersRevision: 1 });
  });

  it('waits until the video is prepared, and ends with it', async () => {
    const waits = await makeUploadingVideo(app, { store, creator: dana });
    expect(await refusal(CHAPTERS, { v: waits.id, r: 0, c: TWO })).toMatchObject({ code: 'WRONG_STATUS' });
    expect(await run(SEE, { v: waits.id })).toMatchObject({ durationMs: null, chapters: [] });
    await app.get(VideosService).retire(video.id, { kind: 'system', name: 'spec' });
    expect(await refusal(CHAPTERS, { r: 0, c: TWO })).toMatchObject({ code: 'WRONG_STATUS' });
  });
});

describe('a new version', () => {
  const versionOf = async (): Promise<{ videoId: string; version: number }> => {
    const { version } = await app.get(VideosService).byId(video.id);
    return { videoId: video.id, version };
  };
  async function prepareAs(durationMs: number): Promise<void> {
    const videos = app.get(VideosService);
    const work = await versionOf();
    await videos.markChecking(work);
    await videos.markTranscoding(work);
    // A worker that was killed after its last step does it once more.
    for (const _ of [1, 2]) expect(await videos.markPrepared(work, { ...MANIFEST, durationMs })).toBe(true);
  }

  beforeEach(async () => {
    await run(CHAPTERS, { r: 0, c: [...TWO, { startMs: 15_000, title: 'After a month' }] });
    await run(SPOTS, { r: 0, h: [spot(), spot({ fromMs: 16_000, toMs: 19_000 })] });
  });

  it('that is a trim has them at their new times, and says what found no place', async () => {
    await app.get(VersionsService).trim(await actorOf(app, dana), video.id, [{ fromMs: 4000, toMs: 14_000 }], null);
    await prepareAs(10_000);
    expect(await run(SEE, {})).toMatchObject({
      ...{ version: 2, chaptersRevision: 1, hotspotsHeld: false, droppedHotspots: 1 },
      chapters: [],
      droppedChapters: [{ title: 'After a month' }, { title: 'Unboxing' }, { title: 'Handle' }],
      hotspots: [spot({ fromMs: 0, toMs: 5000 })],
    });
    for (const _ of [1, 2]) await app.get(NewsFinder).find();
    const news = 'SELECT kind, title, mail FROM creator_news WHERE subject_id = $1 AND kind = $2';
    expect(await app.db.query(news, [video.id, 'marks_dropped'])).toEqual([
      { kind: 'marks_dropped', title: 'A review', mail: 'elsewhere' },
    ]);
    expect(await run(CHAPTERS, { r: 1, c: TWO })).toMatchObject({ droppedChapters: [], chaptersRevision: 2 });
  });

  it('that is given up leaves those of the live one as they were, and the next begins with them', async () => {
    const before = await run(SEE, {});
    await app.get(VersionsService).trim(await actorOf(app, dana), video.id, [{ fromMs: 4000, toMs: 20_000 }], null);
    await prepareAs(16_000);
    expect(await run(SEE, {})).toMatchObject({ chapters: [{ startMs: 0 }, { startMs: 11_000 }] });
    await app.get(VersionsService).giveUp(await actorOf(app, dana), video.id);
    expect(await run(SEE, {})).toEqual(before);
    await app.get(VersionsService).trim(await actorOf(app, dana), video.id, [{ fromMs: 0, toMs: 19_000 }], null);
    await prepareAs(19_000);
    expect(await run(SEE, {})).toMatchObject({ version: 3, chapters: before['chapters'], droppedChapters: [] });
  });

  it('that is another file keeps chapters up to its end, and its hot-spots wait for a person', async () => {
    const file = { fileName: 'better.mp4', sizeBytes: '2000', contentType: 'video/mp4' };
    await app.get(VersionsService).replace(await actorOf(app, dana), video.id, file, null);
    await app.db.query(`UPDATE videos SET original_key = 'originals/other/file' WHERE id = $1`, [video.id]);
    const uploaded = await app.db.transaction(async (em) => {
      const videos = app.get(VideosService);
      return videos.move(em, await videos.lock(em, video.id), 'uploaded', { kind: 'system', name: 'spec' });
    });
    expect(uploaded.version).toBe(2);
    await prepareAs(14_000);
    const seen = await run(SEE, {});
    expect(seen).toMatchObject({
      ...{ chapters: TWO, droppedChapters: [{ title: 'After a month' }] },
      ...{ hotspots: [spot()], hotspotsHeld: true, droppedHotspots: 1 },
    });
    expect(await run(SPOTS, { r: 1, h: seen['hotspots'] })).toMatchObject({ hotspotsHeld: false, droppedHotspots: 0 });
  });

  it('of the same length takes them as they are', async () => {
    const file = { fileName: 'better.mp4', sizeBytes: '2000', contentType: 'video/mp4' };
    await app.get(VersionsService).replace(await actorOf(app, dana), video.id, file, null);
    await prepare(app, video.id);
    expect(await run(SEE, {})).toMatchObject({
      version: 2,
      hotspotsHeld: false,
      hotspots: [spot(), {}],
      droppedChapters: [],
    });
  });
});
