// Why: a confirmation link brings the password of the very sign-up that caused it, so that nobody who signs up with
// somebody else's address in between chooses the password.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ConfirmationCarriesPassword1763600000110 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`ALTER TABLE one_time_links ADD COLUMN password_hash text`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
