// Certificates in the hands of other modules: one key one code for ever, sixteen at once, cancelled ones given to nobody, expired ones never.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCertificatePool, makeCertificates } from '../../test/support/certificates/make-certificates.js';
import { makeStore, type MadeStore } from '../../test/support/make.js';
import { inTransaction } from '../base/database/transaction.js';
import { CertificatesService, type HeldCertificate } from './certificates.service.js';
import type { CertificatePool } from './pools/pool.entity.js';
import { CertificateServing } from './serving.service.js';

const DAY = 86_400_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;

const issue = (pool: CertificatePool, key: string, holder = `person-${key}`): Promise<HeldCertificate> =>
  inTransaction(app.db, (em) =>
    app.get(CertificatesService).issue(em, { storeId: pool.storeId, poolId: pool.id, key, holder }),
  );
const cancel = (pool: CertificatePool, key: string) =>
  inTransaction(app.db, (em) =>
    app.get(CertificatesService).cancel(em, { storeId: pool.storeId, key, reason: 'The order came back' }),
  );
const status = async (pool: CertificatePool, keys: string[]) =>
  app.get(CertificatesService).status(app.db.manager, { storeId: pool.storeId, keys });
const serve = (pool: CertificatePool) => app.get(CertificateServing).serve(pool.id);
const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}-${i + 1}`);

/** What the limits count, beside what is there to be counted. */
async function assertCounts(pool: CertificatePool): Promise<void> {
  const [row]: { pool: number; hours: number; rows: number }[] = await app.db.query(
    `SELECT (SELECT counted FROM certificate_pools WHERE id = $1) AS pool,
      (SELECT coalesce(sum(counted), 0)::int FROM certificate_hours WHERE pool_id = $1) AS hours,
      (SELECT count(*)::int FROM certificate_issues WHERE pool_id = $1 AND counted) AS rows`,
    [pool.id],
  );
  expect([row?.pool, row?.hours]).toEqual([row?.rows, row?.rows]);
}

beforeAll(async () => {
  app = await startApp({ DATABASE_POOL: '20' });
  [store, other] = [await makeStore(app, { name: 'Aina Home' }), await makeStore(app)];
}, 120_000);
afterAll(() => app?.close());

describe('an issue', () => {
  it('gives a code once for a key, whatever is said the second time', async () => {
    const [pool, second] = [await makeCertificatePool(app, store.id), await makeCertificatePool(app, store.id)];
    await makeCertificates(app, pool, ['GIFT-AAAA', 'GIFT-BBBB']);
    const one = await issue(pool, 'one');
    expect(one).toMatchObject({ status: 'issued', code: expect.stringMatching(/^GIFT-/), heldReason: null });
    expect(await issue(pool, 'one')).toEqual(one);
    expect(await issue(second, 'one', 'somebody else')).toEqual(one);
    expect((await status(pool, ['one', 'none'])).get('one')).toEqual(one);
    expect((await status(pool, ['none'])).size).toBe(0);
    await assertCounts(pool);
  });

  it('takes nothing when the caller changes its mind', async () => {
    const pool = await makeCertificatePool(app, store.id);
    await makeCertificates(app, pool, ['ONLY-ONE']);
    const input = { storeId: store.id, poolId: pool.id, key: 'undone', holder: 'x' };
    const undone = inTransaction(app.db, async (em) => {
      await app.get(CertificatesService).issue(em, input);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await status(pool, ['undone'])).size).toBe(0);
    expect(await issue(pool, 'done')).toMatchObject({ code: 'ONLY-ONE' });
  });

  it("is refused over another store's pool, and without a key or a person", async () => {
    const pool = await makeCertificatePool(app, store.id);
    await expect(issue({ ...pool, storeId: other.id } as CertificatePool, 'x')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    for (const [key, holder] of [
      ['', 'x'],
      ['x', ''],
      ['k'.repeat(201), 'x'],
      ['x', 'h'.repeat(201)],
      ['a\0b', 'x'],
    ] as const) {
      await expect(issue(pool, key, holder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
    expect(await cancel(pool, 'x')).toBeNull();
  });

  it('never gives an expired code, and the soonest to expire first', async () => {
    const pool = await makeCertificatePool(app, store.id);
    const day = (ms: number) => new Date(app.clock.now().getTime() + ms).toISOString().slice(0, 10);
    await makeCertificates(app, pool, ['FOR-EVER']);
    await makeCertificates(app, pool, ['EXPIRED-1', 'EXPIRED-2'], day(-2 * DAY));
    await makeCertificates(app, pool, ['SOON-1234'], day(3 * DAY));
    expect(await issue(pool, 'e1')).toMatchObject({ code: 'SOON-1234', validUntil: day(3 * DAY) });
    expect(await issue(pool, 'e2')).toMatchObject({ code: 'FOR-EVER', validUntil: null });
    expect(await issue(pool, 'e3')).toMatchObject({ status: 'waiting', code: null });
    const over = await makeCertificatePool(app, store.id, { validUntil: day(-2 * DAY) });
    await makeCertificates(app, over, ['TOO-LATE']);
    expect(await issue(over, 'e4')).toMatchObject({ status: 'waiting', code: null });
    await serve(over);
    expect((await status(over, ['e4'])).get('e4')).toMatchObject({ status: 'waiting' });
  });
});

describe('sixteen at once', () => {
  it('get sixteen codes of ten: ten different ones, and six who wait in order', async () => {
    const pool = await makeCertificatePool(app, store.id);
    await makeCertificates(app, pool, names('TEN', 10));
    const got = await Promise.all(names('p', 16).map((key) => issue(pool, key)));
    const codes = got.flatMap(({ code }) => (code === null ? [] : [code]));
    expect(codes.sort()).toEqual(names('TEN', 10).sort());
    expect(got.filter((one) => one.status === 'waiting')).toHaveLength(6);
    await makeCertificates(app, pool, names('MORE', 4));
    // Two workers and one more buyer at the same moment: those who waited come first.
    const [late] = await Promise.all([issue(pool, 'late'), serve(pool), serve(pool)]);
    expect(late).toMatchObject({ status: 'waiting' });
    const rows: { key: string; status: string }[] = await app.db.query(
      `SELECT key, status FROM certificate_issues WHERE pool_id = $1 ORDER BY number`,
      [pool.id],
    );
    expect(rows.map((row) => row.status)).toEqual([...Array(14).fill('issued'), ...Array(3).fill('waiting')]);
    expect(rows.at(-1)?.key).toBe('late');
    await assertCounts(pool);
  });

  it('with one key get one code', async () => {
    const pool = await makeCertificatePool(app, store.id);
    await makeCertificates(app, pool, names('SAME', 16));
    const got = await Promise.all(Array.from({ length: 16 }, (_, n) => issue(pool, 'same', `person-${n}`)));
    expect(new Set(got.map(({ code }) => code)).size).toBe(1);
    await assertCounts(pool);
  });

  it('with one key over several pools get one code', async () => {
    const pools = await Promise.all(Array.from({ length: 4 }, () => makeCertificatePool(app, store.id)));
    for (const [n, pool] of pools.entries()) await makeCertificates(app, pool, names(`POOL-${n}`, 4));
    const got = await Promise.all(Array.from({ length: 16 }, (_, n) => issue(pools[n % 4] ?? pools[0]!, 'across')));
    expect(new Set(got.map(({ code }) => code)).size).toBe(1);
    for (const pool of pools) await assertCounts(pool);
    const [row]: { n: number }[] = await app.db.query(
      'SELECT count(*)::int AS n FROM certificates WHERE pool_id = ANY($1) AND taken_at IS NOT NULL',
      [pools.map((pool) => pool.id)],
    );
    expect(row?.n).toBe(1);
  });

  it('cancel and issue without a code in two hands', async () => {
    const pool = await makeCertificatePool(app, store.id);
    await makeCertificates(app, pool, names('MIX', 8));
    const keys = names('mix', 16);
    await Promise.all([
      ...keys.map((key) => issue(pool, key)),
      ...keys.slice(0, 8).map((key) => cancel(pool, key)),
      ...[serve(pool), serve(pool)],
    ]);
    await Promise.all(keys.slice(0, 8).map((key) => cancel(pool, key)));
    await serve(pool);
    const rows: { certificate_id: string | null; status: string }[] = await app.db.query(
      'SELECT certificate_id, status FROM certificate_issues WHERE pool_id = $1',
      [pool.id],
    );
    const given = rows.flatMap((row) => row.certificate_id ?? []);
    expect([rows.length, given.length, new Set(given).size]).toEqual([16, 8, 8]);
    await assertCounts(pool);
  });
});

describe('a cancelled one', () => {
  it('that waited gets nothing, and one that was out is written off and given to nobody', async () => {
    const pool = await makeCertificatePool(app, store.id);
    await makeCertificates(app, pool, ['SEEN-0001']);
    expect(await issue(pool, 'c1')).toMatchObject({ code: 'SEEN-0001' });
    await issue(pool, 'c2');
    expect(await cancel(pool, 'c1')).toMatchObject({ status: 'cancelled', code: null });
    expect(await cancel(pool, 'c2')).toMatchObject({ status: 'cancelled', code: null });
    expect(await cancel(pool, 'c1')).toMatchObject({ status: 'cancelled' });
    expect(await issue(pool, 'c1')).toMatchObject({ status: 'cancelled', code: null });
    await serve(pool);
    expect(await issue(pool, 'c3')).toMatchObject({ status: 'waiting' });
    await assertCounts(pool);
  });

  it.each([
    ['a code', `UPDATE certificates SET taken_at = NULL WHERE taken_at IS NOT NULL`],
    ['a code', `UPDATE certificates SET pool_id = pool_id || 'x'`],
    ['which code', `UPDATE certificate_issues SET certificate_id = NULL, issued_at = NULL WHERE status = 'cancelled'`],
    ['a key', `UPDATE certificate_issues SET key = key || 'x'`],
    ['an end', `UPDATE certificate_issues SET status = 'issued', cancelled_at = NULL WHERE status = 'cancelled'`],
    ['a row', `DELETE FROM certificate_issues`],
  ])('leaves %s as it is, whatever the code does', async (_, text) => {
    await expect(app.db.query(text)).rejects.toThrow(/taken once|never changes|does not go|denied|kept/);
  });

  it('cannot have its code given once more by hand', async () => {
    const [used]: { certificate_id: string; pool_id: string }[] = await app.db.query(
      `SELECT certificate_id, pool_id FROM certificate_issues WHERE status = 'cancelled' AND certificate_id IS NOT NULL`,
    );
    const again = app.db.query(
      `UPDATE certificate_issues SET status = 'issued', issued_at = now(), certificate_id = $1
       WHERE pool_id = $2 AND status = 'waiting'`,
      [used?.certificate_id, used?.pool_id],
    );
    await expect(again).rejects.toThrow(/unique/);
  });
});
