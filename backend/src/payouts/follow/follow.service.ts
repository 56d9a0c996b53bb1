// Brings payouts to what the evaluator says of the programme's facts: new payouts, their results, bonuses, each posted once.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../../attribution/attribution.service.js';
import {
  evaluate,
  parseFacts,
  type EvaluationResult,
  type PayoutResult,
} from '../../attribution/evaluator/evaluate.rules.js';
import { unitOfKey } from '../../attribution/evaluator/units/unit.rules.js';
import { ProgrammeConfigs } from '../../attribution/programme-config.service.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { CommissionsService } from '../../commissions/commissions.service.js';
import { programmeParts } from '../../facts/fact.rules.js';
import { FactsService } from '../../facts/facts.service.js';
import { LedgerService, type LedgerDraft } from '../../ledger/ledger.service.js';
import { payoutDrafts } from './posting.rules.js';
import { keptItems, samePayout, type StoredPayout } from './stored.rules.js';
import { ProfilesService } from '../profiles/profiles.service.js';
import { TaxRulesService } from '../tax/tax-rules.service.js';
import * as sql from '../payouts.queries.js';

const keyOf = (batchId: string, creatorId: string): string => JSON.stringify([batchId, creatorId]);

@Injectable()
export class PayoutsFollow {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly configs: ProgrammeConfigs,
    private readonly attribution: AttributionService,
    private readonly commissions: CommissionsService,
    private readonly ledger: LedgerService,
    private readonly profiles: ProfilesService,
    private readonly taxRules: TaxRulesService,
  ) {}

  /**
   * Doing it twice changes nothing: amounts come from facts alone, postings have keys, a payout is one row a batch and
   * creator. The long part, the evaluation, holds no lock: facts of the past do not change. Returns how many payouts moved.
   */
  async follow(programme: string): Promise<number> {
    if (programmeParts(programme).mode === 'test') return 0;
    const result = await this.evaluate(programme);
    const stored = await this.stored(this.db.manager, programme);
    const moved = result.payouts.filter((p) => stored.get(keyOf(p.batchId, p.creatorId))?.status !== p.status);
    const orderIds = new Set(moved.flatMap((p) => p.unitKeys.map((key) => unitOfKey(key).orderId)));
    await this.attribution.workOff(programme);
    await this.commissions.follow(programme, [...orderIds]);
    return inTransaction(this.db, (em) => this.write(em, programme, result));
  }

  /** The whole programme, replayed from its first fact to now. */
  async evaluate(programme: string): Promise<EvaluationResult> {
    const facts = await this.facts.all(this.db.manager, programme);
    const config = await this.configs.load(this.db.manager, programme, facts);
    return evaluate(config, parseFacts(facts), this.clock.now().getTime());
  }

  async stored(em: EntityManager, programme: string): Promise<Map<string, StoredPayout>> {
    const rows: StoredPayout[] = await em.query(sql.PAYOUTS_OF_PROGRAMME, [programme]);
    return new Map(rows.map((row) => [keyOf(row.batch_id, row.creator_id), row]));
  }

  private async write(em: EntityManager, programme: string, result: EvaluationResult): Promise<number> {
    await this.facts.lock(em, programme, 'money');
    await this.addBatches(em, programme, result);
    const stored = await this.stored(em, programme);
    const ids = new Map<string, string>();
    const moved: PayoutResult[] = [];
    for (const payout of result.payouts) {
      const key = keyOf(payout.batchId, payout.creatorId);
      const known = stored.get(key);
      // What was paid is paid: a past that became another one is for people, and the nightly replay stops payouts on it.
      if (known && !samePayout(known, payout)) {
        throw new AppError('CONFLICT', {
          detail: `Payout ${known.id} is now ${payout.grossMinor}, it was ${known.gross}.`,
        });
      }
      ids.set(key, known?.id ?? (await this.add(em, programme, result.currency, payout)));
      if (known?.status !== payout.status) moved.push(payout);
    }
    const drafts: LedgerDraft[] = payoutDrafts(programme, result.entries, ids);
    await this.ledger.record(em, programme, drafts);
    for (const payout of moved)
      await this.move(em, programme, payout, ids.get(keyOf(payout.batchId, payout.creatorId)) ?? '');
    for (const skip of result.skipped)
      await em.query(sql.ADD_SKIP, [skip.batchId, skip.creatorId, skip.reason, skip.payableMinor.toString()]);
    // Batches that the evaluation saw: one requested a moment later waits for its own.
    await em.query(sql.MOVE_BATCHES, [programme, result.batchIds]);
    return moved.length;
  }

  /** A batch is a fact: one that was imported with its programme has its row here. */
  private async addBatches(em: EntityManager, programme: string, result: EvaluationResult): Promise<void> {
    for (const payout of result.payouts) {
      const at = new Date(payout.at);
      const row = [
        payout.batchId,
        programme,
        result.currency,
        at,
        'requested',
        'system:payouts',
        at,
        null,
        '[]',
        'bank',
      ];
      await em.query(sql.ADD_BATCH, row);
    }
    for (const skip of result.skipped) {
      const now = this.clock.now();
      const row = [
        skip.batchId,
        programme,
        result.currency,
        now,
        'requested',
        'system:payouts',
        now,
        null,
        '[]',
        'bank',
      ];
      await em.query(sql.ADD_BATCH, row);
    }
  }

  private async add(em: EntityManager, programme: string, currency: string, payout: PayoutResult): Promise<string> {
    const id = newId('pay');
    const terms: { id: string | null }[] = await em.query(sql.PROFILE_IN_TERMS, [
      ...[programme, payout.batchId, payout.creatorId],
    ]);
    const named = terms[0]?.id ?? null;
    const profile =
      (named && (await this.profiles.version(em, named))) ||
      (await this.profiles.newest(em, payout.creatorId, new Date(payout.at)));
    const rule =
      profile && (await this.taxRules.inForce(em, programme, profile.country, profile.taxStatus, new Date(payout.at)));
    await em.query(sql.ADD_PAYOUT, [
      id,
      payout.batchId,
      programme,
      payout.creatorId,
      profile?.id ?? null,
      new Date(payout.at),
      payout.grossMinor.toString(),
      JSON.stringify(keptItems(payout.items)),
      payout.netMinor.toString(),
      currency,
      payout.currency,
      payout.payMinor.toString(),
      rule?.id ?? null,
    ]);
    return id;
  }

  private async move(em: EntityManager, programme: string, payout: PayoutResult, payoutId: string): Promise<void> {
    if (payout.status !== 'processing') await em.query(sql.FINISH_PAYOUT, [payoutId, payout.status, this.clock.now()]);
    const mark = ({ processing: 'in_payout', settled: 'paid', failed: null } as const)[payout.status];
    await this.commissions.markPaid(em, programme, { payoutId, units: payout.unitKeys.map(unitOfKey), mark });
  }
}
