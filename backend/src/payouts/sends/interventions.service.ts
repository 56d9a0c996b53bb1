// What people may do about an order to a provider: ask again, give a refused one up, name one that was lost.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { PayoutStops } from '../batches/stops.service.js';
import { ResultsService } from '../results/results.service.js';
import { sendRequested } from '../rails/paypal-rail.service.js';
import { PaypalClient } from '../rails/paypal/paypal.client.js';
import { Rails } from '../rails/rails.service.js';
import { SendsService, subjectOf, type SendItemRow, type SendRow } from './sends.service.js';
import * as sql from './sends.queries.js';

@Injectable()
export class Interventions {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly sends: SendsService,
    private readonly results: ResultsService,
    private readonly rails: Rails,
    private readonly stops: PayoutStops,
    private readonly jobs: JobsService,
    private readonly provider: PaypalClient,
  ) {}

  /** At once instead of at its time: a waiting or refused order is asked for again with its same key, a taken one looked at. */
  async askAgain(who: AccountActor, sendId: string): Promise<SendRow> {
    this.rails.open('paypal');
    await inTransaction(this.db, async (em) => {
      const send = await this.sends.locked(em, sendId);
      if (!['waiting', 'refused', 'taken', 'done'].includes(send.state))
        throw new AppError('CONFLICT', { detail: `This order is ${send.state}.` });
      const state = send.state === 'refused' ? 'waiting' : send.state;
      if (state === 'waiting') await this.stops.assertRunning(em, send.programmeId);
      await em.query('UPDATE payout_sends SET state = $2, next_at = $3 WHERE id = $1', [
        ...[sendId, state, new Date(this.clock.now().getTime() + 120_000)],
      ]);
      await audit(em, { actor: who, action: 'payouts.send_asked_again', ...subjectOf(send), after: { send: sendId } });
      await this.jobs.announce(em, sendRequested, { batchId: send.batchId, sendId }, { key: sendId });
    });
    return this.sends.require(sendId);
  }

  /** Every payout of a refused order fails and is owed again. Not while the provider may have it: that could pay twice. */
  async giveUp(who: AccountActor, sendId: string, reason: string): Promise<SendRow> {
    if (reason.trim().length < 3 || reason.length > 500)
      throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say why.' });
    await inTransaction(this.db, async (em) => {
      const send = await this.sends.locked(em, sendId);
      // A call that is on its way has set this mark before it left.
      if (send.mayBeTaken && send.state === 'waiting') throw new AppError('MAY_BE_PAID');
      if (send.state !== 'refused' && send.state !== 'waiting')
        throw new AppError('CONFLICT', { detail: `This order is ${send.state}.` });
      const items: SendItemRow[] = await em.query(sql.ITEMS, [sendId]);
      await this.failAll(em, who, send, items, reason.trim());
      const now = this.clock.now();
      await em.query(`UPDATE payout_sends SET state = 'given_up', next_at = NULL, finished_at = $2 WHERE id = $1`, [
        ...[sendId, now],
      ]);
      const after = { send: sendId, reason: reason.trim() };
      await audit(em, { actor: who, action: 'payouts.send_given_up', ...subjectOf(send), after });
    });
    return this.sends.require(sendId);
  }

  private async failAll(em: EntityManager, who: AccountActor, send: SendRow, items: SendItemRow[], reason: string) {
    const open = items.filter((item) => item.result === null);
    for (const item of open) await em.query(sql.NOTE_RESULT, [item.payoutId, 'failed']);
    const words = [send.error, reason].filter(Boolean).join(' · ').slice(0, 200);
    const lines = open.map((item) => ({ payoutId: item.payoutId, result: 'failed' as const }));
    await this.results.record(
      ...([em, who, { id: send.batchId, programme_id: send.programmeId }] as const),
      lines.map((line) => ({ ...line, reference: null, reason: words })),
    );
  }

  /** Somebody found a lost order in the account at the provider. It is ours only when it has our key. */
  async name(who: AccountActor, sendId: string, providerId: string): Promise<SendRow> {
    this.rails.open('paypal');
    if (!/^[A-Za-z0-9-]{1,40}$/.test(providerId)) throw new AppError('BAD_INPUT', { field: 'providerId' });
    const send = await this.sends.require(sendId);
    if (send.state !== 'lost') throw new AppError('CONFLICT', { detail: `This order is ${send.state}.` });
    const seen = await this.provider.show(providerId).catch(() => null);
    if (seen?.ref !== sendId)
      throw new AppError('BAD_INPUT', { field: 'providerId', detail: 'PayPal has no order of ours with this id.' });
    await inTransaction(this.db, async (em) => {
      const { state } = await this.sends.locked(em, sendId);
      if (state !== 'lost') throw new AppError('CONFLICT', { detail: `This order is ${state}.` });
      const now = this.clock.now();
      await em.query(sql.END_TRY, [
        ...[sendId, 'taken', true, send.askedAt, providerId, seen.status, now, now, null, null, null],
      ]);
      const after = { send: sendId, order: providerId };
      await audit(em, { actor: who, action: 'payouts.send_named', ...subjectOf(send), after });
      await this.jobs.announce(em, sendRequested, { batchId: send.batchId, sendId }, { key: sendId });
    });
    return this.sends.require(sendId);
  }
}
