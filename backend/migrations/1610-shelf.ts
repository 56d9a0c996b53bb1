// Why: shoppers ask for the newest videos of the creators whom they follow (S-23).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Shelf1763600001610 implements MigrationInterface {
  name = 'Shelf1763600001610';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX videos_live_of_creator ON videos (creator_id, published_at DESC, id DESC) WHERE live_version IS NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
