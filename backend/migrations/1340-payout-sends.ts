// Why: payouts also go through a provider; what is asked of it is a row before the call, so that a kill loses and doubles nothing.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PayoutSends1763600001340 implements MigrationInterface {
  name = 'PayoutSends1763600001340';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE payout_profiles ADD COLUMN method text NOT NULL DEFAULT 'bank' CHECK (method IN ('bank', 'paypal')),
        ALTER COLUMN bank_code DROP NOT NULL,
        ADD CONSTRAINT payout_profiles_bank_code CHECK ((method = 'bank') = (bank_code IS NOT NULL)),
        -- A provider pays in a currency that was chosen, not in whatever a programme has.
        ADD CONSTRAINT payout_profiles_currency CHECK (method = 'bank' OR currency IS NOT NULL);
      ALTER TABLE payout_batches ADD COLUMN method text NOT NULL DEFAULT 'bank' CHECK (method IN ('bank', 'paypal'));

      -- One order to a provider: the payouts of one batch in one currency, because a provider takes one currency at a time.
      CREATE TABLE payout_sends (
        -- Also the provider's key against doing it twice: the batch and the currency, so every try says the same.
        id text PRIMARY KEY,
        batch_id text NOT NULL REFERENCES payout_batches (id),
        programme_id text NOT NULL,
        provider text NOT NULL CHECK (provider IN ('paypal')),
        sandbox boolean NOT NULL,
        currency text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'taken', 'refused', 'lost', 'done', 'given_up')),
        -- True from before a call until an answer says no: while it stands, nobody may pay these people another way.
        may_be_taken boolean NOT NULL DEFAULT false,
        tries integer NOT NULL DEFAULT 0,
        made_at timestamptz(3) NOT NULL,
        -- The first call whose outcome may have been yes; the provider remembers its key for 30 days from it.
        asked_at timestamptz(3),
        -- Until then one process is calling.
        leased_until timestamptz(3),
        provider_id text UNIQUE,
        taken_at timestamptz(3),
        -- What the provider says of the whole order, in its own words.
        provider_status text,
        looked_at timestamptz(3),
        next_at timestamptz(3),
        finished_at timestamptz(3),
        error text,
        error_detail text,
        fee_minor bigint,
        fee_currency text,
        UNIQUE (batch_id, currency),
        CHECK ((state IN ('taken', 'done')) = (provider_id IS NOT NULL)),
        CHECK (state NOT IN ('refused', 'given_up') OR NOT may_be_taken)
      );
      CREATE INDEX payout_sends_due ON payout_sends (next_at) WHERE next_at IS NOT NULL;

      CREATE TABLE payout_send_items (
        payout_id text PRIMARY KEY REFERENCES payouts (id),
        send_id text NOT NULL REFERENCES payout_sends (id),
        -- What it came to, told to the book once.
        result text CHECK (result IN ('settled', 'failed')),
        -- The provider's word for it, which may change after the result.
        status text,
        provider_item_id text,
        transaction_id text,
        fee_minor bigint,
        fee_currency text,
        error text,
        error_detail text,
        changed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX payout_send_items_send ON payout_send_items (send_id);
      REVOKE DELETE, TRUNCATE ON payout_sends, payout_send_items FROM vitrina_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
