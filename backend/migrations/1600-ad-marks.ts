// Why: who promotes what for a reward is said as the viewer's country asks: in Russia with advertiser, tax number and erid (MS-14, M-34).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AdMarks1763600001600 implements MigrationInterface {
  name = 'AdMarks1763600001600';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Who pays for what a store's videos promote.
      CREATE TABLE advertisers (
        store_id text PRIMARY KEY REFERENCES stores (id),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
        tax_number text NOT NULL CHECK (tax_number ~ '^(\\d{10}|\\d{12})$')
      );
      -- What a video is marked with beside its commission; a row without marks is one whose marks were taken back.
      CREATE TABLE ad_marks (
        video_id text PRIMARY KEY REFERENCES videos (id),
        store_id text NOT NULL REFERENCES stores (id),
        erid text CHECK (erid ~ '^[A-Za-z0-9]{8,64}$'),
        received text CHECK (received IN ('goods', 'fee'))
      );
      CREATE INDEX videos_live_of_store ON videos (store_id, id) WHERE live_version IS NOT NULL;

      CREATE FUNCTION playback_advertiser_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
      BEGIN
        PERFORM pg_notify('playback', 'store:' || NEW.store_id);
        RETURN NULL;
      END $f$;
      CREATE TRIGGER playback_advertiser_changed AFTER INSERT OR UPDATE ON advertisers
        FOR EACH ROW EXECUTE FUNCTION playback_advertiser_changed();
      -- A term of the plan that begins or ends now; those that begin later are found by the clock.
      CREATE TRIGGER playback_terms_changed AFTER INSERT OR UPDATE ON plan_rules
        FOR EACH ROW EXECUTE FUNCTION playback_advertiser_changed();
      CREATE FUNCTION playback_mark_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
      BEGIN
        PERFORM pg_notify('playback', 'video:' || NEW.video_id);
        RETURN NULL;
      END $f$;
      CREATE TRIGGER playback_mark_changed AFTER INSERT OR UPDATE ON ad_marks
        FOR EACH ROW EXECUTE FUNCTION playback_mark_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
