// Why: a creator shows a picture of themselves; its files are made by the worker, safely at every kill (S-08).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatorFaces1763600001622 implements MigrationInterface {
  name = 'CreatorFaces1763600001622';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Nothing was ever written there. From now on it is the name of the files, told by their content; addresses are made of it.
      ALTER TABLE creators RENAME COLUMN avatar_url TO face;
      ALTER TABLE creators ADD CHECK (face ~ '^[0-9a-f]{12}$');
      CREATE TABLE creator_faces (
        id text PRIMARY KEY,
        creator_id text NOT NULL REFERENCES creators,
        state text NOT NULL CHECK (state IN ('arriving', 'waiting', 'done', 'superseded', 'refused')),
        brought_at timestamptz NOT NULL,
        ended_at timestamptz,
        -- The picture itself lies in the store until it was made into files or given up.
        removed_at timestamptz,
        CHECK ((state IN ('done', 'superseded', 'refused')) = (ended_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX creator_faces_waiting ON creator_faces (creator_id) WHERE state = 'waiting';
      CREATE INDEX creator_faces_of_creator ON creator_faces (creator_id, brought_at DESC);
      CREATE INDEX creator_faces_kept ON creator_faces (brought_at) WHERE removed_at IS NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
