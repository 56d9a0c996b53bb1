// The status page tells what works, to everyone, and nothing else.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { JobsService } from '../jobs/jobs.service.js';
import { judgeStatus, type Measured } from './status.rules.js';
import { StatusService } from './status.service.js';

describe('the status', () => {
  const WELL: Measured = { databaseAnswers: true, workerSilentS: 4, queueDelayS: 1, workersWithoutRoom: 0 };
  it.each<[string, Partial<Measured>, object]>([
    ['is ok when all is well', {}, { overall: 'ok', worker: 'ok', queue: 'ok', database: 'ok' }],
    ['is slow when jobs wait', { queueDelayS: 301 }, { overall: 'slow', queue: 'slow' }],
    ['is slow when a worker has no room', { workersWithoutRoom: 1 }, { overall: 'slow', worker: 'slow', queue: 'ok' }],
    ['is down without a worker', { workerSilentS: 61 }, { overall: 'down', worker: 'down' }],
    ['is down before any worker came', { workerSilentS: null }, { overall: 'down', worker: 'down' }],
    [
      'is down without the database, and claims to know no more',
      { databaseAnswers: false },
      { overall: 'down', database: 'down', worker: 'unknown', queue: 'unknown', queueDelayS: null, api: 'ok' },
    ],
  ])('%s', (_, change, expected) => expect(judgeStatus({ ...WELL, ...change })).toMatchObject(expected));
});

describe('the status page', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());
  /** The report is kept for five seconds; the next question shall measure. */
  const forget = () => Object.assign(app.get(StatusService), { kept: undefined });

  it('says 503 while no worker beats, 200 once one does', async () => {
    const before = await app.http.get('/status.json');
    expect([before.status, (before.body as { worker: string }).worker]).toEqual([503, 'down']);
    await app.get(JobsService).runTimer('base.heartbeat');
    forget();
    const after = await app.http.get('/status.json');
    expect(after.status).toBe(200);
    expect(after.body).toEqual({
      ...{ overall: 'ok', api: 'ok', database: 'ok', worker: 'ok', queue: 'ok', queueDelayS: 0, workersWithoutRoom: 0 },
      version: expect.any(String),
      at: expect.any(String),
    });
    await app.db.query(`UPDATE worker_heartbeats SET at = now() - interval '2 minutes'`);
    expect((await app.http.get('/status.json')).status).toBe(200);
    forget();
    expect((await app.http.get('/status.json')).status).toBe(503);
  });

  it('speaks the language of its reader and runs no script', async () => {
    await app.get(JobsService).runTimer('base.heartbeat');
    forget();
    const page = await app.http.get('/status').set('accept-language', 'de, kk;q=0.8');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('<html lang="kk">');
    expect(page.text).toContain('Бәрі жұмыс істеп тұр');
    expect(page.text).not.toContain('<script');
  });

  it('answers while the database does not, and shows no error text', async () => {
    forget();
    const silent = jest.spyOn(app.db, 'query').mockRejectedValue(new Error('password=secret'));
    try {
      const page = await app.http.get('/status').set('accept-language', 'ru');
      expect(page.status).toBe(503);
      expect(page.text).toContain('Что-то не работает');
      expect(page.text).not.toContain('secret');
    } finally {
      silent.mockRestore();
    }
  });
});
