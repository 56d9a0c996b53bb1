// Why: rates need every judged view, not only the good ones, and what was clicked; both are read once and kept beside facts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReportViews1763600001400 implements MigrationInterface {
  name = 'ReportViews1763600001400';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Caches over facts: they can be emptied and, with their mark in report_marks removed, fill again.
      CREATE TABLE report_views (
        programme_id text NOT NULL,
        view_id text NOT NULL,
        video_id text NOT NULL,
        viewer_id text NOT NULL,
        session_id text NOT NULL,
        at timestamptz(3) NOT NULL,
        viewable boolean NOT NULL,
        qualified_at timestamptz(3),
        watched_ms integer NOT NULL CHECK (watched_ms >= 0),
        completed boolean NOT NULL,
        late boolean NOT NULL,
        PRIMARY KEY (programme_id, view_id)
      );
      CREATE INDEX report_views_programme ON report_views (programme_id, at);
      CREATE INDEX report_views_video ON report_views (video_id, at);
      CREATE INDEX report_views_session ON report_views (session_id, video_id, at);
      CREATE INDEX report_views_viewer ON report_views (programme_id, viewer_id, qualified_at) WHERE qualified_at IS NOT NULL;

      CREATE TABLE report_actions (
        programme_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('click', 'add_to_cart')),
        event_id text NOT NULL,
        video_id text NOT NULL,
        product_id text,
        viewer_id text NOT NULL,
        session_id text NOT NULL,
        at timestamptz(3) NOT NULL,
        late boolean NOT NULL,
        PRIMARY KEY (programme_id, kind, event_id)
      );
      CREATE INDEX report_actions_programme ON report_actions (programme_id, at);
      CREATE INDEX report_actions_video ON report_actions (video_id, at);
      CREATE INDEX facts_actions_received ON facts (received_at, id) WHERE type IN ('click', 'add_to_cart');

      -- Those who ask only for the good views go on asking by the old name.
      DROP TABLE qualified_views;
      CREATE VIEW qualified_views AS
        SELECT programme_id, view_id, video_id, viewer_id, qualified_at FROM report_views WHERE qualified_at IS NOT NULL;
      DELETE FROM report_marks WHERE name = 'views';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
