// Why: a video can be played by its creator while its file is still arriving; a first part is encoded from what came so far.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WhileItArrives1763600000580 implements MigrationInterface {
  name = 'WhileItArrives1763600000580';

  async up(db: QueryRunner): Promise<void> {
    // Leaving preparation clears it, whichever way: a finished, refused or retired video never offers its early playlist.
    await db.query(`
      ALTER TABLE videos DROP CONSTRAINT videos_check3;
      ALTER TABLE videos ADD CONSTRAINT videos_early_playlist CHECK (early_playlist IS NULL
        OR status IN ('uploading', 'uploaded', 'checking', 'transcoding'));
      -- When the first part was announced to the workers: once an upload, by whichever process hears of the bytes.
      ALTER TABLE uploads ADD COLUMN arriving_at timestamptz;
      -- Work on what arrives asks whether finished uploads wait, and steps back for them.
      CREATE INDEX videos_uploaded ON videos (updated_at) WHERE status = 'uploaded';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
