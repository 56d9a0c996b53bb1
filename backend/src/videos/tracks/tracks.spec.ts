// Alternative tracks through their doors: who may begin, see, judge and remove one, how many there are, and what is swept.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APPROVE, BEGIN, REJECT, REMOVE, SEE, TrackStage } from '../../../test/tracks/stage.js';
import { makeCreator, makeProduct, makeStaff, makeStore } from '../../../test/support/make.js';
import { makePublishedVideo, makeUploadingVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { UploadsService } from '../uploads/uploads.service.js';
import { VideosService } from '../videos.service.js';
import { TrackUploadsService } from './track-uploads.service.js';
import { lengthFits, trackMediaFolder, trackOfFile, type TrackManifest } from './track.rules.js';
import { VideoTrack } from './track.entity.js';
import { TracksService } from './tracks.service.js';

let stage: TrackStage;
beforeAll(async () => {
  stage = await TrackStage.set();
});
afterAll(() => stage?.close());

const BYTES = Buffer.from('a film with an interpreter '.repeat(40));
const waiting = () => makeWaitingVideo(stage.app, { store: stage.store, creator: stage.dana });
const published = async () =>
  makePublishedVideo(stage.app, {
    ...{ store: stage.store, creator: stage.dana },
    products: [await makeProduct(stage.app, stage.store)],
  });
const codeOf = async (query: string, variables: Record<string, unknown>, as = stage.dana.cookie) =>
  (await stage.app.graphql(query, variables, { as })).errors[0]?.extensions.code ?? 'ok';
const row = (id: string) => stage.app.db.manager.findOneByOrFail(VideoTrack, { id });

const MADE: TrackManifest = {
  ...{ durationMs: 20_000, width: 720, height: 1280, master: 'master.m3u8', mp4: 'video-720p.mp4', storedBytes: 9 },
  files: [{ name: 'master.m3u8', sizeBytes: 4, sha256: '' }],
};

/** A track whose preparation is told to have been done, with a stand-in file. */
async function made(videoId: string, kind = 'sign', language = 'ru'): Promise<string> {
  const id = await stage.bring(videoId, kind, language, BYTES);
  const { storeId, version } = await stage.now(videoId);
  const folder = trackMediaFolder({ storeId, videoId, version, trackId: id });
  await stage.app.get(Storage).put(`${folder}/master.m3u8`, Buffer.from('#EXTM3U'));
  expect(await stage.app.get(TracksService).markPrepared(id, MADE)).toBe(true);
  await stage.app.drainJobs();
  return id;
}

describe('rules', () => {
  it.each([
    [4000, 4500, true],
    [4000, 4501, false],
    [4500, 4000, true],
    [4501, 4000, false],
  ])('a track of %i ms fits a film of %i: %s', (track, film, fits) => {
    expect(lengthFits(track, film)).toBe(fits);
  });

  it.each([
    ['master.m3u8', null],
    ['tracks/trk_1/master.m3u8', { trackId: 'trk_1' }],
    ['Tracks/trk_1/x', { trackId: 'trk_1' }],
    ['tracks', { trackId: '' }],
    ['tracks//x', { trackId: '' }],
  ])('of %s the track is %j', (file, track) => {
    expect(trackOfFile(file)).toEqual(track);
  });
});

describe('beginning a track', () => {
  it('makes one a kind and language, four in all, of a prepared video', async () => {
    const video = await waiting();
    const begin = (kind: string, language: string) => codeOf(BEGIN, stage.input(video.id, kind, language, BYTES));
    expect(await begin('sign', 'ru')).toBe('ok');
    expect(await begin('sign', 'ru')).toBe('CONFLICT');
    expect([await begin('description', 'ru'), await begin('description', 'kk'), await begin('sign', 'kk')]).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    expect(await begin('sign', 'en')).toBe('CONFLICT');
    expect(await begin('sign', 'no language')).toBe('BAD_INPUT');
    const coming = await makeUploadingVideo(stage.app, { store: stage.store, creator: stage.dana });
    expect(await codeOf(BEGIN, stage.input(coming.id, 'sign', 'ru', BYTES))).toBe('WRONG_STATUS');
    const tracks = await stage.tracks(video.id);
    expect(tracks.map(({ label, state }) => [label, state])).toContainEqual(['Қазақ тілі', 'arriving']);
  });

  it('keeps to the room of the store', async () => {
    const video = await waiting();
    const huge = { ...stage.input(video.id, 'sign', 'ru', BYTES).i, sizeBytes: String(10 ** 15) };
    expect(await codeOf(BEGIN, { i: huge })).toBe('QUOTA_EXCEEDED');
    expect(await stage.tracks(video.id)).toEqual([]);
  });

  it('takes the announced bytes alone, once, from its creator alone', async () => {
    const video = await waiting();
    const other = await makeCreator(stage.app);
    const { data } = await stage.app.graphql<{ beginTrack: { id: string } }>(
      ...([BEGIN, stage.input(video.id, 'sign', 'ru', BYTES), { as: stage.dana.cookie }] as const),
    );
    const trackId = data?.beginTrack.id ?? '';
    expect(await stage.send({ trackId }, BYTES, other.cookie)).toBe(404);
    expect(await stage.send({ trackId }, BYTES.subarray(1))).toBe(400);
    expect(await stage.send({ trackId: 'trk_none' }, BYTES)).toBe(404);
    expect(await stage.send({ trackId }, BYTES)).toBe(204);
    expect((await row(trackId)).state).toBe('waiting');
    expect(await stage.send({ trackId }, BYTES)).toBe(409);
    // The video itself heard nothing of it.
    expect((await stage.now(video.id)).status).toBe('in_review');
  });

  it('takes the place of one that was refused', async () => {
    const video = await waiting();
    const first = await stage.bring(video.id, 'sign', 'ru', BYTES);
    await stage.app.drainJobs();
    expect((await row(first)).state).toBe('refused');
    const second = await stage.bring(video.id, 'sign', 'ru', BYTES);
    expect((await stage.tracks(video.id)).map(({ id }) => id)).toEqual([second]);
  });
});

describe('who may', () => {
  it('the creator, the owner of the store and moderators see and remove', async () => {
    const video = await waiting();
    for (const who of [stage.dana, stage.store.owner, stage.moderator]) {
      const id = await made(video.id);
      const [seen] = await stage.tracks(video.id, who.cookie);
      expect(seen).toMatchObject({ id, state: 'in_review' });
      expect(seen?.previewHlsUrl === null).toBe(who === stage.store.owner);
      expect(await codeOf(REMOVE, { id }, who.cookie)).toBe('ok');
      await stage.app.drainJobs();
      expect(await stage.stored(`${stage.folderOf(video)}/tracks/${id}`)).toEqual([]);
    }
  });

  it("another creator, another store's owner, finance and strangers find nothing; creators and owners judge nothing", async () => {
    const video = await waiting();
    const id = await made(video.id);
    const others = [
      await makeCreator(stage.app),
      (await makeStore(stage.app)).owner,
      await makeStaff(stage.app, 'finance'),
    ];
    for (const { cookie } of others) {
      expect([await codeOf(SEE, { v: video.id }, cookie), await codeOf(REMOVE, { id }, cookie)]).toEqual([
        'NOT_FOUND',
        'NOT_FOUND',
      ]);
    }
    expect(await codeOf(BEGIN, stage.input(video.id, 'sign', 'en', BYTES), others[0]?.cookie)).toBe('NOT_FOUND');
    for (const { cookie } of [...others, stage.dana, stage.store.owner]) {
      expect(await codeOf(APPROVE, { id }, cookie)).toBe('FORBIDDEN');
      expect(await codeOf(REJECT, { id, c: 'BLURRED' }, cookie)).toBe('FORBIDDEN');
    }
    for (const query of [SEE, REMOVE, APPROVE]) {
      expect(await codeOf(query, query === SEE ? { v: video.id } : { id }, '')).toBe('UNAUTHENTICATED');
    }
    expect((await row(id)).state).toBe('in_review');
  });

  it('a moderator does not judge a track of their own video', async () => {
    const both = await makeStaff(stage.app, 'moderator');
    const video = await makeWaitingVideo(stage.app, { store: stage.store, creator: both });
    const begun = await stage.app.graphql<{ beginTrack: { id: string } }>(
      ...([BEGIN, stage.input(video.id, 'sign', 'ru', BYTES), { as: both.cookie }] as const),
    );
    const id = begun.data?.beginTrack.id ?? '';
    expect(await stage.send({ trackId: id }, BYTES, both.cookie)).toBe(204);
    await stage.app.get(TracksService).markPrepared(id, MADE);
    for (const query of [APPROVE, REJECT]) {
      expect(await codeOf(query, { id, c: 'BLURRED' }, both.cookie)).toBe('OWN_VIDEO');
    }
  });
});

describe('a decision', () => {
  const QUEUE = '{ reviewQueue(first: 50) { nodes { video { id } published } } }';
  const inQueue = async (id: string) =>
    (
      await stage.app.graphql<{ reviewQueue: { nodes: { video: { id: string } }[] } }>(
        ...([QUEUE, {}, { as: stage.moderator.cookie }] as const),
      )
    ).data?.reviewQueue.nodes.some((node) => node.video.id === id);
  const APPROVE_VIDEO = 'mutation($id: ID!) { approveVideo(videoId: $id) { id } }';

  it('of a track brings a published video back into the queue, and the video leaves it after both', async () => {
    const video = await published();
    expect(await inQueue(video.id)).toBe(false);
    const id = await made(video.id);
    expect(await inQueue(video.id)).toBe(true);
    expect((await stage.now(video.id)).status).toBe('published');
    expect(await codeOf(APPROVE_VIDEO, { id: video.id }, stage.moderator.cookie)).toBe('TRACKS_WAIT');
    expect(await codeOf(APPROVE, { id }, stage.moderator.cookie)).toBe('ok');
    expect(await codeOf(APPROVE, { id }, stage.moderator.cookie)).toBe('ok');
    expect(await codeOf(APPROVE_VIDEO, { id: video.id }, stage.moderator.cookie)).toBe('ok');
    expect(await inQueue(video.id)).toBe(false);
    expect(await row(id)).toMatchObject({ state: 'shown', judgedBy: stage.moderator.accountId });
  });

  it('against one has a reason that its creator reads, and may come later too', async () => {
    const video = await waiting();
    const id = await made(video.id);
    expect(await codeOf(REJECT, { id, c: 'NO_SUCH' }, stage.moderator.cookie)).toBe('UNKNOWN_REASON');
    await codeOf(APPROVE, { id }, stage.moderator.cookie);
    expect(await codeOf(REJECT, { id, c: 'BLURRED' }, stage.moderator.cookie)).toBe('ok');
    const [seen] = await stage.tracks(video.id);
    expect(seen).toMatchObject({ state: 'rejected', rejection: { reasonCode: 'BLURRED', note: 'Other words' } });
    expect(seen?.rejection?.message).not.toBe('BLURRED');
    expect(await codeOf(APPROVE, { id }, stage.moderator.cookie)).toBe('WRONG_STATUS');
  });

  it('and every other step stand in the audit log', async () => {
    const video = await waiting();
    const id = await made(video.id);
    await codeOf(APPROVE, { id }, stage.moderator.cookie);
    await codeOf(REMOVE, { id });
    const rows = await stage.app.db.query<{ action: string; actor: string }[]>(
      `SELECT action, actor FROM audit_log WHERE subject_id = $1 AND action LIKE 'videos.track%' ORDER BY seq`,
      [video.id],
    );
    expect(rows.map(({ action, actor }) => [action, actor])).toEqual([
      ['videos.track_begun', stage.dana.accountId],
      ['videos.track_waiting', 'system:uploads'],
      ['videos.track_in_review', 'system:transcoding'],
      ['videos.track_shown', stage.moderator.accountId],
      ['videos.track_removed', stage.dana.accountId],
    ]);
  });
});

describe('the sweep', () => {
  it('ends a track whose file never came, and gives its room back', async () => {
    const video = await waiting();
    await codeOf(BEGIN, stage.input(video.id, 'sign', 'ru', BYTES));
    const uploads = stage.app.get(TrackUploadsService);
    await uploads.sweep();
    expect(await stage.tracks(video.id)).toHaveLength(1);
    await stage.app.db.query(`UPDATE video_tracks SET updated_at = now() - interval '25 hours' WHERE video_id = $1`, [
      video.id,
    ]);
    await uploads.sweep();
    expect(await stage.tracks(video.id)).toEqual([]);
    const [counted] = await stage.app.db.query<{ expected: string }[]>(
      'SELECT track_expected_bytes AS expected FROM stored_versions WHERE video_id = $1',
      [video.id],
    );
    expect(Number(counted?.expected)).toBe(0);
  });

  it('removes the bytes of an upload that nobody waits for, and of no other', async () => {
    const video = await waiting();
    const { data } = await stage.app.graphql<{ beginTrack: { id: string } }>(
      ...([BEGIN, stage.input(video.id, 'sign', 'ru', BYTES), { as: stage.dana.cookie }] as const),
    );
    const id = data?.beginTrack.id ?? '';
    const started = await stage.app.http.post('/uploads').set({
      ...{ 'tus-resumable': '1.0.0', cookie: stage.dana.cookie, 'upload-length': String(BYTES.length) },
      'upload-metadata': `trackId ${Buffer.from(id).toString('base64')}`,
    });
    expect(started.status).toBe(201);
    const folder = `originals/${(await row(id)).uploadId}`;
    await stage.app.get(UploadsService).sweep();
    expect(await stage.stored(folder)).not.toEqual([]);
    await codeOf(REMOVE, { id });
    await stage.app.drainJobs();
    await stage.app.get(UploadsService).sweep();
    expect(await stage.stored(folder)).toEqual([]);
  });

  it('ends one whose video was taken away before it was made, with the bytes that were sent', async () => {
    const video = await waiting();
    const id = await stage.bring(video.id, 'sign', 'ru', BYTES);
    const uploads = stage.app.get(TrackUploadsService);
    await uploads.sweep();
    expect((await row(id)).state).toBe('waiting');
    await stage.app.get(VideosService).retire(video.id, { kind: 'system', name: 'spec' });
    await uploads.sweep();
    await stage.app.drainJobs();
    const { state, uploadId } = await row(id);
    expect([state, await stage.stored(`originals/${uploadId}`)]).toEqual(['removed', []]);
  });

  it('finishes what a killed removal left', async () => {
    const video = await waiting();
    const id = await made(video.id);
    const uploads = stage.app.get(TrackUploadsService);
    const { removeFiles } = uploads;
    uploads.removeFiles = () => Promise.resolve();
    await codeOf(REMOVE, { id });
    await stage.app.drainJobs();
    uploads.removeFiles = removeFiles;
    expect(await stage.stored(`${stage.folderOf(video)}/tracks/${id}`)).toEqual(['master.m3u8']);
    await stage.app.db.query(`UPDATE video_tracks SET updated_at = now() - interval '1 hour' WHERE id = $1`, [id]);
    await uploads.sweep();
    expect(await stage.stored(`${stage.folderOf(video)}/tracks/${id}`)).toEqual([]);
    expect((await row(id)).filesGoneAt).not.toBeNull();
  });
});
