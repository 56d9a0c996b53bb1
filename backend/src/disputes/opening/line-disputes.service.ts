// A creator disputes what a line of an order pays: from "why this amount", with a reason and own words.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction, pgCode } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { ExplanationsService } from '../../commissions/explanations.service.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StandingsService } from '../../fraud/standings.service.js';
import { OrderRow } from '../../orders/order.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { LINE_REASONS } from '../dispute.reasons.js';
import { DAY_MS, REACH_DAYS } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { DisputeLetters } from '../letters/dispute-letters.service.js';
import { textOf } from '../texts.js';

export interface LineDispute {
  orderId: string;
  lineId: string;
  reasonCode: string;
  text: string;
}

/** So many disputes and claims wait of one creator at once. */
export const MOST_OPEN = 50;

@Injectable()
export class LineDisputes {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly stores: StoresService,
    private readonly explanations: ExplanationsService,
    private readonly standings: StandingsService,
    private readonly rows: DisputeRows,
    private readonly letters: DisputeLetters,
  ) {}

  /**
   * NOT_FOUND for a line that is not explained to this creator; DISPUTE_EXISTS while one is open, or when it was decided and
   * nothing has changed since; UNDER_CHECK where an objection is the way; CLAIM_TOO_OLD.
   */
  async open(who: AccountActor, input: LineDispute): Promise<DisputeRow> {
    const reason = LINE_REASONS.find((one) => one === input.reasonCode);
    if (!reason) throw new AppError('UNKNOWN_REASON', { field: 'reasonCode' });
    const text = textOf(input.text, 'text');
    const creator = await this.creators.ofAccount(who.accountId);
    // Who may ask why may dispute the answer: nobody else's line, nobody else's order. A store's owner sees all of them.
    await this.explanations.explain({ ...who, roles: [] }, input.orderId, input.lineId);
    const order = await this.db.manager.findOneByOrFail(OrderRow, { id: input.orderId });
    if (order.mode === 'test') throw new AppError('NOT_FOUND');
    const id = newId('dsp');
    try {
      await inTransaction(this.db, async (em) => {
        await assertRoom(em, creator.id);
        await this.assertMay(em, order, input.lineId, creator.id);
        const { disputeDays, currency } = await this.stores.require(order.storeId, em);
        const now = this.clock.now();
        const due = new Date(now.getTime() + disputeDays * DAY_MS);
        await em.query(sql.ADD_DISPUTE, [
          ...[id, 'line', order.programmeId, order.storeId, creator.id, 'waiting_store', reason, text],
          ...[order.id, order.externalId, input.lineId, null, null, null, null, currency, null, null, now, null, due],
        ]);
        const row = await this.rows.require(id, em);
        await this.rows.step(em, who, row, { move: 'opened', reasonCode: reason });
        await this.rows.mark(em, row, now);
        await this.letters.tellStore(em, row, 'opened');
      });
    } catch (error) {
      if (pgCode(error) === '23505') throw new AppError('DISPUTE_EXISTS');
      throw error;
    }
    return this.rows.require(id);
  }

  private async assertMay(em: EntityManager, order: OrderRow, lineId: string, creatorId: string): Promise<void> {
    const unit = { orderId: order.externalId, lineId };
    if (await this.standings.isUnderCheck(em, order.programmeId, creatorId, unit)) throw new AppError('UNDER_CHECK');
    const [change]: { at: Date | null }[] = await em.query(sql.LAST_CHANGE, [order.id, lineId, creatorId]);
    const changedAt = change?.at ?? order.recordedAt;
    if (changedAt.getTime() < this.clock.now().getTime() - REACH_DAYS * DAY_MS) throw new AppError('CLAIM_TOO_OLD');
    const key = [order.programmeId, order.externalId, lineId, creatorId];
    const [decided]: { at: Date | null }[] = await em.query(sql.LAST_DECIDED, key);
    // The outcome itself may have changed the amount, in the moments after it.
    if (decided?.at && changedAt.getTime() <= decided.at.getTime() + DAY_MS) throw new AppError('DISPUTE_EXISTS');
  }
}

/** Waits for another opening of the same creator, so that two at once cannot both be the last one allowed. */
export async function assertRoom(em: EntityManager, creatorId: string): Promise<void> {
  await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creatorId]);
  const [open]: { count: number }[] = await em.query(sql.COUNT_OPEN, [creatorId]);
  if ((open?.count ?? 0) >= MOST_OPEN)
    throw new AppError('RATE_LIMITED', { detail: `${MOST_OPEN} disputes wait already.` });
}
