// Why: what a shop's export and our records say differently is settled by two sides, and what both accept becomes facts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Reconciliation1763600001305 implements MigrationInterface {
  name = 'Reconciliation1763600001305';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE order_differences (
        id text PRIMARY KEY,
        file_id text NOT NULL REFERENCES order_files,
        store_id text NOT NULL REFERENCES stores,
        programme_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        kind text NOT NULL CHECK (kind IN ('missing_here', 'missing_there', 'differs', 'another_id')),
        fields text[] NOT NULL,
        -- The number in the shop's export, or ours where the export does not have the order.
        external_id text NOT NULL,
        our_external_id text,
        score int,
        theirs jsonb,
        ours jsonb,
        digest text NOT NULL,
        store_says text CHECK (store_says IN ('accepted', 'disputed')),
        service_says text CHECK (service_says IN ('accepted', 'disputed')),
        note text,
        state text NOT NULL CHECK (state IN ('open', 'disputed', 'settled')),
        created_at timestamptz(3) NOT NULL,
        settled_at timestamptz(3),
        CHECK ((state = 'settled') = (settled_at IS NOT NULL))
      );
      -- The same difference found by a second export is the same difference.
      CREATE UNIQUE INDEX order_differences_once ON order_differences (programme_id, digest);
      CREATE INDEX order_differences_of_store ON order_differences (store_id, mode, state, created_at DESC, id DESC);
      CREATE INDEX order_differences_unsettled ON order_differences (created_at DESC, id DESC) WHERE state <> 'settled' AND mode = 'live';

      -- One order under two numbers: the shop's export calls \`other_id\` what we know as \`external_id\`.
      CREATE TABLE order_aliases (
        programme_id text NOT NULL,
        other_id text NOT NULL,
        external_id text NOT NULL,
        since timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, other_id)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
