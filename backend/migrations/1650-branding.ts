// Why: a store puts its watermark and a signed end card on its videos, also on those that are published already (V-30).
import type { MigrationInterface, QueryRunner } from 'typeorm';

const BRANDING = `
  CREATE TABLE store_branding (
    store_id text PRIMARY KEY REFERENCES stores (id),
    settings jsonb NOT NULL,
    -- A PNG that our own ffmpeg wrote: some kilobytes a store, so it lies beside its settings.
    logo bytea CHECK (octet_length(logo) <= 4194304),
    logo_hash text,
    logo_width integer,
    logo_height integer,
    -- As the owner sent it, until the worker has decoded it.
    brought bytea CHECK (octet_length(brought) <= 2097152),
    brought_id text,
    logo_state text NOT NULL DEFAULT 'none' CHECK (logo_state IN ('none', 'waiting', 'ready', 'refused')),
    updated_at timestamptz NOT NULL,
    CHECK ((logo IS NULL) = (logo_hash IS NULL)),
    CHECK ((brought IS NULL) = (logo_state <> 'waiting'))
  );
  -- What is printed on end cards: anybody finds the certificate by it, and nobody guesses one.
  CREATE TABLE origin_codes (
    code text PRIMARY KEY CHECK (code ~ '^[2-9A-HJKMNP-Z]{10}$'),
    video_id text NOT NULL UNIQUE REFERENCES videos (id),
    made_at timestamptz NOT NULL
  );
  REVOKE UPDATE, DELETE, TRUNCATE ON origin_codes FROM vitrina_app;`;

const REMAKES = `
  ALTER TABLE video_versions DROP CONSTRAINT video_versions_made_by_check,
    ADD CHECK (made_by IN ('upload', 'replacement', 'trim', 'remake'));
  CREATE TABLE remake_runs (
    id text PRIMARY KEY,
    store_id text NOT NULL REFERENCES stores (id),
    reason text NOT NULL CHECK (reason IN ('branding', 'av1')),
    -- What the videos shall come to; null takes everything off again.
    mark text,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL,
    ended_at timestamptz
  );
  CREATE UNIQUE INDEX remake_runs_open ON remake_runs (store_id, reason) WHERE ended_at IS NULL;
  CREATE INDEX remake_runs_of_store ON remake_runs (store_id, reason, asked_at DESC);
  CREATE TABLE remakes (
    run_id text NOT NULL REFERENCES remake_runs (id),
    video_id text NOT NULL REFERENCES videos (id),
    state text NOT NULL DEFAULT 'waiting'
      CHECK (state IN ('waiting', 'under_way', 'done', 'failed', 'original_gone', 'called_off')),
    version integer,
    begun_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (run_id, video_id)
  );
  CREATE INDEX remakes_open ON remakes (run_id, state, video_id) WHERE state IN ('waiting', 'under_way');`;

export class Branding1763600001650 implements MigrationInterface {
  name = 'Branding1763600001650';

  async up(db: QueryRunner): Promise<void> {
    for (const part of [BRANDING, REMAKES]) await db.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
