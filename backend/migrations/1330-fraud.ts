// The queue of alerts about money: what was noticed, which commissions it touches, what people decided, and appeals.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Fraud1763600001330 implements MigrationInterface {
  name = 'Fraud1763600001330';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What an evaluation found odd, each once: a second look at the same facts tells nobody again.
      CREATE TABLE attribution_alerts (
        programme_id text NOT NULL,
        sha256 bytea NOT NULL,
        code text NOT NULL,
        subject jsonb NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, sha256)
      );
      CREATE TRIGGER attribution_alerts_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON attribution_alerts
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON attribution_alerts FROM vitrina_app;

      -- Decisions about the commissions of an order are read with the order, not with every other one.
      CREATE INDEX facts_decision_order ON facts (programme_id, (content->'subject'->>'order_id')) WHERE type = 'decision';
      -- A creator's sales of the last weeks, a programme's sales of the day: what the daily look asks for.
      CREATE INDEX commission_units_programme ON commission_units (programme_id, ordered_at);

      -- One row for a creator and rule while it waits; what comes in meanwhile joins it.
      CREATE TABLE risk_groups (
        id text PRIMARY KEY,
        programme_id text NOT NULL,
        store_id text NOT NULL REFERENCES stores (id),
        rule text NOT NULL,
        severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),
        creator_id text REFERENCES creators (id),
        status text NOT NULL CHECK (status IN ('open', 'held', 'released', 'rejected', 'expired')),
        alert_count integer NOT NULL DEFAULT 0,
        opened_at timestamptz(3) NOT NULL,
        last_alert_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        decided_by text,
        decided_at timestamptz(3),
        reason_code text,
        -- The money behind it when it was decided, by currency: a rejected commission is nothing afterwards.
        stake jsonb,
        CHECK (status IN ('open', 'expired') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL AND reason_code IS NOT NULL)),
        CHECK (status NOT IN ('held', 'rejected') OR creator_id IS NOT NULL)
      );
      CREATE UNIQUE INDEX risk_groups_one ON risk_groups (programme_id, rule, coalesce(creator_id, ''))
        WHERE status IN ('open', 'held');
      CREATE INDEX risk_groups_waiting ON risk_groups (severity DESC, opened_at, id) WHERE status IN ('open', 'held');
      CREATE INDEX risk_groups_store ON risk_groups (store_id, severity DESC, opened_at, id) WHERE status IN ('open', 'held');
      CREATE INDEX risk_groups_over ON risk_groups (last_alert_at DESC, id DESC) WHERE status NOT IN ('open', 'held');
      CREATE INDEX risk_groups_creator ON risk_groups (creator_id, opened_at DESC, id DESC);
      CREATE INDEX risk_groups_expiry ON risk_groups (expires_at) WHERE status IN ('open', 'held');

      CREATE TABLE risk_alerts (
        id text PRIMARY KEY,
        group_id text NOT NULL REFERENCES risk_groups (id) ON DELETE CASCADE,
        programme_id text NOT NULL,
        sha256 bytea NOT NULL,
        order_id text,
        facts jsonb NOT NULL,
        at timestamptz(3) NOT NULL,
        UNIQUE (programme_id, sha256)
      );
      CREATE INDEX risk_alerts_group ON risk_alerts (group_id, at DESC, id DESC);
      CREATE INDEX risk_alerts_at ON risk_alerts (at);

      -- The commissions a decision about the group touches; nothing else is frozen.
      CREATE TABLE risk_units (
        group_id text NOT NULL REFERENCES risk_groups (id) ON DELETE CASCADE,
        programme_id text NOT NULL,
        creator_id text NOT NULL,
        order_id text NOT NULL,
        line_id text NOT NULL,
        PRIMARY KEY (group_id, order_id, line_id)
      );
      CREATE INDEX risk_units_unit ON risk_units (programme_id, creator_id, order_id, line_id);

      -- The last decision fact written about a commission: several groups may hold it, and it is free when the last lets go.
      CREATE TABLE risk_standings (
        programme_id text NOT NULL,
        creator_id text NOT NULL,
        order_id text NOT NULL,
        line_id text NOT NULL,
        action text NOT NULL CHECK (action IN ('hold', 'approve', 'reject')),
        seq integer NOT NULL CHECK (seq > 0),
        PRIMARY KEY (programme_id, creator_id, order_id, line_id)
      );

      CREATE TABLE risk_decisions (
        group_id text NOT NULL REFERENCES risk_groups (id),
        seq integer NOT NULL CHECK (seq > 0),
        action text NOT NULL CHECK (action IN ('hold', 'release', 'reject')),
        actor text NOT NULL,
        reason_code text NOT NULL,
        note text,
        evidence_sha256 bytea NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (group_id, seq)
      );
      CREATE TRIGGER risk_decisions_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON risk_decisions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON risk_decisions FROM vitrina_app;

      -- A creator may appeal once; somebody else answers than the person who decided.
      CREATE TABLE risk_appeals (
        group_id text PRIMARY KEY REFERENCES risk_groups (id),
        creator_id text NOT NULL,
        text text NOT NULL,
        at timestamptz(3) NOT NULL,
        against text NOT NULL,
        outcome text CHECK (outcome IN ('accepted', 'dismissed')),
        answer text,
        answered_by text,
        answered_at timestamptz(3),
        CHECK (answered_by IS NULL OR answered_by <> against),
        CHECK ((outcome IS NULL) = (answered_by IS NULL))
      );
      CREATE INDEX risk_appeals_waiting ON risk_appeals (at, group_id) WHERE outcome IS NULL;

      -- Which daily looks at a programme are done; a killed worker's are done by the next one.
      CREATE TABLE fraud_runs (
        programme_id text NOT NULL,
        look text NOT NULL,
        day date NOT NULL,
        alerts integer NOT NULL,
        finished_at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, look, day)
      );

      ALTER TABLE ledger_checks DROP CONSTRAINT ledger_checks_scope_check;
      ALTER TABLE ledger_checks ADD CONSTRAINT ledger_checks_scope_check CHECK (scope IN ('sums', 'nightly', 'replay', 'anomaly'));
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
