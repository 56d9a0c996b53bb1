// Why: a shop stays with a version of the player it has tried, and goes back to one with a click (O-24).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlayerVersions1763600001592 implements MigrationInterface {
  name = 'PlayerVersions1763600001592';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A row stands only when all its files lie in storage, and never changes.
      CREATE TABLE player_releases (
        version text PRIMARY KEY,
        files jsonb NOT NULL,
        notes jsonb NOT NULL,
        released_on text,
        kept_at timestamptz(3) NOT NULL
      );
      CREATE TABLE player_pins (
        store_id text PRIMARY KEY REFERENCES stores (id),
        version text REFERENCES player_releases (version),
        changed_at timestamptz(3) NOT NULL
      );
      CREATE TRIGGER playback_pin_changed AFTER INSERT OR UPDATE ON player_pins
        FOR EACH ROW EXECUTE FUNCTION playback_experiment_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
