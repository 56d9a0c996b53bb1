// Captions through their doors and files, on a real database and a real store: who may, what viewers get, what is kept.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import {
  FILES,
  makePublishedVideo,
  makeUploadingVideo,
  makeWaitingVideo,
  MANIFEST,
  prepare,
} from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { AuthoringService } from '../authoring.service.js';
import type { Video } from '../video.entity.js';
import { mediaFolder } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { CaptionFilesService } from './caption-files.service.js';
import { CaptionsService } from './captions.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let moderator: SignedStaff;
beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  moderator = await makeStaff(app, 'moderator');
});
afterAll(() => app?.close());

const SRT = '1\n00:00:01,000 --> 00:00:02,500\nThe mug is <b>heavy</b>\n\n2\n00:00:03,000 --> 00:00:04,000\nand warm\n';
const SEE = `query($v: ID!) { captions(videoId: $v) { recognitionOffered maxBytes recognitions { state }
  tracks { id language label source state revision cueCount outdated cues { startMs endMs text settings } } } }`;
interface Track {
  id: string;
  language: string;
  label: string;
  source: string;
  state: string;
  revision: number;
  cueCount: number;
  outdated: boolean;
  cues: { text: string }[];
}

const tracksOf = async (videoId: string, as = dana.cookie) =>
  (await app.graphql<{ captions: { tracks: Track[] } }>(SEE, { v: videoId }, { as })).data?.captions.tracks ?? [];
const put = (videoId: string, language: string, file: string | Buffer, asked = 'revision=0', as = dana.cookie) =>
  app.http.put(`/captions/${videoId}/${language}?${asked}`).set({ cookie: as, 'content-type': 'text/vtt' }).send(file);
const SHOW =
  'mutation($id: ID!, $r: Int!, $s: Boolean!) { showCaptions(id: $id, revision: $r, shown: $s) { state revision } }';
const DELETE = 'mutation($id: ID!, $r: Int!) { deleteCaptions(id: $id, revision: $r) }';
const codeOf = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const videoNow = (id: string) => app.get(VideosService).byId(id);
const folderOf = (v: Pick<Video, 'id' | 'storeId' | 'version'>) =>
  mediaFolder({ storeId: v.storeId, videoId: v.id, version: v.version });
const text = async (key: string) => (await buffer((await app.get(Storage).get(key)).stream)).toString();

/** A prepared video with a manifest that tells of its stand-in files, as a real one does. */
async function waiting(): Promise<Video> {
  const { id } = await makeWaitingVideo(app, { store, creator: dana });
  return honest(id);
}

async function honest(id: string): Promise<Video> {
  const video = await videoNow(id);
  const files = Object.entries(FILES).map(([name, body]) => ({
    ...{ name, sizeBytes: Buffer.byteLength(body), sha256: createHash('sha256').update(body).digest('hex') },
  }));
  const manifest = { ...(video.manifest ?? MANIFEST), files };
  await app.db.query('UPDATE videos SET manifest = $2 WHERE id = $1', [id, manifest]);
  await app
    .get(Storage)
    .put(`${folderOf(video)}/manifest.json`, Buffer.from(JSON.stringify({ ...manifest, thumbhash: 'x' })));
  return videoNow(id);
}

/** The listing of the store is the manifest, in names, sizes and hashes; and both manifests agree. */
async function assertWhole(id: string): Promise<string[]> {
  const video = await videoNow(id);
  const files = video.manifest?.files ?? [];
  const listed: string[] = [];
  for await (const { key } of app.get(Storage).list(folderOf(video))) listed.push(key.split('/').at(-1) ?? '');
  expect(listed.sort()).toEqual([...files.map((f) => f.name), 'manifest.json'].sort());
  for (const file of files) {
    const body = await text(`${folderOf(video)}/${file.name}`);
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect({ ...file, sha256, sizeBytes: Buffer.byteLength(body) }).toEqual(file);
  }
  const stored = JSON.parse(await text(`${folderOf(video)}/manifest.json`)) as typeof MANIFEST & { thumbhash: string };
  expect(stored).toMatchObject({ thumbhash: 'x', captions: video.manifest?.captions });
  expect(stored.files).toEqual(files);
  return listed;
}

