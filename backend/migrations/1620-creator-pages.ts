// Why: a creator has a page of their own within each store, under a name they chose, with links to where they are elsewhere (S-08).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatorPages1763600001620 implements MigrationInterface {
  name = 'CreatorPages1763600001620';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE creators
        ADD COLUMN handle text UNIQUE CHECK (handle ~ '^[a-z0-9][a-z0-9._-]{1,28}[a-z0-9]$'),
        ADD COLUMN links jsonb NOT NULL DEFAULT '[]';
      -- Every handle that anybody ever had: the old address leads to the new one, and nobody else may stand behind it.
      CREATE TABLE creator_handles (
        handle text PRIMARY KEY,
        creator_id text NOT NULL REFERENCES creators,
        taken_at timestamptz NOT NULL
      );
      CREATE INDEX creator_handles_of_creator ON creator_handles (creator_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
