// Why: in shops without any API a creator brings the shopper's receipt; the shop says whether it stands.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Receipts1763600001310 implements MigrationInterface {
  name = 'Receipts1763600001310';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE receipt_claims (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        creator_id text NOT NULL REFERENCES creators,
        -- The number of the register and of the receipt in it: one receipt in the world, claimed once.
        register text NOT NULL,
        number text NOT NULL,
        source text NOT NULL CHECK (source IN ('qr', 'typed')),
        code text NOT NULL,
        currency text NOT NULL,
        total_minor bigint NOT NULL CHECK (total_minor > 0),
        bought_at timestamptz(3) NOT NULL,
        match_external_id text,
        score int,
        state text NOT NULL CHECK (state IN ('matched', 'unmatched', 'accepted', 'disputed', 'withdrawn')),
        note text,
        order_external_id text,
        created_at timestamptz(3) NOT NULL,
        decided_at timestamptz(3)
      );
      CREATE UNIQUE INDEX receipt_claims_once ON receipt_claims (store_id, register, number) WHERE state <> 'withdrawn';
      CREATE INDEX receipt_claims_of_store ON receipt_claims (store_id, created_at DESC, id DESC);
      CREATE INDEX receipt_claims_of_creator ON receipt_claims (creator_id, created_at DESC, id DESC);
      CREATE INDEX orders_by_total ON orders (programme_id, total_minor, placed_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
