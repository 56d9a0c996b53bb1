// Why: a creator is told of what concerns them: in a list with a count, by mail unless turned off, and to their tracker.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatorNews1763600001455 implements MigrationInterface {
  name = 'CreatorNews1763600001455';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE creator_news (
        id text PRIMARY KEY,
        creator_id text NOT NULL REFERENCES creators (id),
        store_id text NOT NULL REFERENCES stores (id),
        kind text NOT NULL CHECK (kind IN ('video_published', 'video_rejected', 'video_taken_down', 'first_sale', 'reversal',
          'payout_sent', 'payout_failed', 'plan_changed', 'dispute_accepted', 'dispute_refused')),
        -- What happened: told to a creator once, however often it is found.
        key text NOT NULL,
        -- What it is about: a video, a payout, a version of a plan, a dispute; of a sale, the shop's number of the order.
        subject_id text NOT NULL,
        title text,
        cause text,
        currency text,
        amount_minor bigint,
        at timestamptz(3) NOT NULL,
        -- When we wrote it down: those who tell it further look by this.
        found_at timestamptz(3) NOT NULL,
        read_at timestamptz(3),
        -- elsewhere: the mail about it is written by who decided. waiting: it is gathered with others of its day.
        mail text NOT NULL CHECK (mail IN ('elsewhere', 'off', 'waiting', 'sent')),
        mailed_at timestamptz(3),
        UNIQUE (creator_id, key),
        CHECK ((currency IS NULL) = (amount_minor IS NULL)),
        CHECK ((mail = 'sent') = (mailed_at IS NOT NULL))
      );
      CREATE INDEX creator_news_of_creator ON creator_news (creator_id, at DESC, id DESC);
      CREATE INDEX creator_news_unread ON creator_news (creator_id) WHERE read_at IS NULL;
      CREATE INDEX creator_news_waiting ON creator_news (creator_id, store_id) WHERE mail = 'waiting';
      CREATE INDEX creator_news_mailed ON creator_news (creator_id, store_id, mailed_at) WHERE kind = 'reversal' AND mail = 'sent';
      CREATE INDEX creator_news_found ON creator_news (found_at);
      -- How far each source has been looked through.
      CREATE TABLE news_marks (what text PRIMARY KEY, seen_to timestamptz(3) NOT NULL);
      CREATE INDEX payouts_finished ON payouts (finished_at) WHERE finished_at IS NOT NULL;
      CREATE INDEX plan_notices_at ON plan_notices (at);
      CREATE INDEX disputes_decided ON disputes (decided_at) WHERE decided_at IS NOT NULL;

      -- Mails that a creator does not want; what the law or the contract asks for cannot stand here.
      CREATE TABLE creator_mails_off (
        creator_id text NOT NULL REFERENCES creators (id),
        topic text NOT NULL CHECK (topic IN ('video_published', 'first_sale', 'reversal', 'payout_sent')),
        since timestamptz(3) NOT NULL,
        PRIMARY KEY (creator_id, topic)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