describe('saving captions', () => {
  it('takes a file, shows it at once, and the files and both manifests follow', async () => {
    const video = await waiting();
    const answer = await put(video.id, 'RU', SRT);
    expect([answer.status, answer.body]).toMatchObject([200, { revision: 1, state: 'shown', cueCount: 2 }]);
    expect(await tracksOf(video.id)).toMatchObject([
      {
        language: 'ru',
        label: 'Русский',
        source: 'uploaded',
        outdated: false,
        cues: [{ text: 'The mug is <b>heavy</b>' }, {}],
      },
    ]);
    await app.drainJobs();
    const [caption] = (await videoNow(video.id)).manifest?.captions ?? [];
    expect(caption).toMatchObject({
      language: 'ru',
      label: 'Русский',
      file: expect.stringMatching(/^captions-ru-\w{12}\.vtt$/),
    });
    expect(await text(`${folderOf(video)}/${caption?.file}`)).toContain(
      '00:00:01.000 --> 00:00:02.500\nThe mug is <b>heavy</b>',
    );
    expect(await text(`${folderOf(video)}/master.m3u8`)).toContain('SUBTITLES="captions"');
    expect(await assertWhole(video.id)).toHaveLength(8);
  });

  it('a second tab gets CONFLICT and the first one loses nothing; with the new revision it may save', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    expect((await put(video.id, 'ru', SRT.replace('warm', 'blue'), 'revision=1&source=edited')).status).toBe(200);
    const late = await put(video.id, 'ru', SRT.replace('warm', 'green'), 'revision=1&source=edited');
    expect([late.status, late.body]).toMatchObject([409, { error: { code: 'CONFLICT', revision: 2 } }]);
    expect((await tracksOf(video.id))[0]?.cues[1]?.text).toBe('and blue');
    expect((await put(video.id, 'ru', SRT, 'revision=0')).body).toMatchObject({ error: { code: 'CONFLICT' } });
    const [one, two] = await Promise.all(
      ['red', 'black'].map((word) => put(video.id, 'ru', SRT.replace('warm', word), 'revision=2&source=edited')),
    );
    expect([one?.status, two?.status].sort()).toEqual([200, 409]);
    const [track] = await tracksOf(video.id);
    expect(track).toMatchObject({ revision: 3, source: 'edited' });
  });

  it.each<[string, string, string | Buffer, object, string]>([
    [
      'a broken line',
      'ru',
      '1\n00:00:01,000 --> soon\nHi',
      { code: 'BAD_CAPTIONS', reason: 'BAD_TIME', line: 2 },
      'revision=0',
    ],
    [
      'words after the end',
      'ru',
      '1\n00:01:01,000 --> 00:01:02,000\nHi',
      { code: 'BAD_CAPTIONS', reason: 'OUTSIDE', line: 2 },
      'revision=0',
    ],
    [
      'a picture',
      'ru',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3, 4]),
      { code: 'BAD_CAPTIONS', reason: 'NOT_TEXT' },
      'revision=0',
    ],
    ['no language', 'all-languages-of-earth', SRT, { code: 'BAD_INPUT', field: 'language' }, 'revision=0'],
    ['no revision', 'ru', SRT, { code: 'BAD_INPUT', field: 'revision' }, 'source=edited'],
    ['a machine as its source', 'ru', SRT, { code: 'BAD_INPUT', field: 'source' }, 'revision=0&source=recognised'],
  ])('with %s is refused, and nothing is kept', async (_, language, file, error, asked) => {
    const video = await waiting();
    expect((await put(video.id, language, file, asked)).body).toMatchObject({ error });
    expect(await tracksOf(video.id)).toEqual([]);
  });

  it('with more than 1 MiB is refused', async () => {
    const video = await waiting();
    expect((await put(video.id, 'ru', Buffer.alloc(2 * 1024 ** 2, 'a'))).status).toBe(413);
  });

  it('is refused before the video is prepared, after its end, as JSON, and in a 21st language', async () => {
    const early = await makeUploadingVideo(app, { store, creator: dana });
    expect((await put(early.id, 'ru', SRT)).body).toMatchObject({ error: { code: 'WRONG_STATUS' } });
    const video = await waiting();
    const json = app.http.put(`/captions/${video.id}/ru?revision=0`).set('cookie', dana.cookie).send({ a: 1 });
    expect((await json).body).toMatchObject({ error: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    await app.db.query(
      `INSERT INTO caption_tracks (id, video_id, language, label, source, state, revision, version, duration_ms, cues,
         created_at, updated_at, updated_by)
       SELECT 'cap_' || $1 || n, $1, 'q' || chr(96 + n), 'x', 'uploaded', 'draft', 1, 1, 20000, '[]', now(), now(), 'spec'
         FROM generate_series(1, 20) n`,
      [video.id],
    );
    expect((await put(video.id, 'ru', SRT)).body).toMatchObject({ error: { code: 'CONFLICT' } });
    await app.get(VideosService).retire(video.id, { kind: 'system', name: 'spec' });
    expect((await put(video.id, 'qa', SRT, 'revision=1')).body).toMatchObject({ error: { code: 'WRONG_STATUS' } });
  });
});

