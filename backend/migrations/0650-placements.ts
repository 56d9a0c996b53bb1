// Why: which video sits on which product card, in what order, and why.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Placements1763600000650 implements MigrationInterface {
  name = 'Placements1763600000650';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE placements (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        product_id text NOT NULL REFERENCES products,
        video_id text NOT NULL REFERENCES videos,
        position integer NOT NULL CHECK (position >= 0),
        hidden boolean NOT NULL DEFAULT false,
        placed_at timestamptz NOT NULL,
        removed_at timestamptz,
        CONSTRAINT placements_once UNIQUE (product_id, video_id)
      );
      CREATE INDEX placements_on_card ON placements (product_id, position, id) WHERE removed_at IS NULL;
      CREATE INDEX placements_of_store ON placements (store_id, product_id, position, id) WHERE removed_at IS NULL;
      CREATE INDEX placements_of_video ON placements (video_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
