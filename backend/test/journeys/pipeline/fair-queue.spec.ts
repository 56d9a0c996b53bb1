// Two worker processes share one queue: a bulk uploader holds nobody back, nothing is done twice, and cancelling reaches both.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Video } from '../../../src/videos/video.entity.js';
import { VideosService } from '../../../src/videos/videos.service.js';
import { Drill, THOROUGH } from '../../support/drills/drill.js';
import { until } from '../../support/processes.js';

/** Too small a picture: taken, looked at and refused in a moment, so that many turns pass in a short time. */
const QUICK = 'odd-dimensions-161x121.webm';
const BULK = THOROUGH ? 50 : 12;

describe('two workers', () => {
  let drill: Drill;
  beforeAll(async () => {
    drill = await Drill.begin();
  });
  afterAll(() => drill?.end());

  /** Ids in the order in which their preparation began, one entry for each beginning. */
  const starts = async (): Promise<string[]> => {
    const sql = `SELECT video_id AS id FROM video_steps WHERE status = 'checking' ORDER BY seq`;
    return (await drill.app.db.query<{ id: string }[]>(sql)).map((row) => row.id);
  };

  it('take turns by store: one clip of a second store waits for at most two of fifty', async () => {
    const [bulkShop, otherShop] = [await drill.shop(), await drill.shop()];
    const bulk: Video[] = [];
    for (let n = 0; n < BULK; n++) bulk.push(await drill.arrived(bulkShop, QUICK));
    const workers = [drill.worker(), drill.worker()];
    for (const worker of workers) worker.start();
    await until('the first starts', async () => ((await starts()).length >= 3 ? true : null), 120_000);
    const single = await drill.arrived(otherShop, QUICK);
    const before = (await starts()).length;
    await drill.settled([...bulk, single]);
    const all = await starts();
    expect(all.indexOf(single.id) - before).toBeLessThanOrEqual(2);
    expect(all.length).toBe(BULK + 1);
    expect(new Set(all).size).toBe(BULK + 1);
    for (const worker of workers) expect(worker.output).toContain('takes transcoding');
    expect(await drill.leftovers()).toEqual([]);
  }, 300_000);

  it('leave a video that is called off, whichever of them has it', async () => {
    const video = await drill.arrived(await drill.shop(), 'coffee-portrait-9x16.mp4');
    const videos = drill.app.get(VideosService);
    const isBusy = async () => ((await videos.byId(video.id)).status === 'transcoding' ? true : null);
    await until('the encode', isBusy, 120_000);
    await videos.retire(video.id, { kind: 'system', name: 'spec' });
    await until('the end of its work', async () => ((await drill.leftovers()).length === 0 ? true : null));
    await until('the job', async () => ((await drill.count(`state <> 'completed'`)) === 0 ? true : null));
    expect(await drill.stored(video)).toEqual([]);
    expect((await videos.byId(video.id)).status).toBe('retired');
  }, 300_000);
});
