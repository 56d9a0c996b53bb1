// Counts what went out of a pool, asks the limits, and stops the pool when an hour is far above the usual.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { HeldReason } from '../certificate.status.js';
import { CertificatePool } from '../pools/pool.entity.js';
import * as sql from '../certificates.queries.js';
import { heldBy, USUAL_DAYS, usualHour, type Counts } from './limits.rules.js';
import type { Moment } from './moment.rules.js';

const HOUR_MS = 3_600_000;

/** Why one is held, and the numbers of a surge for whoever has to look at it. */
export interface Judged {
  heldWhy: HeldReason | null;
  counts: Counts;
}

@Injectable()
export class CertificateCounting {
  /** Under the lock of the pool, so that two at once never both take the last place. */
  async judge(em: EntityManager, pool: CertificatePool, holder: Buffer, at: Moment): Promise<Judged> {
    const hourAgo = at.now.getTime() - HOUR_MS;
    const from = new Date(Math.max(hourAgo, pool.surgeFrom?.getTime() ?? 0));
    const month = `${at.day.slice(0, 7)}-01`;
    const [row]: Pick<Counts, 'poolDay' | 'holderMonth' | 'lastHour'>[] = await em.query(sql.COUNTS, [
      ...[pool.id, at.day, holder, month, from],
    ]);
    const counted = row ?? { poolDay: 0, holderMonth: 0, lastHour: 0 };
    const counts = { ...counted, poolTotal: pool.counted, usualHour: 0 };
    // What is usual is asked only when it can matter.
    if (pool.surgeTimes !== null && counts.lastHour >= pool.surgeFloor) {
      const days: { most: number }[] = await em.query(sql.BUSIEST_HOURS, [pool.id, at.day, USUAL_DAYS]);
      counts.usualHour = usualHour(days.map(({ most }) => most));
    }
    const heldWhy = heldBy(pool, counts);
    return { heldWhy: heldWhy ?? (pool.pausedWhy === 'surge' ? 'surge' : null), counts };
  }

  /** One more is admitted, or (-1) one that got no code is cancelled: then its own day and hour get their place back. */
  async count(em: EntityManager, pool: CertificatePool, by: 1 | -1, at: { day: string; hour: number }): Promise<void> {
    await em.query(sql.COUNT_HOUR, [pool.id, by, at.day, at.hour]);
    await em.query(sql.COUNT_POOL, [pool.id, by]);
    pool.counted += by;
  }
}