describe('who may', () => {
  it('the creator, the owner of the store and moderators may read, save, hide and delete', async () => {
    const video = await waiting();
    for (const [at, who] of [dana.cookie, store.owner.cookie, moderator.cookie].entries()) {
      const language = ['ru', 'kk', 'en'][at] ?? '';
      expect((await put(video.id, language, SRT, 'revision=0', who)).status).toBe(200);
      const track = (await tracksOf(video.id, who)).find((one) => one.language === language);
      const hidden = await app.graphql(SHOW, { id: track?.id, r: 1, s: false }, { as: who });
      expect(hidden.data).toEqual({ showCaptions: { state: 'draft', revision: 2 } });
      expect((await app.graphql(DELETE, { id: track?.id, r: 2 }, { as: who })).data).toEqual({
        deleteCaptions: track?.id,
      });
    }
    expect(await tracksOf(video.id)).toEqual([]);
  });

  it("another creator, another store's owner, finance and strangers find nothing behind any door", async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    const [track] = await tracksOf(video.id);
    const [creator, other, finance] = [await makeCreator(app), await makeStore(app), await makeStaff(app, 'finance')];
    const calls: [string, object][] = [
      [SEE, { v: video.id }],
      [SHOW, { id: track?.id, r: 1, s: false }],
      [DELETE, { id: track?.id, r: 1 }],
      ['mutation($v: ID!) { recogniseCaptions(videoId: $v, language: "kk") { id } }', { v: video.id }],
    ];
    for (const as of [creator.cookie, other.owner.cookie, finance.cookie]) {
      for (const [query, variables] of calls) {
        expect(codeOf(await app.graphql(query, variables as Record<string, unknown>, { as }))).toBe('NOT_FOUND');
      }
      expect((await put(video.id, 'ru', SRT, 'revision=1', as)).body).toMatchObject({ error: { code: 'NOT_FOUND' } });
    }
    for (const [query, variables] of calls) {
      expect(codeOf(await app.graphql(query, variables as Record<string, unknown>))).toBe('UNAUTHENTICATED');
    }
    expect((await put(video.id, 'ru', SRT, 'revision=1', '')).body).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    const unknown = await app.graphql(DELETE, { id: 'cap_none', r: 1 }, { as: dana.cookie });
    expect(codeOf(unknown)).toBe('NOT_FOUND');
    expect(await tracksOf(video.id)).toMatchObject([{ revision: 1, state: 'shown' }]);
  });

  it('a page of another site cannot use the cookie', async () => {
    const video = await waiting();
    const call = put(video.id, 'ru', SRT).set('origin', 'https://evil.example');
    expect((await call).body).toMatchObject({ error: { code: 'FOREIGN_ORIGIN' } });
  });

  it('every change stands in the audit log, with a seal of the words and not the words', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    const [track] = await tracksOf(video.id);
    await app.graphql(SHOW, { id: track?.id, r: 1, s: false }, { as: moderator.cookie });
    await app.graphql(DELETE, { id: track?.id, r: 2 }, { as: store.owner.cookie });
    const rows = await app.db.query<{ action: string; actor: string; after: unknown }[]>(
      `SELECT action, actor, after FROM audit_log WHERE subject_id = $1 AND action LIKE 'videos.captions%' ORDER BY seq`,
      [video.id],
    );
    expect(rows.map((row) => [row.action, row.actor])).toEqual([
      ['videos.captions_saved', dana.accountId],
      ['videos.captions_hidden', moderator.accountId],
      ['videos.captions_deleted', store.owner.accountId],
    ]);
    expect(rows[0]?.after).toMatchObject({ language: 'ru', revision: 1, cues: 2, sha256: expect.any(String) });
    expect(JSON.stringify(rows)).not.toContain('heavy');
  });
});

