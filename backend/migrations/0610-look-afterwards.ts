// Why: a video that a rule published is looked at afterwards, and what a creator was told about a decision is kept.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LookAfterwards1763600000610 implements MigrationInterface {
  name = 'LookAfterwards1763600000610';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE look_afterwards (
        video_id text PRIMARY KEY REFERENCES videos,
        since timestamptz NOT NULL
      );
      CREATE INDEX look_afterwards_waiting ON look_afterwards (since, video_id);

      -- The text as it was told, without the name of the reader: texts of reasons are improved, notices are not.
      CREATE TABLE decision_notices (
        decision_id text PRIMARY KEY REFERENCES decisions,
        language text NOT NULL CHECK (language IN ('ru', 'kk', 'en')),
        text text NOT NULL,
        at timestamptz NOT NULL
      );
      REVOKE UPDATE, DELETE, TRUNCATE ON decision_notices FROM vitrina_app;
      CREATE TRIGGER decision_notices_append_only BEFORE UPDATE OR DELETE ON decision_notices
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER decision_notices_no_truncate BEFORE TRUNCATE ON decision_notices EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
