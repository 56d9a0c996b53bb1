// Product cards mirrored from a shop, with their variants; searched by any part of title, SKU, GTIN or the shop's id.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // A trusted extension: the owner of the database may create it.
  `CREATE EXTENSION IF NOT EXISTS pg_trgm`,
  // A removed product keeps its row: orders and videos still name it.
  `CREATE TABLE products (
    id text PRIMARY KEY,
    store_id text NOT NULL REFERENCES stores,
    external_id text NOT NULL,
    title text NOT NULL,
    description text,
    url text NOT NULL,
    image_url text,
    gtin text,
    sku text,
    category text,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    currency text NOT NULL,
    in_stock boolean NOT NULL,
    removed_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    search_text text GENERATED ALWAYS AS (
      lower(title || ' ' || external_id || ' ' || coalesce(sku, '') || ' ' || coalesce(gtin, ''))
    ) STORED,
    UNIQUE (store_id, external_id)
  )`,
  `CREATE INDEX products_search ON products USING gin (search_text gin_trgm_ops)`,
  `CREATE INDEX products_of_store ON products (store_id, title, id)`,
  `CREATE TABLE product_variants (
    id text PRIMARY KEY,
    product_id text NOT NULL REFERENCES products,
    external_id text NOT NULL,
    title text NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    in_stock boolean NOT NULL,
    sku text,
    gtin text,
    position integer NOT NULL,
    UNIQUE (product_id, external_id)
  )`,
];

/** Forward only: a wrong migration is repaired by the next one. */
export class Products1763600000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
