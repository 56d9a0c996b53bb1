// What a person of the store decides about certificates: held ones are released or cancelled, written-off codes noted as blocked.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import type { CertificateStatus } from '../certificate.status.js';
import { CertificatesService } from '../certificates.service.js';
import { CertificateCounting } from '../limits/counting.service.js';
import { CertificateServing, type LockedPool } from '../serving.service.js';
import * as sql from './lists.queries.js';

const MOST = 100;
const LONGEST_REASON = 200;

interface Chosen {
  id: string;
  poolId: string;
  storeId: string;
  status: CertificateStatus;
  day: string;
  hour: number;
  certificateId: string | null;
  blockedAt: Date | null;
}

@Injectable()
export class CertificatesByHand {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly certificates: CertificatesService,
    private readonly serving: CertificateServing,
    private readonly counting: CertificateCounting,
  ) {}

  /**
   * Held ones go out, also while the pool stands still: a person has looked at them. What a colleague decided meanwhile
   * stays decided. Without a free code they wait, before everyone who asked after them.
   */
  async release(who: AccountActor, ids: readonly string[]): Promise<void> {
    await this.each(who, ids, async (em, locked, rows) => {
      const held = rows.filter((row) => row.status === 'held');
      for (const row of held) {
        await em.query(sql.RELEASE, [row.id, who.accountId, locked.at.now]);
        await this.counting.count(em, locked.pool, 1, row);
        await audit(em, { actor: who, action: 'certificates.released', ...subjectOf(row) });
      }
      const released = held.map(({ id }) => id);
      await this.serving.give(em, locked, released, who);
    });
  }

  /** Held and waiting ones. What is out is cancelled by whoever promised it, not by the store alone: CONFLICT. */
  async cancel(who: AccountActor, ids: readonly string[], raw: string): Promise<void> {
    const reason = raw.trim();
    if (reason.length < 3 || reason.length > LONGEST_REASON || !reason.isWellFormed() || reason.includes('\0')) {
      throw new AppError('BAD_INPUT', { field: 'reason', detail: `Say why, in at most ${LONGEST_REASON} characters.` });
    }
    await this.each(who, ids, async (em, locked, rows) => {
      if (rows.some((row) => row.status === 'issued')) {
        throw new AppError('CONFLICT', { detail: 'One of these was issued already.' });
      }
      for (const { id } of rows) await this.certificates.cancelOne(em, locked, id, reason, who);
    });
  }

  /** The shop takes these codes no more. CONFLICT for one that was not written off. */
  async block(who: AccountActor, ids: readonly string[]): Promise<void> {
    await this.each(who, ids, async (em, locked, rows) => {
      for (const row of rows) {
        if (row.status !== 'cancelled' || row.certificateId === null) {
          throw new AppError('CONFLICT', { detail: 'This code was not written off.' });
        }
        if (row.blockedAt) continue;
        await em.query(sql.BLOCK, [row.id, locked.at.now]);
        await audit(em, { actor: who, action: 'certificates.blocked', ...subjectOf(row) });
      }
    });
  }

  /** All of them or none; pool by pool in one order, so that two people never wait for each other in a circle. */
  private async each(
    who: AccountActor,
    ids: readonly string[],
    decide: (em: EntityManager, locked: LockedPool, rows: readonly Chosen[]) => Promise<void>,
  ): Promise<void> {
    if (ids.length < 1 || ids.length > MOST) {
      throw new AppError('BAD_INPUT', { field: 'ids', detail: `Choose 1 to ${MOST}.` });
    }
    await inTransaction(this.db, async (em) => {
      const chosen: Chosen[] = await em.query(sql.CHOSEN, [ids]);
      if (chosen.length < new Set(ids).size) throw new AppError('NOT_FOUND');
      for (const row of chosen) assertStore(who, row.storeId, 'administrator');
      for (const poolId of [...new Set(chosen.map((row) => row.poolId))].sort()) {
        const locked = await this.serving.lock(em, poolId);
        const rows: Chosen[] = await em.query(sql.CHOSEN_LOCKED, [ids, poolId]);
        await decide(em, locked, rows);
      }
    });
  }
}

const subjectOf = (row: Chosen) => ({ subjectType: 'certificate', subjectId: row.id, storeId: row.storeId });
