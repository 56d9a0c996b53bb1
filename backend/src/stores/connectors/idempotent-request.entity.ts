// The memory of a request sent with an Idempotency-Key: what was asked and what was answered.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KeyMode } from '../plan.rules.js';

@Entity('idempotent_requests')
export class IdempotentRequest {
  @PrimaryColumn('text')
  storeId!: string;

  @PrimaryColumn('text')
  mode!: KeyMode;

  @PrimaryColumn('text')
  idempotencyKey!: string;

  /** SHA-256 of method, path and body. */
  @Column('bytea')
  requestHash!: Buffer;

  @Column('timestamptz')
  createdAt!: Date;

  /** Null while the first request is being answered. */
  @Column('integer')
  status!: number | null;

  @Column('jsonb')
  answer!: unknown;
}
