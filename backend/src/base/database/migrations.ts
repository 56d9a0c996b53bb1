// Brings a database to the present schema: our tables, the queue's tables, the service's role.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PgBoss } from 'pg-boss';
import { DataSource, type MigrationInterface } from 'typeorm';

const FOLDER = join(import.meta.dirname, '../../../migrations');
const LOCK = 7_301_000;

async function loadMigrations(folder: string): Promise<(new () => MigrationInterface)[]> {
  const files = (await readdir(folder)).filter((f) => /^\d{4}-[\w-]+\.(ts|js)$/.test(f)).sort();
  const classes: (new () => MigrationInterface)[] = [];
  for (const file of files) {
    const loaded = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
    for (const value of Object.values(loaded)) {
      if (typeof value === 'function') classes.push(value as new () => MigrationInterface);
    }
  }
  return classes;
}

/**
 * Runs what is missing, forward only, one transaction a migration. Two processes at once: the second waits.
 * Returns the names that ran. Needs the owner's login.
 */
export async function migrate(url: string, folder = FOLDER): Promise<string[]> {
  return migrateWith(url, await loadMigrations(folder));
}

/** The same with the migrations given, for callers that cannot read the folder. */
export async function migrateWith(url: string, migrations: (new () => MigrationInterface)[]): Promise<string[]> {
  const db = await new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: 'schema_migrations',
    extra: { max: 2, options: '-c client_min_messages=warning' },
  }).initialize();
  const lock = db.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const ran = await db.runMigrations({ transaction: 'each' });
    await installQueue(url);
    await lock.query(`
      GRANT USAGE ON SCHEMA pgboss TO vitrina_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO vitrina_app;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO vitrina_app;`);
    return ran.map((m) => m.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await lock.release();
    await db.destroy();
  }
}

async function installQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false, close: true });
}
