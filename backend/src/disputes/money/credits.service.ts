// Pays what a dispute decided: adjustment facts, none before the order's hold ends, and less when the order comes back.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SystemActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { FactsService } from '../../facts/facts.service.js';
import { payoutsRecorded } from '../../payouts/batches/batches.service.js';
import { DisputeRows } from '../dispute-rows.service.js';
import { DAY_MS, FOLLOWED_DAYS } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { creditNow } from './credit.rules.js';
import { ProposalService } from './proposal.service.js';

/** A due credit is paid within the hour; a refund is followed as soon. */
const LOOK_AGAIN_MS = 3_500_000;
const ACTOR: SystemActor = { kind: 'system', name: 'disputes' };

@Injectable()
export class CreditsService {
  private readonly log = new Logger('disputes');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly jobs: JobsService,
    private readonly rows: DisputeRows,
    private readonly proposals: ProposalService,
  ) {}

  /** Every credit that may be due or have changed. Returns how many facts were added. */
  async settleAll(): Promise<number> {
    const now = this.clock.now().getTime();
    const since = [new Date(now - FOLLOWED_DAYS * DAY_MS), new Date(now - LOOK_AGAIN_MS)];
    const due: { id: string }[] = await this.db.query(sql.TO_FOLLOW, since);
    let added = 0;
    const settle = async ({ id }: { id: string }) => {
      added += (await this.settle(id)) ? 1 : 0;
    };
    await eachApart(due, ({ id }) => id, settle, this.log);
    return added;
  }

  /**
   * Brings one credit to where it should stand: only the difference becomes a fact, in one transaction with the row that
   * remembers it, so that a kill or a second worker adds nothing twice.
   */
  async settle(id: string): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, id);
      if (row.credit_minor === null || row.credit_from === null) return false;
      const now = this.clock.now();
      await em.query('UPDATE disputes SET looked_at = $2 WHERE id = $1', [id, now]);
      if (row.credit_from > now) return false;
      const kept = await this.proposals.keptBase(em, row);
      const target = creditNow(BigInt(row.credit_minor), BigInt(row.credit_base_minor ?? '0'), kept);
      const amount = target - BigInt(row.credited_minor);
      if (amount === 0n) return false;
      const [last]: { seq: number }[] = await em.query(
        'SELECT coalesce(max(seq), 0)::int + 1 AS seq FROM dispute_credits WHERE dispute_id = $1',
        [id],
      );
      const seq = last?.seq ?? 1;
      const factId = `adj:dispute:${id}:${seq}`;
      const fact = { storeId: row.store_id, mode: 'live', type: 'adjustment', id: factId, occurredAt: now } as const;
      const reason = amount > 0n ? `dispute: ${row.outcome_code ?? ''}` : 'dispute: the order came back';
      const content = { creator_id: row.creator_id, amount, reason, reference: id };
      await this.facts.record(em, [{ ...fact, source: 'disputes', content }]);
      await em.query(sql.ADD_CREDIT, [id, seq, factId, amount.toString(), now]);
      await this.rows.step(em, ACTOR, row, { move: 'credited', more: { factId, amountMinor: amount } });
      await this.jobs.announce(em, payoutsRecorded, { programmeId: row.programme_id });
      return true;
    });
  }
}
