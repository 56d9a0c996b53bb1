// A poster is chosen or brought, before and after publication: doors, files, kills, and what strangers send.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeStaff, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo, makeUploadingVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import { RoleGrant } from '../../accounts/account.entity.js';
import { Storage } from '../../base/storage/storage.js';
import { PostersService } from '../../videos/posters/posters.service.js';
import type { Video } from '../../videos/video.entity.js';
import { mediaFolder, type VideoManifest } from '../../videos/video.rules.js';
import { VideosService } from '../../videos/videos.service.js';
import { PosterMakerService } from './poster-maker.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
});
afterAll(() => app?.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const FRAMES = ['frame-01-0123456789ab.jpg', 'frame-02-ba9876543210.jpg'] as const;
const OLD = 'poster-640-0000deadbeef.jpg';
const colour = (background: string, width = 640, height = 360) =>
  sharp({ create: { width, height, channels: 3, background } });
const folderOf = (video: Video) => mediaFolder({ storeId: store.id, videoId: video.id, version: video.version });
const now = (video: Video) => app.get(VideosService).byId(video.id);

/** Gives a stand-in video two frames on offer and a poster, as preparation does. */
async function withFrames(video: Video): Promise<Video> {
  const folder = folderOf(video);
  const pictures = new Map([
    [FRAMES[0], await colour('#c02020').jpeg().toBuffer()],
    [FRAMES[1], await colour('#2020c0').jpeg().toBuffer()],
    [OLD, Buffer.from('old')],
  ]);
  for (const [name, bytes] of pictures) await app.get(Storage).put(`${folder}/${name}`, bytes);
  const files: VideoManifest['files'] = [];
  for await (const { key, sizeBytes } of app.get(Storage).list(folder)) {
    files.push({ name: key.slice(folder.length + 1), sizeBytes, sha256: '' });
  }
  const posters = FRAMES.map((file, i) => ({ file, width: 640, height: 360, atMs: 1000 * i }));
  const change = { poster: OLD, posterFrom: FRAMES[0], posters, files };
  await app.db.query('UPDATE videos SET manifest = manifest || $2 WHERE id = $1', [video.id, JSON.stringify(change)]);
  await app.get(Storage).put(`${folder}/manifest.json`, Buffer.from(JSON.stringify(change)));
  return now(video);
}
const waiting = async () => withFrames(await makeWaitingVideo(app, { store, creator: dana }));
const published = async () => withFrames(await makePublishedVideo(app, { store, creator: dana }));

const CHOOSE = 'mutation($id: ID!, $frame: String!) { choosePoster(id: $id, frame: $frame) { id } }';
const choose = async (video: Video, frame: string, cookie = dana.cookie) =>
  (await app.graphql(CHOOSE, { id: video.id, frame }, { as: cookie })).errors[0]?.extensions.code ?? 'ok';
async function bring(video: Pick<Video, 'id'>, bytes: Buffer, cookie = dana.cookie, type = 'image/jpeg') {
  const call = app.http
    .post(`/uploads/posters/${video.id}`)
    .set({ 'content-type': type, ...(cookie ? { cookie } : {}) });
  const answer = await call.serialize((body: unknown) => body as string).send(bytes);
  return answer.status === 202 ? 'ok' : (answer.body as { error: { code: string } }).error.code;
}

async function stored(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { key } of app.get(Storage).list(folder)) names.push(key.slice(folder.length + 1));
  return names.sort();
}
const own = () => stored('originals').then((names) => names.filter((name) => name.endsWith('/picture')));

/** The store holds what the manifest lists and nothing else, and `manifest.json` says the same. */
async function expectWhole(video: Video): Promise<VideoManifest> {
  const manifest = (await now(video)).manifest as VideoManifest;
  expect(await stored(folderOf(video))).toEqual([...manifest.files.map((f) => f.name), 'manifest.json'].sort());
  const { stream } = await app.get(Storage).get(`${folderOf(video)}/manifest.json`);
  expect((JSON.parse((await buffer(stream)).toString()) as VideoManifest).files).toEqual(manifest.files);
  return manifest;
}

async function meanOf(video: Video, name: string): Promise<number[]> {
  const { stream } = await app.get(Storage).get(`${folderOf(video)}/${name}`);
  return [
    ...(await sharp(await buffer(stream))
      .resize(1, 1)
      .removeAlpha()
      .raw()
      .toBuffer()),
  ];
}
const isNear = (a: number[], b: number[]) => a.every((level, i) => Math.abs(level - (b[i] ?? 0)) < 12);

