// Why: owners see how fast their pages were day by day, when the guard moved and why, and how heavy our script was (O-22); reports end after a week.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SpeedDays1763600001560 implements MigrationInterface {
  name = 'SpeedDays1763600001560';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The 75th percentiles of a day (UTC) that is over; null where no page told of a metric.
      CREATE TABLE page_speed_days (
        store_id text NOT NULL REFERENCES stores (id),
        day date NOT NULL,
        arm text NOT NULL CHECK (arm IN ('ready', 'poster')),
        pages integer NOT NULL CHECK (pages > 0),
        lcp_ms integer,
        inp_ms integer,
        cls_milli integer,
        PRIMARY KEY (store_id, day, arm)
      );
      CREATE INDEX page_speed_days_old ON page_speed_days (day);

      -- Each move of a guard, with what it lost; the first 'ready' is no move.
      CREATE TABLE speed_moves (
        store_id text NOT NULL REFERENCES stores (id),
        at timestamptz(3) NOT NULL,
        state text NOT NULL CHECK (state IN ('ready', 'poster')),
        metric text,
        loss integer,
        PRIMARY KEY (store_id, at),
        CHECK ((metric IS NULL) = (loss IS NULL))
      );

      -- What a page fetches of us before anybody touches the card, each time it became another.
      CREATE TABLE player_sizes (
        digest text PRIMARY KEY,
        bytes integer NOT NULL CHECK (bytes > 0),
        since timestamptz(3) NOT NULL
      );
      CREATE INDEX player_sizes_since ON player_sizes (since DESC);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
