// The double-entry book. The database itself refuses a transaction that does not sum to zero, and any change of a row.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Ledger1763600001000 implements MigrationInterface {
  name = 'Ledger1763600001000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger_transactions (
        id text PRIMARY KEY,
        -- Test facts live in a programme of their own; this line keeps them out of the book whatever the code does.
        programme_id text NOT NULL CHECK (programme_id NOT LIKE '%:test'),
        seq bigint NOT NULL CHECK (seq > 0),
        idempotency_key text NOT NULL UNIQUE,
        kind text NOT NULL CHECK (kind IN ('commission', 'bonus', 'payout', 'payout_settled', 'payout_failed', 'tax_paid', 'writeoff')),
        cause text NOT NULL,
        subject_id text NOT NULL,
        posted_at timestamptz(3) NOT NULL,
        prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        UNIQUE (programme_id, seq)
      );
      CREATE INDEX ledger_transactions_subject ON ledger_transactions (subject_id);

      CREATE TABLE ledger_entries (
        id text PRIMARY KEY,
        transaction_id text NOT NULL REFERENCES ledger_transactions (id),
        position smallint NOT NULL,
        account text NOT NULL,
        currency text NOT NULL,
        amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
        UNIQUE (transaction_id, position)
      );
      CREATE INDEX ledger_entries_account ON ledger_entries (account, currency) INCLUDE (amount_minor);

      -- Without the index behind UNIQUE (transaction_id, position) this check costs ten times more (service.md 4).
      CREATE FUNCTION ledger_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        the_id text := CASE TG_TABLE_NAME WHEN 'ledger_transactions' THEN to_jsonb(NEW)->>'id' ELSE to_jsonb(NEW)->>'transaction_id' END;
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = the_id) THEN
          RAISE EXCEPTION 'ledger transaction % has no entries', the_id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = the_id GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
          RAISE EXCEPTION 'ledger transaction % does not sum to zero', the_id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER ledger_transactions_balance AFTER INSERT ON ledger_transactions
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_must_balance();
      CREATE CONSTRAINT TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_must_balance();

      CREATE TRIGGER ledger_transactions_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER ledger_entries_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON ledger_transactions, ledger_entries FROM vitrina_app;

      -- Up to which change of each commission the book has been brought; lets the check be exact while jobs are on their way.
      CREATE TABLE ledger_posted (
        unit_id text PRIMARY KEY,
        programme_id text NOT NULL,
        change_seq integer NOT NULL
      );
      CREATE INDEX ledger_posted_programme ON ledger_posted (programme_id);

      -- What the checking job found after each batch; a row that is not balanced stops payouts.
      CREATE TABLE ledger_checks (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        programme_id text NOT NULL,
        at timestamptz(3) NOT NULL,
        sound boolean NOT NULL,
        findings jsonb NOT NULL
      );
      CREATE INDEX ledger_checks_latest ON ledger_checks (programme_id, at DESC);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
