// How values cross between PostgreSQL and TypeScript where the driver's own way would lose something, or read too much into it.
import type { ValueTransformer } from 'typeorm';

/** bigint columns: pg gives text, the code wants bigint. Null stays null. */
export const bigintText: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : BigInt(value)),
  to: (value: bigint | null | undefined) => (value === null || value === undefined ? value : value.toString()),
};

/** A pattern for LIKE and ILIKE that finds a text anywhere: what a person types is text, not a pattern. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
