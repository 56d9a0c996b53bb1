// Why: a version that is given up gives back the captions as they were before it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CaptionsOfVersions1763600000531 implements MigrationInterface {
  name = 'CaptionsOfVersions1763600000531';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE caption_tracks ADD COLUMN earlier jsonb');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
