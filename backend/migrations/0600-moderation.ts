// Why: who looks at which video now, and every decision ever taken, with its reason, kept for ever.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Moderation1763600000600 implements MigrationInterface {
  name = 'Moderation1763600000600';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE review_claims (
        video_id text PRIMARY KEY REFERENCES videos,
        account_id text NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX review_claims_of_account ON review_claims (account_id);

      CREATE TABLE decisions (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        version integer NOT NULL,
        action text NOT NULL CHECK (action IN ('approved', 'rejected')),
        reason_code text,
        timecode_ms integer CHECK (timecode_ms >= 0),
        note text,
        actor text NOT NULL,
        automated boolean NOT NULL,
        -- What was judged: the same video may carry another title and other products tomorrow.
        judged jsonb NOT NULL,
        at timestamptz NOT NULL,
        CHECK ((action = 'rejected') = (reason_code IS NOT NULL))
      );
      CREATE INDEX decisions_of_video ON decisions (video_id, at DESC, id DESC);
      CREATE INDEX decisions_newest ON decisions (at DESC, id DESC);
      REVOKE UPDATE, DELETE, TRUNCATE ON decisions FROM vitrina_app;
      CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE ON decisions
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER decisions_no_truncate BEFORE TRUNCATE ON decisions EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
