// What a fact is: its identity, its digest and the programme it belongs to.
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical.rules.js';

/** Test keys write into a programme of their own, so that nothing they say can meet live money. */
export type Mode = 'live' | 'test';

export const FACT_TYPES = [
  'view',
  'click',
  'add_to_cart',
  'link_click',
  'storefront_click',
  'identity',
  'order',
  'refund',
  'refund_void',
  'decision',
  'adjustment',
  'fx_rate',
  'payout_batch',
  'payout_result',
  'assignment',
] as const;
export type FactType = (typeof FACT_TYPES)[number];

export interface FactInput {
  storeId: string;
  mode: Mode;
  type: FactType;
  /** The id the source gave; the same again on re-delivery (money.md F4). */
  id: string;
  /** For snapshots: the highest counts. 0 for events. */
  version?: bigint;
  occurredAt: Date;
  /** Set only by imports and replays, which bring their own; it is then part of the fact's identity. */
  receivedAt?: Date;
  source: string;
  /**
   * The fields of money.md section 3, in snake_case, without type, id, version and times. Amounts are bigint on the way
   * in; they are whole and below 2^53, so JSON keeps them exact.
   */
  content: { [key: string]: Json | undefined };
}

/** What became of a fact: new, seen before, or new but contradicting one with the same id and version. */
export type FactOutcome = 'recorded' | 'duplicate' | 'conflicting';

/** A fact as the evaluator reads it (money.md section 16). */
export interface StoredFact {
  type: FactType;
  id: string;
  version: number;
  occurred_at: string;
  received_at: string;
  [field: string]: unknown;
}

/** The programme of a store: `sto_...` for live, `sto_...:test` for test keys. */
export function programmeId(storeId: string, mode: Mode): string {
  return mode === 'live' ? storeId : `${storeId}:test`;
}

/** The store and mode behind a programme id. */
export function programmeParts(id: string): { storeId: string; mode: Mode } {
  return id.endsWith(':test') ? { storeId: id.slice(0, -5), mode: 'test' } : { storeId: id, mode: 'live' };
}

/** False for text that PostgreSQL's jsonb cannot keep: a NUL, or half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The digest that tells a re-delivery from a contradiction. Our own receiving time is not in it. */
export function factDigest(fact: FactInput): Buffer {
  const whole = canonicalJson({
    ...fact.content,
    type: fact.type,
    id: fact.id,
    version: fact.version ?? 0n,
    occurred_at: fact.occurredAt.toISOString(),
    received_at: fact.receivedAt?.toISOString(),
  });
  return createHash('sha256').update(whole).digest();
}
