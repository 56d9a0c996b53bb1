// How values cross between PostgreSQL and TypeScript where the driver's own way would lose something.
import type { ValueTransformer } from 'typeorm';

/** bigint columns: pg gives text, the code wants bigint. Null stays null. */
export const bigintText: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : BigInt(value)),
  to: (value: bigint | null | undefined) => (value === null || value === undefined ? value : value.toString()),
};
