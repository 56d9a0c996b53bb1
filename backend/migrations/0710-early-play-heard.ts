// Why: what was asked about a video before it could be played early must be forgotten when it can.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EarlyPlayHeard1763600000710 implements MigrationInterface {
  name = 'EarlyPlayHeard1763600000710';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION playback_video_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (NEW.status, NEW.version, NEW.title, NEW.manifest, NEW.early_playlist) IS DISTINCT FROM
           (OLD.status, OLD.version, OLD.title, OLD.manifest, OLD.early_playlist) THEN
          PERFORM pg_notify('playback', 'video:' || NEW.id);
        END IF;
        RETURN NULL;
      END $$;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
