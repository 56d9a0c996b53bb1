// Why: money leaves the book only through batches that one person prepares and another confirms; their bank details, results and receipts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEPT = (table: string) => `
  CREATE TRIGGER ${table}_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM vitrina_app;`;

export class Payouts1763600001055 implements MigrationInterface {
  name = 'Payouts1763600001055';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE commission_units ADD COLUMN payout_mark text CHECK (payout_mark IN ('in_payout', 'paid')),
        ADD COLUMN payout_id text;
      CREATE INDEX commission_units_external ON commission_units (programme_id, order_external_id);
      CREATE INDEX commission_units_payout ON commission_units (payout_id) WHERE payout_id IS NOT NULL;

      -- How a creator is paid and taxed. A change is a new version: a payout names the one it was made with.
      CREATE TABLE payout_profiles (
        id text PRIMARY KEY,
        creator_id text NOT NULL REFERENCES creators (id),
        version integer NOT NULL CHECK (version > 0),
        country text NOT NULL,
        tax_status text NOT NULL,
        name_sealed bytea NOT NULL,
        tax_number_sealed bytea,
        account_sealed bytea NOT NULL,
        account_shown text NOT NULL,
        account_digest bytea NOT NULL,
        bank_code text NOT NULL,
        currency text,
        min_amount_minor bigint NOT NULL CHECK (min_amount_minor >= 0),
        made_at timestamptz(3) NOT NULL,
        UNIQUE (creator_id, version)
      );
      CREATE INDEX payout_profiles_account ON payout_profiles (account_digest);
      -- A member of staff looked at the status on a day: at the tax office's page, at a document.
      CREATE TABLE payout_status_checks (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        profile_id text NOT NULL REFERENCES payout_profiles (id),
        confirmed boolean NOT NULL,
        note text NOT NULL,
        checked_by text NOT NULL,
        checked_at timestamptz(3) NOT NULL
      );
      CREATE INDEX payout_status_checks_profile ON payout_status_checks (profile_id, id DESC);
      -- From whose account a programme pays.
      CREATE TABLE payout_payers (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        programme_id text NOT NULL,
        name text NOT NULL,
        account_sealed bytea NOT NULL,
        account_shown text NOT NULL,
        bank_code text NOT NULL,
        country text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz(3) NOT NULL
      );
      CREATE INDEX payout_payers_programme ON payout_payers (programme_id, id DESC);

      CREATE TABLE payout_batches (
        id text PRIMARY KEY,
        programme_id text NOT NULL CHECK (programme_id NOT LIKE '%:test'),
        currency text NOT NULL,
        -- The moment of the batch: what was known then counts (money.md O1).
        at timestamptz(3) NOT NULL,
        status text NOT NULL CHECK (status IN ('requested', 'prepared', 'approved', 'refused', 'closed')),
        prepared_by text NOT NULL,
        prepared_at timestamptz(3) NOT NULL,
        decided_by text,
        decided_at timestamptz(3),
        reason text,
        retry_of text REFERENCES payout_batches (id),
        left_out jsonb NOT NULL,
        payer_id bigint REFERENCES payout_payers (id),
        CHECK (status NOT IN ('approved', 'refused') OR decided_by IS NOT NULL),
        -- Two different people, whatever the code does (money.md O7).
        CHECK (status <> 'approved' OR decided_by <> prepared_by)
      );
      CREATE INDEX payout_batches_programme ON payout_batches (programme_id, at DESC, id DESC);

      CREATE TABLE payouts (
        id text PRIMARY KEY,
        batch_id text NOT NULL REFERENCES payout_batches (id),
        programme_id text NOT NULL,
        creator_id text NOT NULL,
        profile_id text REFERENCES payout_profiles (id),
        at timestamptz(3) NOT NULL,
        gross_minor bigint NOT NULL CHECK (gross_minor > 0),
        -- [{code, payer, amount, base, deduction}] as the evaluator applied them; amounts are text.
        items jsonb NOT NULL,
        net_minor bigint NOT NULL CHECK (net_minor >= 0 AND net_minor <= gross_minor),
        currency text NOT NULL,
        pay_currency text NOT NULL,
        pay_minor bigint NOT NULL CHECK (pay_minor >= 0),
        tax_rule_id text,
        status text NOT NULL CHECK (status IN ('processing', 'settled', 'failed')),
        finished_at timestamptz(3),
        UNIQUE (batch_id, creator_id)
      );
      CREATE INDEX payouts_creator ON payouts (creator_id, at DESC, id DESC);
      CREATE INDEX payouts_programme ON payouts (programme_id, at DESC, id DESC);

      CREATE TABLE payout_skips (
        batch_id text NOT NULL REFERENCES payout_batches (id),
        creator_id text NOT NULL,
        reason text NOT NULL,
        payable_minor bigint NOT NULL,
        PRIMARY KEY (batch_id, creator_id)
      );
      -- What the bank said of a payout beside settled or failed: its reference, its reason.
      CREATE TABLE payout_bank_notes (
        payout_id text PRIMARY KEY REFERENCES payouts (id),
        reference text,
        reason text,
        noted_at timestamptz(3) NOT NULL
      );
      -- A receipt that the payee issues afterwards (money.md X7), or its annulment.
      CREATE TABLE payout_receipts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        payout_id text NOT NULL REFERENCES payouts (id),
        number text NOT NULL,
        annulled boolean NOT NULL,
        noted_by text NOT NULL,
        noted_at timestamptz(3) NOT NULL
      );
      CREATE INDEX payout_receipts_payout ON payout_receipts (payout_id, id DESC);
      -- An administrator lets payouts go on after a failed check, with a reason.
      CREATE TABLE payout_resumes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        programme_id text NOT NULL,
        check_id bigint NOT NULL,
        reason text NOT NULL,
        resumed_by text NOT NULL,
        resumed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX payout_resumes_programme ON payout_resumes (programme_id, check_id DESC);
      ${['payout_profiles', 'payout_status_checks', 'payout_payers', 'payout_skips', 'payout_bank_notes', 'payout_receipts', 'payout_resumes'].map(KEPT).join('')}
      REVOKE DELETE, TRUNCATE ON payouts, payout_batches FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
