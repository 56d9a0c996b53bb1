// Why: a published video gets a better file while the earlier one plays on; every version keeps its file, its time and its end.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The row of `videos` is what is being worked on; `live_version` is what everyone may see, and may be an earlier one. */
const LIVE = `
  ALTER TABLE videos
    ADD COLUMN live_version integer,
    ADD COLUMN live_ended_at timestamptz,
    -- False while a rule has published it and no person has looked: then its file may not be changed.
    ADD COLUMN confirmed boolean NOT NULL DEFAULT true,
    ADD COLUMN retired_at timestamptz,
    ADD COLUMN retired_by_creator boolean NOT NULL DEFAULT false,
    -- The creator asked that everything be removed at once.
    ADD COLUMN forgotten_at timestamptz;
  UPDATE videos SET live_version = version WHERE status = 'published';
  UPDATE videos SET retired_at = updated_at WHERE status = 'retired';
  UPDATE videos v SET live_ended_at = (SELECT min(n.at) FROM video_steps n WHERE n.video_id = v.id
      AND n.seq > (SELECT max(l.seq) FROM video_steps l WHERE l.video_id = v.id AND l.status = 'published'))
    WHERE status <> 'published' AND published_at IS NOT NULL;

  -- A trigger and not code: whatever verb publishes, edits, rejects or retires, this cannot be forgotten.
  CREATE FUNCTION videos_keep_live() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.status = 'published' THEN
      NEW.live_version := NEW.version;
      NEW.live_ended_at := NULL;
    ELSIF TG_OP = 'UPDATE' AND OLD.live_version IS NOT NULL AND (NEW.status = 'retired'
          OR (OLD.status = 'published' AND NEW.status IN ('in_review', 'rejected'))) THEN
      NEW.live_version := NULL;
      NEW.live_ended_at := NEW.updated_at;
    END IF;
    IF NEW.status = 'retired' THEN NEW.retired_at := coalesce(NEW.retired_at, NEW.updated_at); END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER videos_keep_live BEFORE INSERT OR UPDATE ON videos
    FOR EACH ROW EXECUTE FUNCTION videos_keep_live();
  ALTER TABLE videos
    ADD CHECK (status <> 'published' OR live_version = version),
    ADD CHECK (status <> 'retired' OR live_version IS NULL);`;

