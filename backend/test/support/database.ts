// A fresh database for one spec file, cloned from the migrated template (about 100 ms).
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** The owner's address: may do everything. The service itself connects with another role. */
  url: string;
  drop(): Promise<void>;
}

async function asAdmin(sql: string): Promise<void> {
  const server = process.env['VITRINA_TEST_SERVER'];
  if (!server) throw new Error('Specs run through jest, whose global setup starts PostgreSQL.');
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

export async function freshDatabase(): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${process.env['VITRINA_TEST_TEMPLATE'] ?? 'vitrina_template'}`);
  const url = new URL(process.env['VITRINA_TEST_SERVER'] ?? '');
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
