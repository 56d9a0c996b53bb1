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
import type { FactOutcome, Mode } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import { BuyerSealer } from './buyer-sealer.service.js';
import { OrderJoins } from './joins.service.js';
import { OrderRow } from './order.entity.js';
import {
  namesMoney,
  orderContent,
  orderTotal,
  readExternalId,
  readOrder,
  readRefund,
  type RefundBody,
} from './order.shapes.js';
import { OrderRecorder, spaceOf, type Space } from './recording.service.js';
import * as sql from './orders.queries.js';

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

@Injectable()
export class OrdersService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly sealer: BuyerSealer,
    private readonly recorder: OrderRecorder,
    private readonly joins: OrderJoins,
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
    const sealed = this.sealer.seal(space.storeId, body.buyer, body.viewerToken ?? null);
    const occurredAt = new Date(body.occurredAt);
    const content = orderContent(externalId, body, sealed);
    // After the amounts one by one, which have fields of their own: a sum that no number can hold.
    orderTotal(body);
    return inTransaction(this.db, async (em) => {
      await this.recorder.lock(em, space, externalId);
      const one = { externalId, version: BigInt(body.version), occurredAt, source: 's2s', content } as const;
      const outcome = await this.recorder.add(em, space, one);
      if (outcome === 'conflicting') throw new AppError('ORDER_VERSION_CONFLICT', { field: 'version' });
      const row = await this.rowOf(em, space.programme, externalId);
      if (!row) throw new AppError('INTERNAL');
      if (outcome === 'recorded') {
        await this.joins.join(em, space, externalId, occurredAt, content);
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
      await this.recorder.lock(em, space, body.orderId);
      const order = await this.rowOf(em, space.programme, body.orderId);
      const currency = order?.currency ?? body.currency ?? null;
      if (body.currency && body.currency !== currency) {
        throw new AppError('BAD_INPUT', { field: 'currency', detail: `The order is in ${currency}.` });
      }
      if (currency === null && namesMoney(body)) return this.keepWaiting(em, key, space, externalId, body, now);
      const outcome = await this.recorder.addRefund(em, space, { id: externalId, body, currency, source: 's2s' });
      if (outcome !== 'duplicate') await this.auditRefund(em, key, externalId, body);
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
