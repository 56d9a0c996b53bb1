// The worker's job on a real database, a real disk and real ffmpeg: published whole, refused clean, killed and repeated.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeStore, type MadeStore } from '../../test/support/make.js';
import { makeUploadingVideo } from '../../test/support/make-videos.js';
import { mediaFile } from '../../test/support/media.js';
import { Storage } from '../base/storage/storage.js';
import type { Video } from '../videos/video.entity.js';
import { mediaFolder } from '../videos/video.rules.js';
import { VideosService } from '../videos/videos.service.js';
import { PreparationService } from './preparation.service.js';

let app: TestApp;
let store: MadeStore;
beforeAll(async () => {
  app = await startApp({ UPLOAD_MIN_MS: '1000' });
  store = await makeStore(app);
});
afterAll(() => app.close());

/** A video whose file has arrived, without the upload around it. */
async function arrived(clip: string): Promise<Video> {
  const { id } = await makeUploadingVideo(app, { store });
  const originalKey = `originals/${id}/file`;
  await app.get(Storage).put(originalKey, await readFile(mediaFile(clip) as string));
  const videos = app.get(VideosService);
  return app.db.transaction(async (em) => {
    const video = await videos.lock(em, id);
    return videos.move(em, video, 'uploaded', { kind: 'system', name: 'spec' }, { originalKey });
  });
}

const workOf = (video: Video) => ({ videoId: video.id, version: video.version });
const run = (video: Video, signal = new AbortController().signal) =>
  app.get(PreparationService).prepare(workOf(video), signal);
const now = (video: Video) => app.get(VideosService).byId(video.id);

async function stored(video: Video): Promise<string[]> {
  const folder = mediaFolder({ storeId: video.storeId, ...workOf(video) });
  const names: string[] = [];
  for await (const { key } of app.get(Storage).list(folder)) names.push(key.slice(folder.length + 1));
  return names.sort();
}

const scratch = () => readdir(join(app.config.dataDir, 'scratch')).catch(() => []);

describe('preparing a video', () => {
  it('a clip of 360 and more waits for a moderator with exactly the files of its manifest', async () => {
    const video = await arrived('screen-recording-vfr.mp4');
    await run(video);
    const ready = await now(video);
    expect(ready.status).toBe('in_review');
    expect(ready.manifest).toMatchObject({
      width: 640,
      height: 480,
      master: 'master.m3u8',
      posters: expect.any(Array),
    });
    expect(ready.manifest?.poster).toMatch(/^poster-640-[0-9a-f]{12}\.jpg$/);
    const listed = [...(ready.manifest?.files ?? []).map((f) => f.name), 'manifest.json'].sort();
    expect(await stored(video)).toEqual(listed);
    expect(await scratch()).toEqual([]);
    // What was seen of it is kept apart: nothing of it is in the row or in a public file.
    expect(JSON.stringify(ready.manifest)).not.toMatch(/looked|print/);
    const prints = await app.db.query<object[]>('SELECT version, checks FROM video_prints WHERE video_id = $1', [
      video.id,
    ]);
    expect(prints).toEqual([{ version: 1, checks: expect.any(Array) }]);
    expect(ready.flags).toEqual([]);
    // At least once: the queue may bring the same job again.
    await run(video);
    expect((await now(video)).status).toBe('in_review');
    expect(await stored(video)).toEqual(listed);
  });

  it('can be played by its creator while the rest is made', async () => {
    const video = await arrived('coffee-portrait-9x16.mp4');
    let done = false;
    const running = run(video).finally(() => (done = true));
    let early: Video | null = null;
    while (!done && !early?.earlyPlaylist) {
      early = await now(video);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect([early?.status, early?.earlyPlaylist]).toEqual(['transcoding', 'early.m3u8']);
    const folder = mediaFolder({ storeId: video.storeId, ...workOf(video) });
    const playlist = (await buffer((await app.get(Storage).get(`${folder}/early.m3u8`)).stream)).toString();
    expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    const named = [/URI="([^"]+)"/.exec(playlist)?.[1] ?? '', ...(playlist.match(/^(h264|early)-.*$/gm) ?? [])];
    expect(named.length).toBeGreaterThan(1);
    const there = await stored(video);
    expect(named.filter((name) => !there.includes(name))).toEqual([]);
    await running;
    expect(await now(video)).toMatchObject({ status: 'in_review', earlyPlaylist: null });
    expect(await stored(video)).not.toContain('early.m3u8');
  });

  it('a damaged file is refused in plain words and leaves no file', async () => {
    const video = await arrived('broken-no-moov.mp4');
    await run(video);
    expect(await now(video)).toMatchObject({
      status: 'refused',
      refusal: { code: 'DAMAGED', whatToDo: expect.any(String) },
    });
    expect(await stored(video)).toEqual([]);
  });

  it('a stopped worker leaves the video for the next one, who finishes it', async () => {
    const video = await arrived('screen-recording-vfr.mp4');
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('the worker stops')), 700);
    await expect(run(video, stop.signal)).rejects.toThrow('the worker stops');
    expect((await now(video)).status).toMatch(/checking|transcoding/);
    expect(await scratch()).toEqual([]);
    await run(video);
    expect((await now(video)).status).toBe('in_review');
  });

  it('a video that is called off meanwhile ends without an error and without files', async () => {
    const video = await arrived('coffee-portrait-9x16.mp4');
    setTimeout(() => void app.get(VideosService).retire(video.id, { kind: 'system', name: 'spec' }), 900);
    await run(video);
    expect((await now(video)).status).toBe('retired');
    expect(await stored(video)).toEqual([]);
    expect(await scratch()).toEqual([]);
  });
});
