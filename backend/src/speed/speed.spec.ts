// The speed guard over its doors: 200 pages of which most block for 400 ms trip it, cards say so, owners are told, and it opens again.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeAccount, makeCreator, makeProduct, makeStore, type MadeStore } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import type { Arm } from './guard.status.js';
import { SpeedHistoryService } from './history.service.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  other = await makeStore(app);
  const creator = await makeCreator(app);
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  await makePublishedVideo(app, { store, creator, products: [mug], title: 'My mug' });
});
afterAll(() => app?.close());

const page = (arm: Arm, inpMs: number, key = store.publishableKey) => ({
  ...{ store: key, id: randomUUID(), arm, lcpMs: 1200, inpMs, clsMilli: 4 },
});

const tell = (report: object) =>
  app.http.post('/v1/speeds').set('content-type', 'text/plain').send(JSON.stringify(report));

/** So many pages as the guard's state lets there be: three of four stand one way, and ready cards take so much longer. */
async function pages(count: number, most: Arm, blockMs: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const arm: Arm = n % 4 === 0 ? (most === 'ready' ? 'poster' : 'ready') : most;
    const answer = await tell(page(arm, 48 + (n % 9) * 16 + (arm === 'ready' ? blockMs : 0)));
    expect(answer.status).toBe(204);
  }
}

const look = () => app.get(JobsService).runTimer('speed.looks');

async function guardOnCard(key = store.publishableKey): Promise<unknown> {
  const { body } = await app.http.get('/v1/cards').query({ store: key, product: 'mug' });
  return (body as { guard?: unknown }).guard;
}

const REPORT = `query ($storeId: ID!) {
  speedGuard(storeId: $storeId) { guard { state } ready { pages inpMs lcpMs cls } poster { pages inpMs } }
}`;
const asked = (as: string, storeId = store.id) =>
  app.graphql<{ speedGuard: { guard: { state: string }; ready: Record<string, number>; poster: object } }>(
    REPORT,
    { storeId },
    { as },
  );

interface Past {
  days: Record<string, unknown>[];
  moves: { state: string; metric: string | null; loss: number | null }[];
  scripts: { bytes: number }[];
  scriptBudgetBytes: number;
}
const HISTORY = `query ($storeId: ID!) {
  speedHistory(storeId: $storeId) {
    days { day readyPages posterPages readyLcpMs posterLcpMs readyInpMs }
    moves { state metric loss } scripts { bytes } scriptBudgetBytes
  }
}`;
const history = (as: string) => app.graphql<{ speedHistory: Past }>(HISTORY, { storeId: store.id }, { as });

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('never happened');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const mailsTo = (email: string): Promise<{ kind: string; body: string }[]> =>
  app.db.query('SELECT kind, body FROM mails WHERE recipient = $1 AND kind LIKE $2 ORDER BY created_at', [
    email,
    'speed_%',
  ]);

describe('the door of pages', () => {
  it('refuses what is no report, and keys that are nobody’s', async () => {
    expect((await tell({ ...page('ready', 100), inpMs: -1 })).status).toBe(400);
    expect((await tell({ ...page('ready', 100), viewer: 'x' })).status).toBe(400);
    expect((await app.http.post('/v1/speeds').set('content-type', 'text/plain').send('{')).status).toBe(400);
    expect((await tell(page('ready', 100, 'pk_live_nobody'))).status).toBe(404);
  });

  it('keeps a report once, and none of a test key', async () => {
    const report = page('ready', 100, other.publishableKey);
    await tell(report);
    await tell(report);
    await tell(page('ready', 100, other.testPublishableKey));
    expect((await asked(other.owner.cookie, other.id)).data?.speedGuard.ready).toMatchObject({ pages: 1, inpMs: 100 });
  });

  it('may be called from any shop’s page', async () => {
    expect((await tell(page('ready', 100, other.publishableKey))).headers['access-control-allow-origin']).toBe('*');
  });
});