describe('captions of a published video', () => {
  it('reach the card at once, and moderators are asked to look afterwards unless one of them wrote them', async () => {
    const mug = await makeProduct(app, store);
    const { id } = await makePublishedVideo(app, { store, creator: dana, products: [mug] });
    await honest(id);
    const looks = () => app.db.query<unknown[]>('SELECT 1 FROM look_afterwards WHERE video_id = $1', [id]);
    await put(id, 'en', SRT, 'revision=0', moderator.cookie);
    await app.drainJobs();
    expect(await looks()).toEqual([]);
    await put(id, 'ru', SRT);
    await app.drainJobs();
    expect(await looks()).toHaveLength(1);
    expect((await videoNow(id)).status).toBe('published');
    const card = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: mug.externalId });
    const { captions } =
      (card.body as { videos: { captions: { lang: string; label: string; url: string }[] }[] }).videos[0] ?? {};
    expect(captions?.map((c) => [c.lang, c.label])).toEqual([
      ['en', 'English'],
      ['ru', 'Русский'],
    ]);
    const file = await app.http.get(new URL(captions?.[1]?.url ?? '').pathname).buffer(true);
    expect([file.status, file.headers['content-type'], file.headers['cache-control']]).toEqual([
      ...[200, 'text/vtt; charset=utf-8', 'public, max-age=31536000, immutable'],
    ]);
    const playlist = await app.http.get(`/${folderOf(await videoNow(id))}/captions-ru.m3u8`);
    expect([playlist.status, playlist.headers['cache-control']]).toEqual([200, 'public, max-age=10']);
  });
});

describe('the files of captions', () => {
  const files = () => app.get(CaptionFilesService);
  const work = (video: Video) => ({ videoId: video.id, version: video.version });

  it('are the same after any number of runs, also two at once, and go when the captions go', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    await put(video.id, 'kk', SRT.replace('warm', 'жылы'));
    await Promise.all([files().rewrite(work(video)), files().rewrite(work(video))]);
    const listed = await assertWhole(video.id);
    const master = await text(`${folderOf(video)}/master.m3u8`);
    await files().rewrite(work(video));
    expect(await assertWhole(video.id)).toEqual(listed);
    expect(await text(`${folderOf(video)}/master.m3u8`)).toBe(master);
    for (const track of await tracksOf(video.id))
      await app.graphql(DELETE, { id: track.id, r: 1 }, { as: dana.cookie });
    await app.drainJobs();
    expect(await assertWhole(video.id)).toEqual([...Object.keys(FILES), 'manifest.json'].sort());
    expect(await text(`${folderOf(video)}/master.m3u8`)).toBe(FILES['master.m3u8']);
    expect((await videoNow(video.id)).manifest?.captions).toEqual([]);
  });

  it('a run that is killed at any write or delete is made good by the next', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    await app.drainJobs();
    const storage = app.get(Storage);
    const { put: realPut, delete: realDelete } = storage;
    let survived = false;
    for (let step = 1; !survived; step++) {
      const [track] = await tracksOf(video.id);
      const words = SRT.replace('warm', `warm ${step}`);
      expect((await put(video.id, 'ru', words, `revision=${track?.revision}`)).status).toBe(200);
      let left = step;
      const falter = () => {
        if (--left === 0) throw new Error('killed');
      };
      storage.put = async (...args) => (falter(), realPut.apply(storage, args));
      storage.delete = async (...args) => (falter(), realDelete.apply(storage, args));
      survived = await files()
        .rewrite(work(video))
        .then(
          () => true,
          () => false,
        );
      Object.assign(storage, { put: realPut, delete: realDelete });
      await files().rewrite(work(video));
      await assertWhole(video.id);
      const [caption] = (await videoNow(video.id)).manifest?.captions ?? [];
      expect(await text(`${folderOf(video)}/${caption?.file}`)).toContain(`warm ${step}`);
      expect(step).toBeLessThan(12);
    }
    expect(survived).toBe(true);
    await app.drainJobs();
  });

  it('are not written for a video that was taken away, or a version that is not the present one', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    await files().rewrite({ videoId: video.id, version: 2 });
    await app.get(VideosService).retire(video.id, { kind: 'system', name: 'spec' });
    await app.drainJobs();
    const listed: string[] = [];
    for await (const { key } of app.get(Storage).list(folderOf(video))) listed.push(key);
    expect(listed.filter((key) => key.includes('captions-'))).toEqual([]);
  });
});

