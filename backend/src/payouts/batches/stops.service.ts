// Stops payouts while a check of the book has failed, and lets an administrator go on with a reason.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { LedgerChecks, type CheckState } from '../../ledger/ledger-checks.service.js';
import { RESUMED } from '../payouts.queries.js';

@Injectable()
export class PayoutStops {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly checks: LedgerChecks,
  ) {}

  /** The failed checks that stop a programme now: the newest of a scope, unless somebody answered for it. */
  async failing(em: EntityManager, programme: string): Promise<CheckState[]> {
    const [resumed]: { check_id: string }[] = await em.query(RESUMED, [programme]);
    const newest = await this.checks.newest(em, programme);
    return newest.filter((check) => !check.sound && BigInt(check.id) > BigInt(resumed?.check_id ?? '0'));
  }

  /** Throws PAYOUTS_STOPPED with what was found first. */
  async assertRunning(em: EntityManager, programme: string): Promise<void> {
    const [check] = await this.failing(em, programme);
    if (!check) return;
    const found = check.findings[0];
    const detail = `The ${check.scope} check of ${check.at.toISOString()} failed: ${found?.invariant} of ${found?.subject}.`;
    throw new AppError('PAYOUTS_STOPPED', { detail });
  }

  /** Goes on after what was found so far; the next failed check stops again. */
  async resume(who: AccountActor, storeId: string, reason: string): Promise<void> {
    if (reason.trim().length < 10 || reason.length > 1000)
      throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say in a sentence why it is safe to go on.' });
    await inTransaction(this.db, async (em) => {
      const failing = await this.failing(em, storeId);
      const last = failing.reduce((max, check) => (BigInt(check.id) > max ? BigInt(check.id) : max), 0n);
      if (last === 0n) throw new AppError('CONFLICT', { detail: 'Nothing stops payouts.' });
      await em.query(
        'INSERT INTO payout_resumes (programme_id, check_id, reason, resumed_by, resumed_at) VALUES ($1, $2, $3, $4, $5)',
        [storeId, last.toString(), reason.trim(), who.accountId, this.clock.now()],
      );
      const subject = { subjectType: 'store', subjectId: storeId, storeId };
      const after = { reason: reason.trim(), checks: failing.map((check) => check.id) };
      await audit(em, { actor: who, action: 'payouts.resumed', ...subject, after });
    });
  }
}
