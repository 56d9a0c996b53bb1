// Why: a video can be played by its creator while the rest of it is still being made; the row says from which playlist.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EarlyPlay1763600000510 implements MigrationInterface {
  name = 'EarlyPlay1763600000510';

  async up(db: QueryRunner): Promise<void> {
    // Every move of the status clears it, so an old version's playlist is never offered.
    await db.query(`
      ALTER TABLE videos ADD COLUMN early_playlist text,
        ADD CHECK (early_playlist IS NULL OR status = 'transcoding');
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
