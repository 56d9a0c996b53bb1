// Why: a creator invites creators and gets a share of what they earn for twelve months; who invited whom, and which share, is kept.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  ALTER TABLE creators ADD COLUMN invite_slug text UNIQUE;
  ALTER TABLE one_time_links ADD COLUMN invitation text;
  ALTER TABLE stores ADD COLUMN referral_bps integer NOT NULL DEFAULT 0 CHECK (referral_bps BETWEEN 0 AND 5000);

  CREATE TABLE referrals (
    id text PRIMARY KEY,
    referrer_id text NOT NULL REFERENCES creators,
    -- Null while nobody has come. A creator is invited once, by one.
    creator_id text UNIQUE REFERENCES creators,
    -- Of an invitation by mail: a keyed digest, and as much of the address as its sender needs to know it by.
    email_digest bytea,
    email_shown text,
    invited_at timestamptz(3) NOT NULL,
    joined_at timestamptz(3),
    published_at timestamptz(3),
    ends_at timestamptz(3),
    told_at timestamptz(3),
    CHECK (referrer_id <> creator_id),
    CHECK ((creator_id IS NULL) = (joined_at IS NULL)),
    CHECK ((published_at IS NULL) = (ends_at IS NULL)),
    CHECK (creator_id IS NOT NULL OR (email_digest IS NOT NULL AND published_at IS NULL))
  );
  CREATE UNIQUE INDEX referrals_once_by_mail ON referrals (referrer_id, email_digest);
  CREATE INDEX referrals_of_referrer ON referrals (referrer_id, invited_at DESC, id DESC);
  CREATE INDEX referrals_of_mail ON referrals (email_digest, invited_at);
  CREATE INDEX referrals_at ON referrals (invited_at);
  CREATE INDEX referrals_to_tell ON referrals (published_at) WHERE told_at IS NULL AND published_at IS NOT NULL;

  -- What a store promised, and until when; a row for each store that pays. Rows are added, never changed: old orders are counted by them.
  CREATE TABLE referral_shares (
    referral_id text NOT NULL REFERENCES referrals,
    store_id text NOT NULL REFERENCES stores,
    creator_id text NOT NULL REFERENCES creators,
    referrer_id text NOT NULL REFERENCES creators,
    rate_bps integer NOT NULL CHECK (rate_bps BETWEEN 1 AND 5000),
    valid_from timestamptz(3) NOT NULL,
    valid_to timestamptz(3) NOT NULL CHECK (valid_to > valid_from),
    PRIMARY KEY (store_id, creator_id)
  );
  CREATE INDEX referral_shares_of_referral ON referral_shares (referral_id);
  CREATE TRIGGER referral_shares_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON referral_shares
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_shares FROM vitrina_app;

  -- Who invited whom is decided once, and what was published first stays the first.
  CREATE FUNCTION keep_referrals() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'referrals are never deleted'; END IF;
    IF OLD.referrer_id <> NEW.referrer_id OR (OLD.creator_id IS NOT NULL AND OLD.creator_id IS DISTINCT FROM NEW.creator_id)
      OR (OLD.published_at IS NOT NULL AND (OLD.published_at, OLD.ends_at) IS DISTINCT FROM (NEW.published_at, NEW.ends_at))
    THEN RAISE EXCEPTION 'what a referral says is fixed'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_referrals BEFORE UPDATE OR DELETE ON referrals FOR EACH ROW EXECUTE FUNCTION keep_referrals();`;

/**
 * The share begins in the transaction that makes the first video public, whatever verb that is, and waits for decisions as all
 * dated terms do (migration 1101). Orders that a shop dated ahead may be decided already: they are looked at again.
 */
const BEGINS = `
  CREATE FUNCTION video_terms_begin_share() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    brought record;
    begins timestamptz(3);
    added integer;
  BEGIN
    SELECT r.id, r.referrer_id, r.creator_id, r.ends_at, v.store_id, s.timezone, s.referral_bps INTO brought
    FROM videos v JOIN stores s ON s.id = v.store_id JOIN referrals r ON r.creator_id = v.creator_id
    WHERE v.id = NEW.video_id AND NOT s.sandbox;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF brought.ends_at IS NOT NULL AND (brought.referral_bps = 0 OR EXISTS (
      SELECT FROM referral_shares h WHERE h.store_id = brought.store_id AND h.creator_id = brought.creator_id))
    THEN RETURN NULL; END IF;
    PERFORM wait_for_decisions(brought.store_id);
    begins := NEW.valid_from + (clock_timestamp() - transaction_timestamp());
    UPDATE referrals SET published_at = begins,
      ends_at = (begins AT TIME ZONE brought.timezone + interval '12 months') AT TIME ZONE brought.timezone
    WHERE id = brought.id AND published_at IS NULL;
    INSERT INTO referral_shares (referral_id, store_id, creator_id, referrer_id, rate_bps, valid_from, valid_to)
    SELECT r.id, brought.store_id, r.creator_id, r.referrer_id, brought.referral_bps, begins, r.ends_at
    FROM referrals r WHERE r.id = brought.id AND brought.referral_bps > 0 AND begins < r.ends_at
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
    IF added = 0 THEN RETURN NULL; END IF;
    INSERT INTO attribution_marks (programme_id, order_id, marked_at, not_before)
    SELECT o.store_id || CASE o.mode WHEN 'test' THEN ':test' ELSE '' END, o.external_id, begins, begins
    FROM orders o WHERE o.store_id = brought.store_id AND o.mode IN ('live', 'test') AND o.placed_at >= begins
    ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER video_terms_begin_share AFTER INSERT ON video_terms FOR EACH ROW WHEN (NEW.live)
    EXECUTE FUNCTION video_terms_begin_share();`;

export class Referrals1763600001480 implements MigrationInterface {
  name = 'Referrals1763600001480';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES);
    await db.query(BEGINS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
