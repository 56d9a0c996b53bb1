// Looks at the orders a provider took, and gives each payout its result once: paid, or failed with the reason and owed again.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { ResultsService } from '../results/results.service.js';
import { PaypalClient } from '../rails/paypal/paypal.client.js';
import { ProviderError, type SentOrder } from './provider.js';
import { nextLook, readItems, type ItemChange, type ReadItems } from './send.rules.js';
import { PLACE_CHANGED, PROVIDER, SendsService, type SendItemRow, type SendRow } from './sends.service.js';
import * as sql from './sends.queries.js';

@Injectable()
export class LooksService {
  private readonly log = new Logger('payouts');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly sends: SendsService,
    private readonly results: ResultsService,
    private readonly provider: PaypalClient,
  ) {}

  /** Looking twice changes nothing. Throws ProviderError to be tried again; the timer looks again in any case. */
  async look(id: string): Promise<void> {
    const send = await this.sends.require(id);
    if (!send.providerId || !send.takenAt) return;
    const isOver = send.state === 'done';
    const next = nextLook(send.takenAt, this.clock.now(), isOver);
    try {
      if (!this.sends.isSamePlace(send)) throw new ProviderError('OTHER_PLACE', PLACE_CHANGED);
      const seen = await this.provider.show(send.providerId);
      if (seen.ref !== send.id) throw new ProviderError('NOT_OURS', `The order there has the key "${seen.ref}".`);
      await inTransaction(this.db, (em) => this.keep(em, id, seen));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      await this.db.query(sql.NOTE_ERROR, [id, error.code, error.detail, next]);
      this.log.warn(`order ${id}: ${error.message}`);
      throw error;
    }
  }

  private async keep(em: EntityManager, id: string, seen: SentOrder): Promise<void> {
    const send = await this.sends.locked(em, id);
    const known: SendItemRow[] = await em.query(sql.ITEMS, [id]);
    const read = readItems(seen.status, seen.items, known);
    const now = this.clock.now();
    for (const change of read.changes) await this.noteItem(em, change, now);
    await this.tell(em, send, read);
    const isOver = read.isOver;
    const finishedAt = isOver ? (send.finishedAt ?? now) : null;
    const next = nextLook(send.takenAt ?? now, now, isOver);
    const differs = read.changes.some((change) => change.error === 'AMOUNT_DIFFERS');
    await em.query(sql.NOTE_LOOK, [
      ...[id, isOver ? 'done' : 'taken', seen.status, now, next],
      ...[seen.fee?.minor.toString() ?? null, seen.fee?.currency ?? null, finishedAt],
      ...(differs ? ['NOT_OURS', 'The provider names other amounts than ours.'] : [null, null]),
    ]);
  }

  private async noteItem(em: EntityManager, { payoutId, seen, status, error, errorDetail }: ItemChange, now: Date) {
    await em.query(sql.NOTE_ITEM, [
      ...[payoutId, status, seen?.itemId ?? null, seen?.transactionId ?? null],
      ...[seen?.fee?.minor.toString() ?? null, seen?.fee?.currency ?? null, error, errorDetail, now],
    ]);
  }

  private async tell(em: EntityManager, send: SendRow, { lines, against }: ReadItems): Promise<void> {
    for (const line of lines) await em.query(sql.NOTE_RESULT, [line.payoutId, line.result]);
    const batch = { id: send.batchId, programme_id: send.programmeId };
    if (lines.length > 0) await this.results.record(em, PROVIDER, batch, lines);
    for (const payoutId of against) {
      const key = ['payouts.result_contradicted', payoutId];
      const told: unknown[] = await em.query(`SELECT 1 FROM audit_log WHERE action = $1 AND subject_id = $2`, key);
      if (told.length > 0) continue;
      const subject = { subjectType: 'payout', subjectId: payoutId, storeId: send.programmeId };
      await audit(em, { actor: PROVIDER, action: 'payouts.result_contradicted', ...subject, after: { send: send.id } });
      this.log.warn(`payout ${payoutId}: the provider now says something else than was booked`);
    }
  }
}
