// The newest snapshot of each order, so that people can page through orders; the truth stays in facts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Orders1763600000800 implements MigrationInterface {
  name = 'Orders1763600000800';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE orders (
        id text PRIMARY KEY,
        programme_id text NOT NULL,
        store_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        external_id text NOT NULL,
        version bigint NOT NULL,
        status text NOT NULL CHECK (status IN ('paid', 'pending', 'cancelled')),
        currency text NOT NULL,
        viewer_id text,
        customer_id text,
        lines jsonb NOT NULL,
        total_minor bigint NOT NULL CHECK (total_minor >= 0),
        viewer_note text,
        placed_at timestamptz(3) NOT NULL,
        first_received_at timestamptz(3) NOT NULL,
        recorded_at timestamptz(3) NOT NULL,
        UNIQUE (programme_id, external_id)
      );
      -- Amounts of a refund are in its order's currency; one that names no currency waits here until its order is known.
      CREATE TABLE waiting_refunds (
        programme_id text NOT NULL,
        external_id text NOT NULL,
        order_external_id text NOT NULL,
        body jsonb NOT NULL,
        received_at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, external_id)
      );
      CREATE INDEX waiting_refunds_order ON waiting_refunds (programme_id, order_external_id);

      CREATE INDEX orders_of_store ON orders (store_id, mode, placed_at DESC, id DESC);
      CREATE INDEX orders_of_viewer ON orders (programme_id, viewer_id, placed_at) WHERE viewer_id IS NOT NULL;
      CREATE INDEX orders_of_customer ON orders (programme_id, customer_id) WHERE customer_id IS NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
