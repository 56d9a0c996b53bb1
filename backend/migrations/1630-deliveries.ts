// Why: a store sees what its videos weigh, by video and by day and for each order, and may say how much a visitor is to be given a day (MS-21).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Deliveries1763600001630 implements MigrationInterface {
  name = 'Deliveries1763600001630';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What a store pays for a gigabyte (10^9 bytes), and so many megabytes (10^6) of video a visitor gets a day by themselves.
      CREATE TABLE delivery_terms (
        store_id text PRIMARY KEY REFERENCES stores (id),
        gigabyte_minor bigint CHECK (gigabyte_minor >= 0),
        gigabyte_currency text,
        visitor_megabytes integer CHECK (visitor_megabytes BETWEEN 1 AND 10000),
        updated_at timestamptz(3) NOT NULL,
        CHECK ((gigabyte_minor IS NULL) = (gigabyte_currency IS NULL))
      );
      CREATE TRIGGER playback_delivery_terms AFTER INSERT OR UPDATE ON delivery_terms
        FOR EACH ROW EXECUTE FUNCTION playback_experiment_changed();

      -- What a view told last and before that, so that each byte is added once however often it is told. Nobody's name stands here;
      -- forgotten after three days, when no view so old is taken any more.
      CREATE TABLE delivered_views (
        store_id text NOT NULL,
        view_id uuid NOT NULL,
        version bigint NOT NULL,
        bytes bigint NOT NULL CHECK (bytes >= 0),
        ahead_bytes bigint NOT NULL,
        av1_bytes bigint NOT NULL,
        saver boolean NOT NULL,
        version_before bigint NOT NULL DEFAULT 0,
        bytes_before bigint NOT NULL DEFAULT 0,
        ahead_before bigint NOT NULL DEFAULT 0,
        av1_before bigint NOT NULL DEFAULT 0,
        seen_at timestamptz(3) NOT NULL,
        PRIMARY KEY (store_id, view_id)
      );
      CREATE INDEX delivered_views_seen ON delivered_views (seen_at);

      -- By the store's own day on which a view began.
      CREATE TABLE delivered_days (
        store_id text NOT NULL,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        day date NOT NULL,
        video_id text NOT NULL,
        views bigint NOT NULL,
        bytes bigint NOT NULL,
        ahead_bytes bigint NOT NULL,
        av1_bytes bigint NOT NULL,
        saver_views bigint NOT NULL,
        saver_bytes bigint NOT NULL,
        PRIMARY KEY (store_id, mode, day, video_id)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
