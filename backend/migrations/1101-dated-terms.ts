// Why: a replay of old orders must not read today's tags, categories, live times, hold days or telephones; each is kept with its date.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the evaluator reads of the tables of stores, videos, products and creators: rows are added, never changed. */
const TABLES = `
  CREATE TABLE store_terms (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store_id text NOT NULL REFERENCES stores,
    valid_from timestamptz(3) NOT NULL,
    timezone text NOT NULL,
    hold_days integer NOT NULL,
    windows_hours jsonb NOT NULL
  );
  CREATE INDEX store_terms_of_store ON store_terms (store_id, seq);
  CREATE TABLE video_terms (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    video_id text NOT NULL REFERENCES videos,
    valid_from timestamptz(3) NOT NULL,
    live boolean NOT NULL,
    duration_ms integer NOT NULL,
    -- The shop's own ids, in the order of the tags.
    product_ids text[] NOT NULL
  );
  CREATE INDEX video_terms_of_video ON video_terms (video_id, seq);
  CREATE TABLE product_terms (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id text NOT NULL REFERENCES products,
    valid_from timestamptz(3) NOT NULL,
    category text
  );
  CREATE INDEX product_terms_of_product ON product_terms (product_id, seq);
  CREATE TABLE creator_phones (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    creator_id text NOT NULL REFERENCES creators,
    valid_from timestamptz(3) NOT NULL,
    -- Sealed as in creators; null from the moment it was given up.
    phone_sealed bytea
  );
  CREATE INDEX creator_phones_of_creator ON creator_phones (creator_id, seq);`;

/** Orders of before this migration were counted with what stands now. */
const PAST = `
  INSERT INTO store_terms (store_id, valid_from, timezone, hold_days, windows_hours)
    SELECT id, '-infinity', timezone, hold_days, windows_hours FROM stores ORDER BY id;
  INSERT INTO product_terms (product_id, valid_from, category)
    SELECT id, '-infinity', category FROM products WHERE category IS NOT NULL ORDER BY id;
  INSERT INTO creator_phones (creator_id, valid_from, phone_sealed)
    SELECT id, '-infinity', phone_sealed FROM creators WHERE phone_sealed IS NOT NULL ORDER BY id;
  INSERT INTO video_terms (video_id, valid_from, live, duration_ms, product_ids)
    SELECT v.id, (SELECT min(s.at) FROM video_steps s WHERE s.video_id = v.id AND s.status = 'published'), true,
      coalesce((coalesce(o.manifest, v.manifest)->>'durationMs')::int, 0),
      coalesce((SELECT array_agg(p.external_id ORDER BY t.position) FROM video_products t JOIN products p ON p.id = t.product_id
        WHERE t.video_id = v.id), '{}')
    FROM videos v LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
    WHERE EXISTS (SELECT FROM video_steps s WHERE s.video_id = v.id AND s.status = 'published') ORDER BY v.id;
  INSERT INTO video_terms (video_id, valid_from, live, duration_ms, product_ids)
    SELECT v.id, v.live_ended_at, false, t.duration_ms, t.product_ids FROM videos v JOIN video_terms t ON t.video_id = v.id
    WHERE v.live_version IS NULL AND v.live_ended_at IS NOT NULL ORDER BY v.id;`;

/**
 * Noted by triggers at the end of the transaction, whatever verb made the change. While a programme's orders are being decided
 * a change waits, and it counts from the moment it could be seen: the service's clock when the transaction read it, and the
 * time since then. The first row of a subject counts from the clock's moment alone, since nothing was decided by what stood before.
 */
