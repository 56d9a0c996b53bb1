// The files of captions follow the tracks: killed at any write, run twice, with a new file of the video, and after its end.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELETE, folderOf, setCaptionStage, SHOW, SRT, type CaptionStage } from '../../../test/captions/stage.js';
import type { TestApp } from '../../../test/support/app.js';
import { actorOf, type SignedCreator } from '../../../test/support/make.js';
import { FILES, prepare } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { AuthoringService } from '../authoring.service.js';
import type { Video } from '../video.entity.js';
import { VersionsService } from '../versions/versions.service.js';
import type { VideoManifest } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { CaptionFilesService } from './caption-files.service.js';

let app: TestApp;
let dana: SignedCreator;
let stage: CaptionStage;
beforeAll(async () => {
  stage = await setCaptionStage();
  ({ app, dana } = stage);
});
afterAll(() => app?.close());

const put: CaptionStage['put'] = (...asked) => stage.put(...asked);
const tracksOf: CaptionStage['tracksOf'] = (...asked) => stage.tracksOf(...asked);
const waiting = () => stage.waiting();
const honest = (id: string) => stage.honest(id);
const videoNow = (id: string) => stage.videoNow(id);
const text = (key: string) => stage.text(key);
const assertWhole = (id: string) => stage.assertWhole(id);

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

  it('that is cut from the old one takes its captions along, cut at the same places, and gives them back when given up', async () => {
    const video = await waiting();
    await put(video.id, 'ru', SRT);
    await app.drainJobs();
    const system = { kind: 'system', name: 'spec' } as const;
    const publish = () => app.db.transaction((em) => app.get(VideosService).publish(em, video.id, system));
    await publish();
    const { durationMs } = (await videoNow(video.id)).manifest ?? { durationMs: 0 };
    const actor = await actorOf(app, dana);
    const trim = async (fromMs: number, toMs: number) => {
      await app.get(VersionsService).trim(actor, video.id, [{ fromMs, toMs }], null);
      const next = await videoNow(video.id);
      const work = { videoId: video.id, version: next.version };
      for (const [name, body] of Object.entries(FILES))
        await app.get(Storage).put(`${folderOf(next)}/${name}`, Buffer.from(body));
      await app.get(VideosService).markChecking(work);
      await app.get(VideosService).markTranscoding(work);
      const manifest = { ...video.manifest, captions: [], durationMs: toMs - fromMs } as VideoManifest & object;
      await app.get(VideosService).markPrepared(work, manifest);
      await honest(video.id);
      await app.drainJobs();
    };
    const whole = await tracksOf(video.id);
    await trim(2000, 8000);
    expect(await tracksOf(video.id)).toMatchObject([
      {
        state: 'shown',
        revision: 2,
        cues: [
          { startMs: 0, endMs: 500 },
          { startMs: 1000, endMs: 2000 },
        ],
      },
    ]);
    await assertWhole(video.id);
    await app.get(VersionsService).giveUp(actor, video.id);
    await app.drainJobs();
    expect(await tracksOf(video.id)).toMatchObject([{ state: 'shown', revision: 3, cues: whole[0]?.cues }]);
    // A trim of a trim cuts what the first one left; what was published stays cut.
    await trim(1000, durationMs);
    await publish();
    await trim(1000, 7000);
    expect(await tracksOf(video.id)).toMatchObject([
      {
        state: 'shown',
        revision: 5,
        cues: [
          { startMs: 0, endMs: 500 },
          { startMs: 1000, endMs: 2000 },
        ],
      },
    ]);
  });
});
