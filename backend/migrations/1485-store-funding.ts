// Why: a store may pay in before it owes; its commissions reserve that money, and nothing new is promised when it is used up.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StoreFunding1763600001485 implements MigrationInterface {
  name = 'StoreFunding1763600001485';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE stores
        ADD COLUMN funding_mode text NOT NULL DEFAULT 'invoice' CHECK (funding_mode IN ('invoice', 'prefunded')),
        -- Below it the owners are written to; null: never.
        ADD COLUMN funding_alert_minor bigint CHECK (funding_alert_minor > 0),
        ADD COLUMN funding_low_told_at timestamptz(3),
        -- Since then nothing new is promised.
        ADD COLUMN unfunded_since timestamptz(3);
      CREATE INDEX stores_prefunded ON stores (id) WHERE funding_mode = 'prefunded' OR unfunded_since IS NOT NULL;

      CREATE TABLE funding_entries (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        direction text NOT NULL CHECK (direction IN ('topup', 'withdrawal')),
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        currency text NOT NULL,
        -- The number of the bank's document.
        reference text NOT NULL,
        status text NOT NULL CHECK (status IN ('prepared', 'confirmed', 'refused')),
        prepared_by text NOT NULL,
        prepared_at timestamptz(3) NOT NULL,
        decided_by text,
        decided_at timestamptz(3),
        reason text,
        CHECK ((status = 'prepared') = (decided_by IS NULL)),
        -- Two different people, whatever the code does.
        CHECK (status <> 'confirmed' OR decided_by <> prepared_by)
      );
      -- One document of the bank is booked once.
      CREATE UNIQUE INDEX funding_entries_once ON funding_entries (store_id, direction, reference) WHERE status <> 'refused';
      CREATE INDEX funding_entries_of_store ON funding_entries (store_id, prepared_at DESC, id DESC);
      CREATE INDEX funding_entries_newest ON funding_entries (prepared_at DESC, id DESC);

      CREATE FUNCTION keep_funding_entries() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.status <> 'prepared' THEN RAISE EXCEPTION 'what was decided about funding is kept'; END IF;
        IF (to_jsonb(NEW) - '{status,decided_by,decided_at,reason}'::text[])
          IS DISTINCT FROM (to_jsonb(OLD) - '{status,decided_by,decided_at,reason}'::text[])
        THEN RAISE EXCEPTION 'only the decision about funding may be added'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER keep_funding_entries BEFORE UPDATE OR DELETE ON funding_entries
        FOR EACH ROW EXECUTE FUNCTION keep_funding_entries();

      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_kind_check CHECK (kind IN ('commission', 'bonus', 'payout',
        'payout_settled', 'payout_failed', 'tax_paid', 'writeoff', 'funding'));
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
