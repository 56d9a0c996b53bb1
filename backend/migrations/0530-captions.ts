// Why: captions of a video, one track a language, and the requests to have its speech recognised.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Captions1763600000530 implements MigrationInterface {
  name = 'Captions1763600000530';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE caption_tracks (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        language text NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
        label text NOT NULL CHECK (length(label) BETWEEN 1 AND 60),
        source text NOT NULL CHECK (source IN ('uploaded', 'edited', 'recognised')),
        state text NOT NULL CHECK (state IN ('draft', 'shown')),
        -- Counts changes: whoever saves says which one was read, so that two tabs never overwrite each other.
        revision integer NOT NULL CHECK (revision > 0),
        -- The file of the video that the times were checked against, and its length.
        version integer NOT NULL CHECK (version > 0),
        duration_ms integer NOT NULL CHECK (duration_ms > 0),
        cues jsonb NOT NULL CHECK (jsonb_typeof(cues) = 'array'),
        cue_count integer NOT NULL GENERATED ALWAYS AS (jsonb_array_length(cues)) STORED,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        UNIQUE (video_id, language)
      );

      CREATE TABLE caption_recognitions (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL,
        language text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
        reason text,
        tries integer NOT NULL DEFAULT 0,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        ended_at timestamptz,
        CHECK ((state = 'waiting') = (ended_at IS NULL)),
        CHECK ((state = 'failed') = (reason IS NOT NULL))
      );
      CREATE INDEX caption_recognitions_of_video ON caption_recognitions (video_id, requested_at DESC, id DESC);
      -- One at a time a language: a second click pays nobody twice.
      CREATE UNIQUE INDEX caption_recognitions_waiting ON caption_recognitions (video_id, language)
        WHERE state = 'waiting';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
