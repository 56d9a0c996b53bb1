// Why: a creator chooses a frame or brings a picture as the poster; the worker makes its files, safely at every kill.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Posters1763600000515 implements MigrationInterface {
  name = 'Posters1763600000515';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE poster_choices (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL CHECK (version > 0),
        frame text,
        state text NOT NULL CHECK (state IN ('arriving', 'waiting', 'done', 'superseded', 'refused')),
        chosen_at timestamptz NOT NULL,
        ended_at timestamptz,
        -- An own picture lies in the store until it was made into a poster or given up.
        removed_at timestamptz,
        CHECK ((state IN ('done', 'superseded', 'refused')) = (ended_at IS NOT NULL)),
        CHECK (frame IS NULL OR state <> 'arriving')
      );
      -- The newest choice is the one that counts.
      CREATE UNIQUE INDEX poster_choices_waiting ON poster_choices (video_id) WHERE state = 'waiting';
      CREATE INDEX poster_choices_of_video ON poster_choices (video_id, chosen_at DESC);
      CREATE INDEX poster_choices_kept ON poster_choices (chosen_at) WHERE frame IS NULL AND removed_at IS NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
