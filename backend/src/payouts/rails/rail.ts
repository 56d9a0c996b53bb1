// A way money leaves: the bank's file, or a provider. What it needs, and what happens when a second person confirms a batch.
import type { EntityManager } from 'typeorm';
import type { MethodGap, PayoutMethod } from '../sends/send.status.js';

export interface ConfirmedBatch {
  id: string;
  programmeId: string;
}

export interface PayoutRail {
  readonly method: PayoutMethod;
  /** Why batches cannot be paid this way here; null when they can. */
  readonly gap: MethodGap | null;
  /** True where no real money moves. */
  readonly isSandbox: boolean;
  /** The currencies it pays in; null: any. */
  readonly currencies: readonly string[] | null;
  /** Most payees of one batch. */
  readonly most: number;
  /** In the transaction of the confirmation. Gives the account of the store it pays from, where it has one, and a word for the audit. */
  confirm(em: EntityManager, batch: ConfirmedBatch): Promise<{ payerId: string | null; told: Record<string, unknown> }>;
}
