// Why: what a tag on the shop's page saw of an order waits here until the shop's server, which alone is believed about money, tells of the order.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PostbacksIn1763600001320 implements MigrationInterface {
  name = 'PostbacksIn1763600001320';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE order_sightings (
        programme_id text NOT NULL,
        order_external_id text NOT NULL,
        viewer_id uuid NOT NULL,
        -- Empty when the tag saw no click.
        click_id text NOT NULL,
        total_minor bigint NOT NULL,
        currency text NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, order_external_id, viewer_id, click_id)
      );
      CREATE INDEX order_sightings_at ON order_sightings (seen_at);

      -- The last word of a shop's postbacks about an order, so that an older one that comes late changes nothing.
      CREATE TABLE postbacks_heard (
        programme_id text NOT NULL,
        order_external_id text NOT NULL,
        said_at timestamptz(3) NOT NULL,
        PRIMARY KEY (programme_id, order_external_id)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
