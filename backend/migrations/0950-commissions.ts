// Who earns what of which order line: the present state, and beside it every change that led there.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Commissions1763600000950 implements MigrationInterface {
  name = 'Commissions1763600000950';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A cache of the last change of each unit: it can be rebuilt from commission_changes.
      CREATE TABLE commission_units (
        id text PRIMARY KEY,
        programme_id text NOT NULL,
        store_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        order_id text NOT NULL,
        order_external_id text NOT NULL,
        line_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('sale', 'referral')),
        creator_id text NOT NULL,
        via_creator_id text,
        video_id text,
        product_id text,
        instrument text,
        match text,
        rule_id text,
        currency text NOT NULL,
        gross_base_minor bigint NOT NULL CHECK (gross_base_minor >= 0),
        base_minor bigint NOT NULL CHECK (base_minor >= 0),
        amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
        capped boolean NOT NULL DEFAULT false,
        state text NOT NULL CHECK (state IN ('pending', 'review', 'payable', 'in_payout', 'paid', 'rejected', 'reversed')),
        hold_until timestamptz(3),
        ordered_at timestamptz(3) NOT NULL,
        change_seq integer NOT NULL CHECK (change_seq > 0),
        changed_at timestamptz(3) NOT NULL,
        CHECK (state NOT IN ('rejected', 'reversed') OR amount_minor = 0)
      );
      CREATE UNIQUE INDEX commission_units_one ON commission_units (order_id, line_id, kind, creator_id, coalesce(via_creator_id, ''));
      CREATE INDEX commission_units_creator ON commission_units (creator_id, mode, ordered_at DESC, id DESC);
      CREATE INDEX commission_units_store ON commission_units (store_id, mode, ordered_at DESC, id DESC);
      CREATE INDEX commission_units_video ON commission_units (video_id) WHERE video_id IS NOT NULL;
      CREATE INDEX commission_units_hold ON commission_units (hold_until) WHERE state = 'pending';

      CREATE TABLE commission_changes (
        unit_id text NOT NULL REFERENCES commission_units (id),
        seq integer NOT NULL CHECK (seq > 0),
        at timestamptz(3) NOT NULL,
        cause text NOT NULL CHECK (cause IN ('earned', 'refunded', 'cancelled', 'edited', 'reattributed', 'hold_over', 'held',
          'approved', 'rejected', 'restored', 'paid_out', 'payout_failed')),
        decision_id text,
        base_minor bigint NOT NULL CHECK (base_minor >= 0),
        amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
        state text NOT NULL,
        delta_minor bigint NOT NULL,
        PRIMARY KEY (unit_id, seq)
      );
      CREATE INDEX commission_changes_at ON commission_changes (at);

      CREATE TRIGGER commission_changes_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_changes
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON commission_changes FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
