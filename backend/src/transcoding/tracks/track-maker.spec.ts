// Tracks through the real pipeline: a film with an interpreter, a film that is described, a voice alone; and what cannot become one.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { REMOVE, TrackStage } from '../../../test/tracks/stage.js';
import { Storage } from '../../base/storage/storage.js';
import { VideoTrack } from '../../videos/tracks/track.entity.js';
import type { Video } from '../../videos/video.entity.js';
import { TracksService } from '../../videos/tracks/tracks.service.js';
import { TrackMakerService } from './track-maker.service.js';

let stage: TrackStage;
let film: Buffer;
let video: Video;
beforeAll(async () => {
  stage = await TrackStage.set();
  film = stage.film();
  video = await stage.prepared(film);
});
afterAll(() => stage?.close());
/** A video has four tracks at most. */
afterEach(async () => {
  for (const { id } of await stage.tracks(video.id)) await stage.app.graphql(REMOVE, { id }, { as: stage.dana.cookie });
  await stage.app.drainJobs();
  expect(await stage.stored(`${stage.folderOf(video)}/tracks`)).toEqual([]);
});

const row = (id: string) => stage.app.db.manager.findOneByOrFail(VideoTrack, { id });
const whole = async () => expect(await stage.stored(stage.folderOf(video))).toEqual(await stage.listed(video));

/** The loudness of one tone in one part of a stored film, in dB. */
async function loudness(key: string, hertz: number, fromS: number, toS: number): Promise<number> {
  const path = join(stage.folder, 'heard.mp4');
  await writeFile(path, await buffer((await stage.app.get(Storage).get(key)).stream));
  const filters = `atrim=${fromS}:${toS},bandpass=f=${hertz}:width_type=h:w=100,bandpass=f=${hertz}:width_type=h:w=100,volumedetect`;
  const args = ['-hide_banner', '-nostats', '-i', path, '-af', filters, '-vn', '-f', 'null', '-'];
  const said = execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', process.env['FFMPEG_PATH'] ?? 'ffmpeg', ...args]);
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(said.toString())?.[1]);
}

describe('a voice alone', () => {
  it('is put over the film: the film steps back while it speaks, and the whole is as loud as a film', async () => {
    const id = await stage.bring(video.id, 'description', 'ru', stage.voice('voice.mp3'));
    expect(await stage.tracks(video.id)).toMatchObject([{ id, state: 'waiting', label: 'Русский' }]);
    await stage.app.drainJobs();
    const { state, manifest, uploadId } = await row(id);
    expect(state).toBe('in_review');
    expect(Math.abs((manifest?.durationMs ?? 0) - (video.manifest?.durationMs ?? 0))).toBeLessThanOrEqual(50);
    expect(manifest?.width).toBe(video.manifest?.width);
    const mp4 = `${stage.folderOf(video)}/tracks/${id}/${manifest?.mp4}`;
    const [spoken, quiet] = [await loudness(mp4, 1500, 1.2, 1.9), await loudness(mp4, 1500, 3, 3.8)];
    expect(spoken).toBeGreaterThan(quiet + 25);
    const [under, alone] = [await loudness(mp4, 440, 1.3, 1.9), await loudness(mp4, 440, 3.2, 3.9)];
    expect(alone - under).toBeGreaterThan(9);
    expect(alone - under).toBeLessThan(30);
    // What was sent is not kept, and nothing is stored that no manifest lists.
    expect(await stage.stored(`originals/${uploadId}`)).toEqual([]);
    await whole();
  });

  it.each(['wav', 'ogg', 'm4a'])('may be %s', async (kind) => {
    const id = await stage.bring(video.id, 'description', 'kk', stage.voice(`voice.${kind}`));
    await stage.app.drainJobs();
    expect((await row(id)).state).toBe('in_review');
    await whole();
  });

  it.each([
    ['too long', 'LENGTH_DIFFERS', () => stage.voice('long.mp3', 5)],
    ['silent', 'NO_SOUND', () => stage.clip('silence.wav', '-f', 'lavfi', '-i', 'anullsrc=d=4')],
    ['no sound at all', 'NOT_A_VIDEO', () => Buffer.from('a plain text, and nothing else '.repeat(40))],
    ['cut in its header', 'DAMAGED', () => Buffer.concat([stage.voice('a.ogg').subarray(0, 40), Buffer.alloc(4000)])],
  ])('that is %s is refused with a code, and nothing of it is kept', async (_, code, bytes) => {
    const id = await stage.bring(video.id, 'description', 'en', bytes());
    await stage.app.drainJobs();
    const [seen] = (await stage.tracks(video.id)).filter((track) => track.id === id);
    expect(seen).toMatchObject({ state: 'refused', refusal: { code } });
    expect(await stage.stored(`originals/${(await row(id)).uploadId}`)).toEqual([]);
    await whole();
  });

  it('is as long as the film, where a store has put a card behind it', async () => {
    const own = await stage.prepared(stage.film(5));
    await stage.app.db.query(
      `UPDATE videos SET manifest = manifest || '{"durationMs": 3000, "endCardMs": 2000}' WHERE id = $1`,
      [own.id],
    );
    const id = await stage.bring(own.id, 'description', 'ru', stage.voice('short.mp3', 3));
    await stage.app.drainJobs();
    const { state, manifest } = await row(id);
    expect(state).toBe('in_review');
    expect(Math.abs((manifest?.durationMs ?? 0) - 3000)).toBeLessThanOrEqual(50);
  });

  it('is refused in the words of its reader', async () => {
    await stage.app.db.query(`UPDATE accounts SET locale = 'ru' WHERE id = $1`, [stage.dana.accountId]);
    const id = await stage.bring(video.id, 'description', 'en', stage.voice('long.mp3', 5));
    await stage.app.drainJobs();
    const seen = (await stage.tracks(video.id)).find((track) => track.id === id);
    expect(seen?.refusal?.message).toBe('Дорожка длится 5 с, а видео 4 с.');
  });

  it('cannot be a sign-language version', async () => {
    const id = await stage.bring(video.id, 'sign', 'en', stage.voice('voice.mp3'));
    await stage.app.drainJobs();
    expect((await stage.tracks(video.id)).find((track) => track.id === id)).toMatchObject({
      ...{ state: 'refused', refusal: { code: 'NO_MOVING_PICTURE' } },
    });
  });
});

