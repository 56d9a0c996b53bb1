// Records orders and refunds as shops report them: once each, in any order, live and test apart.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { assertStore, type Actor, type StoreKeyActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { newId } from '../base/ids.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { programmeId, type FactInput, type FactOutcome, type Mode } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import { OrderRow } from './order.entity.js';
import { BuyerSealer } from './buyer-sealer.service.js';
import {
  namesMoney,
  orderContent,
  orderTotal,
  readExternalId,
  readOrder,
  readRefund,
  refundContent,
  type OrderBody,
  type RefundBody,
  type SealedBuyer,
} from './order.shapes.js';
import * as sql from './orders.queries.js';

/** An order, one of its versions or one of its refunds came in. `orderId` is the shop's own. */
export const ordersRecorded = defineJob<{ programmeId: string; orderId: string }>('orders.recorded', {
  heartbeat: true,
});

export interface OrderRecorded {
  orderId: string;
  recorded: boolean;
  duplicate: boolean;
}

export interface RefundRecorded {
  refundId: string;
  recorded: boolean;
  duplicate: boolean;
  /** True while the refund's order is not known yet. */
  waiting: boolean;
}

/** Which shop speaks, through which of its two spaces. */
interface Space {
  storeId: string;
  mode: Mode;
  programme: string;
}

const spaceOf = (key: Pick<StoreKeyActor, 'storeId' | 'mode'>): Space => ({
  storeId: key.storeId,
  mode: key.mode,
  programme: programmeId(key.storeId, key.mode),
});