describe('choosing a frame', () => {
  it('before publication changes the poster and its files, and nothing else', async () => {
    const video = await waiting();
    expect(await choose(video, FRAMES[1])).toBe('ok');
    expect((await now(video)).manifest?.poster).toBe(OLD);
    await app.drainJobs();
    const manifest = await expectWhole(video);
    expect(manifest).toMatchObject({ posterFrom: FRAMES[1], thumbhash: expect.any(String) });
    expect(manifest.posterSizes?.map((size) => size.width)).toEqual([320, 640]);
    expect(isNear(await meanOf(video, manifest.poster), [0x20, 0x20, 0xc0])).toBe(true);
    expect(await stored(folderOf(video))).not.toContain(OLD);
    expect((await now(video)).status).toBe('in_review');
  });

  it('after publication sends the video back to review when the new poster is there', async () => {
    const video = await published();
    expect(await choose(video, FRAMES[1])).toBe('ok');
    expect((await now(video)).status).toBe('published');
    await app.drainJobs();
    expect(await now(video)).toMatchObject({ status: 'in_review', waitingSince: expect.any(Date) });
    await expectWhole(video);
  });

  it('of two choices takes the later one, and a choice of what is shown changes nothing', async () => {
    const video = await waiting();
    expect(await choose(video, FRAMES[0])).toBe('ok');
    expect(await choose(video, FRAMES[1])).toBe('ok');
    expect(await choose(video, FRAMES[0])).toBe('ok');
    await app.drainJobs();
    expect(await expectWhole(video)).toMatchObject({ posterFrom: FRAMES[0] });
    const choices = await app.db.query<{ state: string }[]>(
      'SELECT state FROM poster_choices WHERE video_id = $1 ORDER BY chosen_at, id',
      [video.id],
    );
    expect(choices.map((c) => c.state)).toEqual(['superseded', 'done']);
  });

  it('that a new version overtook changes neither version', async () => {
    const video = await waiting();
    await choose(video, FRAMES[1]);
    await app.db.query('UPDATE videos SET version = 2 WHERE id = $1', [video.id]);
    const before = await stored(folderOf(video));
    await app.drainJobs();
    expect(await stored(folderOf(video))).toEqual(before);
    expect((await now(video)).manifest?.poster).toBe(OLD);
  });

  it.each(['put', 'delete', 'list', 'markMade'] as const)(
    'killed at %s, twice, is made whole at the next run',
    async (step) => {
      const video = await waiting();
      await choose(video, FRAMES[1]);
      const [{ id } = { id: '' }] = await app.db.query<{ id: string }[]>(
        'SELECT id FROM poster_choices WHERE video_id = $1',
        [video.id],
      );
      const run = () => app.get(PosterMakerService).make(id, new AbortController().signal);
      for (const after of [0, 3]) {
        let calls = 0;
        const target = (step === 'markMade' ? app.get(PostersService) : app.get(Storage)) as unknown as Record<
          string,
          (...args: unknown[]) => unknown
        >;
        const real = target[step] as (...args: unknown[]) => unknown;
        const spy = jest.spyOn(target, step).mockImplementation(function (this: unknown, ...args: unknown[]) {
          if (calls++ >= (step === 'put' ? after : 0)) throw new Error('killed');
          return real.apply(target, args);
        });
        await run().catch((error: Error) => expect(error.message).toBe('killed'));
        spy.mockRestore();
      }
      await run();
      expect(await expectWhole(video)).toMatchObject({ posterFrom: FRAMES[1] });
      await run();
      await expectWhole(video);
      await app.drainJobs();
      await expectWhole(video);
    },
  );
});