describe('a new file of the video', () => {
  /** Rejected, sent again, prepared as version 2 with this length. */
  async function sentAgain(video: Video, durationMs: number): Promise<Video> {
    const system = { kind: 'system', name: 'spec' } as const;
    const note = { reasonCode: 'BLURRY', timecodeMs: null, note: null, at: new Date().toISOString() };
    await app.db.transaction((em) => app.get(VideosService).reject(em, video.id, note, system));
    const file = { fileName: 'again.mp4', sizeBytes: '1000', contentType: 'video/mp4' };
    await app.get(AuthoringService).resubmit(await actorOf(app, dana), video.id, file);
    await prepare(app, video.id);
    await app.db.query(
      `UPDATE videos SET manifest = manifest || jsonb_build_object('durationMs', $2::int) WHERE id = $1`,
      [...[video.id, durationMs]],
    );
    await honest(video.id);
    await app.drainJobs();
    return videoNow(video.id);
  }

  it('of the same length keeps its captions, in the new folder', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    await app.drainJobs();
    const next = await sentAgain(video, 20_300);
    expect(next.version).toBe(2);
    expect(next.manifest?.captions).toHaveLength(1);
    await assertWhole(video.id);
    expect(await tracksOf(video.id)).toMatchObject([{ state: 'shown', outdated: false, revision: 1 }]);
  });

  it('of another length turns them into a draft that is to be looked over', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    await app.drainJobs();
    const next = await sentAgain(video, 3_500);
    expect(next.manifest?.captions).toEqual([]);
    await assertWhole(video.id);
    const [track] = await tracksOf(video.id);
    expect(track).toMatchObject({ state: 'draft', outdated: true, revision: 2 });
    expect((await put(video.id, 'ru', SRT, 'revision=2&source=edited')).status).toBe(200);
    const shown = await app.graphql(SHOW, { id: track?.id, r: 3, s: true }, { as: dana.cookie });
    expect(shown.data).toEqual({ showCaptions: { state: 'shown', revision: 4 } });
    await app.drainJobs();
    expect(await tracksOf(video.id)).toMatchObject([
      { state: 'shown', outdated: false, cues: [{}, { text: 'and warm' }] },
    ]);
  });

  it('that is cut from the old one takes its captions along, cut at the same places', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    const actor = await actorOf(app, dana);
    await app.db.transaction(async (em) => {
      await app.get(VideosService).lock(em, video.id);
      const next = { version: 2, durationMs: 1500, kept: [{ fromMs: 2000, toMs: 3500 }] };
      await app.get(CaptionsService).cut(em, actor, video, next);
    });
    const [track] = await tracksOf(video.id);
    expect(track?.cues).toMatchObject([
      { startMs: 0, endMs: 500 },
      { startMs: 1000, endMs: 1500 },
    ]);
    expect(track).toMatchObject({ state: 'shown', revision: 2 });
  });
});
