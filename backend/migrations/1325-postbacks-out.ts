// Why: creators who buy traffic want their tracker told of each click and sale; what was sent, and what came back, is kept.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PostbacksOut1763600001325 implements MigrationInterface {
  name = 'PostbacksOut1763600001325';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE postback_addresses (
        id text PRIMARY KEY,
        creator_id text NOT NULL REFERENCES creators,
        url text NOT NULL,
        method text NOT NULL CHECK (method IN ('GET', 'POST')),
        events text[] NOT NULL,
        secret_sealed bytea NOT NULL,
        -- Things that happened before are not told.
        since timestamptz(3) NOT NULL,
        failures int NOT NULL DEFAULT 0,
        stopped_at timestamptz(3),
        removed_at timestamptz(3),
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX postback_addresses_of_creator ON postback_addresses (creator_id) WHERE removed_at IS NULL;

      CREATE TABLE postback_deliveries (
        id text PRIMARY KEY,
        address_id text NOT NULL REFERENCES postback_addresses,
        -- What happened: told to an address once, however often it is found.
        event_key text NOT NULL,
        event text NOT NULL,
        url text NOT NULL,
        body text,
        state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
        attempts int NOT NULL DEFAULT 0,
        status int,
        answer text,
        duration_ms int,
        next_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL,
        done_at timestamptz(3),
        UNIQUE (address_id, event_key)
      );
      CREATE INDEX postback_deliveries_due ON postback_deliveries (next_at) WHERE state = 'waiting';
      CREATE INDEX postback_deliveries_of_address ON postback_deliveries (address_id, created_at DESC, id DESC);
      -- How far commissions and clicks have been looked through.
      CREATE TABLE postback_marks (what text PRIMARY KEY, seen_to timestamptz(3) NOT NULL);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
