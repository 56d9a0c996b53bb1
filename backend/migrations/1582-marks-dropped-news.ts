// Why: a creator is told when chapters or hot-spots found no place in a new version.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MarksDroppedNews1763600001582 implements MigrationInterface {
  name = 'MarksDroppedNews1763600001582';

  async up(db: QueryRunner): Promise<void> {
    // The list of kinds stands in a check; it is read as it is now, so that none of another branch is lost.
    await db.query(`
      DO $$
      DECLARE
        kinds text;
      BEGIN
        SELECT pg_get_constraintdef(oid) INTO kinds FROM pg_constraint
         WHERE conrelid = 'creator_news'::regclass AND conname = 'creator_news_kind_check';
        ALTER TABLE creator_news DROP CONSTRAINT creator_news_kind_check;
        EXECUTE 'ALTER TABLE creator_news ADD CONSTRAINT creator_news_kind_check CHECK (kind = ''marks_dropped'' OR '
          || substring(kinds FROM 'CHECK \\((.*)\\)$') || ')';
      END $$;
      CREATE INDEX video_marks_dropped ON video_marks (updated_at) WHERE updated_by = 'system:marks';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
