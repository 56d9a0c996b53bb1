// Looks into pools: serves who waits where a job was lost, writes to owners about low stock once, and forgets holders in time.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { subjectOf } from '../pools/pauses.service.js';
import { CertificatePool } from '../pools/pool.entity.js';
import { CertificatePools } from '../pools/pools.service.js';
import { WATCHED } from '../pools/pools.queries.js';
import { CertificateServing, SYSTEM } from '../serving.service.js';
import { PoolLetters } from './letters.service.js';
import { stockTurn } from './watch.rules.js';

/** In no time zone is it yet, or still, another month. */
const FARTHEST_ZONE_MS = 12 * 3_600_000;
const FORGET_STEP = 5000;
const FORGET = `
  UPDATE certificate_issues SET holder = NULL WHERE id IN (
    SELECT id FROM certificate_issues WHERE holder IS NOT NULL AND day < $1::date LIMIT $2 FOR UPDATE SKIP LOCKED)`;

@Injectable()
export class CertificateWatch {
  private readonly log = new Logger('certificates');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly pools: CertificatePools,
    private readonly serving: CertificateServing,
    private readonly letters: PoolLetters,
  ) {}

  async lookAtAll(): Promise<void> {
    const rows: { id: string }[] = await this.db.query(WATCHED);
    await eachApart(
      rows,
      ({ id }) => id,
      ({ id }) => this.look(id),
      this.log,
    );
  }

  /** One pool; its row is locked, so that two workers tell nobody twice. */
  async look(poolId: string): Promise<void> {
    await this.serving.serve(poolId);
    await inTransaction(this.db, async (em) => {
      const { pool, at } = await this.serving.lock(em, poolId);
      const { free = 0, waiting = 0 } = (await this.pools.contents([poolId], em)).get(poolId) ?? {};
      const [lowTold, emptyTold] = [pool.lowToldAt !== null, pool.emptyToldAt !== null];
      const turn = stockTurn({ free, waiting, lowBelow: pool.lowBelow, lowTold, emptyTold });
      if (turn.lowTold === lowTold && turn.emptyTold === emptyTold) return;
      const lowToldAt = turn.lowTold ? (pool.lowToldAt ?? at.now) : null;
      const emptyToldAt = turn.emptyTold ? (pool.emptyToldAt ?? at.now) : null;
      await em.update(CertificatePool, poolId, { lowToldAt, emptyToldAt });
      if (turn.letter === null) return;
      const action = turn.letter === 'empty' ? 'certificates.ran_out' : 'certificates.ran_low';
      await audit(em, { actor: SYSTEM, action, ...subjectOf(pool), after: { free, waiting } });
      await this.letters.tell(em, pool, turn.letter, { count: turn.letter === 'empty' ? waiting : free });
    });
  }

  /** Limits of a person count by the month: when it is over everywhere, who it was is erased. */
  async forgetHolders(): Promise<void> {
    const latest = new Date(this.clock.now().getTime() - FARTHEST_ZONE_MS).toISOString();
    const month = `${latest.slice(0, 7)}-01`;
    for (let gone = FORGET_STEP; gone === FORGET_STEP;) {
      [, gone] = await this.db.query<[unknown, number]>(FORGET, [month, FORGET_STEP]);
    }
  }
}
