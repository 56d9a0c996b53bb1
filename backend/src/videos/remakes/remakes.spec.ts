// A store's branding from the owner's picture to published videos that are made anew, and who may ask for it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { makeUploadingVideo } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { ModerationService } from '../../moderation/moderation.service.js';
import type { Video } from '../video.entity.js';
import { mediaFolder } from '../video.rules.js';
import { VersionsService } from '../versions/versions.service.js';
import { VideosService } from '../videos.service.js';
import { PreparationService } from '../../transcoding/preparation.service.js';
import { BrandingService } from '../branding/branding.service.js';
import { judgeRemake, LONGEST_MS, type RemakeNow } from './remake.rules.js';
import { RemakesService } from './remakes.service.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let moderator: SignedStaff;
let folder: string;
let film: Buffer;
beforeAll(async () => {
  app = await startApp({ UPLOAD_MIN_MS: '1000' });
  [store, other] = [await makeStore(app), await makeStore(app)];
  [dana, moderator] = [await makeCreator(app, { name: 'Дана' }), await makeStaff(app, 'moderator')];
  folder = mkdtempSync(join(tmpdir(), 'vitrina-remakes-'));
  const path = join(folder, 'film.mp4');
  execFileSync(app.config.ffmpegPath ?? 'ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=360x640:r=25:d=2', '-f', 'lavfi', '-i', 'sine=d=2'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', path],
  ]);
  film = readFileSync(path);
}, 60_000);
afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = {
  ...{ watermark: true, corner: 'top_left', opacityPct: 100, widthPct: 30, marginPct: 2, onPosters: false },
  ...{ endCard: true, cardMs: 2000, language: 'kk' },
};
const DESK = `query($s: ID!) { storeBranding(storeId: $s) { logoState logoUrl settings { watermark endCard } } }`;
const SAVE = `mutation($s: ID!, $i: BrandingInput!) { saveBranding(storeId: $s, input: $i) { logoState settings { widthPct } } }`;
const RUN = 'others run { total done failed originalGone calledOff toDo endedAt }';
const START = `mutation($s: ID!) { startRemake(storeId: $s) { ${RUN} } }`;
const LOOK = `query($s: ID!) { remakeDesk(storeId: $s) { ${RUN} } }`;
type Answer = Awaited<ReturnType<TestApp['graphql']>>;
const codeOf = (answer: Answer) => answer.errors[0]?.extensions.code ?? 'ok';
const save = (input: object, as = store.owner.cookie, storeId = store.id) =>
  app.graphql(SAVE, { s: storeId, i: { ...SETTINGS, ...input } }, { as });

const logo = (colour = '#00c040', side = 120) =>
  sharp({ create: { width: side, height: side, channels: 4, background: colour } });
async function bring(bytes: Buffer, cookie = store.owner.cookie, storeId = store.id): Promise<string> {
  const call = app.http.post(`/uploads/logos/${storeId}`).set({ 'content-type': 'image/png', cookie });
  const answer = await call.serialize((body: unknown) => body as string).send(bytes);
  return answer.status === 202 ? 'ok' : (answer.body as { error: { code: string } }).error.code;
}

const now = (id: string) => app.get(VideosService).byId(id);
const folderOf = (video: Video) => mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });

/** A video that was really prepared, with the branding of its store as it is now, and approved by a person. */
async function published(of: MadeStore = store): Promise<Video> {
  const { id } = await makeUploadingVideo(app, { store: of, creator: dana });
  const originalKey = `originals/upl_${id}/file`;
  await app.get(Storage).put(originalKey, film);
  const videos = app.get(VideosService);
  const patch = { originalKey, sha256: 'a'.repeat(64), sizeBytes: film.length };
  const work = { videoId: id, version: 1 };
  await app.db.transaction(async (em) => {
    await videos.move(em, await videos.lock(em, id), 'uploaded', { kind: 'system', name: 'spec' }, patch);
  });
  await app.get(PreparationService).prepare(work, new AbortController().signal);
  await app.get(ModerationService).approve(await actorOf(app, moderator), id, null);
  await app.drainJobs();
  return now(id);
}

/** Lets timers and jobs run until the store has nothing to do. */
async function untilDone(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await app.get(RemakesService).goOn();
    await app.drainJobs();
    const open = await app.db.query<object[]>('SELECT 1 FROM remake_runs WHERE ended_at IS NULL');
    if (open.length === 0) return;
  }
  throw new Error('The run does not end.');
}

