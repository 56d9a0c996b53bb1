// Who earns: one profile an account, promo codes unique per shop, and the devices that are known to be the creator's own.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // The phone is sealed, not hashed: each store compares by its own key, so the number itself is needed.
  `CREATE TABLE creators (
    id text PRIMARY KEY,
    account_id text NOT NULL UNIQUE REFERENCES accounts,
    display_name text NOT NULL,
    avatar_url text,
    bio text,
    country text,
    phone_sealed bytea,
    created_at timestamptz NOT NULL
  )`,
  // Codes are stored in upper case, so the unique constraint ignores case.
  `CREATE TABLE promo_codes (
    id text PRIMARY KEY,
    creator_id text NOT NULL REFERENCES creators,
    store_id text NOT NULL REFERENCES stores,
    code text NOT NULL CHECK (code ~ '^[A-Z0-9]{4,20}$'),
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    created_at timestamptz NOT NULL,
    UNIQUE (store_id, code)
  )`,
  `CREATE INDEX promo_codes_of_creator ON promo_codes (creator_id)`,
  `CREATE TABLE creator_devices (
    creator_id text NOT NULL REFERENCES creators,
    viewer_id text NOT NULL,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (creator_id, viewer_id)
  )`,
];

/** Forward only: a wrong migration is repaired by the next one. */
export class Creators1763600000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
