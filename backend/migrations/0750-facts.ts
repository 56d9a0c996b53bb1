// The store of facts: what shops, players and people told us, added and never changed, because money is a replay of it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Facts1763600000750 implements MigrationInterface {
  name = 'Facts1763600000750';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE facts (
        id text PRIMARY KEY,
        programme_id text NOT NULL,
        store_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        type text NOT NULL CHECK (type IN ('view', 'click', 'add_to_cart', 'link_click', 'storefront_click', 'identity', 'order',
          'refund', 'refund_void', 'decision', 'adjustment', 'fx_rate', 'payout_batch', 'payout_result')),
        external_id text NOT NULL,
        version bigint NOT NULL DEFAULT 0,
        occurred_at timestamptz(3) NOT NULL,
        received_at timestamptz(3) NOT NULL,
        source text NOT NULL,
        content jsonb NOT NULL,
        sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
        CHECK ((mode = 'test') = (programme_id LIKE '%:test')),
        UNIQUE (programme_id, type, external_id, version, sha256)
      );

      -- The questions attribution asks of it: what did these viewers do, whose devices are these, what was refunded.
      CREATE INDEX facts_viewer ON facts (programme_id, (content->>'viewer_id'), occurred_at)
        WHERE type IN ('view', 'click', 'add_to_cart', 'link_click', 'storefront_click', 'identity');
      CREATE INDEX facts_customer ON facts (programme_id, (content->>'customer_id')) WHERE type = 'identity';
      CREATE INDEX facts_refund_order ON facts (programme_id, (content->>'order_id')) WHERE type = 'refund';
      CREATE INDEX facts_void_refund ON facts (programme_id, (content->>'refund_id')) WHERE type = 'refund_void';
      CREATE INDEX facts_of_programme ON facts (programme_id, type, occurred_at)
        WHERE type IN ('decision', 'fx_rate', 'adjustment', 'payout_batch', 'payout_result');

      CREATE TRIGGER facts_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON facts
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON facts FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
