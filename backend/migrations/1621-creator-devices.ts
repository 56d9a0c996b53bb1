// Why: creators say themselves which browsers are theirs, by a link that works once; what they take back ends when no sale of today's touches can come.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatorDevices1763600001621 implements MigrationInterface {
  name = 'CreatorDevices1763600001621';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A browser may be taken back and be linked again later: each time is a row, and one of them is open at most.
      ALTER TABLE creator_devices
        ADD COLUMN id text NOT NULL DEFAULT 'dev_' || replace(gen_random_uuid()::text, '-', ''),
        ADD COLUMN store_id text REFERENCES stores,
        ADD COLUMN browser text,
        ADD COLUMN ends_at timestamptz CHECK (ends_at > linked_at),
        DROP CONSTRAINT creator_devices_pkey,
        ADD PRIMARY KEY (id);
      CREATE UNIQUE INDEX creator_devices_open ON creator_devices (creator_id, viewer_id) WHERE ends_at IS NULL;
      CREATE INDEX creator_devices_of_creator ON creator_devices (creator_id, linked_at DESC, id DESC);
      -- Votes and rings ask whose a viewer is.
      CREATE INDEX creator_devices_of_viewer ON creator_devices (viewer_id);

      CREATE TABLE creator_device_links (
        id text PRIMARY KEY,
        creator_id text NOT NULL REFERENCES creators,
        store_id text NOT NULL REFERENCES stores,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
        -- By which browser: the same one may send its answer again.
        used_by text,
        used_at timestamptz,
        CHECK ((used_by IS NULL) = (used_at IS NULL))
      );
      CREATE INDEX creator_device_links_of_creator ON creator_device_links (creator_id, made_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
