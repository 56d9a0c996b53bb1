// Why: a shop gives the player its own colours, font and corners, tries them before anybody sees them, and can go back (O-11).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Themes1763600001591 implements MigrationInterface {
  name = 'Themes1763600001591';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE theme_drafts (
        store_id text PRIMARY KEY REFERENCES stores (id),
        values jsonb NOT NULL,
        updated_at timestamptz(3) NOT NULL
      );
      CREATE TABLE theme_versions (
        store_id text NOT NULL REFERENCES stores (id),
        version integer NOT NULL CHECK (version > 0),
        values jsonb NOT NULL,
        back_to integer CHECK (back_to >= 0),
        published_by text NOT NULL,
        published_at timestamptz(3) NOT NULL,
        PRIMARY KEY (store_id, version)
      );
      CREATE TRIGGER playback_theme_published AFTER INSERT ON theme_versions
        FOR EACH ROW EXECUTE FUNCTION playback_experiment_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
