// What the plan of the order's day would pay if what the creator says were so: the same evaluator, asked and not believed.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttributionService } from '../../attribution/attribution.service.js';
import { evaluate, parseFacts, type EvaluationResult } from '../../attribution/evaluator/evaluate.rules.js';
import { OrderFacts } from '../../attribution/order-facts.service.js';
import { ProgrammeConfigs } from '../../attribution/programme-config.service.js';
import { Clock } from '../../base/clock.js';
import { StoresService } from '../../stores/stores.service.js';
import type { DisputeRow } from '../dispute-rows.service.js';
import { DAY_MS } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { suppose, type Supposed } from './what-if.rules.js';

export interface Proposal {
  /** What is missing to what the creator would have; 0 when nothing is. */
  amountMinor: bigint;
  /** What the creator has of it now. */
  hasMinor: bigint;
  currency: string;
  /** Nobody is given more than this for it: what the order, or the line, was worth. */
  mostMinor: bigint;
  /** Why not more: the reason of a line that would stay without, or null. */
  reason: string | null;
  /** Paid from then on: the end of the order's hold. */
  from: Date;
}

const GRACE_MS = 72 * 3_600_000;

@Injectable()
export class ProposalService {
  constructor(
    private readonly clock: Clock,
    private readonly attribution: AttributionService,
    private readonly orderFacts: OrderFacts,
    private readonly configs: ProgrammeConfigs,
    private readonly stores: StoresService,
  ) {}

  /** Null while the order is not known. */
  async of(em: EntityManager, row: DisputeRow): Promise<Proposal | null> {
    const { order_external_id: orderId, programme_id: programme } = row;
    if (orderId === null || row.order_id === null) return null;
    const now = this.clock.now();
    const gathered = await this.orderFacts.gather(em, programme, [orderId], now);
    const facts = suppose(gathered.facts, await this.supposed(em, row, orderId, now));
    const config = await this.configs.load(em, programme, facts);
    const result = evaluate(config, parseFacts(facts), now.getTime());
    const own = result.commissions.filter(
      (one) =>
        one.orderId === orderId &&
        one.kind === 'sale' &&
        one.creatorId === row.creator_id &&
        (row.line_id === null || one.lineId === row.line_id),
    );
    const would = own.reduce((sum, one) => sum + one.amountMinor, 0n);
    const hasMinor = await this.has(em, row);
    const ends = own.map((one) => one.holdEndsAt);
    return {
      ...{ amountMinor: would > hasMinor ? would - hasMinor : 0n, hasMinor, currency: result.currency },
      mostMinor: await this.most(em, row, result),
      reason: would > 0n ? null : reasonOf(result, orderId, row.line_id),
      from: ends.length > 0 ? new Date(Math.max(...ends)) : await this.holdEnd(em, row),
    };
  }

  /** The part of an order, or of a line, that its buyer keeps, in the order's currency: what an adjustment follows. */
  async keptBase(em: EntityManager, row: DisputeRow): Promise<bigint> {
    const lines = await this.attribution.newest(em, row.programme_id, [row.order_external_id ?? '']);
    const own = lines.filter((line) => row.line_id === null || line.lineId === row.line_id);
    return own.reduce((sum, line) => sum + BigInt(line.trace.orderNetMinor), 0n);
  }

  private async supposed(em: EntityManager, row: DisputeRow, orderId: string, now: Date): Promise<Supposed> {
    const kept = row.reason_code === 'NOT_RETURNED';
    const approved =
      row.line_id !== null && isRefused(row)
        ? { lineId: row.line_id, creatorId: row.creator_id, at: now.toISOString() }
        : null;
    const common = { orderId, disputeId: row.id, kept, approved };
    if (row.kind === 'missing' && row.came_by !== null && row.came_ref !== null) {
      return { ...common, touch: { by: row.came_by, ref: row.came_ref, products: await this.shown(em, row.came_ref) } };
    }
    // A line without credit, touched by the creator: as if that touch had been the deciding one.
    if (row.reason_code !== 'NOT_CREDITED') return { ...common, touch: null };
    const lines = await this.attribution.newest(em, row.programme_id, [orderId]);
    const touches = lines.find((line) => line.lineId === row.line_id)?.trace.touches ?? [];
    const mine = touches.filter((touch) => touch.creatorIds.includes(row.creator_id));
    const code = mine.find((touch) => touch.code !== null)?.code;
    if (code) return { ...common, touch: { by: 'code', ref: code, products: [] } };
    const videoId = mine.find((touch) => touch.videoId !== null)?.videoId;
    if (!videoId) return { ...common, touch: null };
    return { ...common, touch: { by: 'video', ref: videoId, products: await this.shown(em, videoId) } };
  }

  private async shown(em: EntityManager, videoId: string): Promise<string[]> {
    const rows: { id: string }[] = await em.query(sql.SHOWN_BY, [videoId]);
    return rows.map((row) => row.id);
  }

  private async has(em: EntityManager, row: DisputeRow): Promise<bigint> {
    const units: { line_id: string; state: string; amount: string }[] = await em.query(sql.UNITS_OF, [
      row.order_id,
      row.creator_id,
    ]);
    const own = units.filter((unit) => row.line_id === null || unit.line_id === row.line_id);
    return own.reduce((sum, unit) => sum + BigInt(unit.amount), 0n);
  }

  private async most(em: EntityManager, row: DisputeRow, result: EvaluationResult): Promise<bigint> {
    const orderId = row.order_external_id ?? '';
    const lines = await this.attribution.newest(em, row.programme_id, [orderId]);
    const own = lines.filter((line) => row.line_id === null || line.lineId === row.line_id);
    const worths = own.map((line) => {
      const base = result.explain(orderId, line.lineId)?.baseGrossMinor ?? 0n;
      // Without credit nothing was converted: then the order's own amount speaks where its currency does.
      const asSold = line.trace.orderCurrency === result.currency ? BigInt(line.trace.orderBaseMinor) : 0n;
      return base > asSold ? base : asSold;
    });
    return worths.reduce((sum, one) => sum + one, 0n);
  }

  private async holdEnd(em: EntityManager, row: DisputeRow): Promise<Date> {
    const { holdDays } = await this.stores.require(row.store_id, em);
    const [order]: { placed_at: Date; first_received_at: Date }[] = await em.query(
      'SELECT placed_at, first_received_at FROM orders WHERE id = $1',
      [row.order_id],
    );
    if (!order) return this.clock.now();
    const hold = order.placed_at.getTime() + holdDays * DAY_MS;
    return new Date(Math.max(hold, order.first_received_at.getTime() + GRACE_MS));
  }
}

/** A check, not the plan, keeps this commission from its creator: lifting it is a decision, not an adjustment. */
export function isRefused(row: Pick<DisputeRow, 'unit_state'>): boolean {
  return row.unit_state === 'rejected' || row.unit_state === 'review';
}

/** Why a line would still pay this creator nothing: its exclusion, or that something stronger decides. */
function reasonOf(result: EvaluationResult, orderId: string, lineId: string | null): string | null {
  const excluded = result.exclusions.find(
    (one) => one.orderId === orderId && (lineId === null || one.lineId === lineId),
  );
  if (excluded) return excluded.reason;
  return result.commissions.some((one) => one.orderId === orderId) ? 'OTHER_CREATOR' : null;
}
