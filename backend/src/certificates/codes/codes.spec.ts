// Files of codes over the door: taken in steps, sealed, known again, told row by row, and sent again without harm.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCertificatePool } from '../../../test/support/certificates/make-certificates.js';
import { makeCreator, makeStaff, makeStore, type MadeStore } from '../../../test/support/make.js';
import { inTransaction } from '../../base/database/transaction.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { CertificatesService } from '../certificates.service.js';
import type { CertificatePool } from '../pools/pool.entity.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let pool: CertificatePool;

interface Answer {
  id?: string;
  rowsDone?: number;
  added?: number;
  known?: number;
  wrong?: number;
  error?: { code: string };
}

async function send(text: string | Buffer, as = store.owner.cookie, to = pool, type = 'application/octet-stream') {
  const answer = await app.http
    .post(`/stores/${to.storeId}/certificate-pools/${to.id}/codes?name=codes.csv`)
    .set({ cookie: as, 'content-type': type })
    .send(text);
  return answer.body as Answer;
}

async function call<T>(text: string, variables: Record<string, unknown>, as: string): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, { as });
  const [error] = answer.errors;
  return error ? error.extensions.code : (Object.values(answer.data ?? {})[0] as T);
}
const files = (as = store.owner.cookie, poolId = pool.id) =>
  call<{ totalCount: number; nodes: { status: string; failure: string | null; rowsDone: number; added: number }[] }>(
    `query($p: ID!) { certificateFiles(poolId: $p) { totalCount nodes { status failure rowsDone added } } }`,
    { p: poolId },
    as,
  );
const faults = (fileId: string, as = store.owner.cookie, after: string | null = null) =>
  call<{ totalCount: number; nodes: { line: number; code: string }[]; pageInfo: { endCursor: string } }>(
    `query($f: ID!, $a: String) { certificateFileFaults(fileId: $f, first: 2, after: $a) {
      totalCount nodes { line code } pageInfo { endCursor } } }`,
    { f: fileId, a: after },
    as,
  );

beforeAll(async () => {
  app = await startApp();
  [store, other] = [await makeStore(app), await makeStore(app)];
  pool = await makeCertificatePool(app, store.id);
}, 120_000);
afterAll(() => app?.close());

describe('a file', () => {
  it('is read with its heading, dates and faults, each by its line', async () => {
    const text =
      '\uFEFFКод;Действует до\r\nGIFT-0001;31.12.2099\r\nGIFT-0002\r\n\r\nshort\r\nGIFT-0001\r\nGIFT-0003;never\r\n';
    const read = await send(text);
    expect(read).toMatchObject({ rowsDone: 5, added: 2, known: 1, wrong: 2 });
    const first = (await faults(read.id ?? '')) as Exclude<Awaited<ReturnType<typeof faults>>, string>;
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [
        { line: 5, code: 'BAD_CODE' },
        { line: 6, code: 'KNOWN' },
      ],
    });
    expect(await faults(read.id ?? '', store.owner.cookie, first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ line: 7, code: 'BAD_DATE' }],
    });
  });

  it('may be sent again: its codes are known, also in another pool of the store, and new to another store', async () => {
    expect(await send('GIFT-0001\nGIFT-0002\n')).toMatchObject({ added: 0, known: 2, wrong: 0 });
    const second = await makeCertificatePool(app, store.id);
    expect(await send('GIFT-0001\n', store.owner.cookie, second)).toMatchObject({ added: 0, known: 1 });
    const theirs = await makeCertificatePool(app, other.id);
    expect(await send('GIFT-0001\n', other.owner.cookie, theirs)).toMatchObject({ added: 1, known: 0 });
  });

  it('keeps no code that can be read, and its end for the store', async () => {
    const rows: { sealed: Buffer; digest: Buffer; tail: string }[] = await app.db.query(
      `SELECT sealed, digest, tail FROM certificates WHERE store_id = $1`,
      [store.id],
    );
    expect(rows.map((row) => row.tail).sort()).toEqual(['0001', '0002']);
    const all = await app.db.query<object[]>(
      `SELECT to_jsonb(f) FROM certificate_files f UNION ALL SELECT to_jsonb(c) FROM certificates c
       UNION ALL SELECT to_jsonb(e) FROM certificate_file_faults e UNION ALL SELECT to_jsonb(a) FROM audit_log a`,
    );
    expect(JSON.stringify(all)).not.toMatch(/GIFT-0/);
    expect(Buffer.concat(rows.map((row) => row.sealed)).includes('GIFT')).toBe(false);
  });

  it('sent by five at once adds each code once', async () => {
    const wide = await makeCertificatePool(app, store.id);
    const text = Array.from({ length: 1200 }, (_, n) => `WIDE-${String(n).padStart(5, '0')}`).join('\n');
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(text, store.owner.cookie, wide)));
    expect(answers.reduce((sum, one) => sum + (one.added ?? 0), 0)).toBe(1200);
    expect(answers.reduce((sum, one) => sum + (one.known ?? 0), 0)).toBe(4800);
    const [row]: { n: number }[] = await app.db.query(
      'SELECT count(*)::int AS n FROM certificates WHERE pool_id = $1',
      [wide.id],
    );
    expect(row?.n).toBe(1200);
    const told = (await faults(answers[0]?.id ?? '')) as { totalCount: number };
    expect(told.totalCount).toBeLessThanOrEqual(1000);
  });

  it('in UTF-16, as spreadsheets save "Unicode text", is read', async () => {
    const wide = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('code\tdate\r\nПОДАРОК-77\t2099-01-01\r\n', 'utf16le'),
    ]);
    expect(await send(wide)).toMatchObject({ added: 1, wrong: 0 });
  });

  it('serves those who waited, the oldest first', async () => {
    const thin = await makeCertificatePool(app, store.id);
    const issue = (key: string) =>
      inTransaction(app.db, (em) =>
        app.get(CertificatesService).issue(em, { storeId: store.id, poolId: thin.id, key, holder: key }),
      );
    for (const key of ['w1', 'w2', 'w3']) expect(await issue(key)).toMatchObject({ status: 'waiting' });
    await send('SERVED-1\nSERVED-2\n', store.owner.cookie, thin);
    await app.drainJobs();
    const found = await app.get(CertificatesService).status(app.db.manager, {
      ...{ storeId: store.id, keys: ['w1', 'w2', 'w3'] },
    });
    expect(['w1', 'w2', 'w3'].map((key) => found.get(key)?.status)).toEqual(['issued', 'issued', 'waiting']);
  });
});

