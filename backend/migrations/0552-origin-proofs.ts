// Why: when a file arrived and when it was first published is signed at that moment, and the signed words are kept for ever.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OriginProofs1763600000552 implements MigrationInterface {
  name = 'OriginProofs1763600000552';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Public halves of every key that ever signed: a certificate outlives the secret of its day.
      CREATE TABLE origin_keys (
        key_id text PRIMARY KEY,
        public_key text NOT NULL,
        since timestamptz NOT NULL
      );
      CREATE TABLE origin_proofs (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('arrived', 'published')),
        -- The very bytes that were signed.
        statement text NOT NULL,
        signature text NOT NULL,
        key_id text NOT NULL REFERENCES origin_keys,
        at timestamptz NOT NULL,
        UNIQUE (video_id, version, kind)
      );
      REVOKE UPDATE, DELETE, TRUNCATE ON origin_proofs, origin_keys FROM vitrina_app;
      CREATE TRIGGER origin_proofs_append_only BEFORE UPDATE OR DELETE ON origin_proofs
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER origin_keys_append_only BEFORE UPDATE OR DELETE ON origin_keys
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
