// One writer a programme: of its decisions and the terms they are made under, of its commissions and book, or of shoppers' rewards.
import type { EntityManager } from 'typeorm';

/**
 * Makes the caller the one writer of this programme until its transaction ends (money.md 15). Two locks, so that deciding does not
 * wait for posting. The database takes the same one before it dates a change of terms (migration 1101).
 */
export async function lockProgramme(
  em: EntityManager,
  programme: string,
  what: 'decisions' | 'money' | 'rewards',
): Promise<void> {
  await em.query(`SELECT pg_advisory_xact_lock(hashtextextended($2 || '|' || $1, 0))`, [programme, what]);
}

/** Waits until nobody decides about orders of a store, live or test, and keeps it so: terms change in between, never within. */
export async function waitForDecisions(em: EntityManager, storeId: string): Promise<void> {
  await em.query('SELECT wait_for_decisions($1)', [storeId]);
}
