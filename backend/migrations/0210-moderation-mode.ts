// Why: a store chooses whether its videos wait for a moderator, or whether trusted creators are published at once.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ModerationMode1763600000210 implements MigrationInterface {
  name = 'ModerationMode1763600000210';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE stores
        ADD COLUMN moderation_mode text NOT NULL DEFAULT 'pre' CHECK (moderation_mode IN ('pre', 'post')),
        ADD COLUMN trusted_after integer NOT NULL DEFAULT 3 CHECK (trusted_after BETWEEN 1 AND 1000);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
