// Why: moderators see what can be watched already while the rest of it is made; the list needs an index of its own.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ComingVideos1763600000620 implements MigrationInterface {
  name = 'ComingVideos1763600000620';

  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX videos_early_play ON videos (id) WHERE early_playlist IS NOT NULL');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
