// The queue: saved with the change, delivered at least once, one waiting job per key, timers on call.
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { inTransaction } from '../database/transaction.js';
import { definedJobs } from './handles.js';
import { JobsService } from './jobs.service.js';

describe('jobs', () => {
  let app: TestApp;
  let jobs: JobsService;
  const job = () => {
    const found = definedJobs().find((j) => j.options.oncePerKey);
    if (!found) throw new Error('No job waits once per key.');
    return found;
  };
  const queued = async () =>
    (
      await app.db.query(`SELECT count(*)::int AS n FROM pgboss.job WHERE name = $1 AND state = 'created'`, [
        job().name,
      ])
    )[0].n as number;
  beforeAll(async () => {
    app = await startApp();
    jobs = app.get(JobsService);
  });
  afterAll(() => app.close());

  it('a job exists if and only if its transaction commits', async () => {
    const failing = inTransaction(app.db, async (em) => {
      await jobs.announce(em, job(), {}, { key: 'rolled-back' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await queued()).toBe(0);
    await inTransaction(app.db, (em) => jobs.announce(em, job(), {}, { key: 'kept' }));
    expect(await queued()).toBe(1);
  });

  it('only one job waits per key', async () => {
    for (let i = 0; i < 5; i++) await inTransaction(app.db, (em) => jobs.announce(em, job(), {}, { key: 'kept' }));
    expect(await queued()).toBe(1);
    await inTransaction(app.db, (em) => jobs.announce(em, job(), {}, { key: 'another' }));
    expect(await queued()).toBe(2);
  });

  it('a worker does as many jobs at once as their mark says, or the configuration where the mark asks it', async () => {
    const halfTheCores = Math.max(1, Math.floor(availableParallelism() / 2));
    expect([jobs.slots('videos.uploaded'), jobs.slots('accounts.mail_written'), jobs.slots('nothing')]).toEqual([
      ...[halfTheCores, 2, 0],
    ]);
    const larger = await startApp({ TRANSCODE_JOBS: '3' });
    expect(larger.get(JobsService).slots('videos.uploaded')).toBe(3);
    await larger.close();
  });

  it('a queue made by an earlier version takes the options of this one', async () => {
    const of = (name: string) =>
      app.db.query('SELECT retry_limit, expire_seconds FROM pgboss.queue WHERE name = $1', [name]);
    const [wanted] = await of('videos.uploaded');
    await app.db.query(`UPDATE pgboss.queue SET retry_limit = 1, expire_seconds = 9 WHERE name = 'videos.uploaded'`);
    await jobs.keepQueues();
    expect(await of('videos.uploaded')).toEqual([wanted]);
  });

  it('every job has one handler and every timer can be run', async () => {
    expect(definedJobs().length).toBeGreaterThan(0);
    await expect(jobs.runTimer('audit.seal')).resolves.toBeDefined();
    expect(() => jobs.runTimer('nothing')).toThrow('No timer');
  });
});