const VERSIONS = `
  CREATE TABLE video_versions (
    video_id text NOT NULL REFERENCES videos,
    version integer NOT NULL,
    made_by text NOT NULL DEFAULT 'upload' CHECK (made_by IN ('upload', 'replacement', 'trim')),
    -- The creator's own words.
    why text,
    -- What is kept of the original, in its own milliseconds; null keeps all of it.
    keep jsonb,
    status text NOT NULL CHECK (status IN ('uploading', 'uploaded', 'checking', 'transcoding', 'in_review', 'published',
      'rejected', 'refused', 'retired', 'replaced', 'cancelled')),
    file_name text NOT NULL,
    content_type text NOT NULL,
    size_bytes bigint NOT NULL,
    original_key text,
    sha256 text,
    flags text[] NOT NULL DEFAULT '{}',
    manifest jsonb,
    started_at timestamptz NOT NULL,
    published_at timestamptz,
    -- Since when nobody needs its files; null while somebody does.
    ended_at timestamptz,
    media_gone_at timestamptz,
    original_gone_at timestamptz,
    -- What was counted before it was removed.
    removed jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (video_id, version)
  );
  CREATE INDEX video_versions_media ON video_versions (ended_at) WHERE media_gone_at IS NULL AND ended_at IS NOT NULL;
  CREATE INDEX video_versions_originals ON video_versions (ended_at)
    WHERE original_gone_at IS NULL AND original_key IS NOT NULL AND ended_at IS NOT NULL;
  CREATE INDEX video_versions_by_original ON video_versions (original_key) WHERE original_key IS NOT NULL;

  INSERT INTO video_versions (video_id, version, status, file_name, content_type, size_bytes, original_key, sha256,
    flags, manifest, started_at, published_at, ended_at)
  SELECT id, version, status, file_name, content_type, size_bytes, original_key, sha256, flags, manifest, created_at,
    CASE WHEN status = 'published' THEN published_at END, CASE WHEN status IN ('retired', 'refused') THEN updated_at END
  FROM videos;

  CREATE FUNCTION video_versions_follow() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      -- Another file took its place before anybody could see it.
      IF OLD.version <> NEW.version AND OLD.version IS DISTINCT FROM OLD.live_version THEN
        UPDATE video_versions SET ended_at = coalesce(ended_at, NEW.updated_at),
          status = CASE WHEN status IN ('rejected', 'refused') THEN status ELSE 'cancelled' END
          WHERE video_id = NEW.id AND version = OLD.version;
      END IF;
      IF OLD.live_version <> NEW.version AND NEW.live_version <> OLD.live_version THEN
        UPDATE video_versions SET status = 'replaced', ended_at = NEW.updated_at
          WHERE video_id = NEW.id AND version = OLD.live_version;
      END IF;
    END IF;
    INSERT INTO video_versions AS o (video_id, version, status, file_name, content_type, size_bytes, original_key, sha256,
      flags, manifest, started_at, published_at, ended_at)
    VALUES (NEW.id, NEW.version, NEW.status, NEW.file_name, NEW.content_type, NEW.size_bytes, NEW.original_key, NEW.sha256,
      NEW.flags, NEW.manifest, NEW.updated_at, CASE WHEN NEW.status = 'published' THEN NEW.updated_at END,
      CASE WHEN NEW.status IN ('refused', 'retired') THEN NEW.updated_at END)
    ON CONFLICT (video_id, version) DO UPDATE SET status = excluded.status, file_name = excluded.file_name,
      content_type = excluded.content_type, size_bytes = excluded.size_bytes, original_key = excluded.original_key,
      sha256 = excluded.sha256, flags = excluded.flags, manifest = excluded.manifest,
      published_at = coalesce(o.published_at, excluded.published_at), ended_at = excluded.ended_at;
    IF NEW.status = 'retired' THEN
      UPDATE video_versions SET ended_at = coalesce(ended_at, NEW.updated_at),
        status = CASE WHEN status IN ('rejected', 'refused', 'replaced', 'cancelled') THEN status ELSE 'retired' END
        WHERE video_id = NEW.id;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER video_versions_begin AFTER INSERT ON videos FOR EACH ROW EXECUTE FUNCTION video_versions_follow();
  -- Progress and the like, told every second, are no change of a version.
  CREATE TRIGGER video_versions_follow AFTER UPDATE ON videos FOR EACH ROW
    WHEN ((OLD.status, OLD.version, OLD.live_version, OLD.manifest, OLD.original_key, OLD.sha256, OLD.size_bytes,
           OLD.file_name, OLD.flags) IS DISTINCT FROM
          (NEW.status, NEW.version, NEW.live_version, NEW.manifest, NEW.original_key, NEW.sha256, NEW.size_bytes,
           NEW.file_name, NEW.flags))
    EXECUTE FUNCTION video_versions_follow();
  REVOKE DELETE, TRUNCATE ON video_versions FROM vitrina_app;`;

const LICENCE = `
  ALTER TABLE videos
    ADD COLUMN licence_until timestamptz,
    -- ISO 3166 codes; null is everywhere.
    ADD COLUMN licence_countries text[] CHECK (cardinality(licence_countries) BETWEEN 1 AND 250),
    ADD COLUMN licence_ads boolean NOT NULL DEFAULT false,
    ADD COLUMN licence_exclusive boolean NOT NULL DEFAULT false;
  CREATE INDEX videos_licence_ends ON videos (licence_until) WHERE licence_until IS NOT NULL AND live_version IS NOT NULL;

  -- What the caches of playback must hear of beside status, title and files.
  CREATE FUNCTION video_availability_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('playback', 'video:' || NEW.id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER video_availability_changed AFTER UPDATE ON videos FOR EACH ROW
    WHEN ((OLD.live_version, OLD.licence_until, OLD.licence_countries) IS DISTINCT FROM
          (NEW.live_version, NEW.licence_until, NEW.licence_countries))
    EXECUTE FUNCTION video_availability_changed();`;

export class Versions1763600000550 implements MigrationInterface {
  name = 'Versions1763600000550';

  async up(db: QueryRunner): Promise<void> {
    for (const part of [LIVE, VERSIONS, LICENCE]) await db.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
