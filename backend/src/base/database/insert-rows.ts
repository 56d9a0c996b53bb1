// Inserts many rows of one entity in one statement with one parameter: a parameter for each value costs more than the rows.
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** Rows of one statement; bounds the text that is sent. */
const ROWS = 1000;

/**
 * Inserts rows as they are, in their order. Every column is written, what is undefined as null: for entities whose columns
 * have no default. Throws what PostgreSQL says; the transaction is the caller's.
 */
export async function insertRows<E extends ObjectLiteral>(
  em: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<void> {
  const { columns, tablePath } = em.connection.getMetadata(entity);
  const names = columns.map((column) => em.connection.driver.escape(column.databaseName)).join(', ');
  for (let at = 0; at < rows.length; at += ROWS) {
    const values = rows
      .slice(at, at + ROWS)
      .map((row) => Object.fromEntries(columns.map((c) => [c.databaseName, c.getEntityValue(row, true) as unknown])));
    await em.query(
      `INSERT INTO ${tablePath} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${tablePath}, $1)`,
      [JSON.stringify(values)],
    );
  }
}
