// Staff decide a dispute. Money follows only from facts: a check lifted by a decision, anything else by an adjustment.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../../attribution/attribution.service.js';
import { MOST_MINOR, typedAmount } from '../../base/amounts/typed-amount.rules.js';
import { ownsStore, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { FactsService } from '../../facts/facts.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { ACCEPTED_FOR, REFUSED_FOR } from '../dispute.reasons.js';
import { OPEN } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { DisputeLetters } from '../letters/dispute-letters.service.js';
import { CreditsService } from '../money/credits.service.js';
import { isRefused, ProposalService } from '../money/proposal.service.js';
import { textOf } from '../texts.js';

export interface Decide {
  id: string;
  accept: boolean;
  /** Left out, the first of the list. */
  reasonCode: string | null;
  /** What the creator reads. */
  text: string;
  /** A decimal in the store's currency; left out, what the plan of the order's day pays. */
  amount: string | null;
  /** How many moves the person saw: more have come since, and the decision would be about something else. */
  seenSteps: number;
}

@Injectable()
export class DisputeDecisions {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly attribution: AttributionService,
    private readonly rows: DisputeRows,
    private readonly proposals: ProposalService,
    private readonly credits: CreditsService,
    private readonly letters: DisputeLetters,
  ) {}

  /**
   * The same decision by the same person changes nothing. OWN_DISPUTE for the creator and for owners of the store, SAME_PERSON for
   * who decided about this commission before, CONFLICT while the store has time to answer or when more has happened.
   */
  async decide(who: AccountActor, input: Decide): Promise<DisputeRow> {
    const codes: readonly string[] = input.accept ? ACCEPTED_FOR : REFUSED_FOR;
    const code = input.reasonCode ?? codes[0] ?? '';
    if (!codes.includes(code)) throw new AppError('UNKNOWN_REASON', { field: 'reasonCode' });
    const text = textOf(input.text, 'text');
    const { programme_id: programme } = await this.rows.require(input.id);
    const changed = await inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, input.id);
      const outcome = input.accept ? 'accepted' : 'refused';
      if (row.state === outcome && row.decided_by === who.accountId && row.outcome_code === code) return false;
      await this.assertMay(em, who, row, input.seenSteps);
      const credit = input.accept ? await this.accept(em, who, row, code, input.amount) : null;
      const said = [row.id, code, text, who.accountId, this.clock.now()];
      await em.query(
        'UPDATE disputes SET outcome_code = $2, outcome_text = $3, decided_by = $4, decided_at = $5 WHERE id = $1',
        said,
      );
      const more = { amountMinor: credit };
      await this.rows.step(em, who, row, { move: outcome, reasonCode: code, note: text, more });
      await this.rows.move(em, row, outcome);
      await this.letters.tellCreator(em, await this.rows.require(row.id, em));
      return true;
    });
    if (changed && input.accept) {
      // The marks and the timer outlive a kill; waiting for them would only keep the creator waiting.
      await this.attribution.workOff(programme);
      await this.credits.settle(input.id);
    }
    return this.rows.require(input.id);
  }

  private async assertMay(em: EntityManager, who: AccountActor, row: DisputeRow, seenSteps: number): Promise<void> {
    if (row.creator_account === who.accountId || ownsStore(who, row.store_id)) throw new AppError('OWN_DISPUTE');
    if (!OPEN.includes(row.state)) throw new AppError('DISPUTE_OVER');
    if (row.state !== 'waiting_staff')
      throw new AppError('CONFLICT', { detail: 'The store has time to answer, or the order is not here yet.' });
    const decided: unknown[] = await em.query(sql.DECIDED_BY, [
      ...[row.programme_id, row.order_external_id, row.creator_id, who.accountId],
    ]);
    if (decided.length > 0) throw new AppError('SAME_PERSON');
    if (row.steps !== seenSteps)
      throw new AppError('CONFLICT', { detail: 'Something happened meanwhile. Look at it first.' });
  }

  /** Returns the amount of the adjustment; null where lifting the check is the outcome. */
  private async accept(
    em: EntityManager,
    who: AccountActor,
    row: DisputeRow,
    code: string,
    amount: string | null,
  ): Promise<bigint | null> {
    if (isRefused(row)) {
      await this.liftCheck(em, who, row, code);
      return null;
    }
    const proposal = await this.proposals.of(em, row);
    if (!proposal) throw new AppError('CONFLICT', { detail: 'The order is not here.' });
    const minor = amount === null ? proposal.amountMinor : amountOf(amount, proposal.currency);
    if (minor <= 0n)
      throw new AppError('BAD_AMOUNT', {
        field: 'amount',
        detail: 'The plan pays nothing for it. Name an amount, or refuse.',
      });
    if (minor > proposal.mostMinor)
      throw new AppError('BAD_AMOUNT', { field: 'amount', detail: 'This is more than the sale was worth.' });
    const base = await this.proposals.keptBase(em, row);
    await em.query('UPDATE disputes SET credit_minor = $2, credit_base_minor = $3, credit_from = $4 WHERE id = $1', [
      ...[row.id, minor.toString(), base.toString(), proposal.from],
    ]);
    return minor;
  }

  private async liftCheck(em: EntityManager, who: AccountActor, row: DisputeRow, code: string): Promise<void> {
    const { programme_id: programme, order_external_id: orderId, line_id: lineId, creator_id: creatorId } = row;
    const subject = { kind: 'commission', order_id: orderId, line_id: lineId, creator_id: creatorId };
    const content = { action: 'approve', subject, actor: who.accountId, reason: code, reference: row.id };
    const occurredAt = this.clock.now();
    const fact = { storeId: row.store_id, mode: 'live', type: 'decision', id: `dispute:${row.id}` } as const;
    await this.facts.record(em, [{ ...fact, occurredAt, source: 'disputes', content }]);
    await this.attribution.mark(em, programme, [orderId ?? '']);
  }
}

function amountOf(text: string, currency: string): bigint {
  const minor = typedAmount(text, currency, { least: -MOST_MINOR });
  if (minor === null) throw new AppError('BAD_AMOUNT', { field: 'amount' });
  return minor;
}
