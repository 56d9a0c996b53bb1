// A creator claims an order that paid nothing: by its number, day and sum as the buyer saw them, and by what brought it.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction, pgCode } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { normaliseCode } from '../../creators/promo-code.rules.js';
import { programmeId } from '../../facts/fact.rules.js';
import { plainNumber } from '../../imports/reconciliation/match.rules.js';
import type { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { MISSING_ORDER } from '../dispute.reasons.js';
import { CAME_BY, DAY_MS, ORDER_WAIT_DAYS, REACH_DAYS, type CameBy } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { textOf } from '../texts.js';
import { FindingService } from './finding.service.js';
import { assertRoom } from './line-disputes.service.js';
import { noonOf } from './matching.service.js';

export interface ClaimInput {
  storeId: string;
  number: string;
  /** The day of the order in the shop, YYYY-MM-DD. */
  orderedOn: string;
  /** A decimal in the store's currency. */
  total: string;
  cameBy: string;
  /** The own code, or the id of the own link or video. */
  cameRef: string;
  text: string;
}

interface Read {
  number: string;
  plain: string;
  day: string;
  minor: bigint;
  by: CameBy;
  ref: string;
  text: string;
}

@Injectable()
export class ClaimsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly stores: StoresService,
    private readonly rows: DisputeRows,
    private readonly finding: FindingService,
  ) {}

  /**
   * BAD_INPUT with the field; CLAIM_TOO_OLD after 60 days; DISPUTE_EXISTS for an order claimed before; ALREADY_CREDITED.
   * An order that is not here yet waits: the answer says no more of it than that.
   */
  async claim(who: AccountActor, input: ClaimInput): Promise<DisputeRow> {
    const store = await this.stores.require(input.storeId);
    if (store.sandbox) throw new AppError('CONFLICT', { field: 'storeId', detail: 'A sandbox has no real sales.' });
    const read = this.read(input, store);
    const id = newId('dsp');
    try {
      await inTransaction(this.db, async (em) => {
        const creator = await this.creators.ofAccount(who.accountId, em);
        await this.assertOwn(em, store.id, creator.id, read);
        await assertRoom(em, creator.id);
        const now = this.clock.now();
        const waitsUntil = new Date(now.getTime() + ORDER_WAIT_DAYS * DAY_MS);
        await em.query(sql.ADD_DISPUTE, [
          ...[id, 'missing', programmeId(store.id, 'live'), store.id, creator.id, 'waiting_order', MISSING_ORDER],
          ...[read.text, null, null, null, read.number, read.plain, read.day, read.minor.toString(), store.currency],
          ...[read.by, read.ref, now, waitsUntil, null],
        ]);
        const row = await this.rows.require(id, em);
        const more = { number: read.number, on: read.day, totalMinor: read.minor, by: read.by };
        await this.rows.step(em, who, row, { move: 'opened', reasonCode: MISSING_ORDER, more });
        await this.finding.find(em, row, 'claimant');
      });
    } catch (error) {
      if (pgCode(error) === '23505') throw new AppError('DISPUTE_EXISTS', { field: 'number' });
      throw error;
    }
    return this.rows.require(id);
  }

  private read(input: ClaimInput, store: Store): Read {
    const number = input.number.trim();
    const plain = plainNumber(number);
    if (plain === '' || number.length > 60 || !number.isWellFormed())
      throw new AppError('BAD_INPUT', { field: 'number', detail: 'Write the number as the buyer sees it: 1001.' });
    const by = CAME_BY.find((one) => one === input.cameBy);
    if (!by) throw new AppError('BAD_INPUT', { field: 'cameBy', detail: `One of ${CAME_BY.join(', ')}.` });
    const minor = typedAmount(input.total, store.currency, { least: 1n });
    if (minor === null)
      throw new AppError('BAD_AMOUNT', { field: 'total', detail: 'Write the sum of the order, such as 12990.00.' });
    const ref = by === 'code' ? normaliseCode(input.cameRef) : input.cameRef.trim();
    const day = this.dayOf(input.orderedOn, store);
    return { number, plain, day, minor, by, ref, text: textOf(input.text, 'text') };
  }

  private dayOf(raw: string, store: Store): string {
    const day = raw.trim();
    const wrong = { field: 'orderedOn', detail: 'Write the day of the order as 2026-11-20.' };
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw new AppError('BAD_INPUT', wrong);
    const apart = noonOf(day, store.timezone).getTime() - this.clock.now().getTime();
    if (apart > DAY_MS / 2)
      throw new AppError('BAD_INPUT', { field: 'orderedOn', detail: 'This day is still to come.' });
    if (apart < -(REACH_DAYS + 0.5) * DAY_MS) throw new AppError('CLAIM_TOO_OLD', { field: 'orderedOn' });
    return day;
  }

  private async assertOwn(em: EntityManager, storeId: string, creatorId: string, read: Read): Promise<void> {
    const own: unknown[] = await em.query(sql.OWN_SOURCE[read.by], [storeId, creatorId, read.ref]);
    if (own.length > 0) return;
    throw new AppError('BAD_INPUT', { field: 'cameRef', detail: 'This is none of your own in this store.' });
  }
}