describe('the guard', () => {
  it('stays as it is while ready cards cost nothing', async () => {
    await pages(80, 'ready', 0);
    await look();
    expect(await guardOnCard()).toEqual({ state: 'ready', othersBps: 2500 });
    await app.db.query('DELETE FROM page_speeds WHERE store_id = $1', [store.id]);
  });

  it('trips within 200 pages that block for 400 ms: cards become posters, the log and the owner are told, once', async () => {
    await pages(200, 'ready', 400);
    await look();
    await look();
    await until(async () => ((await guardOnCard()) as { state?: string } | undefined)?.state === 'poster');
    const mails = await mailsTo(store.owner.email);
    expect(mails.map(({ kind }) => kind)).toEqual(['speed_poster']);
    expect(mails[0]?.body).toContain(store.store.name);
    const log = await app.db.query('SELECT actor, after FROM audit_log WHERE action = $1', ['speed.poster']);
    expect(log).toEqual([
      { actor: 'system:speed', after: expect.objectContaining({ verdict: 'costs', metric: 'inpMs' }) as object },
    ]);
    expect(await mailsTo(other.owner.email)).toEqual([]);
  });

  it('stays closed while the block is there, though an hour is over; opens when it is gone', async () => {
    app.clock.advance(61 * 60_000);
    await pages(120, 'poster', 400);
    await look();
    expect(await guardOnCard()).toMatchObject({ state: 'poster' });
    await app.db.query('DELETE FROM page_speeds WHERE store_id = $1', [store.id]);
    await pages(120, 'poster', 0);
    await look();
    await until(async () => ((await guardOnCard()) as { state?: string } | undefined)?.state === 'ready');
    expect((await mailsTo(store.owner.email)).map(({ kind }) => kind)).toEqual(['speed_poster', 'speed_ready']);
  });
});

describe('what owners read', () => {
  it('is their own store’s, and nobody else’s', async () => {
    const own = await asked(store.owner.cookie);
    expect(own.errors ?? []).toEqual([]);
    expect(own.data?.speedGuard.guard.state).toBe('ready');
    const stranger = await makeAccount(app);
    for (const as of [other.owner.cookie, stranger.cookie]) {
      expect((await asked(as)).errors[0]?.extensions.code).toMatch(/FORBIDDEN|NOT_FOUND/);
    }
  });

  it('goes back by days, with every move of the guard and the weight of the script', async () => {
    const night = new Date(app.clock.now().getTime());
    night.setUTCHours(0, 0, 0, 0);
    const day = (back: number): Date => new Date(night.getTime() - back * 86_400_000 + 3_600_000);
    const keep = (at: Date, arm: Arm, lcpMs: number | null, storeId = store.id) =>
      app.db.query('INSERT INTO page_speeds (store_id, id, arm, at, lcp_ms, inp_ms) VALUES ($1, $2, $3, $4, $5, 80)', [
        ...[storeId, randomUUID(), arm, at, lcpMs],
      ]);
    for (const lcpMs of [1000, 1200, 1400, 1600]) await keep(day(2), 'ready', lcpMs);
    await keep(day(2), 'poster', null);
    await keep(day(1), 'poster', 900);
    await keep(day(1), 'ready', 5, other.id);
    const close = () => app.get(JobsService).runTimer('speed.days');
    await close();
    await close();
    // A day that is written stays, whatever becomes of its reports.
    await app.db.query('DELETE FROM page_speeds WHERE store_id = $1', [store.id]);
    await close();
    const { data } = await history(store.owner.cookie);
    const found = data?.speedHistory;
    const nameOf = (back: number): string => day(back).toISOString().slice(0, 10);
    expect(found?.days.filter((one) => one['day'] === nameOf(2) || one['day'] === nameOf(1))).toEqual([
      { day: nameOf(2), readyPages: 4, posterPages: 1, readyLcpMs: 1400, posterLcpMs: null, readyInpMs: 80 },
      { day: nameOf(1), readyPages: 0, posterPages: 1, readyLcpMs: null, posterLcpMs: 900, readyInpMs: null },
    ]);
    expect(found?.moves).toEqual([
      { state: 'ready', metric: null, loss: null },
      { state: 'poster', metric: 'inpMs', loss: expect.any(Number) as unknown as number },
    ]);
    expect(found?.moves[1]?.loss).toBeGreaterThan(300);
    expect(found?.scripts).toHaveLength(1);
    expect(found?.scripts[0]?.bytes).toBeLessThanOrEqual(found?.scriptBudgetBytes ?? 0);
    const past = app.get(SpeedHistoryService);
    app.clock.advance(1000);
    await past.noteSize(Buffer.from('another build'));
    await past.noteSize(Buffer.from('another build'));
    expect((await history(store.owner.cookie)).data?.speedHistory.scripts).toHaveLength(2);
    for (const as of [other.owner.cookie, (await makeAccount(app)).cookie])
      expect((await history(as)).errors[0]?.extensions.code).toMatch(/FORBIDDEN|NOT_FOUND/);
  });
});
