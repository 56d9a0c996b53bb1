// The worked cases of the specification, and their facts as our store of facts takes them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../src/facts/canonical.rules.js';
import type { FactInput, FactType } from '../../src/facts/fact.rules.js';

export interface CaseFact {
  type: FactType;
  id: string;
  version?: number;
  occurred_at: string;
  received_at?: string;
  [field: string]: unknown;
}

export interface Case {
  id: string;
  title: string;
  as_of: string;
  config: Record<string, unknown>;
  facts: CaseFact[];
  expected: {
    commissions: Record<string, unknown>[];
    exclusions: { order_id: string; line_id: string; reason: string }[];
    accounts: Record<string, number>;
    payouts: { batch_id: string; creator_id: string; [field: string]: unknown }[];
    skipped?: { batch_id: string; creator_id: string; reason: string; payable: number }[];
  };
}

const file = join(import.meta.dirname, '../cases/attribution.public.json');
export const { cases } = JSON.parse(await readFile(file, 'utf8')) as { cases: Case[] };

/** A case's fact as a live fact of this programme. */
export function factOf(storeId: string, fact: CaseFact): FactInput {
  const { type, id, version, occurred_at: occurredAt, received_at: receivedAt, ...content } = fact;
  const times = { occurredAt: new Date(occurredAt), receivedAt: new Date(receivedAt ?? occurredAt) };
  const base = { storeId, mode: 'live', type, id, version: BigInt(version ?? 0), ...times, source: 'case' } as const;
  return { ...base, content: content as Record<string, Json> };
}
