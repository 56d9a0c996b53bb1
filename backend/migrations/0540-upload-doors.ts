// Why: a file may now come straight to S3 in parts, or be fetched by us from an address whose length nobody knows yet.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UploadDoors1763600000540 implements MigrationInterface {
  name = 'UploadDoors1763600000540';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE uploads
        ADD COLUMN door text NOT NULL DEFAULT 'tus' CHECK (door IN ('tus', 'direct', 'url')),
        -- Null for a moment only: the row stands before S3 is asked, so that a killed process leaves nothing unknown.
        ADD COLUMN s3_upload_id text,
        ADD COLUMN part_bytes bigint,
        ADD COLUMN file_mark text,
        -- What the other server calls this very content; a fetch that goes on asks for the same.
        ADD COLUMN source_mark text,
        ADD COLUMN tries integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT uploads_parts CHECK (door <> 'direct' OR part_bytes > 0),
        DROP CONSTRAINT uploads_size_bytes_check,
        -- Zero: not known yet, which only a fetch from an address may say.
        ADD CONSTRAINT uploads_size_bytes_check CHECK (size_bytes > 0 OR (size_bytes = 0 AND door = 'url'));
      CREATE INDEX uploads_of_account ON uploads (account_id) WHERE finished_at IS NULL AND removed_at IS NULL;

      ALTER TABLE videos
        ADD COLUMN source_url text,
        DROP CONSTRAINT videos_size_bytes_check,
        ADD CONSTRAINT videos_size_bytes_check
          CHECK (size_bytes > 0 OR (size_bytes = 0 AND source_url IS NOT NULL));
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