/** The top left of a frame of the film, and of its last frame. */
async function seen(video: Video): Promise<{ first: number[]; last: number[] }> {
  const path = join(folder, 'seen.mp4');
  const { stream } = await app.get(Storage).get(`${folderOf(video)}/${video.manifest?.mp4}`);
  writeFileSync(path, await buffer(stream));
  const frames = execFileSync(app.config.ffmpegPath ?? 'ffmpeg', [
    ...['-v', 'error', '-i', path, '-vf', 'crop=8:8:40:40,scale=1:1:flags=area,format=rgb24', '-f', 'rawvideo', '-'],
  ]);
  return { first: [...frames.subarray(0, 3)], last: [...frames.subarray(-3)] };
}
const isGreen = ([r = 0, g = 0, b = 0]: number[]) => g > 150 && r < 60 && b < 110;

describe('the logo of a store', () => {
  it.each<[string, () => Promise<Buffer>, string]>([
    ['a JPEG, which has no transparent points', () => logo().jpeg().toBuffer(), 'NOT_A_PICTURE'],
    ['a drawing', () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'NOT_A_PICTURE'],
    ['a stamp', () => logo('#fff', 20).png().toBuffer(), 'PICTURE_OUT_OF_BOUNDS'],
    ['more than two megabytes', () => Promise.resolve(Buffer.alloc(2 * 1024 ** 2 + 1)), 'TOO_LARGE'],
  ])('is not %s', async (_, make, code) => {
    expect(await bring(await make())).toBe(code);
  });

  it('is brought by its owner alone, written anew without a word of the file, and shown to its owner', async () => {
    const bytes = await logo('#00c040ff')
      .withMetadata({ exif: { IFD0: { Artist: 'Somebody' } } })
      .png()
      .toBuffer();
    expect(bytes.toString('latin1')).toContain('Somebody');
    expect([await bring(bytes, dana.cookie), await bring(bytes, other.owner.cookie)]).toEqual([
      'FORBIDDEN',
      expect.stringMatching(/FORBIDDEN|NOT_FOUND/),
    ]);
    expect(codeOf(await save({}))).toBe('BAD_INPUT');
    expect(await bring(bytes)).toBe('ok');
    expect(await app.get(BrandingService).markOf(store.id)).toBeNull();
    await app.drainJobs();
    const desk = await app.graphql<{ storeBranding: { logoState: string; logoUrl: string } }>(DESK, ...asOwner());
    expect(desk.data?.storeBranding).toMatchObject({ logoState: 'ready', logoUrl: expect.any(String) });
    const path = desk.data?.storeBranding.logoUrl ?? '';
    const shown = await app.http.get(path).set('cookie', store.owner.cookie);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    expect((shown.body as Buffer).toString('latin1')).not.toContain('Somebody');
    expect(await sharp(shown.body as Buffer).metadata()).toMatchObject({ width: 120, height: 120, hasAlpha: true });
    expect((await app.http.get(path).set('cookie', other.owner.cookie)).status).toBe(404);
  });

  it('that only pretends to be one is refused by the worker, and the one in use stays', async () => {
    const before = await app.db.query<object[]>('SELECT logo_hash FROM store_branding WHERE store_id = $1', [store.id]);
    const real = await logo().png().toBuffer();
    const cut = Buffer.concat([real.subarray(0, 60), Buffer.alloc(200, 7)]);
    expect(await bring(cut)).toBe('ok');
    await app.drainJobs();
    const [row] = await app.db.query<{ logo_state: string; brought: null }[]>(
      'SELECT logo_state, brought FROM store_branding WHERE store_id = $1',
      [store.id],
    );
    expect(row).toEqual({ logo_state: 'refused', brought: null });
    expect(await app.db.query('SELECT logo_hash FROM store_branding WHERE store_id = $1', [store.id])).toEqual(before);
  });
});

const asOwner = (): [{ s: string }, { as: string }] => [{ s: store.id }, { as: store.owner.cookie }];

describe('the doors', () => {
  it.each([
    ['storeBranding', DESK, {}],
    ['saveBranding', SAVE, { i: SETTINGS }],
    ['remakeDesk', LOOK, {}],
    ['startRemake', START, {}],
    ['stopRemake', `mutation($s: ID!) { stopRemake(storeId: $s) { others } }`, {}],
    ['removeLogo', `mutation($s: ID!) { removeLogo(storeId: $s) { logoState } }`, {}],
  ])('%s is closed to creators and to owners of other stores', async (_, query, more) => {
    const ask = (as?: string) => app.graphql(query, { s: store.id, ...more }, as ? { as } : {});
    expect(codeOf(await ask())).toBe('UNAUTHENTICATED');
    expect(codeOf(await ask(dana.cookie))).toBe('FORBIDDEN');
    expect(codeOf(await ask(other.owner.cookie))).toMatch(/FORBIDDEN|NOT_FOUND/);
  });

  it('name the field that is out of bounds', async () => {
    const answer = await save({ widthPct: 31 });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'widthPct' });
  });
});

