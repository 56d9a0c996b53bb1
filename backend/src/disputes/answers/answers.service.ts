// The store answers a dispute of one of its orders: it agrees or says why not. A creator may take the dispute back.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { OPEN } from '../dispute.status.js';
import { textOf } from '../texts.js';

@Injectable()
export class AnswersService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly rows: DisputeRows,
  ) {}

  /**
   * Once, until staff have decided: a late answer still helps them. The same person's repeat changes nothing. OWN_DISPUTE for
   * an owner who is the creator: nobody speaks for both sides.
   */
  async answer(who: AccountActor, id: string, agrees: boolean, raw: string): Promise<DisputeRow> {
    const text = textOf(raw, 'text');
    await inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, id);
      assertStore(who, row.store_id);
      if (row.creator_account === who.accountId) throw new AppError('OWN_DISPUTE');
      if (row.answered_by === who.accountId && row.store_agrees === agrees && row.store_text === text) return;
      if (row.answered_at !== null) throw new AppError('CONFLICT', { detail: 'The store has answered already.' });
      if (row.state !== 'waiting_store' && row.state !== 'waiting_staff') throw new AppError('DISPUTE_OVER');
      await em.query(
        'UPDATE disputes SET store_agrees = $2, store_text = $3, answered_by = $4, answered_at = $5 WHERE id = $1',
        [id, agrees, text, who.accountId, this.clock.now()],
      );
      await this.rows.step(em, who, row, { move: agrees ? 'store_agreed' : 'store_objected', note: text });
      if (row.state === 'waiting_store') await this.rows.move(em, row, 'waiting_staff');
    });
    return this.rows.require(id);
  }

  /** NOT_FOUND for another creator's. A second time changes nothing. */
  async withdraw(who: AccountActor, id: string): Promise<DisputeRow> {
    await inTransaction(this.db, async (em) => {
      const creator = await this.creators.ofAccount(who.accountId, em);
      const row = await this.rows.lock(em, id);
      if (row.creator_id !== creator.id) throw new AppError('NOT_FOUND');
      if (row.state === 'withdrawn') return;
      if (!OPEN.includes(row.state)) throw new AppError('DISPUTE_OVER');
      await this.rows.step(em, who, row, { move: 'withdrawn' });
      await this.rows.move(em, row, 'withdrawn');
    });
    return this.rows.require(id);
  }
}
