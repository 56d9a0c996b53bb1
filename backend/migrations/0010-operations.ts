// Why: the status page must know whether a worker lives, and the audit log is exported in the order of time.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Operations1763600000010 implements MigrationInterface {
  name = 'Operations1763600000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE worker_heartbeats (
        worker text PRIMARY KEY,
        at timestamptz NOT NULL
      );
      CREATE INDEX audit_log_time ON audit_log (at, seq);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
