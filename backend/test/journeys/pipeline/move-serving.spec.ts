// Files move from one store to another while they are read: no reader meets a missing or a changed byte.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiskStorage } from '../../../src/base/storage/disk.storage.js';
import { moveFiles } from '../../../src/base/storage/mover.js';
import { Storage } from '../../../src/base/storage/storage.js';
import { storageRoot } from '../../../src/base/storage/upload.store.js';
import { mediaFolder } from '../../../src/videos/video.rules.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makeCreator, makeStore } from '../../support/make.js';
import { FILES, makePublishedVideo } from '../../support/make-videos.js';
import { storageEnv, STORAGES } from '../../support/s3.js';

const FOLDERS = ['media', 'originals'];

describe.each(STORAGES)('moving from the disk to %s while viewers watch', (kind) => {
  let app: TestApp;
  let moved: TestApp;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrina-moved-'));
    app = await startApp({ S3_BUCKET: '' });
    const target = { VITRINA_DATA: folder, ...(await storageEnv(kind)) };
    moved = await startApp({ ...target, DATABASE_URL: app.ownerUrl });
  });
  afterAll(async () => {
    await moved?.close();
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('fails no read before, during and after', async () => {
    const store = await makeStore(app);
    const creator = await makeCreator(app);
    const videos = [];
    for (let n = 0; n < 3; n++) videos.push(await makePublishedVideo(app, { store, creator }));
    const files = videos.flatMap((video) =>
      Object.entries(FILES).map(([name, text]) => {
        const { storeId, version, id: videoId } = video;
        return { path: `/${mediaFolder({ storeId, videoId, version })}/${name}`, text };
      }),
    );
    let serving = app;
    let reading = true;
    let reads = 0;
    const wrong: string[] = [];
    const viewer = async (from: number): Promise<void> => {
      for (let n = from; reading; n++) {
        const { path, text } = files[n % files.length] as (typeof files)[number];
        const answer = await fetch(`${serving.baseUrl}${path}`);
        const body = await answer.text();
        reads++;
        if (answer.status !== 200 || body !== text) wrong.push(`${answer.status} ${path}`);
      }
    };
    const viewers = [0, 4, 8, 12].map(viewer);
    const to = moved.get(Storage);
    const from = new DiskStorage(storageRoot(app.config));
    const first = await moveFiles(from, to, { folders: FOLDERS, deleteSource: false });
    expect(first).toMatchObject({ copied: files.length + videos.length, left: [] });
    // The service is started anew with the other store; what came meanwhile follows, then the old store is emptied.
    serving = moved;
    await new Promise((done) => setTimeout(done, 300));
    const rest = await moveFiles(from, to, { folders: FOLDERS, deleteSource: true });
    expect(rest).toMatchObject({ copied: 0, deleted: files.length + videos.length, left: [] });
    await new Promise((done) => setTimeout(done, 300));
    reading = false;
    await Promise.all(viewers);
    process.stdout.write(`moved to ${kind} under ${reads} reads\n`);
    expect(reads).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });
});
