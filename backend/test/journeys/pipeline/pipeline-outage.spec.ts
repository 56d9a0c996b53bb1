// The database and the S3 server are killed in the middle of a preparation: it ends as if nothing had been.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startEmbedded, type EmbeddedPostgres } from '../../../src/base/database/embedded.js';
import { migrate } from '../../../src/base/database/migrations.js';
import { VideosService } from '../../../src/videos/videos.service.js';
import { Drill, ONCE } from '../../support/drills/drill.js';
import { until } from '../../support/processes.js';
import { Gateway, hasCluster } from '../../support/drills/radosgw.js';
import { storageEnv } from '../../support/s3.js';

const CLIP = 'coffee-landscape.mp4';
const AWAY_MS = 2000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a database that is killed while a video is prepared', () => {
  let folder: string;
  let database: EmbeddedPostgres;
  let drill: Drill;
  afterAll(async () => {
    await drill?.end();
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is waited for: the video is prepared once and nothing is left over', async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrina-outage-'));
    // Durable: what it said was written must be there after the kill.
    database = await startEmbedded({ dataDir: folder });
    await migrate(database.url);
    drill = await Drill.begin({ DATABASE_URL: database.url });
    const video = await drill.arrived(await drill.shop(), CLIP);
    const worker = drill.worker();
    worker.start();
    const videos = drill.app.get(VideosService);
    const isMoving = async () => {
      const { status, progress } = await videos.byId(video.id);
      return status === 'transcoding' && progress > 0 ? true : null;
    };
    await until('progress', isMoving, 120_000);
    process.kill(database.pid, 'SIGKILL');
    await database.exited;
    await pause(AWAY_MS);
    database = await startEmbedded({ dataDir: folder, port: database.port });
    await drill.settled([video], 180_000);
    expect(await drill.endOf(video)).toEqual(ONCE);
    expect(await drill.leftovers()).toEqual([]);
    expect(await drill.deadLetters()).toBe(0);
    // The very same process went on.
    expect(worker.output.match(/takes transcoding/g)?.length).toBe(1);
  }, 400_000);
});

const onCluster = hasCluster() ? describe : describe.skip;

onCluster('an S3 server that is killed while files are stored', () => {
  let gateway: Gateway;
  let drill: Drill;
  afterAll(async () => {
    await drill?.end();
    await gateway?.end();
  });

  it('is waited for: the listing equals the manifest and the video is prepared once', async () => {
    gateway = await Gateway.begin();
    const usual = process.env['S3_TEST_ENDPOINT'];
    process.env['S3_TEST_ENDPOINT'] = gateway.endpoint;
    const env = await storageEnv('S3').finally(() => (process.env['S3_TEST_ENDPOINT'] = usual));
    drill = await Drill.begin(env);
    const video = await drill.arrived(await drill.shop(), CLIP);
    drill.worker().start();
    // While encoding only the lowest rung is stored; the highest comes when everything is.
    const isStoring = async () => ((await drill.stored(video)).some((name) => name.includes('-720p-')) ? true : null);
    await until('the storing', isStoring, 180_000);
    await gateway.kill();
    await pause(AWAY_MS);
    await gateway.start();
    await drill.settled([video], 180_000);
    expect(await drill.endOf(video)).toEqual(ONCE);
    expect(await drill.leftovers()).toEqual([]);
    expect(await drill.deadLetters()).toBe(0);
  }, 400_000);
});
