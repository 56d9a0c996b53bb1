// Why: storage is compared with the rows every night; what belongs to nobody is noted first and removed a day later.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Removal1763600000551 implements MigrationInterface {
  name = 'Removal1763600000551';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE storage_orphans (
        folder text PRIMARY KEY,
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        files integer NOT NULL,
        bytes bigint NOT NULL
      );
      -- One row: who began the last comparison and what it found. It is the lease too, so that two workers never list at once.
      CREATE TABLE storage_checks (
        id text PRIMARY KEY CHECK (id = 'nightly'),
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        folders integer NOT NULL DEFAULT 0,
        files bigint NOT NULL DEFAULT 0,
        bytes bigint NOT NULL DEFAULT 0,
        orphans integer NOT NULL DEFAULT 0,
        removed integer NOT NULL DEFAULT 0
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
