// Why: when a budget or a cap is used up, the campaign pauses by itself; store and creators are told why, once, and see it in the studio.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlanStops1763600001421 implements MigrationInterface {
  name = 'PlanStops1763600001421';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE plan_stops (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores (id),
        kind text NOT NULL CHECK (kind IN ('campaign', 'campaign_day', 'creator_day')),
        campaign_id text,
        creator_id text REFERENCES creators (id),
        -- The calendar day of the store that is used up.
        day date,
        -- The budget or cap that was reached: a raised one may be reached again.
        limit_minor bigint NOT NULL CHECK (limit_minor > 0),
        stopped_at timestamptz(3) NOT NULL,
        -- Null: not by itself.
        resumes_at timestamptz(3),
        owners_told_at timestamptz(3),
        CHECK ((campaign_id IS NULL) = (kind = 'creator_day')),
        CHECK ((creator_id IS NOT NULL) = (kind = 'creator_day')),
        CHECK ((day IS NULL) = (kind = 'campaign') AND (resumes_at IS NULL) = (kind = 'campaign')),
        UNIQUE NULLS NOT DISTINCT (store_id, kind, campaign_id, creator_id, day, limit_minor)
      );
      CREATE INDEX plan_stops_store ON plan_stops (store_id, stopped_at DESC, id DESC);

      -- What creators were told of it, kept for ever.
      CREATE TABLE plan_stop_notices (
        stop_id text NOT NULL REFERENCES plan_stops (id),
        creator_id text NOT NULL REFERENCES creators (id),
        language text NOT NULL,
        text text NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (stop_id, creator_id)
      );
      CREATE INDEX plan_stop_notices_creator ON plan_stop_notices (creator_id, at DESC, stop_id DESC);
      CREATE TRIGGER plan_stop_notices_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_stop_notices
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON plan_stop_notices FROM vitrina_app;
      REVOKE DELETE, TRUNCATE ON plan_stops FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
