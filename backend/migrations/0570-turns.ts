// Why: preparation is shared fairly, so the queue remembers whose turn it was; and a machine without free disk says so.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Turns1763600000570 implements MigrationInterface {
  name = 'Turns1763600000570';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- An integer: a job carries the number of its turn as its priority. 2 thousand million turns are enough.
      CREATE SEQUENCE job_turn_numbers AS integer;
      CREATE TABLE job_turns (
        queue text NOT NULL,
        member text NOT NULL,
        turn integer NOT NULL,
        PRIMARY KEY (queue, member)
      );
      GRANT USAGE ON SEQUENCE job_turn_numbers TO vitrina_app;
      ALTER TABLE worker_heartbeats ADD COLUMN paused text CHECK (paused IN ('disk_full'));
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
