// Why: the service's own role, which owns nothing, and the append-only audit log with its seals.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Base1763600000001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vitrina_app') THEN CREATE ROLE vitrina_app NOLOGIN; END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
      DO $$ BEGIN EXECUTE format('GRANT vitrina_app TO %I', current_user); END $$;
      GRANT USAGE ON SCHEMA public TO vitrina_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO vitrina_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO vitrina_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO vitrina_app;

      -- One trigger function for every append-only table.
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$;

      CREATE TABLE audit_log (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL UNIQUE,
        at timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL,
        action text NOT NULL,
        subject_type text NOT NULL,
        subject_id text NOT NULL,
        store_id text,
        before jsonb,
        after jsonb,
        ip text
      );
      CREATE INDEX audit_log_subject ON audit_log (subject_id, seq DESC);
      CREATE INDEX audit_log_actor ON audit_log (actor, seq DESC);
      CREATE INDEX audit_log_action ON audit_log (action, seq DESC);
      CREATE TABLE audit_seals (
        seal_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        audit_id text NOT NULL UNIQUE,
        digest text NOT NULL,
        hash text NOT NULL
      );
      CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON audit_log, audit_seals FROM vitrina_app;

      -- Chains digests in the given order, beginning at the newest seal.
      CREATE FUNCTION seal_chain(ids text[], digests text[])
        RETURNS TABLE (n int, audit_id text, digest text, hash text) LANGUAGE plpgsql AS $$
      DECLARE prev text;
      BEGIN
        SELECT s.hash INTO prev FROM audit_seals s ORDER BY s.seal_no DESC LIMIT 1;
        prev := coalesce(prev, '');
        FOR i IN 1 .. coalesce(array_length(ids, 1), 0) LOOP
          prev := encode(sha256(convert_to(prev || digests[i], 'UTF8')), 'hex');
          n := i; audit_id := ids[i]; digest := digests[i]; hash := prev;
          RETURN NEXT;
        END LOOP;
      END $$;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
