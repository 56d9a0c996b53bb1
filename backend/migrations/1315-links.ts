// Why: a creator's link to any page of a shop carries a click id, by which the shop's server can name the click with the order.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Links1763600001315 implements MigrationInterface {
  name = 'Links1763600001315';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE creator_links (
        id text PRIMARY KEY,
        -- What stands in the address: short, and without letters that are read wrong.
        slug text NOT NULL UNIQUE,
        creator_id text NOT NULL REFERENCES creators,
        store_id text NOT NULL REFERENCES stores,
        product_id text REFERENCES products,
        label text,
        subs jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz(3) NOT NULL,
        closed_at timestamptz(3)
      );
      CREATE INDEX creator_links_of_creator ON creator_links (creator_id, created_at DESC, id DESC);

      -- One row a click: no address, no browser. \`viewer_id\` is random and known to nobody until an order names the click.
      CREATE TABLE link_clicks (
        id uuid PRIMARY KEY,
        link_id text NOT NULL REFERENCES creator_links,
        store_id text NOT NULL,
        viewer_id uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        robot boolean NOT NULL,
        tags jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX link_clicks_of_link ON link_clicks (link_id, at);
      CREATE INDEX link_clicks_at ON link_clicks (at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
