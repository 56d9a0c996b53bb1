// Why: windows, least view and match levels of a store change by versions of its plan, with notice; and campaigns and creators get caps by day.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlanAttribution1763600001420 implements MigrationInterface {
  name = 'PlanAttribution1763600001420';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whole attribution terms from a moment on; hold days and the time zone have dates of their own (store_terms).
      CREATE TABLE plan_attribution (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores (id),
        version_id text NOT NULL REFERENCES plan_versions (id),
        effective_from timestamptz(3) NOT NULL,
        terms jsonb NOT NULL,
        -- One that a later version overtook before it began.
        withdrawn_at timestamptz(3) CHECK (withdrawn_at < effective_from)
      );
      CREATE INDEX plan_attribution_store ON plan_attribution (store_id, effective_from, id);
      -- Orders were counted by it: only its withdrawal may be noted, once.
      CREATE FUNCTION keep_plan_attribution() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_at'
        THEN RAISE EXCEPTION 'attribution terms of a plan are kept as they are'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER keep_plan_attribution BEFORE UPDATE ON plan_attribution
        FOR EACH ROW EXECUTE FUNCTION keep_plan_attribution();
      REVOKE DELETE, TRUNCATE ON plan_attribution FROM vitrina_app;

      ALTER TABLE plan_limits ADD COLUMN creator_daily_cap_minor bigint CHECK (creator_daily_cap_minor > 0);
      ALTER TABLE plan_campaigns ADD COLUMN daily_budget_minor bigint CHECK (daily_budget_minor > 0);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
