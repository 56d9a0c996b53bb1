// Hears what each side says about a difference; what both accept becomes facts in the same transaction.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, holds, ownsStore, type AccountActor, type Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import type { Mode } from '../../facts/fact.rules.js';
import { spaceOf } from '../../orders/recording.service.js';
import { OrderDifference } from './difference.entity.js';
import { stateOf, type DifferenceState, type Side, type Word } from './difference.rules.js';
import { SettlementsService } from './settlements.service.js';

const LONGEST_NOTE = 500;

export interface DifferenceFilter {
  /** Null asks for every store: staff only. */
  storeId: string | null;
  mode: Mode;
  state: DifferenceState | null;
  fileId: string | null;
}

@Injectable()
export class DifferencesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly settlements: SettlementsService,
  ) {}

  /** Differences of a store, or for staff of all; the newest first. */
  async page(who: Actor, filter: DifferenceFilter, args: PageArgs): Promise<Page<OrderDifference>> {
    if (filter.storeId) assertStore(who, filter.storeId, 'finance', 'administrator');
    else if (!holds(who, 'finance') && !holds(who, 'administrator')) throw new AppError('FORBIDDEN');
    const query = this.db.manager.createQueryBuilder(OrderDifference, 'd').where('d.mode = :mode', filter);
    if (filter.storeId) query.andWhere('d.storeId = :storeId', filter);
    if (filter.state) query.andWhere('d.state = :state', filter);
    if (filter.fileId) query.andWhere('d.fileId = :fileId', filter);
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(d.createdAt, d.id) < (:at::timestamptz, :id)', { at: after[0], id: after[1] });
    query.orderBy('d.createdAt', 'DESC').addOrderBy('d.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /**
   * One side's word. It may be changed until both accept; then the store's telling becomes facts and the difference is
   * closed. CONFLICT when it is settled, or when the order has changed since so that it cannot be.
   */
  async say(who: AccountActor, id: string, side: Side, word: Word, note: string | null): Promise<OrderDifference> {
    const text = note?.trim() || null;
    if (text && (text.length > LONGEST_NOTE || !text.isWellFormed())) {
      throw new AppError('BAD_INPUT', { field: 'note', detail: `At most ${LONGEST_NOTE} characters.` });
    }
    if (word === 'disputed' && !text) {
      throw new AppError('BAD_INPUT', { field: 'note', detail: 'Say why, so that the other side can answer.' });
    }
    return inTransaction(this.db, async (em) => {
      const one = await this.lock(em, who, id, side);
      if (one.state === 'settled') throw new AppError('CONFLICT', { detail: 'This difference is settled.' });
      const before = { storeSays: one.storeSays, serviceSays: one.serviceSays, state: one.state };
      if (side === 'store') one.storeSays = word;
      else one.serviceSays = word;
      one.note = text ?? one.note;
      one.state = stateOf(one.storeSays, one.serviceSays);
      if (one.state === 'settled') {
        one.settledAt = this.clock.now();
        await this.settlements.settle(em, spaceOf(one), one);
      }
      await em.save(one);
      const after = { side, word, note: text, state: one.state };
      const subject = { subjectType: 'order_difference', subjectId: one.id, storeId: one.storeId };
      await audit(em, { actor: who, action: 'imports.difference_judged', ...subject, before, after });
      return one;
    });
  }

  /** The store speaks for itself, finance for the service: nobody for both, so one hand never moves money alone. */
  private async lock(em: EntityManager, who: AccountActor, id: string, side: Side): Promise<OrderDifference> {
    const one = await em.findOne(OrderDifference, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!one) throw new AppError('NOT_FOUND');
    assertStore(who, one.storeId, 'finance');
    const owns = ownsStore(who, one.storeId);
    if (side === 'store' ? !owns : owns || !holds(who, 'finance')) throw new AppError('FORBIDDEN');
    return one;
  }
}
