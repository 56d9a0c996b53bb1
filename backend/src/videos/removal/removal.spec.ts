// Files that nobody needs are removed for good, with proof; what belongs to nobody is found; what is needed stays.
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeCreator, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../../test/support/make.js';
import { FILES, makePublishedVideo, prepare } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { ModerationService } from '../../moderation/moderation.service.js';
import { VersionsService } from '../versions/versions.service.js';
import type { Video } from '../video.entity.js';
import { VideosService } from '../videos.service.js';
import { folderOfKey } from './reconcile.rules.js';
import { ReconcileService } from './reconcile.service.js';
import { RemovalService } from './removal.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let storage: Storage;
let video: Video;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BYTES = Object.values(FILES).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const DELETE = 'mutation($id: ID!) { deleteVideoForGood(id: $id) { status forgottenAt } }';

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app);
  storage = app.get(Storage);
});
beforeEach(async () => {
  app.clock.reset();
  video = await makePublishedVideo(app, { store, creator: dana });
});
afterAll(() => app?.close());

async function keys(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of storage.list(folder)) found.push(key);
  return found;
}
const media = () => keys(`media/${store.id}/${video.id}`);
const originals = async () => (await keys('originals')).filter((key) => key.includes(video.id));
const due = () => app.get(RemovalService).removeDue();
const proofs = () =>
  app.db.query<{ after: Record<string, unknown> }[]>(
    `SELECT after FROM audit_log WHERE subject_id = $1 AND action = 'videos.files_removed' ORDER BY seq`,
    [video.id],
  );
const retire = async () => app.get(VideosService).retire(video.id, await actorOf(app, dana));
async function replace(): Promise<void> {
  const file = { fileName: 'b.mp4', sizeBytes: '2000', contentType: 'video/mp4' };
  await app.get(VersionsService).replace(await actorOf(app, dana), video.id, file, null);
  await prepare(app, video.id);
}
const approve = async () =>
  app.get(ModerationService).approve(await actorOf(app, await makeStaff(app, 'moderator')), video.id, null);

describe('a withdrawn video', () => {
  it('loses what viewers got after an hour, its original after a month, and the log says how much', async () => {
    await retire();
    await due();
    expect(await media()).toHaveLength(5);
    app.clock.advance(HOUR_MS + 1000);
    await due();
    expect([await media(), (await originals()).length]).toEqual([[], 1]);
    expect((await proofs()).map((row) => row.after)).toMatchObject([
      { what: 'media', version: 1, files: 5, bytes: BYTES, left: 0, folder: `media/${store.id}/${video.id}/1` },
    ]);
    app.clock.advance(29 * DAY_MS);
    await due();
    expect(await originals()).toHaveLength(1);
    app.clock.advance(DAY_MS);
    await due();
    await due();
    expect(await originals()).toEqual([]);
    expect((await proofs()).map((row) => row.after['what'])).toEqual(['media', 'original']);
  });

  it('that staff took away keeps its original for half a year, because the decision may be appealed', async () => {
    await app.get(VideosService).retire(video.id, await actorOf(app, await makeStaff(app, 'moderator')));
    app.clock.advance(182 * DAY_MS);
    await due();
    expect([await media(), (await originals()).length]).toEqual([[], 1]);
    app.clock.advance(2 * DAY_MS);
    await due();
    expect(await originals()).toEqual([]);
  });

  it('that its creator deletes for good is gone at once, every version of it', async () => {
    await replace();
    const answer = await app.graphql<{ deleteVideoForGood: object }>(DELETE, { id: video.id }, { as: dana.cookie });
    expect(answer.data?.deleteVideoForGood).toEqual({ status: 'retired', forgottenAt: expect.any(String) });
    await app.drainJobs();
    expect([await media(), await originals()]).toEqual([[], []]);
    const told = (await proofs()).map(({ after }) => `${String(after['what'])} ${String(after['version'])}`);
    expect(told.sort()).toEqual(['media 1', 'media 2', 'original 1', 'original 2']);
  });

  it('is deleted for good by its creator alone', async () => {
    for (const who of [await makeCreator(app), store.owner, await makeStaff(app, 'administrator')]) {
      const { errors } = await app.graphql(DELETE, { id: video.id }, { as: who.cookie });
      expect(['NOT_FOUND', 'FORBIDDEN']).toContain(errors[0]?.extensions.code);
    }
    expect((await app.get(VideosService).byId(video.id)).status).toBe('published');
  });
});

