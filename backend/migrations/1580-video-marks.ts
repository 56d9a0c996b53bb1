// Why: chapters and hot-spots of a video. Each version has its own, because another cut has other times.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class VideoMarks1763600001580 implements MigrationInterface {
  name = 'VideoMarks1763600001580';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE video_marks (
        video_id text NOT NULL,
        version integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('chapters', 'hotspots')),
        -- Chapters: startMs, title. Hot-spots: productId, fromMs, toMs, xBps, yBps.
        items jsonb NOT NULL CHECK (jsonb_typeof(items) = 'array' AND jsonb_array_length(items) <= 50),
        -- Counts changes: whoever saves says which one was read, so that two tabs never overwrite each other.
        revision integer NOT NULL CHECK (revision > 0),
        -- Taken over from a file of another length: not shown before a person has looked.
        held boolean NOT NULL DEFAULT false,
        -- What found no place in this version and was left out; empty after the next save.
        dropped jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(dropped) = 'array'),
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        PRIMARY KEY (video_id, version, kind),
        FOREIGN KEY (video_id, version) REFERENCES video_versions
      );

      -- The public answers with them become old at once.
      CREATE FUNCTION playback_marks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('playback', 'video:' || NEW.video_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_marks_changed AFTER INSERT OR UPDATE ON video_marks
        FOR EACH ROW EXECUTE FUNCTION playback_marks_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
