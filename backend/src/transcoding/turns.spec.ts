// Whose video is prepared next: stores take turns, short clips go first, and a full disk takes nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type Signed } from '../../test/support/make.js';
import { makeUploadingVideo } from '../../test/support/make-videos.js';
import { inTransaction } from '../base/database/transaction.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { StatusService } from '../base/status/status.service.js';
import type { Product } from '../products/product.entity.js';
import { videosUploaded } from '../videos/videos.service.js';
import { TurnsService } from './turns.service.js';

let app: TestApp;
let creator: Signed;
interface Shop {
  store: MadeStore;
  products: Product[];
}
let shops: Record<'A' | 'B' | 'C', Shop>;
const names = new Map<string, string>();

async function makeShop(): Promise<Shop> {
  const store = await makeStore(app);
  return { store, products: [await makeProduct(app, store)] };
}

beforeAll(async () => {
  app = await startApp();
  creator = await makeCreator(app);
  shops = { A: await makeShop(), B: await makeShop(), C: await makeShop() };
});
afterAll(() => app?.close());
beforeEach(async () => {
  await app.db.query(`DELETE FROM pgboss.job WHERE name = '${videosUploaded.name}'`);
  await app.db.query('DELETE FROM job_turns');
});

/** A file of so many MB waits to be prepared; its name is the shop's letter and its size. */
async function waits(shop: 'A' | 'B' | 'C', megabytes: number, change = ''): Promise<string> {
  const { id } = await makeUploadingVideo(app, { ...shops[shop], creator });
  await app.db.query(`UPDATE videos SET size_bytes = $2 WHERE id = $1`, [id, megabytes * 1e6]);
  if (change) await app.db.query(`UPDATE videos SET ${change} WHERE id = $1`, [id]);
  await inTransaction(app.db, (em) => app.get(JobsService).announce(em, videosUploaded, { videoId: id, version: 1 }));
  names.set(id, `${shop}${megabytes}`);
  return id;
}

const take = () => app.get(TurnsService).take();
const nameOf = (job: { data: object } | null) =>
  job ? (names.get((job.data as { videoId: string }).videoId) ?? '?') : null;

/** Takes everything, by two workers at once. */
async function order(): Promise<string[]> {
  const taken: string[] = [];
  const worker = async () => {
    for (let job = await take(); job; job = await take()) taken.push(nameOf(job) ?? '');
  };
  await Promise.all([worker(), worker()]);
  return taken;
}

describe('turns', () => {
  it('a single clip of a second store waits for no more than what is being done already', async () => {
    for (let n = 0; n < 50; n++) await waits('A', 10 + n);
    const running = [await take(), await take()];
    expect(running.map(nameOf)).toEqual(['A10', 'A11']);
    await waits('B', 4000);
    const rest = await order();
    expect(rest.indexOf('B4000')).toBe(0);
    expect(rest.length).toBe(49);
    expect(new Set(rest).size).toBe(49);
  });

  it('three stores are served one after another, each with its smallest file first', async () => {
    for (const size of [30, 10, 20]) for (const shop of ['A', 'B', 'C'] as const) await waits(shop, size);
    const taken = await order();
    for (const [round, size] of [10, 20, 30].entries()) {
      expect(taken.slice(3 * round, 3 * round + 3).sort()).toEqual([`A${size}`, `B${size}`, `C${size}`]);
    }
  });

  it('a store that comes back has its turn after those who wait, not before them', async () => {
    await waits('A', 1);
    await waits('B', 1);
    expect([nameOf(await take()), nameOf(await take())].sort()).toEqual(['A1', 'B1']);
    await waits('A', 2);
    await waits('C', 9);
    expect(nameOf(await take())).toBe('C9');
  });

  it('what was never shown goes before a new version of what is, and what waited long before both', async () => {
    await waits('A', 1, 'published_at = now()');
    await waits('A', 50);
    const old = await waits('A', 900);
    await app.db.query(
      `UPDATE pgboss.job SET created_on = now() - interval '31 minutes' WHERE data ->> 'videoId' = $1`,
      [old],
    );
    expect(await order()).toEqual(['A900', 'A50', 'A1']);
  });

  it('what we make anew by ourselves comes behind every file of every store, but not for ever', async () => {
    const remade = async (shop: 'A' | 'B', megabytes: number) => {
      const id = await waits(shop, megabytes);
      await app.db.query(`UPDATE video_versions SET made_by = 'remake' WHERE video_id = $1`, [id]);
      return id;
    };
    await remade('A', 1);
    await waits('B', 700);
    await waits('B', 800);
    expect(await order()).toEqual(['B700', 'B800', 'A1']);
    await waits('B', 5);
    expect(await order()).toEqual(['B5']);
    const old = await remade('A', 2);
    await waits('B', 900);
    await app.db.query(`UPDATE pgboss.job SET created_on = now() - interval '13 hours' WHERE data ->> 'videoId' = $1`, [
      old,
    ]);
    // B was served since A was.
    expect(await order()).toEqual(['A2', 'B900']);
  });

  it('a try that failed waits for its time, and is not given twice', async () => {
    await waits('A', 1);
    const [one, two] = await Promise.all([take(), take()]);
    expect([nameOf(one), nameOf(two)].filter(Boolean)).toEqual(['A1']);
    await app.db.query(`UPDATE pgboss.job SET state = 'retry', start_after = now() + interval '1 minute'`);
    expect(await take()).toBeNull();
    await app.db.query(`UPDATE pgboss.job SET start_after = now()`);
    expect(nameOf(await take())).toBe('A1');
  });

  it('a job about a video that is gone is taken too: it must end as a dead letter, not wait for ever', async () => {
    const work = { videoId: 'vid_0000000000000000000001', version: 1 };
    await inTransaction(app.db, (em) => app.get(JobsService).announce(em, videosUploaded, work));
    expect((await take())?.data).toEqual(work);
  });

  it('the question costs little when ten thousand wait', async () => {
    const id = await waits('A', 1);
    await app.db.query(
      `INSERT INTO pgboss.job (name, data, priority, start_after, created_on, retry_limit, policy, expire_seconds, keep_until)
        SELECT name, data, 0, start_after, created_on, retry_limit, policy, expire_seconds, keep_until
          FROM pgboss.job, generate_series(1, 10000) WHERE data ->> 'videoId' = $1`,
      [id],
    );
    await app.db.query('ANALYZE pgboss.job');
    const begun = performance.now();
    for (let n = 0; n < 5; n++) expect(nameOf(await take())).toBe('A1');
    // Measured 30 to 60 ms a job on two shared cores; a job takes seconds.
    expect((performance.now() - begun) / 5).toBeLessThan(1000);
  });
});

