// Why: a reward may be an e-certificate of the store: each code goes to one person, once, and the database itself refuses a second time.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Certificates1763600001510 implements MigrationInterface {
  name = 'Certificates1763600001510';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE certificate_pools (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        name text NOT NULL,
        -- What one is worth: a sum, or words such as "free delivery".
        worth_minor bigint CHECK (worth_minor > 0),
        currency text,
        worth_text text,
        -- The last day, by the store's clock.
        valid_until date,
        low_below integer CHECK (low_below > 0),
        holder_month integer CHECK (holder_month > 0),
        pool_day integer CHECK (pool_day > 0),
        pool_total integer CHECK (pool_total > 0),
        surge_times integer CHECK (surge_times BETWEEN 2 AND 1000),
        surge_floor integer NOT NULL CHECK (surge_floor > 0),
        -- How many were admitted in all; moves under the lock of this row, as certificate_hours does.
        counted integer NOT NULL DEFAULT 0 CHECK (counted >= 0),
        -- A surge is counted from here on: somebody looked at what came before.
        surge_from timestamptz(3),
        paused_at timestamptz(3),
        paused_why text CHECK (paused_why IN ('surge', 'hand')),
        surge_hour integer,
        surge_usual integer,
        low_told_at timestamptz(3),
        empty_told_at timestamptz(3),
        created_by text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        CHECK (num_nonnulls(worth_minor, worth_text) = 1),
        CHECK ((worth_minor IS NULL) = (currency IS NULL)),
        CHECK ((paused_at IS NULL) = (paused_why IS NULL)),
        UNIQUE (id, store_id)
      );
      CREATE INDEX certificate_pools_of_store ON certificate_pools (store_id, created_at DESC, id DESC);

      CREATE TABLE certificate_hours (
        pool_id text NOT NULL REFERENCES certificate_pools,
        -- Day and hour by the store's clock.
        day date NOT NULL,
        hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
        counted integer NOT NULL CHECK (counted >= 0),
        PRIMARY KEY (pool_id, day, hour)
      );

      CREATE TABLE certificate_files (
        id text PRIMARY KEY,
        pool_id text NOT NULL,
        store_id text NOT NULL,
        file_name text NOT NULL,
        status text NOT NULL CHECK (status IN ('reading', 'done', 'broken')),
        failure text,
        rows_done integer NOT NULL DEFAULT 0,
        added integer NOT NULL DEFAULT 0,
        known integer NOT NULL DEFAULT 0,
        wrong integer NOT NULL DEFAULT 0,
        created_by text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3),
        FOREIGN KEY (pool_id, store_id) REFERENCES certificate_pools (id, store_id),
        CHECK ((status = 'reading') = (finished_at IS NULL))
      );
      CREATE INDEX certificate_files_of_pool ON certificate_files (pool_id, created_at DESC, id DESC);
      CREATE INDEX certificate_files_reading ON certificate_files (seen_at) WHERE status = 'reading';

      -- Never what stands in the row: it may be a code.
      CREATE TABLE certificate_file_faults (
        file_id text NOT NULL REFERENCES certificate_files,
        line integer NOT NULL,
        code text NOT NULL,
        PRIMARY KEY (file_id, line)
      );

      CREATE TABLE certificates (
        id text PRIMARY KEY,
        -- In the order of their files.
        number bigint GENERATED ALWAYS AS IDENTITY,
        pool_id text NOT NULL,
        store_id text NOT NULL,
        -- Keyed: without the service's secret nobody can try codes against it.
        digest bytea NOT NULL,
        sealed bytea NOT NULL,
        tail text NOT NULL,
        expires_on date NOT NULL DEFAULT 'infinity',
        file_id text NOT NULL REFERENCES certificate_files,
        line integer NOT NULL,
        added_at timestamptz(3) NOT NULL,
        taken_at timestamptz(3),
        FOREIGN KEY (pool_id, store_id) REFERENCES certificate_pools (id, store_id),
        UNIQUE (store_id, digest),
        UNIQUE (id, pool_id)
      );
      CREATE INDEX certificates_free ON certificates (pool_id, expires_on, number) WHERE taken_at IS NULL;

      CREATE TABLE certificate_issues (
        id text PRIMARY KEY,
        -- The order of the queue.
        number bigint GENERATED ALWAYS AS IDENTITY,
        store_id text NOT NULL,
        pool_id text NOT NULL,
        key text NOT NULL,
        -- A keyed digest; erased when no limit can need it any more.
        holder bytea,
        status text NOT NULL CHECK (status IN ('waiting', 'held', 'issued', 'cancelled')),
        held_why text CHECK (held_why IN ('holder_month', 'pool_day', 'pool_total', 'surge')),
        -- Whether limits count it: not while held, not when it was cancelled before a code was given.
        counted boolean NOT NULL,
        day date NOT NULL,
        hour smallint NOT NULL,
        asked_at timestamptz(3) NOT NULL,
        certificate_id text,
        issued_at timestamptz(3),
        released_by text,
        released_at timestamptz(3),
        cancelled_by text,
        cancelled_at timestamptz(3),
        cancel_reason text,
        -- The store has made the written-off code useless.
        blocked_at timestamptz(3),
        FOREIGN KEY (pool_id, store_id) REFERENCES certificate_pools (id, store_id),
        FOREIGN KEY (certificate_id, pool_id) REFERENCES certificates (id, pool_id),
        UNIQUE (store_id, key),
        -- One code, one issue, for ever.
        UNIQUE (certificate_id),
        CHECK (status <> 'issued' OR certificate_id IS NOT NULL),
        CHECK (status IN ('issued', 'cancelled') OR certificate_id IS NULL),
        CHECK ((certificate_id IS NULL) = (issued_at IS NULL)),
        CHECK (status <> 'held' OR (held_why IS NOT NULL AND NOT counted)),
        CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL)),
        CHECK (blocked_at IS NULL OR (status = 'cancelled' AND certificate_id IS NOT NULL))
      );
      CREATE INDEX certificate_issues_by_status ON certificate_issues (pool_id, status, number);
      CREATE INDEX certificate_issues_held ON certificate_issues (store_id, number) WHERE status = 'held';
      CREATE INDEX certificate_issues_to_block ON certificate_issues (store_id, number)
        WHERE status = 'cancelled' AND certificate_id IS NOT NULL AND blocked_at IS NULL;
      CREATE INDEX certificate_issues_lately ON certificate_issues (pool_id, asked_at) WHERE counted;
      CREATE INDEX certificate_issues_of_holder ON certificate_issues (pool_id, holder, day) WHERE counted AND holder IS NOT NULL;
      CREATE INDEX certificate_issues_with_holder ON certificate_issues (day) WHERE holder IS NOT NULL;
      CREATE INDEX certificate_issues_issued ON certificate_issues (pool_id, issued_at) WHERE issued_at IS NOT NULL;

      CREATE FUNCTION keep_certificates() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'certificates are kept'; END IF;
        IF OLD.taken_at IS NOT NULL OR (to_jsonb(NEW) - 'taken_at') IS DISTINCT FROM (to_jsonb(OLD) - 'taken_at')
        THEN RAISE EXCEPTION 'a certificate is taken once and otherwise stays as it is'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER keep_certificates BEFORE UPDATE OR DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION keep_certificates();

      CREATE FUNCTION keep_certificate_issues() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'issues of certificates are kept'; END IF;
        IF (NEW.store_id, NEW.pool_id, NEW.key, NEW.day, NEW.hour, NEW.asked_at)
          IS DISTINCT FROM (OLD.store_id, OLD.pool_id, OLD.key, OLD.day, OLD.hour, OLD.asked_at)
          OR (OLD.certificate_id IS NOT NULL AND NEW.certificate_id IS DISTINCT FROM OLD.certificate_id)
          OR (NEW.holder IS NOT NULL AND NEW.holder IS DISTINCT FROM OLD.holder)
        THEN RAISE EXCEPTION 'who asked for a certificate and which it is never changes'; END IF;
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('waiting', 'issued'), ('waiting', 'cancelled'),
          ('held', 'waiting'), ('held', 'issued'), ('held', 'cancelled'), ('issued', 'cancelled'))
        THEN RAISE EXCEPTION 'a certificate does not go from % to %', OLD.status, NEW.status; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER keep_certificate_issues BEFORE UPDATE OR DELETE ON certificate_issues
        FOR EACH ROW EXECUTE FUNCTION keep_certificate_issues();
      REVOKE DELETE, TRUNCATE ON certificates, certificate_issues, certificate_pools FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
