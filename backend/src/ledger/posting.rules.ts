// From what a unit should stand at to the entries that bring the book there (money.md J1), and the chain that seals them.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../facts/canonical.rules.js';
import { EMPTY_STATES, WAITING_STATES, type CommissionState } from '../commissions/commission.status.js';

/** What stands, or should stand, in a creator's two accounts for one unit; credits, so at least 0. */
export interface Standing {
  pendingMinor: bigint;
  payableMinor: bigint;
}

/** One line of a transaction: debit positive, credit negative. */
export interface Posting {
  account: string;
  currency: string;
  amountMinor: bigint;
}

export const ACCOUNTS = {
  commission: 'expense:commission',
  pending: (creatorId: string) => `creator:${creatorId}:pending`,
  payable: (creatorId: string) => `creator:${creatorId}:payable`,
  inTransit: (creatorId: string) => `creator:${creatorId}:in_transit`,
  cash: 'cash',
  /** What a store owes us; in credit it has paid in before. */
  receivable: (storeId: string) => `seller:${storeId}:receivable`,
} as const;

/** Where a unit's money belongs: pending while it may still go, payable afterwards, nowhere when it is void. */
export function targetOf(state: CommissionState, amountMinor: bigint): Standing {
  if (EMPTY_STATES.includes(state)) return { pendingMinor: 0n, payableMinor: 0n };
  return WAITING_STATES.includes(state)
    ? { pendingMinor: amountMinor, payableMinor: 0n }
    : { pendingMinor: 0n, payableMinor: amountMinor };
}

/**
 * The entries that move `posted` to `target`, empty when nothing differs: Dr expense (dp + dy), Cr pending dp, Cr payable dy.
 * They sum to zero by construction; the database checks it again.
 */
export function difference(creatorId: string, currency: string, posted: Standing, target: Standing): Posting[] {
  const pending = target.pendingMinor - posted.pendingMinor;
  const payable = target.payableMinor - posted.payableMinor;
  const entries = [
    { account: ACCOUNTS.commission, currency, amountMinor: pending + payable },
    { account: ACCOUNTS.pending(creatorId), currency, amountMinor: -pending },
    { account: ACCOUNTS.payable(creatorId), currency, amountMinor: -payable },
  ];
  return entries.filter((entry) => entry.amountMinor !== 0n);
}

/** What the hash of a transaction covers, beside the hash before it. */
export interface Sealed {
  programmeId: string;
  seq: bigint;
  idempotencyKey: string;
  kind: string;
  cause: string;
  subjectId: string;
  postedAt: Date;
  entries: readonly Posting[];
}

/** The hash before the first transaction of a programme. */
export const GENESIS = Buffer.alloc(32);

/** SHA-256 of the hash before and of the transaction in canonical JSON; anyone can compute it again. */
export function sealOf(previous: Buffer, tx: Sealed): Buffer {
  const text = canonicalJson({
    programme_id: tx.programmeId,
    seq: tx.seq,
    idempotency_key: tx.idempotencyKey,
    kind: tx.kind,
    cause: tx.cause,
    subject_id: tx.subjectId,
    posted_at: tx.postedAt.toISOString(),
    entries: tx.entries.map((e) => [e.account, e.currency, e.amountMinor]),
  });
  return createHash('sha256').update(previous).update(text).digest();
}
