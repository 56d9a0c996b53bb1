// Why: a placement that ended keeps its reason; videos that a rule published and nobody has looked at are marked as such.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WhyOffTheCard1763600000655 implements MigrationInterface {
  name = 'WhyOffTheCard1763600000655';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE placements ADD COLUMN removed_why text
        CHECK (removed_why IN ('RETIRED', 'PRODUCTS_CHANGED', 'LICENCE_ENDED', 'NEWER_BY_SAME_CREATOR'));
      UPDATE videos SET confirmed = false WHERE id IN (SELECT video_id FROM look_afterwards);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
