// Why: three questions read whole tables: uploads that never came (a timer asks), people by a part of name or e-mail, stores by name.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Indexes1763600001190 implements MigrationInterface {
  name = 'Indexes1763600001190';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX videos_uploading ON videos (updated_at) WHERE status = 'uploading';
      CREATE INDEX accounts_search ON accounts USING gin (email gin_trgm_ops, name gin_trgm_ops);
      CREATE INDEX stores_by_name ON stores (name, id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
