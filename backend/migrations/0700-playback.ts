// Why: what the player is told lives in the memory of many processes; a change says at once which answers are old.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Playback1763600000700 implements MigrationInterface {
  name = 'Playback1763600000700';

  async up(db: QueryRunner): Promise<void> {
    // Triggers and not code: no module before playback has to know of it, and no future verb can forget it.
    // Equal notifications of one transaction are folded into one by PostgreSQL.
    await db.query(`
      CREATE FUNCTION playback_video_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (NEW.status, NEW.version, NEW.title, NEW.manifest) IS DISTINCT FROM
           (OLD.status, OLD.version, OLD.title, OLD.manifest) THEN
          PERFORM pg_notify('playback', 'video:' || NEW.id);
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_video_changed AFTER UPDATE ON videos
        FOR EACH ROW EXECUTE FUNCTION playback_video_changed();

      CREATE FUNCTION playback_placement_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('playback', 'product:' || NEW.product_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_placement_changed AFTER INSERT OR UPDATE ON placements
        FOR EACH ROW EXECUTE FUNCTION playback_placement_changed();

      CREATE FUNCTION playback_product_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('playback', 'product:' || NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_product_changed AFTER UPDATE ON products
        FOR EACH ROW EXECUTE FUNCTION playback_product_changed();
      -- A card that was unknown until now was answered as empty.
      CREATE FUNCTION playback_product_added() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('playback', 'card:' || NEW.store_id || ':' || NEW.external_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_product_added AFTER INSERT ON products
        FOR EACH ROW EXECUTE FUNCTION playback_product_added();

      CREATE FUNCTION playback_variant_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('playback', 'product:' || coalesce(NEW.product_id, OLD.product_id));
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_variant_changed AFTER INSERT OR UPDATE OR DELETE ON product_variants
        FOR EACH ROW EXECUTE FUNCTION playback_variant_changed();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
