// Why: what a day added to the book is sealed by one Merkle root, so that a creator can prove an entry and nobody can rewrite a day.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LedgerRoots1763600001050 implements MigrationInterface {
  name = 'LedgerRoots1763600001050';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Transactions from_seq..through_seq of a programme are the leaves of the day's tree, in their order.
      CREATE TABLE ledger_roots (
        programme_id text NOT NULL,
        day date NOT NULL,
        from_seq bigint NOT NULL CHECK (from_seq > 0),
        through_seq bigint NOT NULL,
        root bytea NOT NULL CHECK (octet_length(root) = 32),
        head_hash bytea NOT NULL CHECK (octet_length(head_hash) = 32),
        prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        sealed_at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, day),
        UNIQUE (programme_id, from_seq),
        UNIQUE (programme_id, through_seq),
        CHECK (from_seq <= through_seq)
      );
      CREATE TRIGGER ledger_roots_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_roots
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON ledger_roots FROM vitrina_app;

      -- A creator's own transactions are asked for by account, newest first.
      CREATE INDEX ledger_entries_creator ON ledger_entries (account text_pattern_ops, transaction_id) WHERE account LIKE 'creator:%';
      CREATE INDEX ledger_transactions_posted ON ledger_transactions (programme_id, posted_at);

      -- The check after each posting looks at sums only: it must not hide what the nightly one found.
      ALTER TABLE ledger_checks ADD COLUMN scope text NOT NULL DEFAULT 'sums' CHECK (scope IN ('sums', 'nightly', 'replay'));
      CREATE INDEX ledger_checks_scope ON ledger_checks (programme_id, scope, id DESC);
      CREATE TRIGGER ledger_checks_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checks
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON ledger_checks FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
