// Why: a shop lets chosen sites show a video in a frame, until a day, and takes that back.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Embeds1763600001581 implements MigrationInterface {
  name = 'Embeds1763600001581';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE embeds (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores,
        video_id text NOT NULL REFERENCES videos,
        label text NOT NULL CHECK (length(label) <= 80),
        -- Hosts that may frame it, such as shop.example or *.shop.example.
        domains text[] NOT NULL CHECK (cardinality(domains) BETWEEN 1 AND 20),
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        expires_at timestamptz(3) NOT NULL CHECK (expires_at > created_at),
        revoked_at timestamptz(3)
      );
      CREATE INDEX embeds_of_store ON embeds (store_id, created_at DESC, id DESC);
      -- What happened in frames, by day; it names nobody.
      CREATE TABLE embed_days (
        embed_id text NOT NULL REFERENCES embeds,
        day date NOT NULL,
        kind text NOT NULL CHECK (kind IN ('impression', 'view', 'click', 'add_to_cart')),
        count bigint NOT NULL CHECK (count > 0),
        PRIMARY KEY (embed_id, day, kind)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
