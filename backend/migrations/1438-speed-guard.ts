// Why: pages say how fast they were, with a card that stands ready and with one that does not, and the guard of a store acts on it (player.md 6).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SpeedGuard1763600001438 implements MigrationInterface {
  name = 'SpeedGuard1763600001438';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE speed_guards (
        store_id text PRIMARY KEY REFERENCES stores (id),
        state text NOT NULL CHECK (state IN ('ready', 'poster')),
        since timestamptz(3) NOT NULL
      );
      -- Numbers of pages, of nobody; kept for a week.
      CREATE TABLE page_speeds (
        store_id text NOT NULL REFERENCES stores (id),
        id uuid NOT NULL,
        arm text NOT NULL CHECK (arm IN ('ready', 'poster')),
        at timestamptz(3) NOT NULL,
        lcp_ms integer CHECK (lcp_ms >= 0),
        inp_ms integer CHECK (inp_ms >= 0),
        cls_milli integer CHECK (cls_milli >= 0),
        PRIMARY KEY (store_id, id)
      );
      CREATE INDEX page_speeds_of_arm ON page_speeds (store_id, arm, at DESC);
      CREATE INDEX page_speeds_at ON page_speeds (at);

      -- Cards say how they stand; those kept in memory are dropped when that changes.
      CREATE TRIGGER playback_guard_moved AFTER INSERT OR UPDATE OF state ON speed_guards
        FOR EACH ROW EXECUTE FUNCTION playback_experiment_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
