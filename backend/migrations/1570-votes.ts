// Why: shoppers say of a video whether it helped, once each; what counts is added up by the database, so no road can forget it (S-13).
import type { MigrationInterface, QueryRunner } from 'typeorm';

const VOTES = `
  CREATE TABLE votes (
    video_id text NOT NULL REFERENCES videos,
    viewer_id text NOT NULL,
    store_id text NOT NULL REFERENCES stores,
    helpful boolean NOT NULL,
    standing text NOT NULL CHECK (standing IN ('counted', 'not_watched', 'own')),
    voted_at timestamptz(3) NOT NULL,
    PRIMARY KEY (video_id, viewer_id)
  );
  -- All that one viewer said: to be erased, and to find the devices of creators and staff.
  CREATE INDEX votes_viewer ON votes (viewer_id, store_id);
  CREATE INDEX votes_unwatched ON votes (voted_at) WHERE standing = 'not_watched';
  CREATE INDEX votes_by_age ON votes (voted_at);

  CREATE TABLE vote_totals (
    video_id text PRIMARY KEY REFERENCES videos,
    store_id text NOT NULL REFERENCES stores,
    helpful integer NOT NULL DEFAULT 0 CHECK (helpful >= 0),
    not_helpful integer NOT NULL DEFAULT 0 CHECK (not_helpful >= 0),
    -- Of these, votes so old that who gave them was forgotten.
    old_helpful integer NOT NULL DEFAULT 0 CHECK (old_helpful >= 0),
    old_not_helpful integer NOT NULL DEFAULT 0 CHECK (old_not_helpful >= 0)
  );`;

const ADDING_UP = `
  CREATE FUNCTION add_vote(of text, at text, is_helpful boolean, by_how_many integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO vote_totals AS t (video_id, store_id, helpful, not_helpful)
    VALUES (of, at, CASE WHEN is_helpful THEN by_how_many ELSE 0 END, CASE WHEN is_helpful THEN 0 ELSE by_how_many END)
    ON CONFLICT (video_id) DO UPDATE SET
      helpful = t.helpful + excluded.helpful, not_helpful = t.not_helpful + excluded.not_helpful
  $$;
  CREATE FUNCTION votes_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- The new one first: a total that exists cannot fall below nothing by its own votes.
    IF TG_OP <> 'DELETE' AND NEW.standing = 'counted' THEN
      PERFORM add_vote(NEW.video_id, NEW.store_id, NEW.helpful, 1);
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.standing = 'counted' THEN
      UPDATE vote_totals SET helpful = helpful - OLD.helpful::int, not_helpful = not_helpful - (NOT OLD.helpful)::int
       WHERE video_id = OLD.video_id;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER votes_add_up AFTER INSERT OR UPDATE OR DELETE ON votes FOR EACH ROW EXECUTE FUNCTION votes_add_up();`;

export class Votes1763600001570 implements MigrationInterface {
  name = 'Votes1763600001570';

  async up(db: QueryRunner): Promise<void> {
    await db.query(VOTES);
    await db.query(ADDING_UP);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
