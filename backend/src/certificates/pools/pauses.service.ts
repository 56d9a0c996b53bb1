// Stops a pool and lets it go on: by hand, or by itself when an hour is far above the usual.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import type { Counts } from '../limits/limits.rules.js';
import { certificatesSupplied, SYSTEM, type LockedPool } from '../serving.service.js';
import { PoolLetters } from '../watch/letters.service.js';
import { CertificatePool } from './pool.entity.js';

@Injectable()
export class CertificatePauses {
  constructor(
    private readonly letters: PoolLetters,
    private readonly jobs: JobsService,
  ) {}

  /** The pool is locked, here and below. Its owners are told at once, with the numbers. */
  async surge(em: EntityManager, { pool, at }: LockedPool, counts: Counts): Promise<void> {
    const [surgeHour, surgeUsual] = [counts.lastHour + 1, counts.usualHour];
    const change = { pausedAt: at.now, pausedWhy: 'surge' as const, surgeHour, surgeUsual };
    await em.update(CertificatePool, pool.id, change);
    Object.assign(pool, change);
    const after = { surgeHour, surgeUsual };
    await audit(em, { actor: SYSTEM, action: 'certificates.surged', ...subjectOf(pool), after });
    await this.letters.tell(em, pool, 'paused', { count: surgeHour, usual: surgeUsual });
  }

  /** One that stands still already stays as it is. */
  async pause(em: EntityManager, { pool, at }: LockedPool, actor: Actor): Promise<CertificatePool> {
    if (pool.pausedAt) return pool;
    const change = { pausedAt: at.now, pausedWhy: 'hand' as const };
    await em.update(CertificatePool, pool.id, change);
    await audit(em, { actor, action: 'certificates.paused', ...subjectOf(pool) });
    return Object.assign(pool, change);
  }

  /** From now on a new hour is counted: who resumes has seen what came before. */
  async resume(em: EntityManager, { pool, at }: LockedPool, actor: Actor): Promise<CertificatePool> {
    if (!pool.pausedAt) return pool;
    const change = { pausedAt: null, pausedWhy: null, surgeHour: null, surgeUsual: null, surgeFrom: at.now };
    await em.update(CertificatePool, pool.id, change);
    const before = { pausedAt: pool.pausedAt, pausedWhy: pool.pausedWhy };
    await audit(em, { actor, action: 'certificates.resumed', ...subjectOf(pool), before });
    await this.supply(em, pool.id);
    return Object.assign(pool, change);
  }

  /** Who waits is served by the worker, soon after this transaction. */
  async supply(em: EntityManager, poolId: string): Promise<void> {
    await this.jobs.announce(em, certificatesSupplied, { poolId }, { key: poolId });
  }
}

export const subjectOf = (pool: CertificatePool) => ({
  ...{ subjectType: 'certificate_pool', subjectId: pool.id, storeId: pool.storeId },
});
