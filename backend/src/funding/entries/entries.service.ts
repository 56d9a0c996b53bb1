// Money of stores in and out: one person of finance prepares, another confirms, and only then it is booked.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';
import { audit } from '../../base/audit.js';
import { assertStore, holds, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction, pgCode } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { FactsService } from '../../facts/facts.service.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { FundingService } from '../funding.service.js';
import { fundingEntries } from '../funding.rules.js';
import type { FundingDirection, FundingStatus } from '../funding.status.js';
import { FundingWatch } from '../watch/watch.service.js';
import { FundingEntry } from './entry.entity.js';

export interface EntryInput {
  storeId: string;
  direction: FundingDirection;
  /** A decimal in the store's currency. */
  amount: string;
  reference: string;
}

@Injectable()
export class FundingEntries {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly facts: FactsService,
    private readonly ledger: LedgerService,
    private readonly funding: FundingService,
    private readonly watch: FundingWatch,
  ) {}

  /** Notes what the bank's statement says. CONFLICT when this document was noted before. */
  async prepare(who: AccountActor, input: EntryInput): Promise<FundingEntry> {
    const store = await this.stores.require(input.storeId);
    if (store.sandbox) throw new AppError('CONFLICT', { detail: 'A sandbox has no money.' });
    const reference = input.reference.trim();
    if (reference.length < 1 || reference.length > 80 || !reference.isWellFormed()) {
      throw new AppError('BAD_INPUT', {
        field: 'reference',
        detail: 'Give the number of the document, at most 80 characters.',
      });
    }
    const amountMinor = amountOf(input.amount, store.currency);
    const now = this.clock.now();
    try {
      return await inTransaction(this.db, async (em) => {
        const row = em.create(FundingEntry, {
          ...{ id: newId('fun'), storeId: store.id, direction: input.direction, amountMinor, currency: store.currency },
          ...{ reference, status: 'prepared', preparedBy: who.accountId, preparedAt: now },
          ...{ decidedBy: null, decidedAt: null, reason: null },
        });
        await em.insert(FundingEntry, row);
        const after = { direction: row.direction, amountMinor, reference };
        await audit(em, { actor: who, action: 'funding.prepared', ...subjectOf(row), after });
        return row;
      });
    } catch (error) {
      if (pgCode(error) !== '23505') throw error;
      throw new AppError('CONFLICT', { field: 'reference', detail: 'This document was noted already.' });
    }
  }

  /** The second person: books it, and looks at once whether the store may go on. A withdrawal never takes what is promised. */
  async confirm(who: AccountActor, id: string): Promise<FundingEntry> {
    const { storeId } = await this.require(id);
    return inTransaction(this.db, async (em) => {
      await this.facts.lock(em, storeId, 'money');
      const row = await this.locked(em, id);
      if (row.preparedBy === who.accountId) throw new AppError('SAME_PERSON');
      const { direction, amountMinor, currency } = row;
      if (direction === 'withdrawal') {
        const { availableMinor } = await this.funding.balances(em, { id: storeId, currency });
        if (amountMinor > availableMinor)
          throw new AppError('STORE_UNFUNDED', { detail: 'Commissions reserve this money.' });
      }
      const decided = { status: 'confirmed' as const, decidedBy: who.accountId, decidedAt: this.clock.now() };
      await em.update(FundingEntry, id, decided);
      const entries = fundingEntries(storeId, direction, amountMinor, currency);
      await this.ledger.record(em, storeId, [
        { idempotencyKey: `funding:${id}`, kind: 'funding', cause: direction, subjectId: id, entries },
      ]);
      await audit(em, { actor: who, action: 'funding.confirmed', ...subjectOf(row), after: { amountMinor } });
      await this.watch.look(em, storeId);
      return Object.assign(row, decided);
    });
  }

  /** Anyone of finance, also who prepared it: nothing is booked, and the document may be noted anew. */
  async refuse(who: AccountActor, id: string, raw: string): Promise<FundingEntry> {
    const reason = raw.trim();
    if (reason.length < 3 || reason.length > 500)
      throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say why.' });
    return inTransaction(this.db, async (em) => {
      const row = await this.locked(em, id);
      const decided = { status: 'refused' as const, decidedBy: who.accountId, decidedAt: this.clock.now(), reason };
      await em.update(FundingEntry, id, decided);
      await audit(em, { actor: who, action: 'funding.refused', ...subjectOf(row), after: { reason } });
      return Object.assign(row, decided);
    });
  }

  /** Of a store for its people; of all for finance and administrators. The newest first. */
  async page(
    who: AccountActor,
    { storeId, status }: { storeId: string | null; status: FundingStatus | null },
    args: PageArgs,
  ): Promise<Page<FundingEntry>> {
    if (storeId !== null) assertStore(who, storeId, 'finance', 'administrator');
    else if (!holds(who, 'finance') && !holds(who, 'administrator')) throw new AppError('FORBIDDEN');
    const query = this.db.manager.createQueryBuilder(FundingEntry, 'f');
    if (storeId !== null) query.andWhere('f.storeId = :storeId', { storeId });
    if (status !== null) query.andWhere('f.status = :status', { status });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(f.preparedAt, f.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('f.preparedAt', 'DESC').addOrderBy('f.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.preparedAt.toISOString(), row.id]);
  }

  private async require(id: string): Promise<FundingEntry> {
    const row = await this.db.manager.findOneBy(FundingEntry, { id });
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private async locked(em: EntityManager, id: string): Promise<FundingEntry> {
    const row = await em.findOne(FundingEntry, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!row) throw new AppError('NOT_FOUND');
    if (row.status !== 'prepared') throw new AppError('CONFLICT', { detail: `This payment is ${row.status}.` });
    return row;
  }
}

function amountOf(text: string, currency: string): bigint {
  const minor = typedAmount(text, currency, { least: 1n });
  if (minor === null) throw new AppError('BAD_AMOUNT', { field: 'amount' });
  return minor;
}

const subjectOf = (row: FundingEntry) => ({ subjectType: 'funding_entry', subjectId: row.id, storeId: row.storeId });