describe('a removal', () => {
  it('that was killed in the middle is finished by the next, and the first count stands', async () => {
    await retire();
    app.clock.advance(2 * HOUR_MS);
    const remove = jest.spyOn(storage, 'deletePrefix').mockImplementationOnce(async (prefix) => {
      await storage.delete(`${prefix}/master.m3u8`);
      throw new Error('killed');
    });
    await due();
    expect(await media()).toHaveLength(4);
    expect(await proofs()).toEqual([]);
    remove.mockRestore();
    await Promise.all([due(), due()]);
    expect(await media()).toEqual([]);
    expect((await proofs()).map((row) => row.after)).toMatchObject([{ files: 5, bytes: BYTES, left: 0 }]);
  });

  it('touches nothing that is live, waits or may still be wanted', async () => {
    await replace();
    app.clock.advance(400 * DAY_MS);
    await due();
    expect([(await media()).length, (await originals()).length]).toEqual([10, 2]);
  });

  it('takes an old version a day after a newer one went live, and its original a month after', async () => {
    await replace();
    await approve();
    app.clock.advance(23 * HOUR_MS);
    await due();
    expect(await media()).toHaveLength(10);
    app.clock.advance(2 * HOUR_MS);
    await due();
    expect((await media()).every((key) => key.includes('/2/'))).toBe(true);
    expect(await originals()).toHaveLength(2);
    app.clock.advance(30 * DAY_MS);
    await due();
    expect(await originals()).toEqual([`originals/upl_${video.id}_2/file`]);
  });

  it('leaves an original that a trim was made of', async () => {
    const keep = [{ fromMs: 0, toMs: 9000 }];
    await app.get(VersionsService).trim(await actorOf(app, dana), video.id, keep, null);
    const work = { videoId: video.id, version: 2 };
    const videos = app.get(VideosService);
    const { manifest } = video;
    if (!manifest) throw new Error('no manifest');
    for (const mark of [() => videos.markChecking(work), () => videos.markTranscoding(work)]) await mark();
    await videos.markPrepared(work, { ...manifest, durationMs: 9000 });
    await approve();
    app.clock.advance(400 * DAY_MS);
    await due();
    expect([await media(), (await originals()).length]).toEqual([[], 1]);
    await retire();
    app.clock.advance(31 * DAY_MS);
    await due();
    expect(await originals()).toEqual([]);
  });
});

describe('the nightly comparison', () => {
  it('finds what belongs to nobody and removes it a day later; what it does not know it leaves', async () => {
    const nobody = `media/${store.id}/vid_nobody/1/master.m3u8`;
    const upload = 'originals/upl_nobody/file';
    const strange = 'media/notes/readme.txt';
    for (const key of [nobody, upload, strange]) await storage.put(key, Buffer.from('x'));
    const check = app.get(ReconcileService);
    expect(await check.nightly()).toMatchObject({ orphans: 3, removed: 0 });
    expect(await check.nightly()).toBeNull();
    app.clock.advance(24 * HOUR_MS);
    expect(await check.nightly()).toMatchObject({ orphans: 3, removed: 2 });
    const left = await Promise.all([nobody, upload, strange].map((key) => storage.head(key)));
    expect(left.map((head) => head !== null)).toEqual([false, false, true]);
    expect([(await media()).length, (await originals()).length]).toEqual([5, 1]);
    const rows = await app.db.query<{ subject_id: string }[]>(
      `SELECT subject_id FROM audit_log WHERE action = 'videos.orphan_removed' ORDER BY subject_id`,
    );
    expect(rows.map((row) => row.subject_id)).toEqual([`media/${store.id}/vid_nobody/1`, 'originals/upl_nobody']);
    await storage.delete(strange);
  });

  it('finds what a killed worker wrote after the files of its video were removed', async () => {
    await retire();
    app.clock.advance(2 * HOUR_MS);
    await due();
    await storage.put(`media/${store.id}/${video.id}/1/late.m4s`, Buffer.from('x'));
    const check = app.get(ReconcileService);
    await check.run(app.clock.now());
    app.clock.advance(25 * HOUR_MS);
    await check.run(app.clock.now());
    expect(await media()).toEqual([]);
  });

  it.each([
    ['media/sto_a/vid_b/1/master.m3u8', 'media/sto_a/vid_b/1', 'media'],
    ['media/sto_a/vid_b/1/deep/x.vtt', 'media/sto_a/vid_b/1', 'media'],
    ['media/sto_a/vid_b/x.vtt', 'media/sto_a/vid_b', 'unknown'],
    ['originals/upl_a/file', 'originals/upl_a', 'original'],
    ['originals/upl_a/file.json', 'originals/upl_a', 'original'],
    ['originals/file', 'originals', 'unknown'],
  ])('judges %s by %s', (key, folder, layout) => {
    expect(folderOfKey(key)).toEqual({ folder, layout });
  });
});
