// Why: a shop says where and in which form its videos stand, by product, collection, tag, device, country, language and address (O-09).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlacementRules1763600001590 implements MigrationInterface {
  name = 'PlacementRules1763600001590';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE products
        ADD COLUMN collections text[] NOT NULL DEFAULT '{}',
        ADD COLUMN tags text[] NOT NULL DEFAULT '{}';

      -- One list a store, read and written whole: the order of the rules is what they mean.
      CREATE TABLE placement_rule_lists (
        store_id text PRIMARY KEY REFERENCES stores (id),
        version integer NOT NULL CHECK (version > 0),
        rules jsonb NOT NULL,
        otherwise jsonb NOT NULL,
        updated_at timestamptz(3) NOT NULL
      );
      CREATE TRIGGER playback_rules_changed AFTER INSERT OR UPDATE ON placement_rule_lists
        FOR EACH ROW EXECUTE FUNCTION playback_experiment_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
