// The caller's transaction in the form that pg-boss wants.
import type { EntityManager } from 'typeorm';

/** TypeORM answers rows to SELECT and INSERT, [rows, count] to UPDATE and DELETE; pg-boss wants {rows}. */
export function within(em: EntityManager) {
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      const answer: unknown = await em.query(text, values);
      if (!Array.isArray(answer)) return { rows: [] };
      const counted = answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
      return { rows: (counted ? answer[0] : answer) as unknown[] };
    },
  };
}