describe('an own picture', () => {
  it('becomes the poster, upright and without a trace of where it was taken', async () => {
    const video = await published();
    // Red above blue as seen; stored lying on its side, as phones do.
    const top = await colour('#d01010', 400, 300).png().toBuffer();
    const seen = await colour('#1010d0', 400, 600)
      .composite([{ input: top, top: 0, left: 0 }])
      .png()
      .toBuffer();
    const bytes = await sharp(await sharp(seen).rotate(-90).png().toBuffer())
      .jpeg({ quality: 95 })
      .withExif({ IFD0: { Model: 'iPhone 14' }, IFD3: { GPSLatitude: '48/1 52/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(bytes).metadata()).orientation).toBe(6);
    expect(bytes.toString('latin1')).toContain('iPhone 14');
    expect(await bring(video, bytes)).toBe('ok');
    expect(await own()).toHaveLength(1);
    await app.drainJobs();
    const manifest = await expectWhole(video);
    expect(manifest.posterFrom).toBeNull();
    expect((await now(video)).status).toBe('in_review');
    const { stream } = await app.get(Storage).get(`${folderOf(video)}/${manifest.poster}`);
    const made = await buffer(stream);
    expect(await sharp(made).metadata()).toMatchObject({ width: 400, height: 600 });
    const upper = await sharp(made).extract({ left: 0, top: 0, width: 400, height: 280 }).toBuffer();
    expect(isNear([...(await sharp(upper).resize(1, 1).raw().toBuffer())], [0xd0, 0x10, 0x10])).toBe(true);
    for (const size of manifest.posterSizes ?? []) {
      for (const name of [size.jpeg, size.webp, size.avif]) {
        const file = await buffer((await app.get(Storage).get(`${folderOf(video)}/${name}`)).stream);
        const { exif, xmp, iptc, icc } = await sharp(file).metadata();
        expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
        expect(file.toString('latin1')).not.toMatch(/iPhone|Exif|GPS/);
      }
    }
    expect(await own()).toEqual([]);
  });

  it.each([
    ['a PNG with holes, on white', () => colour('#000000', 400, 400).ensureAlpha(0).png().toBuffer(), 'image/png'],
    ['a WebP', () => colour('#ffffff', 400, 400).webp().toBuffer(), 'image/webp'],
    ['a picture larger than any poster', () => colour('#ffffff', 3000, 4000).jpeg().toBuffer(), 'image/jpeg'],
  ])('may be %s', async (_, make, type) => {
    const video = await waiting();
    expect(await bring(video, await make(), dana.cookie, type)).toBe('ok');
    await app.drainJobs();
    const manifest = await expectWhole(video);
    expect(isNear(await meanOf(video, manifest.poster), [255, 255, 255])).toBe(true);
    expect(Math.max(...(manifest.posterSizes ?? []).map((s) => s.width))).toBeLessThanOrEqual(1080);
  });

  it('that cannot be decoded is refused, the old poster stays, and nothing of it remains', async () => {
    const video = await waiting();
    const broken = Buffer.concat([
      (await colour('#fff', 400, 400).png().toBuffer()).subarray(0, 60),
      Buffer.alloc(200),
    ]);
    expect(await bring(video, broken)).toBe('ok');
    await app.drainJobs();
    const ask = 'query($id: ID!) { video(id: $id) { posterChoice { state frame } posterIsOwn } }';
    const { data } = await app.graphql(ask, { id: video.id }, { as: dana.cookie });
    expect(data).toEqual({ video: { posterChoice: { state: 'refused', frame: null }, posterIsOwn: false } });
    expect((await now(video)).manifest?.poster).toBe(OLD);
    expect(await stored(folderOf(video))).toContain(OLD);
    expect(await own()).toEqual([]);
  });

  it('left by a killed process is swept', async () => {
    const video = await waiting();
    jest.spyOn(app.get(PostersService) as unknown as { record: () => void }, 'record').mockImplementation(() => {
      throw new Error('killed');
    });
    expect(await bring(video, await colour('#fff', 400, 400).jpeg().toBuffer())).toBe('INTERNAL');
    expect(await own()).toHaveLength(1);
    await app.get(PostersService).sweep();
    expect(await own()).toHaveLength(1);
    await app.db.query("UPDATE poster_choices SET chosen_at = chosen_at - interval '2 hours' WHERE state = 'arriving'");
    await app.get(PostersService).sweep();
    expect(await own()).toEqual([]);
  });
});

describe('the doors', () => {
  it('open for the creator of the video alone', async () => {
    const video = await waiting();
    const picture = await colour('#fff', 400, 400).jpeg().toBuffer();
    const stranger = await makeCreator(app);
    const moderator = await makeStaff(app, 'moderator');
    // Whoever signs up may become a creator; this one may not.
    const noCreator = await makeCreator(app);
    await app.db.manager.delete(RoleGrant, { accountId: noCreator.accountId, role: 'creator' });
    for (const [cookie, code] of [
      [stranger.cookie, 'NOT_FOUND'],
      [moderator.cookie, 'NOT_FOUND'],
      [store.owner.cookie, 'NOT_FOUND'],
      [noCreator.cookie, 'FORBIDDEN'],
      ['', 'UNAUTHENTICATED'],
    ] as const) {
      expect([cookie, await choose(video, FRAMES[1], cookie)]).toEqual([cookie, code]);
      expect([cookie, await bring(video, picture, cookie)]).toEqual([cookie, code]);
    }
    const foreign = app.http.post(`/uploads/posters/${video.id}`).set({ origin: 'https://evil.example' });
    expect((await foreign.set({ cookie: dana.cookie, 'content-type': 'image/jpeg' }).send()).status).toBe(403);
    expect(await own()).toEqual([]);
  });

  it('show frames on offer to the creator and moderators, also before publication, and to nobody else', async () => {
    const video = await published();
    const ask = 'query($id: ID!) { video(id: $id) { posterFrames { frame atMs chosen url } } }';
    const see = async (cookie: string) =>
      (await app.graphql<{ video: { posterFrames: { url: string }[] } }>(ask, { id: video.id }, { as: cookie })).data
        ?.video.posterFrames;
    expect(await see(dana.cookie)).toMatchObject([
      { frame: FRAMES[0], atMs: 0, chosen: true },
      { frame: FRAMES[1], atMs: 1000, chosen: false },
    ]);
    expect(await see((await makeStaff(app, 'moderator')).cookie)).toHaveLength(2);
    expect(await see(store.owner.cookie)).toEqual([]);
  });

  it('keep the preview clip of an unpublished video to its creator and moderators', async () => {
    const video = await waiting();
    const preview = 'preview-0123456789ab.mp4';
    await app.get(Storage).put(`${folderOf(video)}/${preview}`, Buffer.from('clip'));
    const change = JSON.stringify({ preview });
    await app.db.query('UPDATE videos SET manifest = manifest || $2 WHERE id = $1', [video.id, change]);
    const ask = 'query($id: ID!) { video(id: $id) { previewClipUrl } }';
    const see = async (cookie: string) =>
      (await app.graphql<{ video: { previewClipUrl: string | null } }>(ask, { id: video.id }, { as: cookie })).data
        ?.video.previewClipUrl;
    expect((await app.http.get(`/${folderOf(video)}/${preview}`)).status).toBe(404);
    expect(await see(store.owner.cookie)).toBeNull();
    for (const cookie of [dana.cookie, (await makeStaff(app, 'moderator')).cookie]) {
      const clip = await app.http.get(new URL((await see(cookie)) ?? '').pathname);
      expect([clip.status, clip.headers['content-type']]).toEqual([200, 'video/mp4']);
    }
  });

  it('refuse what is not on offer, not prepared, not a picture, too large or a bomb', async () => {
    const video = await waiting();
    expect(await choose(video, '../../secret')).toBe('NOT_FOUND');
    expect(await choose(video, OLD)).toBe('NOT_FOUND');
    const early = await makeUploadingVideo(app, { store, creator: dana });
    expect(await choose(early, FRAMES[0])).toBe('WRONG_STATUS');
    expect(await bring(early, await colour('#fff', 400, 400).jpeg().toBuffer())).toBe('WRONG_STATUS');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:1/"/></svg>');
    expect(await bring(video, svg, dana.cookie, 'image/svg+xml')).toBe('NOT_A_PICTURE');
    expect(await bring(video, svg)).toBe('NOT_A_PICTURE');
    const pdf = app.http
      .post(`/uploads/posters/${video.id}`)
      .set({ cookie: dana.cookie, 'content-type': 'application/pdf' });
    expect((await pdf.send('%PDF-1.7')).status).toBe(415);
    expect(await bring(video, Buffer.alloc(10 * 1024 ** 2 + 1))).toBe('TOO_LARGE');
    const bomb = await colour('#fff', 400, 400).png().toBuffer();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(await bring(video, bomb)).toBe('PICTURE_OUT_OF_BOUNDS');
    await app.drainJobs();
    expect((await now(video)).manifest?.poster).toBe(OLD);
    expect(await own()).toEqual([]);
  });
});
