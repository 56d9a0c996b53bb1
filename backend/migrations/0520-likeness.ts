// Why: a copy of another's video is found though it was mirrored, cropped or sped up; moderators see the pair and what a machine noticed.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Likeness1763600000520 implements MigrationInterface {
  name = 'Likeness1763600000520';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One print a video, of its present file. Packed by us; nobody but the worker reads the bytes.
      CREATE TABLE video_prints (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        video_id text NOT NULL UNIQUE REFERENCES videos,
        version integer NOT NULL,
        -- When this very file had arrived whole: who was first is the original.
        arrived_at timestamptz NOT NULL,
        edition integer NOT NULL,
        packed bytea NOT NULL,
        checks jsonb NOT NULL
      );

      -- The inverted index: which prints hold a word. Removed with its print.
      CREATE TABLE print_words (
        word integer NOT NULL,
        print_id bigint NOT NULL REFERENCES video_prints ON DELETE CASCADE,
        PRIMARY KEY (word, print_id)
      );
      CREATE INDEX print_words_of_print ON print_words (print_id);

      CREATE TABLE near_copies (
        copy_id text NOT NULL REFERENCES videos,
        copy_version integer NOT NULL,
        original_id text NOT NULL REFERENCES videos,
        original_version integer NOT NULL,
        same text NOT NULL CHECK (same IN ('picture', 'sound', 'both')),
        score real NOT NULL CHECK (score BETWEEN 0 AND 1),
        mirrored boolean NOT NULL,
        -- How many times as fast the copy runs.
        speed real NOT NULL CHECK (speed > 0),
        copy_from_ms integer NOT NULL,
        original_from_ms integer NOT NULL,
        length_ms integer NOT NULL,
        -- Both are of one creator: worth knowing, and no theft.
        own boolean NOT NULL,
        found_at timestamptz NOT NULL,
        PRIMARY KEY (copy_id, original_id),
        CHECK (copy_id <> original_id)
      );
      CREATE INDEX near_copies_of_original ON near_copies (original_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
