// A shop, its commission plan whose rules are never edited, its keys, and the memory of idempotent requests.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE stores (
    id text PRIMARY KEY,
    name text NOT NULL,
    url text,
    currency text NOT NULL,
    timezone text NOT NULL,
    hold_days integer NOT NULL CHECK (hold_days BETWEEN 0 AND 365),
    windows_hours jsonb NOT NULL,
    publishable_key text NOT NULL UNIQUE,
    test_publishable_key text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
  )`,
  `CREATE TABLE plan_rules (
    id text PRIMARY KEY,
    store_id text NOT NULL REFERENCES stores,
    kind text NOT NULL CHECK (kind IN ('percent', 'fixed_per_item', 'fixed_per_order')),
    rate_bps integer CHECK (rate_bps BETWEEN 0 AND 10000),
    amount_minor bigint CHECK (amount_minor >= 0),
    product_id text,
    category text,
    effective_from timestamptz,
    effective_to timestamptz,
    created_at timestamptz NOT NULL,
    CHECK ((kind = 'percent') = (rate_bps IS NOT NULL)),
    CHECK ((kind = 'percent') = (amount_minor IS NULL))
  )`,
  `CREATE INDEX plan_rules_by_store ON plan_rules (store_id)`,
  // A rule is evidence for commissions already counted: only its end may be set (money.md, section 7).
  `CREATE FUNCTION keep_plan_rules() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'plan rules are never deleted'; END IF;
    IF to_jsonb(NEW) - 'effective_to' IS DISTINCT FROM to_jsonb(OLD) - 'effective_to'
    THEN RAISE EXCEPTION 'of a plan rule only effective_to may change'; END IF;
    RETURN NEW;
  END $$`,
  `CREATE TRIGGER keep_plan_rules BEFORE UPDATE OR DELETE ON plan_rules
    FOR EACH ROW EXECUTE FUNCTION keep_plan_rules()`,
  // The secret is sealed, not hashed: verifying an HMAC needs the secret itself.
  `CREATE TABLE api_keys (
    id text PRIMARY KEY,
    store_id text NOT NULL REFERENCES stores,
    label text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('live', 'test')),
    scopes text[] NOT NULL,
    secret_sealed bytea NOT NULL,
    last4 text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
  `CREATE INDEX api_keys_by_store ON api_keys (store_id)`,
  `CREATE TABLE idempotent_requests (
    store_id text NOT NULL REFERENCES stores,
    mode text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    status integer,
    answer jsonb,
    PRIMARY KEY (store_id, mode, idempotency_key)
  )`,
];

/** Forward only: a wrong migration is repaired by the next one. */
export class Stores1763600000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
