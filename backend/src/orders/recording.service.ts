// Adds one order or refund to the facts and keeps its snapshot, in the caller's transaction; every door to orders ends here.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { newId } from '../base/ids.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { canonicalJson } from '../facts/canonical.rules.js';
import { programmeId, type FactInput, type FactOutcome, type Mode } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import { refundContent, type OrderContent, type RefundBody } from './order.shapes.js';
import { totalOf } from './total.rules.js';
import * as sql from './orders.queries.js';

/** An order, one of its versions or one of its refunds came in. `orderId` is the shop's own. */
export const ordersRecorded = defineJob<{ programmeId: string; orderId: string }>('orders.recorded', {
  heartbeat: true,
});

/** Which shop speaks, through which of its two spaces. */
export interface Space {
  storeId: string;
  mode: Mode;
  programme: string;
}

export const spaceOf = (from: { storeId: string; mode: Mode }): Space => ({
  storeId: from.storeId,
  mode: from.mode,
  programme: programmeId(from.storeId, from.mode),
});

/** Who told of an order: the shop's server, a file, a receipt, or two sides who agreed about a difference. */
export type OrderSource = 's2s' | 'postback' | 'file' | 'receipt' | 'reconciled';

/** One version of an order on its way into the facts. */
export interface NewVersion {
  externalId: string;
  version: bigint;
  occurredAt: Date;
  source: OrderSource;
  content: OrderContent;
}

/** The newest version of an order as its fact stands. */
export interface KnownVersion {
  version: bigint;
  occurredAt: Date;
  source: string;
  content: OrderContent;
}

@Injectable()
export class OrderRecorder {
  constructor(
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly jobs: JobsService,
  ) {}

  /** Serialises everything about one order until the transaction ends. */
  async lock(em: EntityManager, space: Space, externalId: string): Promise<void> {
    await em.query(sql.LOCK_ORDER, [space.programme, externalId]);
  }

  /** Adds a version. A new one moves the snapshot, frees refunds that waited for it, and is announced. */
  async add(em: EntityManager, space: Space, one: NewVersion): Promise<FactOutcome> {
    const fact: FactInput = {
      ...{ storeId: space.storeId, mode: space.mode, type: 'order', id: one.externalId },
      ...{ version: one.version, occurredAt: one.occurredAt, source: one.source, content: one.content },
    };
    const [outcome = 'duplicate'] = await this.facts.record(em, [fact]);
    if (outcome === 'duplicate') return outcome;
    if (outcome === 'conflicting' && !(await this.overrules(em, space, one))) return outcome;
    await this.saveSnapshot(em, space, one);
    await this.releaseWaiting(em, space, one.externalId, String(one.content['currency']));
    await this.announce(em, space, one.externalId);
    return 'recorded';
  }

  /**
   * A correction took the number after the shop's last one. When the shop's own next version comes under that number, the
   * shop's counts, as the later received of two does (money.md F1).
   */
  private async overrules(em: EntityManager, space: Space, one: NewVersion): Promise<boolean> {
    if (one.source !== 's2s') return false;
    const values = [space.programme, one.externalId, one.version.toString(), canonicalJson(one.content)];
    const rows: unknown[] = await em.query(sql.OWN_RIVALS, values);
    return rows.length === 0;
  }

  /** The version that counts (money.md F1), or null for an order nobody told of. */
  async newest(em: EntityManager, space: Space, externalId: string): Promise<KnownVersion | null> {
    const [row]: { version: string; occurred_at: Date; source: string; content: OrderContent }[] = await em.query(
      sql.NEWEST_VERSION,
      [space.programme, externalId],
    );
    return row
      ? { version: BigInt(row.version), occurredAt: row.occurred_at, source: row.source, content: row.content }
      : null;
  }

  /** True when a version with this very content is known, whatever its number. */
  async knows(em: EntityManager, space: Space, one: Omit<NewVersion, 'version' | 'source'>): Promise<boolean> {
    const values = [space.programme, one.externalId, one.occurredAt, canonicalJson(one.content)];
    const rows: unknown[] = await em.query(sql.SAME_CONTENT, values);
    return rows.length > 0;
  }

  /** Adds a refund whose currency is known; a contradiction is kept and ignored (F2). Announces whatever is new. */
  async addRefund(
    em: EntityManager,
    space: Space,
    refund: { id: string; body: RefundBody; currency: string | null; source: OrderSource },
  ): Promise<FactOutcome> {
    const [outcome = 'duplicate'] = await this.facts.record(em, [refundFact(space, refund)]);
    if (outcome !== 'duplicate') await this.announce(em, space, refund.body.orderId);
    return outcome;
  }

  /** Tells attribution to look at this order again. */
  async announce(em: EntityManager, space: Space, externalId: string): Promise<void> {
    await this.jobs.announce(em, ordersRecorded, { programmeId: space.programme, orderId: externalId });
  }

  private async saveSnapshot(em: EntityManager, space: Space, one: NewVersion): Promise<void> {
    const { content } = one;
    const lines = (content['lines'] as readonly Record<string, unknown>[]).map((line) => ({
      ...{ line_id: line['line_id'], product_id: line['product_id'], title: line['title'], quantity: line['quantity'] },
    }));
    await em.query(sql.SAVE_SNAPSHOT, [
      newId('ord'),
      space.programme,
      space.storeId,
      space.mode,
      one.externalId,
      one.version.toString(),
      content['status'],
      content['currency'],
      content['viewer_id'] ?? null,
      (content['buyer'] as Record<string, unknown>)['customer_id'] ?? null,
      JSON.stringify(lines),
      totalOf(content).toString(),
      content['viewer_note'] ?? null,
      one.occurredAt,
      this.clock.now(),
    ]);
  }

  /** The order has come: what waited for its currency becomes facts. */
  private async releaseWaiting(em: EntityManager, space: Space, orderId: string, currency: string): Promise<void> {
    const taken: unknown = await em.query(sql.TAKE_WAITING, [space.programme, orderId]);
    // TypeORM answers a DELETE with [rows, count].
    const rows = (taken as [{ external_id: string; body: RefundBody }[], number])[0];
    await this.facts.record(
      em,
      rows.map((row) => refundFact(space, { id: row.external_id, body: row.body, currency, source: 's2s' })),
    );
  }
}

function refundFact(
  space: Space,
  refund: { id: string; body: RefundBody; currency: string | null; source: OrderSource },
): FactInput {
  return {
    storeId: space.storeId,
    mode: space.mode,
    type: 'refund',
    id: refund.id,
    occurredAt: new Date(refund.body.occurredAt),
    source: refund.source,
    content: refundContent(refund.body, refund.currency),
  };
}
