// Why: cards stand in the order of what their videos bring, new videos get their chance, and what a store placed by hand stays (P-25).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Ranking1763600001572 implements MigrationInterface {
  name = 'Ranking1763600001572';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE placements
        -- The store put it there: it keeps its position whatever the ranking says.
        ADD COLUMN pinned boolean NOT NULL DEFAULT false,
        -- Too few have met it: it stands first now and then.
        ADD COLUMN exploring boolean NOT NULL DEFAULT false;
      UPDATE placements SET pinned = true
       WHERE id IN (SELECT subject_id FROM audit_log WHERE action = 'placements.moved');
      CREATE INDEX placements_newest ON placements (store_id, placed_at);

      CREATE TABLE ranked_stores (
        store_id text PRIMARY KEY REFERENCES stores,
        ranked_at timestamptz(3) NOT NULL
      );
      -- What a video's place was computed from; replaced each time.
      CREATE TABLE video_ranks (
        video_id text PRIMARY KEY REFERENCES videos,
        store_id text NOT NULL REFERENCES stores,
        qualified_views integer NOT NULL,
        impressions integer NOT NULL,
        orders integer NOT NULL,
        net_minor bigint NOT NULL,
        commission_minor bigint NOT NULL,
        -- What 1,000 views are expected to bring the store, and what votes add to it.
        worth_minor bigint NOT NULL,
        votes_minor bigint NOT NULL,
        helpful integer NOT NULL,
        votes integer NOT NULL,
        exploring boolean NOT NULL,
        at timestamptz(3) NOT NULL
      );
      CREATE INDEX video_ranks_of_store ON video_ranks (store_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
