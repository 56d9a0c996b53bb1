// One verb, one transaction.
import type { DataSource, EntityManager } from 'typeorm';

const RETRYABLE = new Set(['40001', '40P01']); // serialization failure, deadlock

/**
 * Runs `work` in one transaction and commits it. A deadlock or serialization failure is tried again up to
 * three times, so `work` must have no effect outside the database.
 */
export async function inTransaction<T>(db: DataSource, work: (em: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt >= 4 || !RETRYABLE.has(pgCode(error) ?? '')) throw error;
    }
  }
}

/** The SQLSTATE of a database error, or null: `23505` is a unique violation. */
export function pgCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  if (typeof driverError?.code === 'string') return driverError.code;
  return typeof code === 'string' ? code : null;
}