@Injectable()
export class OrdersService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly jobs: JobsService,
    private readonly sealer: BuyerSealer,
  ) {}

  /**
   * Records a snapshot of an order. The same version again adds nothing; the same version with another
   * content is refused, because which of the two is true could not be told later.
   */
  async record(key: StoreKeyActor, rawId: string, raw: unknown): Promise<OrderRecorded> {
    const now = this.clock.now();
    const externalId = readExternalId(rawId);
    const space = spaceOf(key);
    const body = readOrder(raw, now);
    const sealed = await this.sealer.seal(space.storeId, body.buyer, body.viewerToken ?? null);
    return inTransaction(this.db, async (em) => {
      await em.query(sql.LOCK_ORDER, [space.programme, externalId]);
      const [outcome] = await this.facts.record(em, [orderFact(space, externalId, body, sealed)]);
      if (outcome === 'conflicting') throw new AppError('ORDER_VERSION_CONFLICT', { field: 'version' });
      if (outcome === 'recorded') {
        await this.saveSnapshot(em, space, externalId, body, sealed, now);
        await this.releaseWaiting(em, space, externalId, body.currency);
        await this.jobs.announce(em, ordersRecorded, { programmeId: space.programme, orderId: externalId });
      }
      const row = await this.rowOf(em, space.programme, externalId);
      if (!row) throw new AppError('INTERNAL');
      if (outcome === 'recorded') {
        const after = { externalId, version: body.version, status: body.status };
        await audit(em, {
          actor: key,
          action: 'orders.recorded',
          subjectType: 'order',
          subjectId: row.id,
          storeId: key.storeId,
          after,
        });
      }
      return { orderId: row.id, recorded: outcome === 'recorded', duplicate: outcome === 'duplicate' };
    });
  }

  /** Records a refund, known by the shop's own id for ever. A refund before its order waits (money.md F3). */
  async recordRefund(key: StoreKeyActor, rawId: string, raw: unknown): Promise<RefundRecorded> {
    const now = this.clock.now();
    const externalId = readExternalId(rawId);
    const space = spaceOf(key);
    const body = readRefund(raw, now);
    const result = await inTransaction(this.db, async (em) => {
      await em.query(sql.LOCK_ORDER, [space.programme, body.orderId]);
      const order = await this.rowOf(em, space.programme, body.orderId);
      const currency = order?.currency ?? body.currency ?? null;
      if (body.currency && body.currency !== currency) {
        throw new AppError('BAD_INPUT', { field: 'currency', detail: `The order is in ${currency}.` });
      }
      if (currency === null && namesMoney(body)) return this.keepWaiting(em, key, space, externalId, body, now);
      const [outcome] = await this.facts.record(em, [refundFact(space, externalId, body, currency)]);
      if (outcome !== 'duplicate') await this.refundCameIn(em, key, space, externalId, body);
      return { outcome, waiting: !order };
    });
    // The contradiction is kept as a fact, ignored, and told: so the transaction is committed before we refuse (F2).
    if (result.outcome === 'conflicting') throw new AppError('REFUND_CONFLICT');
    const { outcome, waiting } = result;
    return { refundId: externalId, recorded: outcome === 'recorded', duplicate: outcome === 'duplicate', waiting };
  }

  /** The order for its store and for finance; NOT_FOUND for everyone else. */
  async get(who: Actor, id: string): Promise<OrderRow> {
    const row = await this.db.manager.findOneBy(OrderRow, { id });
    if (!row) throw new AppError('NOT_FOUND');
    assertStore(who, row.storeId, 'finance', 'administrator');
    return row;
  }

  /** Orders of a store, newest first. */
  async page(who: Actor, storeId: string, mode: Mode, args: PageArgs): Promise<Page<OrderRow>> {
    assertStore(who, storeId, 'finance', 'administrator');
    const first = pageSize(args);
    const cursor = decodeCursor(args, 2);
    const query = this.db.manager
      .createQueryBuilder(OrderRow, 'o')
      .where('o.storeId = :storeId AND o.mode = :mode', { storeId, mode });
    const totalCount = await query.getCount();
    if (cursor) query.andWhere('(o.placedAt, o.id) < (:at::timestamptz, :id)', { at: cursor[0], id: cursor[1] });
    const rows = await query
      .orderBy('o.placedAt', 'DESC')
      .addOrderBy('o.id', 'DESC')
      .limit(first + 1)
      .getMany();
    return toPage(rows, args, totalCount, (row) => [row.placedAt.toISOString(), row.id]);
  }

  /** Orders by the shop's own ids, for attribution and commissions. */
  async byExternalIds(em: EntityManager, programme: string, externalIds: readonly string[]): Promise<OrderRow[]> {
    return em
      .createQueryBuilder(OrderRow, 'o')
      .where('o.programmeId = :programme AND o.externalId = ANY(:ids)', { programme, ids: externalIds })
      .getMany();
  }

  /**
   * Orders that what these viewers did since a moment may concern: their own, and those of customers whose devices
   * they are, placed after that moment and received after `receivedAfter`. Gives the shop's own ids.
   */
  async ofViewers(
    em: EntityManager,
    programme: string,
    viewers: readonly { viewerId: string; since: Date }[],
    receivedAfter: Date,
  ): Promise<string[]> {
    const customers = await this.facts.customersOf(
      em,
      programme,
      viewers.map((v) => v.viewerId),
    );
    const rows: { external_id: string }[] = await em.query(sql.OF_VIEWERS, [
      programme,
      viewers.map((v) => v.viewerId),
      viewers.map((v) => v.since),
      customers.map((c) => c.viewerId),
      customers.map((c) => c.customerId),
      receivedAfter,
    ]);
    return rows.map((row) => row.external_id);
  }

  private rowOf(em: EntityManager, programme: string, externalId: string): Promise<OrderRow | null> {
    return em.findOneBy(OrderRow, { programmeId: programme, externalId });
  }

  private async saveSnapshot(
    em: EntityManager,
    space: Space,
    externalId: string,
    body: OrderBody,
    sealed: SealedBuyer,
    now: Date,
  ): Promise<void> {
    const lines = body.lines.map((line) => ({
      line_id: line.lineId,
      product_id: line.productId,
      title: line.title ?? undefined,
      quantity: line.quantity,
    }));
    await em.query(sql.SAVE_SNAPSHOT, [
      newId('ord'),
      space.programme,
      space.storeId,
      space.mode,
      externalId,
      body.version,
      body.status,
      body.currency,
      sealed.viewerId,
      body.buyer.customerId ?? null,
      JSON.stringify(lines),
      orderTotal(body).toString(),
      sealed.viewerNote,
      new Date(body.occurredAt),
      now,
    ]);
  }

  private async keepWaiting(
    em: EntityManager,
    key: StoreKeyActor,
    space: Space,
    externalId: string,
    body: RefundBody,
    now: Date,
  ): Promise<{ outcome: FactOutcome; waiting: boolean }> {
    const text = JSON.stringify(body);
    const values = [space.programme, externalId, body.orderId, text, now];
    const [row]: { added: boolean; same: boolean }[] = await em.query(sql.KEEP_WAITING, values);
    if (!row?.added) return { outcome: row?.same ? 'duplicate' : 'conflicting', waiting: true };
    await this.auditRefund(em, key, externalId, body);
    return { outcome: 'recorded', waiting: true };
  }

  /** The order has come: what waited for its currency becomes facts. */
  private async releaseWaiting(em: EntityManager, space: Space, orderId: string, currency: string): Promise<void> {
    const taken: unknown = await em.query(sql.TAKE_WAITING, [space.programme, orderId]);
    // TypeORM answers a DELETE with [rows, count].
    const rows = (taken as [{ external_id: string; body: RefundBody }[], number])[0];
    await this.facts.record(
      em,
      rows.map((row) => refundFact(space, row.external_id, row.body, currency)),
    );
  }

  private async refundCameIn(
    em: EntityManager,
    key: StoreKeyActor,
    space: Space,
    externalId: string,
    body: RefundBody,
  ) {
    await this.jobs.announce(em, ordersRecorded, { programmeId: space.programme, orderId: body.orderId });
    await this.auditRefund(em, key, externalId, body);
  }

  private async auditRefund(
    em: EntityManager,
    key: StoreKeyActor,
    externalId: string,
    body: RefundBody,
  ): Promise<void> {
    const after = { orderId: body.orderId, lines: body.lines, adjustment: body.adjustment };
    const row = { actor: key, subjectType: 'refund', subjectId: externalId, storeId: key.storeId, after };
    await audit(em, { ...row, action: 'refunds.recorded' });
  }
}

function orderFact(space: Space, id: string, body: OrderBody, sealed: SealedBuyer): FactInput {
  return {
    storeId: space.storeId,
    mode: space.mode,
    type: 'order',
    id,
    version: BigInt(body.version),
    occurredAt: new Date(body.occurredAt),
    source: 's2s',
    content: orderContent(body, sealed),
  };
}

function refundFact(space: Space, id: string, body: RefundBody, currency: string | null): FactInput {
  return {
    storeId: space.storeId,
    mode: space.mode,
    type: 'refund',
    id,
    occurredAt: new Date(body.occurredAt),
    source: 's2s',
    content: refundContent(body, currency),
  };
}
