// Why: a creator disputes what an order paid or claims one that paid nothing; the store answers, staff decide, facts move the money.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEPT = (table: string) => `
  CREATE TRIGGER ${table}_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM vitrina_app;`;

export class Disputes1763600001450 implements MigrationInterface {
  name = 'Disputes1763600001450';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE stores ADD COLUMN dispute_days integer NOT NULL DEFAULT 7 CHECK (dispute_days BETWEEN 1 AND 30);
      -- Since when its creator disputes it; set and taken away with the dispute.
      ALTER TABLE commission_units ADD COLUMN disputed_at timestamptz(3);

      CREATE TABLE disputes (
        id text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('line', 'missing')),
        programme_id text NOT NULL CHECK (programme_id NOT LIKE '%:test'),
        store_id text NOT NULL REFERENCES stores (id),
        creator_id text NOT NULL REFERENCES creators (id),
        state text NOT NULL CHECK (state IN ('waiting_order', 'waiting_store', 'waiting_staff', 'accepted', 'refused', 'withdrawn')),
        reason_code text NOT NULL,
        text text NOT NULL CHECK (length(text) <= 2000),
        -- The order it is about; of a claim, null until it is found.
        order_id text REFERENCES orders (id),
        order_external_id text,
        line_id text,
        claimed_number text,
        -- The number as numbers are compared: a claim is one however it was typed.
        claimed_plain text,
        claimed_on date,
        claimed_minor bigint CHECK (claimed_minor > 0),
        currency text NOT NULL,
        came_by text CHECK (came_by IN ('code', 'link', 'video')),
        came_ref text,
        opened_at timestamptz(3) NOT NULL,
        order_due_at timestamptz(3),
        answer_due_at timestamptz(3),
        reminded_at timestamptz(3),
        overdue boolean NOT NULL DEFAULT false,
        store_agrees boolean,
        store_text text,
        answered_by text,
        answered_at timestamptz(3),
        outcome_code text,
        outcome_text text,
        decided_by text,
        decided_at timestamptz(3),
        -- What an adjustment pays, of which kept base it was counted, and from when: the hold of its order.
        credit_minor bigint CHECK (credit_minor > 0),
        credit_base_minor bigint CHECK (credit_base_minor >= 0),
        credit_from timestamptz(3),
        looked_at timestamptz(3),
        steps integer NOT NULL DEFAULT 0,
        CHECK ((kind = 'line') = (line_id IS NOT NULL)),
        CHECK (kind <> 'line' OR order_id IS NOT NULL),
        CHECK (kind <> 'missing' OR claimed_plain IS NOT NULL AND claimed_on IS NOT NULL AND claimed_minor IS NOT NULL
          AND came_by IS NOT NULL AND came_ref IS NOT NULL),
        CHECK (order_id IS NOT NULL OR state IN ('waiting_order', 'refused', 'withdrawn')),
        CHECK (state NOT IN ('accepted', 'refused') OR outcome_code IS NOT NULL AND decided_by IS NOT NULL),
        CHECK ((credit_minor IS NULL) = (credit_from IS NULL)),
        -- Who answers for the store does not decide, whatever the code does.
        CHECK (answered_by IS NULL OR decided_by IS NULL OR answered_by <> decided_by)
      );
      CREATE UNIQUE INDEX disputes_line ON disputes (programme_id, order_external_id, line_id, creator_id)
        WHERE kind = 'line' AND state IN ('waiting_store', 'waiting_staff');
      CREATE UNIQUE INDEX disputes_claim ON disputes (store_id, creator_id, claimed_plain)
        WHERE kind = 'missing' AND state <> 'withdrawn';
      -- One claim of a creator for one order, under whatever number.
      CREATE UNIQUE INDEX disputes_claimed_order ON disputes (order_id, creator_id)
        WHERE kind = 'missing' AND order_id IS NOT NULL AND state NOT IN ('withdrawn', 'refused');
      CREATE INDEX disputes_creator ON disputes (creator_id, opened_at DESC, id DESC);
      CREATE INDEX disputes_open ON disputes (store_id, opened_at, id) WHERE state IN ('waiting_order', 'waiting_store', 'waiting_staff');
      CREATE INDEX disputes_staff ON disputes (opened_at, id) WHERE state = 'waiting_staff';
      CREATE INDEX disputes_over ON disputes (opened_at DESC, id DESC) WHERE state IN ('accepted', 'refused', 'withdrawn');
      CREATE INDEX disputes_due ON disputes (answer_due_at) WHERE state = 'waiting_store';
      CREATE INDEX disputes_unfound ON disputes (order_due_at) WHERE state = 'waiting_order';
      CREATE INDEX disputes_credit ON disputes (looked_at) WHERE credit_minor IS NOT NULL;

      CREATE TABLE dispute_steps (
        dispute_id text NOT NULL REFERENCES disputes (id),
        seq integer NOT NULL CHECK (seq > 0),
        move text NOT NULL CHECK (move IN ('opened', 'evidence_added', 'order_found', 'order_named', 'reminded', 'overdue',
          'store_agreed', 'store_objected', 'accepted', 'refused', 'withdrawn', 'credited')),
        actor text NOT NULL,
        reason_code text,
        note text,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (dispute_id, seq)
      );
      ${KEPT('dispute_steps')}

      -- The adjustment facts of a dispute: one when its hold is over, more when what it was counted on comes back.
      CREATE TABLE dispute_credits (
        dispute_id text NOT NULL REFERENCES disputes (id),
        seq integer NOT NULL CHECK (seq > 0),
        fact_id text NOT NULL UNIQUE,
        amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (dispute_id, seq)
      );
      ${KEPT('dispute_credits')}

      CREATE TABLE dispute_evidence (
        id text PRIMARY KEY,
        dispute_id text NOT NULL REFERENCES disputes (id),
        content_type text NOT NULL CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp')),
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        width integer NOT NULL,
        height integer NOT NULL,
        sha256 bytea NOT NULL,
        stored boolean NOT NULL DEFAULT false,
        at timestamptz(3) NOT NULL,
        UNIQUE (dispute_id, sha256)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