describe('branding', () => {
  let first: Video;
  let second: Video;

  it('holds for what is prepared from now on', async () => {
    first = await published();
    expect(first.manifest?.branding).toBeUndefined();
    expect(codeOf(await save({}))).toBe('ok');
    second = await published();
    expect(second.manifest).toMatchObject({ branding: expect.stringContaining('w:'), endCardMs: 2000 });
    expect(second.manifest?.durationMs).toBe(first.manifest?.durationMs);
    expect([isGreen((await seen(first)).first), isGreen((await seen(second)).first)]).toEqual([false, true]);
  });

  it('has a code that anybody checks once the video was published', async () => {
    const [row] = await app.db.query<{ code: string }[]>('SELECT code FROM origin_codes WHERE video_id = $1', [
      second.id,
    ]);
    const code = row?.code ?? '';
    const typed = `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase();
    const page = await app.http.get(`/c/${typed}?lang=kk`);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('a'.repeat(64));
    expect(page.text).toContain('Дана');
    // The name of the file on its creator's disk is nobody's business.
    expect(page.text).not.toContain('clip.mp4');
    expect((await app.http.get('/c/22222-22222')).status).toBe(404);
    expect((await app.http.get('/c/nonsense')).status).toBe(404);
    const { id } = await makeUploadingVideo(app, { store, creator: dana });
    const branding = await app.get(BrandingService).ofVideo(id);
    expect((await app.http.get(`/c/${branding.branding?.card?.code}`)).status).toBe(404);
  }, 60_000);

  it('comes to published videos when their owner asks: same id, same poster, no person and no letter', async () => {
    const chosen = first.manifest?.posters?.[1]?.file ?? '';
    const CHOOSE = 'mutation($id: ID!, $frame: String!) { choosePoster(id: $id, frame: $frame) { id } }';
    expect(codeOf(await app.graphql(CHOOSE, { id: first.id, frame: chosen }, { as: dana.cookie }))).toBe('ok');
    await app.drainJobs();
    await app.get(ModerationService).approve(await actorOf(app, moderator), first.id, null);
    await app.drainJobs();
    const letters = async () => Number((await app.db.query<{ n: string }[]>('SELECT count(*) AS n FROM mails'))[0]?.n);
    const mails = await letters();
    const start = () => app.graphql<{ startRemake: { others: number; run: object } }>(START, ...asOwner());
    const [one, two] = [await start(), await start()];
    // Pressed twice it is one run; what is right already is left alone.
    expect(one.data?.startRemake).toMatchObject({ others: 1, run: { total: 1, toDo: 1 } });
    expect(two.data?.startRemake).toEqual(one.data?.startRemake);
    expect((await app.db.query<object[]>('SELECT 1 FROM remake_runs WHERE store_id = $1', [store.id])).length).toBe(1);
    await app.get(RemakesService).goOn();
    // While it is made, the earlier version is what everyone sees.
    expect(await now(first.id)).toMatchObject({ status: 'uploaded', version: 2, liveVersion: 1 });
    await untilDone();
    const remade = await now(first.id);
    expect(remade).toMatchObject({ status: 'published', version: 2, liveVersion: 2, publishedAt: first.publishedAt });
    expect(isGreen((await seen(remade)).first)).toBe(true);
    expect(remade.manifest?.posterFrom).toBe(remade.manifest?.posters?.find((p) => p.file === chosen)?.file);
    expect(remade.manifest?.posterFrom).not.toBeUndefined();
    const names: string[] = [];
    const media = folderOf(remade);
    for await (const { key } of app.get(Storage).list(media)) names.push(key.slice(media.length + 1));
    expect(names.sort()).toEqual([...(remade.manifest?.files ?? []).map((f) => f.name), 'manifest.json'].sort());
    const [decision] = await app.db.query<object[]>(
      'SELECT actor, automated FROM decisions WHERE video_id = $1 ORDER BY at DESC, id DESC LIMIT 1',
      [first.id],
    );
    expect(decision).toEqual({ actor: 'rule:same-film', automated: true });
    expect(await letters()).toBe(mails);
    // One original, however often it is made anew: its creator's room is not the store's to fill.
    const room = await app.db.query<object[]>(
      'SELECT version, original_bytes::int AS bytes FROM stored_versions WHERE video_id = $1 ORDER BY version',
      [first.id],
    );
    expect(room).toEqual([
      { version: 1, bytes: film.length },
      { version: 2, bytes: 0 },
    ]);
    const look = await app.graphql<{ remakeDesk: object }>(LOOK, ...asOwner());
    expect(look.data?.remakeDesk).toMatchObject({ others: 0, run: { total: 1, done: 1, toDo: 0 } });
  }, 120_000);

  it('gives way: a creator who gives the remake up is not asked twice, and an original that is gone is said', async () => {
    expect(codeOf(await save({ opacityPct: 40 }))).toBe('ok');
    await app.db.query('UPDATE video_versions SET original_gone_at = now() WHERE video_id = $1', [second.id]);
    await app.graphql(START, ...asOwner());
    await app.get(RemakesService).goOn();
    await app.get(VersionsService).giveUp(await actorOf(app, dana), first.id);
    await untilDone();
    const look = await app.graphql<{ remakeDesk: object }>(LOOK, ...asOwner());
    expect(look.data?.remakeDesk).toMatchObject({
      others: 2,
      run: { total: 2, done: 0, calledOff: 1, originalGone: 1 },
    });
    expect(await now(first.id)).toMatchObject({ status: 'published', version: 2, liveVersion: 2 });
  }, 60_000);

  it('that cannot be made leaves the live version the whole truth', async () => {
    await app.get(Storage).put(`originals/upl_${first.id}/file`, Buffer.from('not a film at all'));
    await app.graphql(START, ...asOwner());
    await untilDone();
    const look = await app.graphql<{ remakeDesk: object }>(LOOK, ...asOwner());
    expect(look.data?.remakeDesk).toMatchObject({ run: { total: 2, failed: 1, originalGone: 1 } });
    expect(await now(first.id)).toMatchObject({ status: 'published', version: 2, liveVersion: 2, refusal: null });
  }, 60_000);

  it('leaves a video alone whose audio description or sign language would be lost', async () => {
    expect(codeOf(await save({ opacityPct: 60 }))).toBe('ok');
    const at = app.clock.now();
    await app.db.query(
      `INSERT INTO video_tracks (id, video_id, version, kind, language, label, state, file_name, size_bytes, created_at, created_by, updated_at)
       VALUES ('trk_kept', $1, 2, 'sign', 'ru', 'Русский', 'waiting', 'sign.mp4', 9, $2, $3, $2)`,
      [first.id, at, dana.accountId],
    );
    const begin = async () => (await app.graphql<{ startRemake: object }>(START, ...asOwner())).data?.startRemake;
    expect(await begin()).toMatchObject({ others: 1, run: { total: 1 } });
    await untilDone();
    await app.db.query(`UPDATE video_tracks SET state = 'removed' WHERE id = 'trk_kept'`);
    expect(await begin()).toMatchObject({ others: 2, run: { total: 2, toDo: 2 } });
    // One that comes while the run goes on is kept as well.
    await app.db.query(`UPDATE video_tracks SET state = 'waiting' WHERE id = 'trk_kept'`);
    await untilDone();
    const look = await app.graphql<{ remakeDesk: object }>(LOOK, ...asOwner());
    expect(look.data?.remakeDesk).toMatchObject({ others: 1, run: { total: 2, calledOff: 1, originalGone: 1 } });
    expect(await now(first.id)).toMatchObject({ version: 2, liveVersion: 2 });
  }, 60_000);
});

describe('the end of a remake', () => {
  const begun: RemakeNow = { version: 3, currentVersion: 3, liveVersion: 2, status: 'transcoding', begunMs: 0 };
  it.each<[string, Partial<RemakeNow>, number, string]>([
    ['is not yet there while it is prepared', {}, 1, 'under_way'],
    ['is publication', { status: 'published', liveVersion: 3 }, 1, 'done'],
    ['is publication also where its creator went on since', { currentVersion: 4, liveVersion: 3 }, 1, 'done'],
    ['is another version', { currentVersion: 4 }, 1, 'called_off'],
    ['is retirement', { status: 'retired', liveVersion: null }, 1, 'called_off'],
    ['is a refusal', { status: 'refused' }, 1, 'give_up'],
    ['is a day without an end', {}, LONGEST_MS + 1, 'give_up'],
  ])('%s', (_, change, at, expected) => {
    expect(judgeRemake({ ...begun, ...change }, at)).toBe(expected);
  });
});
