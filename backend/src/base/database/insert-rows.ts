// Inserts many rows in one statement with one parameter: a parameter for each value costs more than the rows.
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** Rows of one statement; bounds the text that is sent. */
const ROWS = 1000;

/** What JSON carries into a column: bigint, timestamptz and bytea as the text that PostgreSQL reads (`\x` and hex). */
export type Value = string | number | boolean | null | Date;

/**
 * Inserts rows by the names of their columns, in their order; the first row says which columns. Throws what PostgreSQL
 * says; the transaction is the caller's. `table` and the names are ours, never what somebody sent.
 */
export async function insertRecords(
  em: EntityManager,
  table: string,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> {
  const names = Object.keys(rows[0] ?? {}).map((name) => `"${name}"`);
  for (let at = 0; at < rows.length; at += ROWS) {
    await em.query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(rows.slice(at, at + ROWS)),
    ]);
  }
}

/** The same for rows of an entity whose columns have no default: what is undefined is written as null. */
export async function insertRows<E extends ObjectLiteral>(
  em: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<void> {
  const { columns, tablePath } = em.connection.getMetadata(entity);
  const valueOf = (row: E) =>
    Object.fromEntries(columns.map((c) => [c.databaseName, toJson(c.getEntityValue(row, true))]));
  await insertRecords(em, tablePath, rows.map(valueOf));
}

/** Nothing else may come: an array or an object would be read by its own rules, which nobody has asked for yet. */
function toJson(value: unknown): Value {
  if (value === undefined || value === null) return null;
  if (value instanceof Date || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  throw new Error(`A ${typeof value} cannot be inserted in bulk.`);
}
