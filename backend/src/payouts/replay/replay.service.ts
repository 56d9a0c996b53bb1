// Every night each programme is replayed from its first fact and must come to what is stored; where it does not, payouts stop.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../../attribution/attribution.service.js';
import type { EvaluationResult } from '../../attribution/evaluator/evaluate.rules.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { CommissionsService } from '../../commissions/commissions.service.js';
import { FactsService } from '../../facts/facts.service.js';
import { LedgerChecks, type Finding } from '../../ledger/ledger-checks.service.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import { PayoutsFollow } from '../follow/follow.service.js';
import { payoutDrafts } from '../follow/posting.rules.js';
import { samePayout } from '../follow/stored.rules.js';
import { accountFindings, unitFindings, type StoredUnit } from './replay.rules.js';

/** What came in or changed so shortly ago is still on its way through the jobs. */
const ON_ITS_WAY_MS = 300_000;

const PROGRAMMES = `SELECT DISTINCT programme_id FROM commission_units WHERE mode = 'live'
  UNION SELECT DISTINCT programme_id FROM payout_batches`;
const RECENT = `
  SELECT external_id AS order_id FROM facts WHERE programme_id = $1 AND type = 'order' AND received_at > $2
  UNION SELECT content->>'order_id' FROM facts WHERE programme_id = $1 AND type = 'refund' AND received_at > $2
  UNION SELECT order_id FROM attribution_marks WHERE programme_id = $1
  UNION SELECT order_id FROM attribution_decisions WHERE programme_id = $1 AND as_of > $2
  UNION SELECT order_external_id FROM commission_units WHERE programme_id = $1
    AND (changed_at > $2 OR state = 'pending' AND hold_until BETWEEN $2 AND $2::timestamptz + interval '10 minutes')`;
const UNITS = `
  SELECT u.order_external_id AS order_id, u.line_id, u.kind, u.creator_id, u.via_creator_id AS via, u.amount_minor::text AS amount,
    u.base_minor::text AS base, u.state, coalesce(b.pending, 0)::text AS pending, coalesce(b.payable, 0)::text AS payable
  FROM commission_units u LEFT JOIN LATERAL (
    SELECT -sum(e.amount_minor) FILTER (WHERE e.account = 'creator:' || u.creator_id || ':pending') AS pending,
      -sum(e.amount_minor) FILTER (WHERE e.account = 'creator:' || u.creator_id || ':payable') AS payable
    FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
    WHERE t.subject_id = u.id AND t.kind = 'commission'
  ) b ON true WHERE u.programme_id = $1 AND u.mode = 'live'`;
const OTHER_ACCOUNTS = `
  SELECT e.account || '@' || e.currency AS name, sum(e.amount_minor)::text AS sum FROM ledger_entries e
  JOIN ledger_transactions t ON t.id = e.transaction_id
  WHERE t.programme_id = $1 AND t.kind IN ('bonus', 'payout', 'payout_settled', 'payout_failed') GROUP BY 1`;

@Injectable()
export class ReplayService {
  private readonly log = new Logger('payouts');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly attribution: AttributionService,
    private readonly commissions: CommissionsService,
    private readonly ledger: LedgerService,
    private readonly payouts: PayoutsFollow,
    private readonly checks: LedgerChecks,
  ) {}

  async replayAll(): Promise<void> {
    const rows: { programme_id: string }[] = await this.db.query(PROGRAMMES);
    const ids = rows.map((row) => row.programme_id);
    await eachApart(
      ids,
      (id) => id,
      (id) => this.replay(id),
      this.log,
    );
  }

  /**
   * Replays one programme and keeps what differs. Orders that something came in for in the last minutes are left to the
   * next night: their jobs may still be on the way. Nothing stored is changed by looking.
   */
  async replay(programme: string): Promise<Finding[]> {
    // Only what waits is brought up to date; whatever is older must be right as it stands.
    await this.attribution.workOff(programme);
    await this.commissions.endHolds();
    await this.ledger.postLagging();
    const result = await this.payouts.evaluate(programme);
    return inTransaction(this.db, async (em) => {
      await this.facts.lock(em, programme, 'money');
      const found = await this.compare(em, programme, result);
      await this.checks.keep(em, programme, 'replay', found);
      return found;
    });
  }

  private async compare(em: EntityManager, programme: string, result: EvaluationResult): Promise<Finding[]> {
    const since = new Date(this.clock.now().getTime() - ON_ITS_WAY_MS);
    const recent: { order_id: string }[] = await em.query(RECENT, [programme, since]);
    const units: StoredUnit[] = await em.query(UNITS, [programme]);
    const found = unitFindings(result, units, new Set(recent.map((row) => row.order_id)));
    const stored = await this.payouts.stored(em, programme);
    const ids = new Map([...stored].map(([key, row]) => [key, row.id]));
    for (const payout of result.payouts) {
      const row = stored.get(JSON.stringify([payout.batchId, payout.creatorId]));
      // A batch of the last minutes is on its way.
      if (!row && payout.at > since.getTime()) return found;
      if (row && row.status === payout.status && samePayout(row, payout)) continue;
      const is = row ? `${row.status} ${row.gross} ${row.net} ${row.pay}` : 'no such payout';
      const expected = `${payout.status} ${payout.grossMinor} ${payout.netMinor} ${payout.payMinor}`;
      found.push({
        invariant: 'replay',
        subject: row?.id ?? `${payout.batchId} ${payout.creatorId}`,
        expected,
        found: is,
      });
    }
    const known = new Set(result.payouts.map((p) => JSON.stringify([p.batchId, p.creatorId])));
    for (const [key, row] of stored) {
      if (known.has(key)) continue;
      found.push({
        invariant: 'replay',
        subject: row.id,
        expected: 'no such payout',
        found: `${row.status} ${row.gross}`,
      });
    }
    return [...found, ...(await this.otherAccounts(em, programme, result, ids))];
  }

  private async otherAccounts(
    em: EntityManager,
    programme: string,
    result: EvaluationResult,
    ids: ReadonlyMap<string, string>,
  ): Promise<Finding[]> {
    const expected = new Map<string, bigint>();
    for (const { entries } of payoutDrafts(programme, result.entries, ids)) {
      for (const { account, currency, amountMinor } of entries) {
        const name = `${account}@${currency}`;
        expected.set(name, (expected.get(name) ?? 0n) + amountMinor);
      }
    }
    const rows: { name: string; sum: string }[] = await em.query(OTHER_ACCOUNTS, [programme]);
    return accountFindings(expected, new Map(rows.map((row) => [row.name, BigInt(row.sum)])));
  }
}
