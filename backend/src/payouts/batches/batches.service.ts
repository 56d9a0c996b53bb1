// Batches: one person prepares, the evaluator computes, another person confirms or refuses; a failed payout is paid by a later batch.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import type { Json } from '../../facts/canonical.rules.js';
import type { FactInput } from '../../facts/fact.rules.js';
import { FactsService } from '../../facts/facts.service.js';
import { FundingService } from '../../funding/funding.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { CandidatesService, termsOf, type JudgedCandidate } from './candidates.service.js';
import type { BatchStatus, LeftOutReason } from '../payout.status.js';
import { PayoutStops } from './stops.service.js';
import { Rails } from '../rails/rails.service.js';
import type { PayoutMethod } from '../sends/send.status.js';
import * as sql from '../payouts.queries.js';

/** A batch or results of one came in: the evaluator looks at the programme. */
export const payoutsRecorded = defineJob<{ programmeId: string }>('payouts.recorded', { heartbeat: true });

/** A fact is seen when its transaction commits, some time after its receiving time was set: so old is what a batch counts. */
const CUT_OFF_MS = 10_000;

export interface BatchRow {
  id: string;
  programme_id: string;
  store_name: string;
  currency: string;
  at: Date;
  status: BatchStatus;
  method: PayoutMethod;
  prepared_by: string;
  prepared_name: string | null;
  prepared_at: Date;
  decided_by: string | null;
  decided_name: string | null;
  decided_at: Date | null;
  reason: string | null;
  retry_of: string | null;
  left_out: { creatorId: string; name: string; reason: LeftOutReason; owed: string }[];
  payer_id: string | null;
  count: number;
  gross: string;
  net: string;
  settled: number;
  failed: number;
}

