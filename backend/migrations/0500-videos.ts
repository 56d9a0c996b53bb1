// Why: a review video, the products it shows, the times of its steps, and the uploads that brought its bytes.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Videos1763600000500 implements MigrationInterface {
  name = 'Videos1763600000500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE videos (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        creator_id text NOT NULL REFERENCES creators,
        title text NOT NULL,
        status text NOT NULL CHECK (status IN ('uploading', 'uploaded', 'checking', 'transcoding', 'in_review',
          'published', 'rejected', 'refused', 'retired')),
        version integer NOT NULL CHECK (version > 0),
        progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        file_name text NOT NULL,
        content_type text NOT NULL,
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        uploaded_bytes bigint NOT NULL DEFAULT 0,
        original_key text,
        sha256 text,
        manifest jsonb,
        refusal jsonb,
        rejection jsonb,
        flags text[] NOT NULL DEFAULT '{}',
        waiting_since timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        published_at timestamptz,
        -- A published video has something to show, and a video in the queue says since when it waits.
        CHECK (status NOT IN ('in_review', 'published') OR manifest IS NOT NULL),
        CHECK ((status = 'in_review') = (waiting_since IS NOT NULL)),
        CHECK (status <> 'published' OR published_at IS NOT NULL)
      );
      CREATE INDEX videos_of_creator ON videos (creator_id, created_at DESC, id DESC);
      CREATE INDEX videos_of_store ON videos (store_id, created_at DESC, id DESC);
      CREATE INDEX videos_waiting ON videos (waiting_since, id) WHERE status = 'in_review';
      CREATE INDEX videos_same_file ON videos (sha256) WHERE sha256 IS NOT NULL;

      CREATE TABLE video_products (
        video_id text NOT NULL REFERENCES videos,
        product_id text NOT NULL REFERENCES products,
        position integer NOT NULL,
        PRIMARY KEY (video_id, product_id)
      );
      CREATE INDEX video_products_by_product ON video_products (product_id);

      CREATE TABLE video_steps (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL,
        status text NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX video_steps_by_video ON video_steps (video_id, seq);
      REVOKE UPDATE, DELETE, TRUNCATE ON video_steps FROM vitrina_app;
      CREATE TRIGGER video_steps_append_only BEFORE UPDATE OR DELETE ON video_steps
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE uploads (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL,
        account_id text NOT NULL,
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        finished_at timestamptz,
        removed_at timestamptz,
        -- A lease, not a lock: a killed process must not keep an upload for itself.
        lease_holder text,
        lease_until timestamptz,
        lease_wanted boolean NOT NULL DEFAULT false
      );
      CREATE INDEX uploads_of_video ON uploads (video_id, version);
      CREATE INDEX uploads_open ON uploads (expires_at) WHERE finished_at IS NULL AND removed_at IS NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
