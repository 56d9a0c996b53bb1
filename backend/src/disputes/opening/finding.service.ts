// Brings a claim to its order: found by itself, or named by the store; or ends it where there is nothing to decide.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { AccountActor, SystemActor } from '../../base/auth.js';
import { assertStore } from '../../base/auth.js';
import { actorName } from '../../base/audit.js';
import { Clock } from '../../base/clock.js';
import { inTransaction, pgCode } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { StoresService } from '../../stores/stores.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { ALREADY_CLAIMED, ALREADY_CREDITED, ORDER_NOT_FOUND } from '../dispute.reasons.js';
import { DAY_MS } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { DisputeLetters } from '../letters/dispute-letters.service.js';
import { sureOne, type Scored } from './match.rules.js';
import { MatchingService } from './matching.service.js';

const RULE: SystemActor = { kind: 'system', name: 'rule:claims' };

interface Found {
  orderId: string;
  externalId: string;
}

@Injectable()
export class FindingService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly rows: DisputeRows,
    private readonly matching: MatchingService,
    private readonly letters: DisputeLetters,
  ) {}

  /**
   * Looks once, under the dispute's lock or in the transaction that opened it. A claimant is told at once that the order is
   * credited already; later the claim ends with that.
   */
  async find(em: EntityManager, row: DisputeRow, asking: 'claimant' | 'timer'): Promise<boolean> {
    const found = sureOne(await this.matching.candidates(em, row));
    if (!found) return false;
    const credited = await this.isCredited(em, row, found.orderId);
    const claimed: unknown[] = await em.query(sql.OWN_CLAIM, [found.orderId, row.creator_id, row.id]);
    if (asking === 'claimant') {
      if (credited) throw new AppError('ALREADY_CREDITED', { field: 'number' });
      if (claimed.length > 0) throw new AppError('DISPUTE_EXISTS', { field: 'number' });
    }
    if (credited) await this.end(em, row, ALREADY_CREDITED);
    else if (claimed.length > 0) await this.end(em, row, ALREADY_CLAIMED);
    else await this.attach(em, RULE, row, found, 'order_found');
    return true;
  }

  /** A claim whose order nobody told of in time. Returns whether it changed. */
  async look(id: string): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, id);
      if (row.state !== 'waiting_order') return false;
      await em.query('UPDATE disputes SET looked_at = $2 WHERE id = $1', [id, this.clock.now()]);
      if (await this.find(em, row, 'timer')) return true;
      if (row.order_due_at === null || row.order_due_at > this.clock.now()) return false;
      await this.end(em, row, ORDER_NOT_FOUND);
      return true;
    });
  }

  /** The store or staff say which order it is. NOT_FOUND for one that is not the store's; a second time changes nothing. */
  async name(who: AccountActor, id: string, orderId: string): Promise<DisputeRow> {
    try {
      await inTransaction(this.db, async (em) => {
        const row = await this.rows.lock(em, id);
        assertStore(who, row.store_id, 'finance', 'administrator');
        if (row.order_id === orderId) return;
        if (row.state !== 'waiting_order') throw new AppError('DISPUTE_OVER', { detail: 'It has its order already.' });
        const all = await this.matching.candidates(em, row);
        const named: Scored | undefined = all.find((one) => one.orderId === orderId);
        if (!named) throw new AppError('NOT_FOUND', { field: 'orderId' });
        if (await this.isCredited(em, row, orderId)) throw new AppError('ALREADY_CREDITED', { field: 'orderId' });
        await this.attach(em, who, row, named, 'order_named');
      });
    } catch (error) {
      if (pgCode(error) === '23505') throw new AppError('DISPUTE_EXISTS', { field: 'orderId' });
      throw error;
    }
    return this.rows.require(id);
  }

  private async isCredited(em: EntityManager, row: DisputeRow, orderId: string): Promise<boolean> {
    const units: unknown[] = await em.query(sql.UNITS_OF, [orderId, row.creator_id]);
    return units.length > 0;
  }

  private async attach(
    em: EntityManager,
    actor: AccountActor | SystemActor,
    row: DisputeRow,
    found: Found,
    move: 'order_found' | 'order_named',
  ): Promise<void> {
    const { disputeDays } = await this.stores.require(row.store_id, em);
    const due = new Date(this.clock.now().getTime() + disputeDays * DAY_MS);
    await this.rows.step(em, actor, row, { move, more: { order: found.externalId } });
    await em.query('UPDATE disputes SET order_id = $2, order_external_id = $3, answer_due_at = $4 WHERE id = $1', [
      ...[row.id, found.orderId, found.externalId, due],
    ]);
    await this.rows.move(em, row, 'waiting_store');
    await this.letters.tellStore(em, { ...row, answer_due_at: due }, 'opened');
  }

  private async end(em: EntityManager, row: DisputeRow, code: string): Promise<void> {
    await em.query('UPDATE disputes SET outcome_code = $2, decided_by = $3, decided_at = $4 WHERE id = $1', [
      ...[row.id, code, actorName(RULE), this.clock.now()],
    ]);
    await this.rows.step(em, RULE, row, { move: 'refused', reasonCode: code });
    await this.rows.move(em, row, 'refused');
    await this.letters.tellCreator(em, { ...row, outcome_code: code, state: 'refused' });
  }
}
