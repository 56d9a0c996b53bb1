// Why: a sandbox store tries the whole road without a moderator and without money; a store may want one video a creator and product.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StoreRules1763600000553 implements MigrationInterface {
  name = 'StoreRules1763600000553';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE stores
        -- Chosen when the store is opened, for ever: a live store never becomes one.
        ADD COLUMN sandbox boolean NOT NULL DEFAULT false,
        ADD COLUMN sandbox_approve_minutes integer NOT NULL DEFAULT 15 CHECK (sandbox_approve_minutes BETWEEN 1 AND 1440),
        ADD COLUMN one_video_per_creator boolean NOT NULL DEFAULT false;
      CREATE FUNCTION stores_keep_sandbox() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A store is a sandbox from its first day or never' USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER stores_keep_sandbox BEFORE UPDATE ON stores FOR EACH ROW
        WHEN (OLD.sandbox <> NEW.sandbox) EXECUTE FUNCTION stores_keep_sandbox();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
