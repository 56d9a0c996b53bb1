// Why: shops without an API bring orders as files; a file is read in steps that survive a kill, and compared with our records row by row.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrderFiles1763600001300 implements MigrationInterface {
  name = 'OrderFiles1763600001300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE order_files (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        mode text NOT NULL CHECK (mode IN ('live', 'test')),
        purpose text NOT NULL CHECK (purpose IN ('import', 'reconcile')),
        file_name text NOT NULL,
        size_bytes bigint NOT NULL,
        sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
        status text NOT NULL CHECK (status IN ('uploaded', 'reading', 'comparing', 'done', 'failed', 'given_up')),
        format jsonb NOT NULL,
        mapping jsonb,
        rows_total int NOT NULL DEFAULT 0,
        -- What is committed of the file; a killed worker goes on behind it.
        rows_done int NOT NULL DEFAULT 0,
        counts jsonb NOT NULL DEFAULT '{}',
        failure text,
        created_by text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3)
      );
      CREATE INDEX order_files_of_store ON order_files (store_id, mode, created_at DESC, id DESC);
      CREATE INDEX order_files_left ON order_files (created_at) WHERE status = 'uploaded';

      -- One row an order of the file: what a second group of rows of the same order meets, and what reconciliation compares.
      CREATE TABLE order_file_orders (
        file_id text NOT NULL REFERENCES order_files,
        external_id text NOT NULL,
        line int NOT NULL,
        placed_at timestamptz(3) NOT NULL,
        status text NOT NULL,
        currency text NOT NULL,
        total_minor bigint NOT NULL,
        codes text[] NOT NULL,
        outcome text NOT NULL,
        content jsonb,
        PRIMARY KEY (file_id, external_id)
      );
      CREATE TABLE order_file_errors (
        file_id text NOT NULL REFERENCES order_files,
        line int NOT NULL,
        position int NOT NULL,
        column_name text,
        code text NOT NULL,
        value text,
        PRIMARY KEY (file_id, line, position)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
