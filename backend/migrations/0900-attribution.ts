// One decision per order line, with its reason; a new look at the line adds a version and keeps the old one.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Attribution1763600000900 implements MigrationInterface {
  name = 'Attribution1763600000900';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE attribution_decisions (
        id text PRIMARY KEY,
        programme_id text NOT NULL,
        store_id text NOT NULL,
        order_id text NOT NULL,
        line_id text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        reason text NOT NULL,
        units jsonb NOT NULL,
        trace jsonb NOT NULL,
        sha256 bytea NOT NULL,
        as_of timestamptz(3) NOT NULL,
        UNIQUE (programme_id, order_id, line_id, version)
      );
      CREATE INDEX attribution_decisions_programme ON attribution_decisions (programme_id, as_of);

      -- Orders that a new fact touched and that wait to be looked at again; '*' means the whole programme.
      CREATE TABLE attribution_marks (
        programme_id text NOT NULL,
        order_id text NOT NULL,
        marked_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        not_before timestamptz(3) NOT NULL,
        error text,
        PRIMARY KEY (programme_id, order_id)
      );
      CREATE INDEX attribution_marks_due ON attribution_marks (not_before);

      CREATE TRIGGER decisions_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON attribution_decisions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON attribution_decisions FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
