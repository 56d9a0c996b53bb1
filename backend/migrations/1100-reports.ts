// Numbers people look at: qualified views are judged once and kept, so that a page of videos does not replay heartbeats.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Reports1763600001100 implements MigrationInterface {
  name = 'Reports1763600001100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A cache over facts: it can be emptied and filled again.
      CREATE TABLE qualified_views (
        programme_id text NOT NULL,
        view_id text NOT NULL,
        video_id text NOT NULL,
        viewer_id text NOT NULL,
        qualified_at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, view_id)
      );
      CREATE INDEX qualified_views_video ON qualified_views (video_id, qualified_at);
      -- How far facts were read, by receiving time.
      CREATE TABLE report_marks (
        name text PRIMARY KEY,
        read_until timestamptz(3) NOT NULL
      );
      CREATE INDEX facts_views_received ON facts (received_at) WHERE type = 'view';
      CREATE INDEX facts_clicks_video ON facts ((content->>'video_id')) WHERE type IN ('click', 'add_to_cart');
      CREATE INDEX orders_days ON orders (store_id, mode, placed_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
