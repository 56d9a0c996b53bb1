// Why: a plan changes by versions that are tried on the past and published by a second person; rules, caps, tiers and campaigns follow from them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Plans1763600001200 implements MigrationInterface {
  name = 'Plans1763600001200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE plan_versions (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores (id),
        -- The number people speak of; a draft has none.
        number integer,
        status text NOT NULL CHECK (status IN ('draft', 'proposed', 'published', 'refused', 'discarded')),
        title text NOT NULL,
        terms jsonb NOT NULL,
        -- The published version it was drafted on, null for the plan a store began with.
        based_on text REFERENCES plan_versions (id),
        made_by text NOT NULL,
        made_at timestamptz(3) NOT NULL,
        edited_by text NOT NULL,
        edited_at timestamptz(3) NOT NULL,
        proposed_by text,
        proposed_at timestamptz(3),
        decided_by text,
        decided_at timestamptz(3),
        reason text,
        -- What was published: when each part comes into force, as it was told to creators.
        effects jsonb,
        -- Two different people, whatever the code does (M-25).
        CHECK (status <> 'published' OR (decided_by <> made_by AND decided_by <> edited_by AND decided_by <> proposed_by)),
        CHECK (status <> 'proposed' OR proposed_by IS NOT NULL),
        CHECK ((status = 'published') = (number IS NOT NULL))
      );
      CREATE UNIQUE INDEX plan_versions_number ON plan_versions (store_id, number);
      CREATE INDEX plan_versions_store ON plan_versions (store_id, made_at DESC, id DESC);
      CREATE INDEX plan_versions_proposed ON plan_versions (proposed_at, id) WHERE status = 'proposed';
      -- What was published is evidence: commissions were counted by it.
      CREATE FUNCTION keep_plan_versions() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.status IN ('published', 'refused', 'discarded') THEN RAISE EXCEPTION 'a decided plan version is kept as it is'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER keep_plan_versions BEFORE UPDATE ON plan_versions FOR EACH ROW EXECUTE FUNCTION keep_plan_versions();
      REVOKE DELETE, TRUNCATE ON plan_versions FROM vitrina_app;

      ALTER TABLE plan_rules
        ADD COLUMN tiered boolean NOT NULL DEFAULT false,
        ADD COLUMN max_cycles integer CHECK (max_cycles > 0),
        ADD COLUMN creator_id text REFERENCES creators (id),
        ADD COLUMN campaign_id text,
        ADD COLUMN instruments text[],
        ADD COLUMN version_id text REFERENCES plan_versions (id);

      -- Caps and tiers from the start of a month on. One that a later version overtook before it began is withdrawn.
      CREATE TABLE plan_limits (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores (id),
        version_id text NOT NULL REFERENCES plan_versions (id),
        effective_from timestamptz(3) NOT NULL,
        order_cap_minor bigint CHECK (order_cap_minor > 0),
        creator_monthly_cap_minor bigint CHECK (creator_monthly_cap_minor > 0),
        tiers jsonb NOT NULL,
        withdrawn_at timestamptz(3)
      );
      CREATE INDEX plan_limits_store ON plan_limits (store_id, id);

      -- A campaign's budget may rise and its end may move: each is a new row, the newest counts (money.md 18).
      CREATE TABLE plan_campaigns (
        row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL,
        store_id text NOT NULL REFERENCES stores (id),
        version_id text NOT NULL REFERENCES plan_versions (id),
        name text NOT NULL,
        active_from timestamptz(3) NOT NULL,
        active_to timestamptz(3) NOT NULL CHECK (active_to >= active_from),
        product_ids text[],
        creator_ids text[],
        budget_minor bigint CHECK (budget_minor > 0)
      );
      CREATE INDEX plan_campaigns_store ON plan_campaigns (store_id, id, row_id DESC);

      -- A plan run over the past: how far it has come, and the change it makes, by month and creator.
      CREATE TABLE plan_rehearsals (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores (id),
        version_id text NOT NULL REFERENCES plan_versions (id),
        terms_digest bytea NOT NULL,
        present_digest bytea NOT NULL,
        status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
        error text,
        from_month text NOT NULL,
        to_month text NOT NULL,
        -- The past as it was known then; a repeat of any step sees the same.
        as_of timestamptz(3) NOT NULL,
        orders_total integer NOT NULL DEFAULT 0,
        orders_done integer NOT NULL DEFAULT 0,
        cursor jsonb,
        asked_by text NOT NULL,
        asked_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3)
      );
      CREATE INDEX plan_rehearsals_version ON plan_rehearsals (version_id, asked_at DESC, id DESC);
      CREATE TABLE plan_rehearsal_rows (
        rehearsal_id text NOT NULL REFERENCES plan_rehearsals (id) ON DELETE CASCADE,
        month text NOT NULL,
        creator_id text NOT NULL,
        sales integer NOT NULL,
        base_minor bigint NOT NULL,
        before_minor bigint NOT NULL,
        after_minor bigint NOT NULL,
        PRIMARY KEY (rehearsal_id, month, creator_id)
      );

      -- What creators were told of a published change, kept for ever.
      CREATE TABLE plan_notices (
        version_id text NOT NULL REFERENCES plan_versions (id),
        creator_id text NOT NULL REFERENCES creators (id),
        language text NOT NULL,
        text text NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (version_id, creator_id)
      );
      CREATE INDEX plan_notices_creator ON plan_notices (creator_id, at DESC, version_id DESC);
      CREATE TRIGGER plan_notices_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_notices
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER plan_campaigns_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_campaigns
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON plan_notices, plan_campaigns FROM vitrina_app;
      REVOKE DELETE, TRUNCATE ON plan_limits FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
