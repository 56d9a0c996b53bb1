// A store's money for commissions, read from the book: what was paid in, what is spent, reserved and left, and whether a payout is covered.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { typedAmount } from '../base/amounts/typed-amount.rules.js';
import { audit } from '../base/audit.js';
import { assertStore, holds, type AccountActor } from '../base/auth.js';
import { Clock, dayOf } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { Store } from '../stores/store.entity.js';
import { StoresService } from '../stores/stores.service.js';
import { balancesOf, coverOf, type Balances } from './funding.rules.js';
import type { FundingMode } from './funding.status.js';
import * as sql from './funding.queries.js';

export const DAYS_SHOWN = 30;

export interface FundingDay {
  day: string;
  fundedMinor: bigint;
  promisedMinor: bigint;
  /** At the end of the day. */
  availableMinor: bigint;
}

@Injectable()
export class FundingService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** For the store's people, finance and administrators. */
  async of(who: AccountActor, storeId: string): Promise<{ store: Store; balances: Balances; days: FundingDay[] }> {
    const store = await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    return { store, balances: await this.balances(this.db.manager, store), days: await this.days(store) };
  }

  async balances(em: EntityManager, { id, currency }: Pick<Store, 'id' | 'currency'>): Promise<Balances> {
    const [row]: Record<'funded' | 'promised' | 'waiting', string>[] = await em.query(sql.BOOKED, [id, currency]);
    const minor = (text: string | undefined) => BigInt(text ?? '0');
    const [fundedMinor, promisedMinor, waitingMinor] = [row?.funded, row?.promised, row?.waiting].map(minor);
    return balancesOf({
      ...{ fundedMinor: fundedMinor ?? 0n, promisedMinor: promisedMinor ?? 0n, waitingMinor: waitingMinor ?? 0n },
    });
  }

  /**
   * Whether `moreMinor` may leave a store towards creators; nothing of it is lost, it waits. Under the programme's money lock.
   * Throws STORE_UNFUNDED.
   */
  async assertCovers(em: EntityManager, storeId: string, moreMinor: bigint): Promise<void> {
    const store = await this.stores.require(storeId, em);
    if (store.fundingMode !== 'prefunded') return;
    const left = coverOf(await this.balances(em, store));
    if (moreMinor > left) {
      throw new AppError('STORE_UNFUNDED', { detail: `${moreMinor} wanted, ${left} there, in minor units.` });
    }
  }

  /**
   * How a store pays, and below what its owners are written to. Owners may begin to pay in before; going back to invoices is
   * credit, which finance gives.
   */
  async setMode(who: AccountActor, storeId: string, mode: FundingMode, alertBelow: string | null): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const store = await em.findOne(Store, { where: { id: storeId }, lock: { mode: 'pessimistic_write' } });
      if (!store) throw new AppError('NOT_FOUND');
      assertStore(who, storeId, 'finance', 'administrator');
      if (store.sandbox) throw new AppError('CONFLICT', { detail: 'A sandbox has no money.' });
      const staff = holds(who, 'finance') || holds(who, 'administrator');
      if (mode === 'invoice' && store.fundingMode !== 'invoice' && !staff) {
        throw new AppError('FORBIDDEN', { detail: 'Finance decides who pays by invoice.' });
      }
      const fundingAlertMinor = lineOf(alertBelow, store.currency);
      await em.update(Store, storeId, { fundingMode: mode, fundingAlertMinor });
      const before = { mode: store.fundingMode, alertBelow: store.fundingAlertMinor };
      const subject = { subjectType: 'store', subjectId: storeId, storeId };
      await audit(em, { actor: who, action: 'funding.mode_set', ...subject, before, after: { mode, alertBelow } });
    });
  }

  private async days(store: Store): Promise<FundingDay[]> {
    const { id, currency, timezone } = store;
    const today = dayOf(this.clock.now(), timezone);
    const rows: Record<'day' | 'funded' | 'promised', string>[] = await this.db.query(sql.DAYS, [
      ...[id, currency, timezone, DAYS_SHOWN, today],
    ]);
    let availableMinor = 0n;
    const days = rows.map(({ day, funded, promised }) => {
      const [fundedMinor, promisedMinor] = [BigInt(funded), BigInt(promised)];
      availableMinor += fundedMinor - promisedMinor;
      return { day, fundedMinor, promisedMinor, availableMinor };
    });
    // The first stands for everything before.
    return days.slice(1);
  }
}

function lineOf(text: string | null, currency: string): bigint | null {
  if (text === null || text.trim() === '') return null;
  const minor = typedAmount(text, currency, { least: 1n });
  if (minor !== null) return minor;
  throw new AppError('BAD_INPUT', { field: 'alertBelow', detail: 'Write an amount above nothing, such as 50000.00.' });
}
