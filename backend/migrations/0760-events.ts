// What the player reports besides facts: why an event was dropped, and totals that name nobody.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Events1763600000760 implements MigrationInterface {
  name = 'Events1763600000760';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE event_drops (
        day date NOT NULL,
        store_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        reason text NOT NULL,
        count bigint NOT NULL CHECK (count > 0),
        PRIMARY KEY (store_id, day, mode, reason)
      );
      CREATE TABLE anonymous_totals (
        day date NOT NULL,
        store_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        video_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('impression', 'view', 'click', 'add_to_cart')),
        count bigint NOT NULL CHECK (count > 0),
        PRIMARY KEY (video_id, day, mode, kind)
      );
      -- An event id names an event, not a person. Kept three days: older events are refused, so no repeat is counted twice.
      CREATE TABLE anonymous_event_ids (
        store_id text NOT NULL,
        event_id uuid NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        PRIMARY KEY (store_id, event_id)
      );
      CREATE INDEX anonymous_event_ids_seen ON anonymous_event_ids (seen_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
