// Gives free codes to those who wait, the oldest first; every step is one transaction, so that a killed worker loses and doubles nothing.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { defineJob } from '../base/jobs/handles.js';
import { StoresService } from '../stores/stores.service.js';
import * as sql from './certificates.queries.js';
import { momentOf, type Moment } from './limits/moment.rules.js';
import { CertificatePool } from './pools/pool.entity.js';

/** A pool has new codes, or goes on: those who wait may be served. */
export const certificatesSupplied = defineJob<{ poolId: string }>('certificates.supplied', { oncePerKey: true });

const STEP = 100;
export const SYSTEM: Actor = { kind: 'system', name: 'certificates' };

export interface LockedPool {
  pool: CertificatePool;
  at: Moment;
}

@Injectable()
export class CertificateServing {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /**
   * The pool, locked until the transaction ends: its issues come one after another. Not `FOR UPDATE`, which would make
   * files of codes wait. NOT_FOUND when it is another store's.
   */
  async lock(em: EntityManager, poolId: string, storeId?: string): Promise<LockedPool> {
    const where = { id: poolId, ...(storeId === undefined ? {} : { storeId }) };
    const pool = await em.findOne(CertificatePool, { where, lock: { mode: 'for_no_key_update' } });
    if (!pool) throw new AppError('NOT_FOUND');
    const { timezone } = await this.stores.require(pool.storeId, em);
    return { pool, at: momentOf(this.clock.now(), timezone) };
  }

  /** Serves everybody who can be, in steps; a pool that stands still serves nobody. */
  async serve(poolId: string): Promise<void> {
    for (let served = STEP; served === STEP;) {
      served = await inTransaction(this.db, async (em) => {
        const locked = await this.lock(em, poolId);
        if (locked.pool.pausedAt) return 0;
        const rows: { id: string }[] = await em.query(sql.OLDEST_WAITING, [poolId, STEP]);
        const ids = rows.map(({ id }) => id);
        return (await this.give(em, locked, ids, SYSTEM)).length;
      });
    }
  }

  /** Free codes for these, in their order; those who got one. The pool is locked, and so are they. */
  async give(
    em: EntityManager,
    { pool, at }: LockedPool,
    issueIds: readonly string[],
    actor: Actor,
  ): Promise<string[]> {
    if (issueIds.length === 0 || (pool.validUntil !== null && pool.validUntil < at.day)) return [];
    const [codes] = await em.query<[{ id: string }[], number]>(sql.TAKE_CODES, [
      ...[pool.id, at.day, at.now, issueIds.length],
    ]);
    const taken = codes.map(({ id }) => id);
    const served = issueIds.slice(0, taken.length);
    const [, given] = await em.query<[unknown, number]>(sql.GIVE, [served, taken, at.now]);
    // Somebody else changed an issue although it is locked: nothing of this may stand.
    if (given !== taken.length) throw new AppError('CONFLICT', { detail: 'An issue is not waiting any more.' });
    for (const [n, id] of served.entries()) {
      const subject = { subjectType: 'certificate', subjectId: id, storeId: pool.storeId };
      const after = { poolId: pool.id, certificateId: taken[n] };
      await audit(em, { actor, action: 'certificates.issued', ...subject, after });
    }
    return served;
  }
}
