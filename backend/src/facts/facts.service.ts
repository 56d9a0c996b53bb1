// Adds facts, each once, and reads them back for the evaluator. Nothing here changes a fact.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { lockProgramme } from '../base/database/programme-lock.js';
import { newId } from '../base/ids.js';
import { canonicalJson } from './canonical.rules.js';
import {
  factDigest,
  programmeId,
  type FactInput,
  type FactOutcome,
  type FactType,
  type StoredFact,
} from './fact.rules.js';
import * as sql from './facts.queries.js';

interface FactRow {
  type: FactType;
  external_id: string;
  version: string;
  occurred_at: Date;
  received_at: Date;
  content: Record<string, unknown>;
}

@Injectable()
export class FactsService {
  constructor(private readonly clock: Clock) {}

  /**
   * Adds facts in the caller's transaction and tells of each, in the given order, what became of it.
   * One statement for any number, so that a group commit costs one round trip (service.md 3).
   */
  async record(em: EntityManager, facts: readonly FactInput[]): Promise<FactOutcome[]> {
    if (facts.length === 0) return [];
    const now = this.clock.now();
    const rows = facts.map((fact) => ({ fact, id: newId('fct'), digest: factDigest(fact) }));
    // Sorted, so that two writers with the same facts wait for each other instead of deadlocking.
    const sorted = [...rows].sort((a, b) => Buffer.compare(a.digest, b.digest));
    const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => sorted.map(pick);
    const found: { id: string; added: boolean; existed: boolean }[] = await em.query(sql.RECORD, [
      column((r) => r.id),
      column((r) => programmeId(r.fact.storeId, r.fact.mode)),
      column((r) => r.fact.storeId),
      column((r) => r.fact.mode),
      column((r) => r.fact.type),
      column((r) => r.fact.id),
      column((r) => (r.fact.version ?? 0n).toString()),
      column((r) => r.fact.occurredAt),
      column((r) => r.fact.receivedAt ?? now),
      column((r) => r.fact.source),
      column((r) => canonicalJson(r.fact.content)),
      column((r) => r.digest),
    ]);
    const byId = new Map(found.map((row) => [row.id, row]));
    return judge(rows.map((r) => ({ fact: r.fact, digest: r.digest, row: byId.get(r.id) })));
  }

  /**
   * Makes the caller the one writer of this programme until its transaction ends (money.md 15): of its decisions, or of
   * its commissions and book.
   */
  async lock(em: EntityManager, programme: string, what: 'decisions' | 'money'): Promise<void> {
    await lockProgramme(em, programme, what);
  }

  /** Order versions, refunds, voids and nothing else of these orders. */
  async ofOrders(em: EntityManager, programme: string, orderIds: readonly string[]): Promise<StoredFact[]> {
    return read(em, sql.OF_ORDERS, [programme, orderIds]);
  }

  /** Rates, adjustments and payouts of a programme, and the decisions that can matter for these orders. */
  async ofProgramme(em: EntityManager, programme: string, orderIds: readonly string[]): Promise<StoredFact[]> {
    return read(em, sql.OF_PROGRAMME, [programme, orderIds]);
  }

  /** Which viewers are devices of these customers. */
  async identitiesOf(em: EntityManager, programme: string, customerIds: readonly string[]): Promise<StoredFact[]> {
    return customerIds.length === 0 ? [] : read(em, sql.IDENTITIES, [programme, customerIds]);
  }

  /** What these viewers did between two moments, as far as it was received by `receivedBy`. */
  async engagementOf(
    em: EntityManager,
    programme: string,
    viewerIds: readonly string[],
    span: { from: Date; to: Date; receivedBy: Date },
  ): Promise<StoredFact[]> {
    if (viewerIds.length === 0) return [];
    return read(em, sql.ENGAGEMENT, [programme, viewerIds, span.from, span.to, span.receivedBy]);
  }

  /** The customers whose devices these viewers are. */
  async customersOf(
    em: EntityManager,
    programme: string,
    viewerIds: readonly string[],
  ): Promise<{ viewerId: string; customerId: string }[]> {
    const rows: { viewer_id: string; customer_id: string }[] = await em.query(sql.CUSTOMERS_OF_VIEWERS, [
      programme,
      viewerIds,
    ]);
    return rows.map((row) => ({ viewerId: row.viewer_id, customerId: row.customer_id }));
  }

  /** Every fact of a programme, for a whole replay. */
  async all(em: EntityManager, programme: string): Promise<StoredFact[]> {
    return read(em, sql.ALL, [programme]);
  }
}

async function read(em: EntityManager, query: string, parameters: unknown[]): Promise<StoredFact[]> {
  const rows: FactRow[] = await em.query(query, parameters);
  return rows.map((row) => ({
    ...row.content,
    type: row.type,
    id: row.external_id,
    version: Number(row.version),
    occurred_at: row.occurred_at.toISOString(),
    received_at: row.received_at.toISOString(),
  }));
}

interface Judged {
  fact: FactInput;
  digest: Buffer;
  row: { added: boolean; existed: boolean } | undefined;
}

/** Two contents of one key inside one batch contradict each other too; the statement sees only what stood before it. */
function judge(batch: readonly Judged[]): FactOutcome[] {
  const firstOf = new Map<string, Buffer>();
  return batch.map(({ fact, digest, row }) => {
    const key = `${programmeId(fact.storeId, fact.mode)}|${fact.type}|${fact.id}|${fact.version ?? 0n}`;
    const first = firstOf.get(key);
    if (!first) firstOf.set(key, digest);
    if (!row?.added) return 'duplicate';
    return row.existed || (first && !first.equals(digest)) ? 'conflicting' : 'recorded';
  });
}
