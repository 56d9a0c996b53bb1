// Captions through their doors, on a real database and a real store: who may, what is kept, what viewers get.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELETE, folderOf, SEE, setCaptionStage, SHOW, SRT, type CaptionStage } from '../../../test/captions/stage.js';
import type { TestApp } from '../../../test/support/app.js';
import { makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { makePublishedVideo, makeUploadingVideo } from '../../../test/support/make-videos.js';
import { VideosService } from '../videos.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let moderator: SignedStaff;
let stage: CaptionStage;
beforeAll(async () => {
  stage = await setCaptionStage();
  ({ app, store, dana } = stage);
  moderator = await makeStaff(app, 'moderator');
});
afterAll(() => app?.close());

const codeOf = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const put: CaptionStage['put'] = (...asked) => stage.put(...asked);
const tracksOf: CaptionStage['tracksOf'] = (...asked) => stage.tracksOf(...asked);
const waiting = () => stage.waiting();
const honest = (id: string) => stage.honest(id);
const videoNow = (id: string) => stage.videoNow(id);
const text = (key: string) => stage.text(key);
const assertWhole = (id: string) => stage.assertWhole(id);

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
      ...[200, 'text/vtt; charset=utf-8', 'public, max-age=31536000, s-maxage=40, immutable'],
    ]);
    const playlist = await app.http.get(`/${folderOf(await videoNow(id))}/captions-ru.m3u8`);
    expect([playlist.status, playlist.headers['cache-control']]).toEqual([200, 'public, max-age=10']);
  });
});
