// Why: what a store keeps is counted file by file and bounded, so that one shop or creator cannot fill the disk of all.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StorageQuota1763600000541 implements MigrationInterface {
  name = 'StorageQuota1763600000541';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row a version of a video, written in the transaction of the move that changes it.
      CREATE TABLE stored_versions (
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL,
        store_id text NOT NULL REFERENCES stores,
        creator_id text NOT NULL REFERENCES creators,
        original_bytes bigint NOT NULL DEFAULT 0 CHECK (original_bytes >= 0),
        rendition_bytes bigint NOT NULL DEFAULT 0 CHECK (rendition_bytes >= 0),
        -- What is expected and not there yet: nobody may promise the same room twice.
        expected_bytes bigint NOT NULL DEFAULT 0 CHECK (expected_bytes >= 0),
        PRIMARY KEY (video_id, version)
      );
      -- The sums are answered by the index alone.
      CREATE INDEX stored_versions_sums ON stored_versions (store_id, creator_id)
        INCLUDE (original_bytes, rendition_bytes, expected_bytes);

      CREATE TABLE storage_quotas (
        store_id text PRIMARY KEY REFERENCES stores,
        store_bytes bigint CHECK (store_bytes > 0),
        creator_bytes bigint CHECK (creator_bytes > 0),
        updated_at timestamptz NOT NULL
      );

      INSERT INTO stored_versions (video_id, version, store_id, creator_id, original_bytes, rendition_bytes)
      SELECT v.id, v.version, v.store_id, v.creator_id, CASE WHEN v.original_key IS NULL THEN 0 ELSE v.size_bytes END,
             coalesce((SELECT sum((f->>'sizeBytes')::bigint) FROM jsonb_array_elements(v.manifest->'files') f), 0)
        FROM videos v;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
