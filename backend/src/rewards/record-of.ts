// A row as PostgreSQL reads it from JSON, by the names of its columns, so that many rows are one parameter.
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** bigint, timestamptz and bytea as the text that PostgreSQL reads; what is undefined becomes null. */
export function toRecord<E extends ObjectLiteral>(
  em: EntityManager,
  entity: EntityTarget<E>,
  row: E,
): Record<string, unknown> {
  const { columns } = em.connection.getMetadata(entity);
  return Object.fromEntries(
    columns.map((column) => {
      const value: unknown = column.getEntityValue(row, true);
      return [column.databaseName, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : (value ?? null)];
    }),
  );
}