describe('a film', () => {
  it('becomes a track of its own, though it looks and sounds like the video: nobody is told of a copy', async () => {
    const sent = stage.clip('signed.mp4', '-i', join(stage.folder, 'film-4.mp4'), '-vf', 'hue=s=0', '-c:a', 'copy');
    const id = await stage.bring(video.id, 'sign', 'ru', sent);
    await stage.app.drainJobs();
    expect(await row(id)).toMatchObject({ state: 'in_review', manifest: { master: 'master.m3u8' } });
    const { flags, sha256 } = await stage.now(video.id);
    expect(flags).toEqual([]);
    expect(sha256).toBe(video.sha256);
    await whole();
  });

  it.each([
    ['longer', 'sign', 'LENGTH_DIFFERS', () => stage.film(4.8)],
    [
      'without sound',
      'description',
      'NO_SOUND',
      () => stage.clip('mute.mp4', '-i', join(stage.folder, 'film-4.mp4'), '-an', '-c:v', 'copy'),
    ],
  ])('that is %s is refused', async (_, kind, code, bytes) => {
    const id = await stage.bring(video.id, kind, 'de', bytes());
    await stage.app.drainJobs();
    const seen = (await stage.tracks(video.id)).find((track) => track.id === id);
    expect(seen).toMatchObject({ state: 'refused', refusal: { code } });
    await whole();
  });
});

describe('a worker', () => {
  it('that dies between storing and telling does it again, to the same files', async () => {
    const id = await stage.bring(video.id, 'sign', 'kk', film);
    const tracks = stage.app.get(TracksService);
    const { markPrepared } = tracks;
    tracks.markPrepared = () => Promise.reject(new Error('killed'));
    const maker = stage.app.get(TrackMakerService);
    const { signal } = new AbortController();
    await expect(maker.make(id, signal)).rejects.toThrow('killed');
    tracks.markPrepared = markPrepared;
    const before = await stage.stored(`${stage.folderOf(video)}/tracks/${id}`);
    expect(before).toContain('manifest.json');
    await maker.make(id, signal);
    await stage.app.drainJobs();
    expect(await stage.stored(`${stage.folderOf(video)}/tracks/${id}`)).toEqual(before);
    await whole();
  });

  it('leaves nothing of a track that was removed while it was made', async () => {
    const id = await stage.bring(video.id, 'sign', 'tr', film);
    const tracks = stage.app.get(TracksService);
    const { markPrepared } = tracks;
    tracks.markPrepared = async (...told) => {
      await stage.app.graphql(REMOVE, { id }, { as: stage.dana.cookie });
      return markPrepared.apply(tracks, told);
    };
    await stage.app.get(TrackMakerService).make(id, new AbortController().signal);
    tracks.markPrepared = markPrepared;
    await stage.app.drainJobs();
    expect((await row(id)).state).toBe('removed');
    expect(await stage.stored(`${stage.folderOf(video)}/tracks/${id}`)).toEqual([]);
    expect(await stage.stored(`originals/${(await row(id)).uploadId}`)).toEqual([]);
    await whole();
  });
});

describe('room and removal', () => {
  it('count what lies in storage, and everything goes with the video', async () => {
    const { app } = stage;
    const own = await stage.prepared(stage.film(3));
    const id = await stage.bring(own.id, 'sign', 'ru', stage.film(3));
    const counted = async () =>
      (
        await app.db.query<{ tracks: string; expected: string }[]>(
          'SELECT track_bytes AS tracks, track_expected_bytes AS expected FROM stored_versions WHERE video_id = $1',
          [own.id],
        )
      ).map(({ tracks, expected }) => [Number(tracks), Number(expected)])[0] ?? [];
    expect((await counted())[1]).toBeGreaterThan(0);
    await app.drainJobs();
    const bytes = await stage.storedBytes(`${stage.folderOf(own)}/tracks/${id}`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(await counted()).toEqual([bytes, 0]);
    const gone = 'mutation($id: ID!) { deleteVideoForGood(id: $id) { id } }';
    expect((await app.graphql(gone, { id: own.id }, { as: stage.dana.cookie })).errors).toEqual([]);
    await app.drainJobs();
    expect(await stage.stored(stage.folderOf(own))).toEqual([]);
    expect(await counted()).toEqual([0, 0]);
  });
});