const NOTED = `
  CREATE FUNCTION wait_for_decisions(store text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    -- The keys of facts.service.ts.
    PERFORM pg_advisory_xact_lock(hashtextextended('decisions|' || store, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('decisions|' || store || ':test', 0));
  END $$;

  CREATE FUNCTION note_video_terms(video text) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    now_is record;
    was record;
  BEGIN
    SELECT v.store_id, v.updated_at, v.live_version IS NOT NULL AS live,
      coalesce((coalesce(o.manifest, v.manifest)->>'durationMs')::int, 0) AS duration_ms,
      coalesce((SELECT array_agg(p.external_id ORDER BY t.position) FROM video_products t JOIN products p ON p.id = t.product_id
        WHERE t.video_id = v.id), '{}') AS product_ids
    INTO now_is FROM videos v LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version WHERE v.id = video;
    SELECT t.* INTO was FROM video_terms t WHERE t.video_id = video ORDER BY t.seq DESC LIMIT 1;
    IF now_is IS NULL OR (NOT now_is.live AND NOT coalesce(was.live, false)) THEN RETURN; END IF;
    IF was.seq IS NULL THEN
      INSERT INTO video_terms (video_id, valid_from, live, duration_ms, product_ids)
        VALUES (video, now_is.updated_at, now_is.live, now_is.duration_ms, now_is.product_ids);
    ELSIF (was.live, was.duration_ms, was.product_ids) IS DISTINCT FROM (now_is.live, now_is.duration_ms, now_is.product_ids) THEN
      PERFORM wait_for_decisions(now_is.store_id);
      INSERT INTO video_terms (video_id, valid_from, live, duration_ms, product_ids)
        VALUES (video, greatest(was.valid_from, now_is.updated_at + (clock_timestamp() - transaction_timestamp())), now_is.live,
          now_is.duration_ms, now_is.product_ids);
    END IF;
  END $$;
  CREATE FUNCTION videos_note_terms() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM note_video_terms(NEW.id);
    RETURN NULL;
  END $$;
  CREATE FUNCTION video_products_note_terms() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM note_video_terms(coalesce(NEW.video_id, OLD.video_id));
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER videos_note_first_terms AFTER INSERT ON videos DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.live_version IS NOT NULL) EXECUTE FUNCTION videos_note_terms();
  CREATE CONSTRAINT TRIGGER videos_note_terms AFTER UPDATE ON videos DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.live_version IS DISTINCT FROM OLD.live_version OR NEW.manifest IS DISTINCT FROM OLD.manifest)
    EXECUTE FUNCTION videos_note_terms();
  CREATE CONSTRAINT TRIGGER video_products_note_terms AFTER INSERT OR UPDATE OR DELETE ON video_products
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION video_products_note_terms();

  CREATE FUNCTION products_note_terms() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE was record;
  BEGIN
    SELECT t.* INTO was FROM product_terms t WHERE t.product_id = NEW.id ORDER BY t.seq DESC LIMIT 1;
    IF was.category IS NOT DISTINCT FROM NEW.category THEN RETURN NULL; END IF;
    PERFORM wait_for_decisions(NEW.store_id);
    INSERT INTO product_terms (product_id, valid_from, category)
      SELECT NEW.id, CASE WHEN TG_OP = 'INSERT' THEN NEW.updated_at
        ELSE greatest(was.valid_from, NEW.updated_at + (clock_timestamp() - transaction_timestamp())) END, NEW.category;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER products_note_first_terms AFTER INSERT ON products DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.category IS NOT NULL) EXECUTE FUNCTION products_note_terms();
  CREATE CONSTRAINT TRIGGER products_note_terms AFTER UPDATE ON products DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.category IS DISTINCT FROM OLD.category) EXECUTE FUNCTION products_note_terms();

  -- The service notes a store's terms with its own clock; this is for whatever goes past it, and for the first row.
  CREATE FUNCTION stores_note_terms() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE was record;
  BEGIN
    SELECT t.* INTO was FROM store_terms t WHERE t.store_id = NEW.id ORDER BY t.seq DESC LIMIT 1;
    IF (was.timezone, was.hold_days, was.windows_hours) IS NOT DISTINCT FROM (NEW.timezone, NEW.hold_days, NEW.windows_hours)
    THEN RETURN NULL; END IF;
    PERFORM wait_for_decisions(NEW.id);
    INSERT INTO store_terms (store_id, valid_from, timezone, hold_days, windows_hours)
      VALUES (NEW.id, CASE WHEN TG_OP = 'INSERT' THEN '-infinity' ELSE clock_timestamp() END, NEW.timezone, NEW.hold_days,
        NEW.windows_hours);
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER stores_note_terms AFTER INSERT OR UPDATE ON stores DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION stores_note_terms();`;

/** A code is evidence for commissions already counted, as a rule of the plan is: only its end may be set. */
const CODES = `
  CREATE FUNCTION keep_promo_codes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'promo codes are never deleted'; END IF;
    IF to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to'
    THEN RAISE EXCEPTION 'of a promo code only valid_to may change'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_promo_codes BEFORE UPDATE OR DELETE ON promo_codes
    FOR EACH ROW EXECUTE FUNCTION keep_promo_codes();`;

export class DatedTerms1763600001101 implements MigrationInterface {
  name = 'DatedTerms1763600001101';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES);
    await db.query(PAST);
    await db.query(NOTED);
    await db.query(CODES);
    for (const table of ['store_terms', 'video_terms', 'product_terms', 'creator_phones']) {
      await db.query(`
        CREATE TRIGGER ${table}_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM vitrina_app;`);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
