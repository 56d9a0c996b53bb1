// Takes in what the bank says, receipts of payees, bonuses and exchange rates: each becomes a fact once.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { parse } from 'csv-parse/sync';
import type { DataSource, EntityManager } from 'typeorm';
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';
import { audit } from '../../base/audit.js';
import { holds, type AccountActor, type Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { decimalsOf, parseRate } from '../../base/money.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { FactsService } from '../../facts/facts.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { BatchesService, payoutsRecorded, resultFact, type BatchRow } from '../batches/batches.service.js';
import { LOCK_SENDS_OF_BATCH, NOTE_RESULT, TOLD_BY_PROVIDER } from '../sends/sends.queries.js';
import { readResults, type KnownPayout, type ResultError, type ResultLine } from './results.rules.js';
import type { PayoutRow } from '../lists.service.js';
import * as sql from '../payouts.queries.js';

export interface ResultsSummary {
  settled: number;
  failed: number;
  repeated: number;
  errors: ResultError[];
}

/** A bank's file is small: a line for each payout. */
const MAX_BYTES = 5_000_000;

@Injectable()
export class ResultsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly batches: BatchesService,
    private readonly jobs: JobsService,
  ) {}

  /** Good lines are taken, bad ones are told with their row; the same file again changes nothing. */
  async take(who: AccountActor, batchId: string, csv: string): Promise<ResultsSummary> {
    const rows = rowsOf(csv);
    return inTransaction(this.db, async (em) => {
      await em.query('SELECT 1 FROM payout_batches WHERE id = $1 FOR UPDATE', [batchId]);
      const batch = await this.batches.require(batchId, em);
      if (batch.status !== 'approved' && batch.status !== 'closed')
        throw new AppError('CONFLICT', { detail: `This batch is ${batch.status}: nothing was sent.` });
      const payouts: PayoutRow[] = await em.query(sql.PAYOUTS_OF_BATCH, [batchId]);
      const byHand = await this.byHand(em, batchId, payouts);
      const known = new Map(byHand.map((row): [string, KnownPayout] => [row.id, knownOf(row)]));
      const { lines, repeated, errors } = readResults(rows, known);
      for (const line of lines) await em.query(NOTE_RESULT, [line.payoutId, line.result]);
      return this.record(em, who, batch, lines, { repeated, errors });
    });
  }

  /** A provider tells results itself; people only of an order it lost, or each would speak against the other. */
  private async byHand(em: EntityManager, batchId: string, payouts: readonly PayoutRow[]): Promise<PayoutRow[]> {
    await em.query(LOCK_SENDS_OF_BATCH, [batchId]);
    const told: { payoutId: string }[] = await em.query(TOLD_BY_PROVIDER, [batchId]);
    const ids = new Set(told.map((row) => row.payoutId));
    const rest = payouts.filter((row) => !ids.has(row.id));
    if (rest.length === 0 && ids.size > 0)
      throw new AppError('CONFLICT', { detail: 'The provider tells the results of this batch.' });
    return rest;
  }

  /** Each line becomes a fact and a note once, in the caller's transaction. */
  async record(
    em: EntityManager,
    who: Actor,
    batch: Pick<BatchRow, 'id' | 'programme_id'>,
    lines: readonly Omit<ResultLine, 'row'>[],
    { repeated, errors }: Pick<ResultsSummary, 'repeated' | 'errors'> = { repeated: 0, errors: [] },
  ): Promise<ResultsSummary> {
    const payouts: PayoutRow[] = await em.query(sql.PAYOUTS_OF_BATCH, [batch.id]);
    const creatorOf = new Map(payouts.map((row) => [row.id, row.creator_id]));
    const now = this.clock.now();
    const facts = lines.map((line) => {
      const creatorId = creatorOf.get(line.payoutId) ?? '';
      return resultFact(batch.programme_id, { batchId: batch.id, creatorId, result: line.result }, now);
    });
    await this.facts.record(em, facts);
    for (const line of lines) await em.query(sql.NOTE_BANK, [line.payoutId, line.reference, line.reason, now]);
    const settled = lines.filter((line) => line.result === 'settled').length;
    const summary = { settled, failed: lines.length - settled, repeated, errors };
    const subject = { subjectType: 'payout_batch', subjectId: batch.id, storeId: batch.programme_id };
    const after = { ...summary, errors: errors.length };
    await audit(em, { actor: who, action: 'payouts.results_taken', ...subject, after });
    if (lines.length > 0) await this.jobs.announce(em, payoutsRecorded, { programmeId: batch.programme_id });
    return summary;
  }

  /** The payee gives the number of a receipt; finance may annul it. NOT_FOUND for anybody else's payout. */
  async receipt(who: AccountActor, payoutId: string, number: string, annulled: boolean): Promise<void> {
    const [row]: PayoutRow[] = await this.db.query(sql.PAYOUT_BY_ID, [payoutId]);
    const isStaff = holds(who, 'finance');
    if (!row || (!isStaff && row.account_id !== who.accountId)) throw new AppError('NOT_FOUND');
    if (annulled && !isStaff) throw new AppError('FORBIDDEN');
    if (row.status !== 'settled')
      throw new AppError('CONFLICT', { detail: 'A receipt belongs to money that has come.' });
    if (!/^[\w/-]{3,60}$/u.test(number.trim())) throw new AppError('BAD_INPUT', { field: 'number' });
    await inTransaction(this.db, async (em) => {
      await em.query(
        'INSERT INTO payout_receipts (payout_id, number, annulled, noted_by, noted_at) VALUES ($1, $2, $3, $4, $5)',
        [payoutId, number.trim(), annulled, who.accountId, this.clock.now()],
      );
      const subject = { subjectType: 'payout', subjectId: payoutId, storeId: row.programme_id };
      const action = annulled ? 'payouts.receipt_annulled' : 'payouts.receipt_given';
      await audit(em, { actor: who, action, ...subject, after: { number: number.trim() } });
    });
  }

  /** A bonus or a correction (money.md P7, J2), owed at once. `key` makes a repeat the same fact. */
  async adjust(
    who: AccountActor,
    input: { storeId: string; creatorId: string; amount: string; reason: string; key: string },
  ): Promise<void> {
    const store = await this.stores.require(input.storeId);
    await this.creators.require(input.creatorId);
    const amount = amountOf(input.amount, store.currency);
    if (input.reason.trim().length < 3 || input.reason.length > 500)
      throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say what it is for.' });
    if (!/^[\w-]{8,64}$/.test(input.key)) throw new AppError('BAD_INPUT', { field: 'key' });
    await inTransaction(this.db, async (em) => {
      const content = { creator_id: input.creatorId, amount, reason: input.reason.trim() };
      const id = `adj:${input.key}`;
      const before: unknown[] = await em.query(
        `SELECT 1 FROM facts WHERE programme_id = $1 AND type = 'adjustment' AND external_id = $2`,
        [store.id, id],
      );
      if (before.length > 0) return;
      const base = { storeId: store.id, mode: 'live', type: 'adjustment', id, occurredAt: this.clock.now() } as const;
      await this.facts.record(em, [{ ...base, source: 'payouts', content }]);
      const subject = { subjectType: 'creator', subjectId: input.creatorId, storeId: store.id };
      const after = { amountMinor: amount, reason: content.reason };
      await audit(em, { actor: who, action: 'payouts.adjusted', ...subject, after });
      await this.jobs.announce(em, payoutsRecorded, { programmeId: store.id });
    });
  }

  /** One unit of `base` costs `rate` units of `quote` from now on (money.md A4, A5); earlier payouts keep their rate. */
  async publishRate(who: AccountActor, storeId: string, base: string, quote: string, rate: string): Promise<void> {
    await this.stores.require(storeId);
    for (const [field, code] of Object.entries({ base, quote })) {
      try {
        decimalsOf(code);
      } catch {
        throw new AppError('UNKNOWN_CURRENCY', { field });
      }
    }
    try {
      parseRate(rate);
    } catch {
      throw new AppError('BAD_AMOUNT', {
        field: 'rate',
        detail: 'Write the rate as a number above zero, such as 475.23.',
      });
    }
    if (base === quote) throw new AppError('BAD_INPUT', { field: 'quote' });
    await inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const content = { base, quote, rate, effective_from: now.toISOString() };
      const fact = {
        storeId,
        mode: 'live',
        type: 'fx_rate',
        id: newId('fxr'),
        occurredAt: now,
        source: 'payouts',
      } as const;
      await this.facts.record(em, [{ ...fact, content }]);
      const subject = { subjectType: 'store', subjectId: storeId, storeId };
      await audit(em, { actor: who, action: 'payouts.rate_published', ...subject, after: { base, quote, rate } });
    });
  }
}

function amountOf(text: string, currency: string): bigint {
  const minor = typedAmount(text, currency, { least: -(10n ** 12n), most: 10n ** 12n });
  if (minor === null || minor === 0n) throw new AppError('BAD_AMOUNT', { field: 'amount' });
  return minor;
}

function rowsOf(csv: string): Record<string, string>[] {
  if (Buffer.byteLength(csv) > MAX_BYTES) throw new AppError('TOO_LARGE');
  try {
    return parse(csv, {
      ...{ columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()), bom: true, trim: true },
      ...{ skip_empty_lines: true, relax_column_count: true, delimiter: [',', ';', '\t'] },
    });
  } catch {
    throw new AppError('BAD_CSV', { field: 'csv' });
  }
}

function knownOf(row: PayoutRow): KnownPayout {
  return { id: row.id, status: row.status, payMinor: BigInt(row.pay_minor), payCurrency: row.pay_currency };
}