describe('refused', () => {
  it('is whoever does not own the store', async () => {
    const [dana, finance] = [await makeCreator(app), await makeStaff(app, 'finance')];
    const administrator = await makeStaff(app, 'administrator');
    for (const [as, code] of [
      ['', 'UNAUTHENTICATED'],
      [dana.cookie, 'FORBIDDEN'],
      [other.owner.cookie, 'NOT_FOUND'],
      [finance.cookie, 'FORBIDDEN'],
    ] as const) {
      expect((await send('GIFT-9999', as)).error?.code).toBe(code);
    }
    expect(await send('GIFT-9999', administrator.cookie)).toMatchObject({ added: 1 });
    expect(await files(other.owner.cookie)).toBe('NOT_FOUND');
    expect(await files(dana.cookie)).toBe('FORBIDDEN');
    expect(await files(finance.cookie)).toMatchObject({ totalCount: expect.any(Number) });
    const id: { id: string }[] = await app.db.query('SELECT id FROM certificate_files WHERE pool_id = $1', [pool.id]);
    expect(await faults(id[0]?.id ?? '', other.owner.cookie)).toBe('NOT_FOUND');
    const crossed = { ...pool, storeId: other.id } as CertificatePool;
    expect((await send('GIFT-9998', other.owner.cookie, crossed)).error?.code).toBe('NOT_FOUND');
  });

  it('is what is too large, no table, or another type; what was read before stays', async () => {
    expect((await send('x'.repeat(5 * 1024 * 1024 + 1))).error?.code).toBe('TOO_LARGE');
    expect((await send('GIFT-7777', store.owner.cookie, pool, 'text/plain')).error?.code).toBe(
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expect((await send('')).error?.code).toBe('BAD_CSV');
    const good = Array.from({ length: 20_000 }, (_, n) => `KEPT-${n + 10_000}`).join('\n');
    expect((await send(`${good}\n"${'never closed '.repeat(2000)}`)).error?.code).toBe('BAD_CSV');
    const again = await send(good);
    expect(again.known).toBeGreaterThan(500);
    expect([again.rowsDone, (again.added ?? 0) + (again.known ?? 0)]).toEqual([20_000, 20_000]);
    const kept: { n: number }[] = await app.db.query(`SELECT count(*)::int AS n FROM certificates WHERE file_id = $1`, [
      again.id,
    ]);
    expect(kept).toEqual([{ n: again.added }]);
  });

  it('a file that broke off without a word is closed, and the same file does the rest', async () => {
    const old = new Date(app.clock.now().getTime() - 11 * 60_000);
    await app.db.query(
      `INSERT INTO certificate_files (id, pool_id, store_id, file_name, status, created_by, created_at, seen_at)
       VALUES ('cfl_left', $1, $2, 'left.csv', 'reading', 'system:spec', $3, $3)`,
      [pool.id, store.id, old],
    );
    await app.get(JobsService).runTimer('certificates.look');
    const [row]: { status: string; failure: string }[] = await app.db.query(
      `SELECT status, failure FROM certificate_files WHERE id = 'cfl_left'`,
    );
    expect(row).toEqual({ status: 'broken', failure: 'BROKEN_OFF' });
  });
});