@Injectable()
export class BatchesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly stores: StoresService,
    private readonly funding: FundingService,
    private readonly candidates: CandidatesService,
    private readonly rails: Rails,
    private readonly stops: PayoutStops,
    private readonly jobs: JobsService,
  ) {}

  /** Prepares a batch for everyone who may be paid, or for some. The money is set aside at once, and sent after confirmation. */
  async create(
    who: AccountActor,
    storeId: string,
    creatorIds: readonly string[] | null,
    method: PayoutMethod = 'bank',
  ): Promise<BatchRow> {
    return this.prepare(who, storeId, creatorIds, { retryOf: null, method });
  }

  /** A new batch for those of an old one whose payout failed. */
  async retry(who: AccountActor, batchId: string): Promise<BatchRow> {
    const batch = await this.require(batchId);
    const rows: { creator_id: string; status: string }[] = await this.db.query(sql.PAYOUTS_OF_BATCH, [batchId]);
    const failed = rows.filter((row) => row.status === 'failed').map((row) => row.creator_id);
    if (failed.length === 0 || batch.status === 'refused')
      throw new AppError('CONFLICT', { detail: 'No payout of this batch failed.' });
    return this.prepare(who, batch.programme_id, failed, { retryOf: batchId, method: batch.method });
  }

  private async prepare(
    who: AccountActor,
    storeId: string,
    wanted: readonly string[] | null,
    { retryOf, method }: { retryOf: string | null; method: PayoutMethod },
  ): Promise<BatchRow> {
    const store = await this.stores.require(storeId);
    const { most } = this.rails.open(method);
    const id = await inTransaction(this.db, async (em) => {
      // One batch at a time: two people at once would each count the same money.
      await this.facts.lock(em, storeId, 'money');
      await this.stops.assertRunning(em, storeId);
      const [open]: unknown[] = await em.query(
        `SELECT 1 FROM payout_batches WHERE programme_id = $1 AND status IN ('requested', 'prepared')`,
        [storeId],
      );
      if (open) throw new AppError('CONFLICT', { detail: 'Another batch of this store waits for its confirmation.' });
      const all = (await this.candidates.judged(storeId, em, method)).filter(
        (one) => !wanted || wanted.includes(one.creatorId),
      );
      const ready = all.filter((one) => one.reason === null);
      if (ready.length === 0) throw new AppError('NOTHING_TO_PAY');
      if (ready.length > most)
        throw new AppError('TOO_LARGE', { detail: `Pay at most ${most} people at once this way: name some.` });
      const wantedMinor = ready.reduce((sum, one) => sum + one.owedMinor, 0n);
      await this.funding.assertCovers(em, storeId, wantedMinor);
      const batchId = newId('pbt');
      const at = await this.momentOf(em, storeId);
      await this.facts.record(em, [batchFact(storeId, store.currency, batchId, at, ready)]);
      const left = all.filter((one) => one.reason !== null);
      const leftOut = left.map((one) => ({
        ...{ creatorId: one.creatorId, name: one.creatorName, reason: one.reason, owed: one.owedMinor.toString() },
      }));
      const now = this.clock.now();
      await em.query(sql.ADD_BATCH, [
        ...[
          batchId,
          storeId,
          store.currency,
          at,
          'requested',
          who.accountId,
          now,
          retryOf,
          JSON.stringify(leftOut),
          method,
        ],
      ]);
      const subject = { subjectType: 'payout_batch', subjectId: batchId, storeId };
      const after = { creators: ready.length, leftOut: left.length, retryOf, method };
      await audit(em, { actor: who, action: 'payouts.batch_prepared', ...subject, after });
      await this.jobs.announce(em, payoutsRecorded, { programmeId: storeId });
      return batchId;
    });
    return this.require(id);
  }

  /** After everything that was said of payouts before, and late enough behind now. */
  private async momentOf(em: EntityManager, storeId: string): Promise<Date> {
    const [last]: { at: Date | null }[] = await em.query(sql.LAST_PAYOUT_FACT, [storeId]);
    const known = this.clock.now().getTime() - CUT_OFF_MS;
    return new Date(Math.max(known, (last?.at?.getTime() ?? 0) + 1));
  }

  /** The second person confirms: from now on the files can be fetched, or the provider is asked. */
  async approve(who: AccountActor, batchId: string): Promise<BatchRow> {
    await inTransaction(this.db, async (em) => {
      const batch = await this.lockPrepared(em, batchId);
      await this.stops.assertRunning(em, batch.programme_id);
      if (batch.prepared_by === who.accountId) throw new AppError('SAME_PERSON');
      await this.assertNotOwn(em, who, batchId);
      // Its money is set aside already, and what the operator adds is known now.
      await this.funding.assertCovers(em, batch.programme_id, 0n);
      const confirmed = { id: batchId, programmeId: batch.programme_id };
      const { payerId, told } = await this.rails.open(batch.method).confirm(em, confirmed);
      const now = this.clock.now();
      await em.query(sql.DECIDE_BATCH, [batchId, 'approved', who.accountId, now, null, payerId]);
      const subject = { subjectType: 'payout_batch', subjectId: batchId, storeId: batch.programme_id };
      await audit(em, {
        actor: who,
        action: 'payouts.batch_approved',
        ...subject,
        after: told,
      });
    });
    return this.require(batchId);
  }

  /** Anyone of finance may refuse, also who prepared it: every payout of it fails and the money is owed again. */
  async refuse(who: AccountActor, batchId: string, reason: string): Promise<BatchRow> {
    if (reason.trim().length < 3 || reason.length > 500)
      throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say why.' });
    await inTransaction(this.db, async (em) => {
      const batch = await this.lockPrepared(em, batchId);
      const rows: { creator_id: string }[] = await em.query(sql.PAYOUTS_OF_BATCH, [batchId]);
      const now = this.clock.now();
      const creators = rows.map((row) => row.creator_id);
      await this.facts.record(
        em,
        creators.map((creatorId) => resultFact(batch.programme_id, { batchId, creatorId, result: 'failed' }, now)),
      );
      await em.query(sql.DECIDE_BATCH, [batchId, 'refused', who.accountId, now, reason.trim(), null]);
      const subject = { subjectType: 'payout_batch', subjectId: batchId, storeId: batch.programme_id };
      await audit(em, { actor: who, action: 'payouts.batch_refused', ...subject, after: { reason: reason.trim() } });
      await this.jobs.announce(em, payoutsRecorded, { programmeId: batch.programme_id });
    });
    return this.require(batchId);
  }

  async require(batchId: string, em: EntityManager = this.db.manager): Promise<BatchRow> {
    const [row]: BatchRow[] = await em.query(sql.BATCH_BY_ID, [batchId]);
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private async lockPrepared(em: EntityManager, batchId: string): Promise<BatchRow> {
    await em.query('SELECT 1 FROM payout_batches WHERE id = $1 FOR UPDATE', [batchId]);
    const batch = await this.require(batchId, em);
    if (batch.status !== 'prepared') throw new AppError('CONFLICT', { detail: `This batch is ${batch.status}.` });
    return batch;
  }

  /** Nobody confirms money to themselves. */
  private async assertNotOwn(em: EntityManager, who: AccountActor, batchId: string): Promise<void> {
    const rows: { account_id: string | null }[] = await em.query(sql.PAYOUTS_OF_BATCH, [batchId]);
    if (rows.some((row) => row.account_id === who.accountId)) throw new AppError('OWN_PAYOUT');
  }
}

function batchFact(
  storeId: string,
  currency: string,
  id: string,
  at: Date,
  ready: readonly JudgedCandidate[],
): FactInput {
  const terms = Object.fromEntries(ready.map((one) => [one.creatorId, termsOf(one, currency)]));
  return {
    ...{ storeId, mode: 'live', type: 'payout_batch', id, occurredAt: at, receivedAt: at, source: 'payouts' },
    content: { creator_ids: ready.map((one) => one.creatorId), terms: terms as unknown as Json },
  };
}

/** One id a payout: of several results the first counts, the others are contradictions (money.md F2, J5). */
export function resultFact(
  storeId: string,
  result: { batchId: string; creatorId: string; result: 'settled' | 'failed' },
  at: Date,
): FactInput {
  const { batchId, creatorId } = result;
  return {
    ...{
      storeId,
      mode: 'live',
      type: 'payout_result',
      id: `${batchId}:${creatorId}`,
      occurredAt: at,
      source: 'payouts',
    },
    content: { batch_id: batchId, creator_id: creatorId, result: result.result },
  };
}
