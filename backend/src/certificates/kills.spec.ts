// Connections are cut at random instants while sixteen senders, two servers and a file of codes work: nothing is given twice or lost.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCertificatePool } from '../../test/support/certificates/make-certificates.js';
import { actorOf, makeStore, type MadeStore } from '../../test/support/make.js';
import { inTransaction } from '../base/database/transaction.js';
import { CertificatesService } from './certificates.service.js';
import { CertificateFiles } from './codes/files.service.js';
import { CertificateServing } from './serving.service.js';

const KEYS = 64;
const CODES = 1200;
const KILLS = 8;
let app: TestApp;
let store: MadeStore;
let killer: DataSource;

beforeAll(async () => {
  app = await startApp({ DATABASE_POOL: '20' });
  store = await makeStore(app);
  killer = await new DataSource({ type: 'postgres', url: app.ownerUrl }).initialize();
}, 120_000);
afterAll(async () => {
  await killer?.destroy();
  await app?.close();
});

/** As a killed process looks to the database: its transaction is gone in the middle of a statement. */
async function kill(): Promise<number> {
  const rows: object[] = await killer.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
     AND application_name <> 'vitrina-jobs' AND state IN ('active', 'idle in transaction') AND query NOT ILIKE '%pg_stat_activity%'`,
  );
  return rows.length;
}

/** Whoever was cut off says it again, as a job or a sender does. */
async function until<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

it('cut at any instant, every key ends with one code of its own and every row of the file is there once', async () => {
  const pool = await makeCertificatePool(app, store.id);
  const who = await actorOf(app, store.owner);
  const keys = Array.from({ length: KEYS }, (_, n) => `k${n}`);
  const file = Array.from({ length: CODES }, (_, n) => `KILL-${10_000 + n}`).join('\n');
  const service = app.get(CertificatesService);
  const issue = (key: string) =>
    until(() =>
      inTransaction(app.db, (em) => service.issue(em, { storeId: store.id, poolId: pool.id, key, holder: key })),
    );
  let open = true;
  const sender = async (n: number) => {
    for (let at = n; at < KEYS; at += 8) await issue(keys[at] ?? '');
  };
  const server = async () => {
    while (open) {
      await until(() => app.get(CertificateServing).serve(pool.id));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const about = { storeId: store.id, poolId: pool.id, fileName: 'kill.csv' };
  const upload = () =>
    until(() =>
      app.get(CertificateFiles).receive(
        who,
        about,
        (async function* () {
          for (let at = 0; at < file.length; at += 2000) yield Buffer.from(file.slice(at, at + 2000));
        })(),
      ),
    );
  // Two senders for each key: sixteen in all.
  const work = Promise.all([...Array.from({ length: 16 }, (_, n) => sender(n % 8)), upload()]);
  const servers = [server(), server()];
  let killed = 0;
  for (let n = 0; n < KILLS; n++) {
    await new Promise((resolve) => setTimeout(resolve, 20 + ((n * 37) % 60)));
    killed += await kill();
  }
  await work.finally(() => (open = false));
  await Promise.all(servers);
  expect(killed).toBeGreaterThan(KILLS / 2);
  await upload();
  await app.get(CertificateServing).serve(pool.id);
  const found = await service.status(app.db.manager, { storeId: store.id, keys });
  const codes = [...found.values()].map(({ code }) => code);
  expect([codes.length, codes.includes(null), new Set(codes).size]).toEqual([KEYS, false, KEYS]);
  const [sums]: Record<string, number>[] = await app.db.query(
    `SELECT (SELECT count(*) FROM certificates WHERE pool_id = $1)::int AS codes,
       (SELECT count(*) FROM certificates WHERE pool_id = $1 AND taken_at IS NOT NULL)::int AS taken,
       (SELECT counted FROM certificate_pools WHERE id = $1) AS counted,
       (SELECT sum(counted) FROM certificate_hours WHERE pool_id = $1)::int AS hours,
       (SELECT count(*) FROM audit_log WHERE action = 'certificates.issued')::int AS told`,
    [pool.id],
  );
  expect(sums).toEqual({ codes: CODES, taken: KEYS, counted: KEYS, hours: KEYS, told: KEYS });
}, 180_000);
