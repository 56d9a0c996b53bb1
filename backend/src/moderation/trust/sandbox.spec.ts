// A sandbox publishes its videos by a named rule after a short wait; a live store never does, whatever is set.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { actorOf, makeAccount, makeCreator, makeProduct, makeStore } from '../../../test/support/make.js';
import { makeWaitingVideo } from '../../../test/support/make-videos.js';
import { ApiKeysService } from '../../stores/keys/api-keys.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { VideosService } from '../../videos/videos.service.js';
import { judgeSandbox } from './sandbox.rules.js';
import { SandboxService } from './sandbox.service.js';

const MINUTE_MS = 60_000;

describe('the rule', () => {
  const since = new Date('2026-11-25T12:00:00Z');
  const after = (minutes: number) => new Date(since.getTime() + minutes * MINUTE_MS);
  it.each<[string, boolean, Date | null, Date, string]>([
    ['publishes after the wait', true, since, after(15), 'rule:sandbox'],
    ['waits a moment before', true, since, new Date(after(15).getTime() - 1), 'TOO_EARLY'],
    ['leaves what does not wait', true, null, after(99), 'NOT_WAITING'],
    ['never publishes of a live store', false, since, after(10_000), 'LIVE_STORE'],
  ])('%s', (_, sandbox, waitingSince, now, expected) => {
    const verdict = judgeSandbox({ sandbox, sandboxApproveMinutes: 15 }, waitingSince, now);
    expect(verdict.publish ? verdict.rule : verdict.reason).toBe(expected);
  });
});

describe('a sandbox', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const DETAILS = { name: 'Try', url: null, currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 };

  it('approves what waited 15 minutes, and no live store’s video with it', async () => {
    const owner = await makeAccount(app, { name: 'Owner' });
    const who = await actorOf(app, owner);
    const sandbox = await app.get(StoresService).create(who, { ...DETAILS, sandbox: true });
    const made = { ...(await makeStore(app)), id: sandbox.id, store: sandbox, owner };
    const creator = await makeCreator(app);
    const tried = await makeWaitingVideo(app, { store: made, creator, products: [await makeProduct(app, made)] });
    const live = await makeWaitingVideo(app, { store: await makeStore(app), creator });
    const statusOf = async (id: string) => (await app.get(VideosService).byId(id)).status;
    try {
      app.clock.advance(14 * MINUTE_MS);
      expect(await app.get(SandboxService).approveWaiting()).toBe(0);
      app.clock.advance(MINUTE_MS);
      expect(await app.get(SandboxService).approveWaiting()).toBe(1);
      expect(await app.get(SandboxService).approveWaiting()).toBe(0);
    } finally {
      app.clock.reset();
    }
    expect([await statusOf(tried.id), await statusOf(live.id)]).toEqual(['published', 'in_review']);
    const [row] = await app.db.query<object[]>('SELECT actor, automated FROM decisions WHERE video_id = $1', [
      tried.id,
    ]);
    expect(row).toEqual({ actor: 'rule:sandbox', automated: true });
    expect(await app.db.query('SELECT 1 FROM look_afterwards WHERE video_id = $1', [tried.id])).toEqual([]);
  });

  it('is one from its first day or never, and has no live keys', async () => {
    const live = await makeStore(app);
    const who = await actorOf(app, live.owner);
    const change = app.get(StoresService).update(who, live.id, { ...DETAILS, sandbox: true });
    await expect(change).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(app.db.query('UPDATE stores SET sandbox = true WHERE id = $1', [live.id])).rejects.toThrow(
      'first day',
    );
    const sandbox = await app.get(StoresService).create(who, { ...DETAILS, sandbox: true });
    const owner = await actorOf(app, live.owner);
    const keys = app.get(ApiKeysService);
    await expect(keys.create(owner, sandbox.id, 'live', 'No', ['orders:write'])).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await keys.create(owner, sandbox.id, 'test', 'Yes', ['orders:write'])).key.mode).toBe('test');
  });
});