describe('a disk that is nearly full', () => {
  it('takes nothing and says so, and what does not fit is left to a machine where it does', async () => {
    const turns = app.get(TurnsService);
    expect(await turns.pause()).toBeNull();
    await waits('A', 9_000_000_000);
    expect(await take()).toBeNull();
    await waits('A', 1);
    expect(nameOf(await take())).toBe('A1');
    const least = app.config.scratchMinFreeBytes;
    app.config.scratchMinFreeBytes = 2 ** 60;
    expect(await turns.pause()).toMatchObject({
      why: 'disk_full',
      detail: expect.stringMatching(/MiB of disk are free/),
    });
    app.config.scratchMinFreeBytes = least;
    expect(await turns.pause()).toBeNull();
  });

  it('goes on by itself; meanwhile the status page tells how many machines wait', async () => {
    const jobs = app.get(JobsService);
    const least = app.config.scratchMinFreeBytes;
    const status = async () => {
      await jobs.runTimer('base.heartbeat');
      Object.assign(app.get(StatusService), { kept: undefined });
      return (await app.http.get('/status.json')).body as { worker: string; workersWithoutRoom: number };
    };
    const until = async (test: () => Promise<boolean>) => {
      for (let n = 0; n < 100 && !(await test()); n++) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    app.config.scratchMinFreeBytes = 2 ** 60;
    const id = await waits('A', 1);
    await app.db.query(`UPDATE videos SET status = 'retired' WHERE id = $1`, [id]);
    const state = async () =>
      (await app.db.query(`SELECT state FROM pgboss.job WHERE data ->> 'videoId' = $1`, [id]))[0].state as string;
    await jobs.work();
    await until(async () => jobs.pausedWhy() !== null);
    expect(await status()).toMatchObject({ worker: 'slow', workersWithoutRoom: 1 });
    expect((await app.http.get('/status').set('accept-language', 'ru')).text).toContain('ждут места на диске: 1');
    expect(await state()).toBe('created');
    app.config.scratchMinFreeBytes = least;
    await until(async () => (await state()) === 'completed');
    expect(await state()).toBe('completed');
    expect(await status()).toMatchObject({ worker: 'ok', workersWithoutRoom: 0 });
  });
});

it('one that waits alone is no crowd; two are, until they are taken', async () => {
  const crowded = () => app.get(TurnsService).crowded();
  expect(await crowded()).toBe(false);
  await waits('A', 1);
  expect(await crowded()).toBe(false);
  await waits('B', 2);
  expect(await crowded()).toBe(true);
  await take();
  expect(await crowded()).toBe(false);
});
