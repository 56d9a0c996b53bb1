// Why: what a newcomer earns above a day's amount waits for a person (money.md 11); the amount is each store's own.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NewCreatorLimit1763600001410 implements MigrationInterface {
  name = 'NewCreatorLimit1763600001410';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Null: no limit.
      ALTER TABLE stores ADD COLUMN new_creator_daily_minor bigint CHECK (new_creator_daily_minor > 0);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
