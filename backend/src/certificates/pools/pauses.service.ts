// Stops a pool and lets it go on: by hand, or by itself when an hour is far above the usual.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import type { Counts } from '../limits/limits.rules.js';
import type { LockedPool } from '../serving.service.js';
import { PoolLetters } from '../watch/letters.service.js';
import { CertificatePool } from './pool.entity.js';

const SYSTEM: Actor = { kind: 'system', name: 'certificates' };

@Injectable()
export class CertificatePauses {
  constructor(private readonly letters: PoolLetters) {}

  /** The pool is locked. Its owners are told at once, with the numbers. */
  async surge(em: EntityManager, { pool, at }: LockedPool, counts: Counts): Promise<void> {
    const [surgeHour, surgeUsual] = [counts.lastHour + 1, counts.usualHour];
    Object.assign(pool, { pausedAt: at.now, pausedWhy: 'surge', surgeHour, surgeUsual });
    await em.update(CertificatePool, pool.id, { pausedAt: at.now, pausedWhy: 'surge', surgeHour, surgeUsual });
    await audit(em, {
      actor: SYSTEM,
      action: 'certificates.surged',
      ...subjectOf(pool),
      after: { surgeHour, surgeUsual },
    });
    await this.letters.tell(em, pool, 'paused', { count: surgeHour, usual: surgeUsual });
  }
}

export const subjectOf = (pool: CertificatePool) => ({
  ...{ subjectType: 'certificate_pool', subjectId: pool.id, storeId: pool.storeId },
});
