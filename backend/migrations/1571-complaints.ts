// Why: shoppers report videos from the player; reports of one video are one case, a person decides, and who reported is answered (S-14).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Complaints1763600001571 implements MigrationInterface {
  name = 'Complaints1763600001571';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE complaint_cases (
        id text PRIMARY KEY,
        video_id text NOT NULL REFERENCES videos,
        store_id text NOT NULL REFERENCES stores,
        status text NOT NULL CHECK (status IN ('open', 'removed', 'kept', 'gone')),
        opened_at timestamptz(3) NOT NULL,
        closed_at timestamptz(3),
        -- What a person decided; null where the video went away by itself.
        decision_id text REFERENCES decisions,
        CHECK ((status = 'open') = (closed_at IS NULL)),
        CHECK ((status IN ('removed', 'kept')) = (decision_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX complaint_cases_one_open ON complaint_cases (video_id) WHERE status = 'open';
      CREATE INDEX complaint_cases_newest ON complaint_cases (opened_at DESC, id DESC);
      CREATE INDEX complaint_cases_of_store ON complaint_cases (store_id, opened_at DESC, id DESC);
      CREATE INDEX complaint_cases_of_video ON complaint_cases (video_id);

      CREATE TABLE complaints (
        id text PRIMARY KEY,
        case_id text NOT NULL REFERENCES complaint_cases,
        reason text NOT NULL CHECK (reason IN ('WRONG_PRODUCT', 'SPAM', 'OFFENSIVE', 'COPYRIGHT', 'ILLEGAL', 'OTHER')),
        text text CHECK (char_length(text) <= 1000),
        email text,
        language text NOT NULL CHECK (language IN ('ru', 'kk', 'en')),
        -- A keyed digest of the network address, to know repeats; null once it is forgotten.
        reporter bytea,
        said bytea NOT NULL CHECK (octet_length(said) = 32),
        at timestamptz(3) NOT NULL,
        answered_at timestamptz(3)
      );
      CREATE UNIQUE INDEX complaints_once ON complaints (case_id, reporter, said);
      CREATE INDEX complaints_of_case ON complaints (case_id, at, id);
      CREATE INDEX complaints_to_forget ON complaints (at) WHERE email IS NOT NULL OR reporter IS NOT NULL OR text IS NOT NULL;
      CREATE INDEX mails_to_reporters ON mails (sent_at) WHERE kind = 'complaint_answer';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
