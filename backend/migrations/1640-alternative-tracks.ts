// Why: the same video once more for those who cannot see or hear it: with a described picture, or with an interpreter (P-17, S-16).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AlternativeTracks1763600001640 implements MigrationInterface {
  name = 'AlternativeTracks1763600001640';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE video_tracks (
        id text PRIMARY KEY,
        video_id text NOT NULL,
        version integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('description', 'sign')),
        -- BCP 47.
        language text NOT NULL CHECK (length(language) BETWEEN 2 AND 40),
        label text NOT NULL CHECK (length(label) BETWEEN 1 AND 60),
        state text NOT NULL CHECK (state IN ('arriving', 'waiting', 'in_review', 'shown', 'rejected', 'refused', 'removed')),
        file_name text NOT NULL,
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        -- The upload whose bytes it is made of.
        upload_id text,
        -- Length, playlist, plain file and every file with its size and hash; null until it is prepared.
        manifest jsonb,
        stored_bytes bigint NOT NULL DEFAULT 0 CHECK (stored_bytes >= 0),
        -- What is expected and not there yet.
        expected_bytes bigint NOT NULL DEFAULT 0 CHECK (expected_bytes >= 0),
        -- Said by a machine about the file.
        refusal jsonb,
        -- Said by a moderator about what is in it.
        rejection jsonb,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        judged_at timestamptz,
        judged_by text,
        -- Of one that was removed: when its files were gone too.
        files_gone_at timestamptz,
        FOREIGN KEY (video_id, version) REFERENCES video_versions,
        CHECK (state NOT IN ('in_review', 'shown', 'rejected') OR manifest IS NOT NULL),
        CHECK (state <> 'shown' OR judged_by IS NOT NULL)
      );
      -- One a kind and language; this also answers which ones a version has.
      CREATE UNIQUE INDEX video_tracks_present ON video_tracks (video_id, version, kind, language) WHERE state <> 'removed';
      CREATE INDEX video_tracks_unfinished ON video_tracks (updated_at)
        WHERE state IN ('arriving', 'waiting', 'refused', 'removed') AND files_gone_at IS NULL;

      ALTER TABLE uploads ADD COLUMN track_id text REFERENCES video_tracks;

      -- Counted beside what preparation of the video itself counts, so that neither forgets the other.
      ALTER TABLE stored_versions
        ADD COLUMN track_bytes bigint NOT NULL DEFAULT 0 CHECK (track_bytes >= 0),
        ADD COLUMN track_expected_bytes bigint NOT NULL DEFAULT 0 CHECK (track_expected_bytes >= 0);
      DROP INDEX stored_versions_sums;
      CREATE INDEX stored_versions_sums ON stored_versions (store_id, creator_id)
        INCLUDE (original_bytes, rendition_bytes, expected_bytes, track_bytes, track_expected_bytes);

      -- Cards that name it, and whether its files may be fetched, become old at once.
      CREATE FUNCTION playback_track_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
      BEGIN
        IF OLD.state = 'shown' OR NEW.state = 'shown' THEN PERFORM pg_notify('playback', 'video:' || NEW.video_id); END IF;
        RETURN NULL;
      END $f$;
      CREATE TRIGGER playback_track_changed AFTER UPDATE ON video_tracks
        FOR EACH ROW EXECUTE FUNCTION playback_track_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
