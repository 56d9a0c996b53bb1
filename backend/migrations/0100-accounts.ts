// Who someone is: accounts, their roles, sessions, one-time links, recovery codes, mails to send and rate counters.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // E-mails are stored trimmed and in lower case, so one unique index is enough.
  `CREATE TABLE accounts (
    id text PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(btrim(email))),
    password_hash text NOT NULL,
    name text NOT NULL,
    locale text NOT NULL,
    email_confirmed_at timestamptz,
    totp_sealed bytea,
    totp_pending_sealed bytea,
    totp_confirmed_at timestamptz,
    totp_last_step bigint,
    blocked_at timestamptz,
    blocked_reason text,
    created_at timestamptz NOT NULL
  )`,
  // NULLS NOT DISTINCT: one grant of a role without a store per account.
  `CREATE TABLE role_grants (
    account_id text NOT NULL REFERENCES accounts,
    role text NOT NULL CHECK (role IN ('creator', 'store_owner', 'moderator', 'finance', 'administrator')),
    store_id text,
    granted_at timestamptz NOT NULL,
    CHECK ((role = 'store_owner') = (store_id IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (account_id, role, store_id)
  )`,
  `CREATE INDEX role_grants_by_role ON role_grants (role, store_id)`,
  // Only hashes of tokens are kept: a stolen dump opens no session.
  `CREATE TABLE sessions (
    id text PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    second_factor_at timestamptz,
    user_agent text,
    ip text
  )`,
  `CREATE INDEX sessions_by_account ON sessions (account_id)`,
  `CREATE INDEX sessions_by_expiry ON sessions (expires_at)`,
  `CREATE TABLE one_time_links (
    token_hash bytea PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts,
    purpose text NOT NULL CHECK (purpose IN ('confirm_email', 'reset_password')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  `CREATE INDEX one_time_links_by_account ON one_time_links (account_id, purpose)`,
  `CREATE TABLE recovery_codes (
    account_id text NOT NULL REFERENCES accounts,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account_id, code_hash)
  )`,
  // The outbox: a mail is written with the change that causes it and leaves by a job.
  `CREATE TABLE mails (
    id text PRIMARY KEY,
    kind text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    last_error text
  )`,
  `CREATE INDEX mails_newest ON mails (created_at DESC, id DESC)`,
  `CREATE TABLE rate_counters (
    bucket text PRIMARY KEY,
    hits integer NOT NULL,
    ends_at timestamptz NOT NULL
  )`,
  `CREATE INDEX rate_counters_by_end ON rate_counters (ends_at)`,
];

/** Forward only: a wrong migration is repaired by the next one. */
export class Accounts1763600000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
