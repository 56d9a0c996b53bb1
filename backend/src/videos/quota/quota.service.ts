// The room of stores and creators: what is taken, what the limits are, and that nobody goes beyond them.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { holds, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { StoresService } from '../../stores/stores.service.js';
import { isQuota, judgeRoom, type Room } from './quota.rules.js';
import { usageOf } from './stored.queries.js';

interface Limits {
  storeBytes: number;
  creatorBytes: number;
}

@Injectable()
export class QuotaService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The room of a store, or of one creator in it. */
  async roomOf(
    storeId: string,
    creatorId: string | null,
    em: EntityManager = this.db.manager,
    withoutExpectedOf: string | null = null,
  ): Promise<Room> {
    const limits = await this.limitsOf(storeId, em);
    const usage = await usageOf(em, { storeId, creatorId, withoutExpectedOf });
    return { ...usage, quotaBytes: creatorId ? limits.creatorBytes : limits.storeBytes };
  }

  /**
   * Refuses what does not fit, QUOTA_EXCEEDED. Takes the store's turn until the caller's transaction ends, so that two
   * at once never promise the same room. `videoId`: whose own expectation does not count twice.
   */
  async assertRoom(
    em: EntityManager,
    of: { storeId: string; creatorId: string; videoId: string | null },
    needBytes: number,
  ): Promise<void> {
    await em.query("SELECT pg_advisory_xact_lock(hashtextextended('quota:' || $1, 0))", [of.storeId]);
    const store = await this.roomOf(of.storeId, null, em, of.videoId);
    const creator = await this.roomOf(of.storeId, of.creatorId, em, of.videoId);
    const verdict = judgeRoom(needBytes, store, creator);
    if (verdict.fits) return;
    const whose = verdict.limit === 'store' ? 'This store has' : 'You have';
    const detail = `${whose} ${verdict.freeBytes} bytes left, and this video needs about ${needBytes}.`;
    throw new AppError('QUOTA_EXCEEDED', {
      field: 'sizeBytes',
      detail,
      limit: verdict.limit,
      needBytes: String(needBytes),
      freeBytes: String(verdict.freeBytes),
    });
  }

  /**
   * Sets a store's own limits; null goes back to the default of the service. Its owner may choose within the default
   * for stores, an administrator anything. NOT_FOUND for another's store, BAD_INPUT.
   */
  async setLimits(
    actor: AccountActor,
    storeId: string,
    wanted: { storeBytes: number | null; creatorBytes: number | null },
  ): Promise<void> {
    await this.stores.requireOwn(actor, storeId, 'administrator');
    for (const [field, bytes] of Object.entries(wanted)) {
      if (bytes === null) continue;
      if (!isQuota(bytes)) throw new AppError('BAD_INPUT', { field, detail: 'A quota is at least 1,000,000 bytes.' });
      if (bytes > this.config.quota.storeBytes && !holds(actor, 'administrator')) {
        const detail = `Without an administrator at most ${this.config.quota.storeBytes} bytes.`;
        throw new AppError('BAD_INPUT', { field, detail });
      }
    }
    await inTransaction(this.db, async (em) => {
      const before = await this.limitsOf(storeId, em);
      await em.query(
        `INSERT INTO storage_quotas (store_id, store_bytes, creator_bytes, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (store_id) DO UPDATE
           SET store_bytes = excluded.store_bytes, creator_bytes = excluded.creator_bytes, updated_at = excluded.updated_at`,
        [storeId, wanted.storeBytes, wanted.creatorBytes, this.clock.now()],
      );
      const after = await this.limitsOf(storeId, em);
      const what = { subjectType: 'store', subjectId: storeId, storeId };
      await audit(em, { actor, action: 'videos.quota_set', ...what, before, after });
    });
  }

  /** A store's limits: its own, or the default of the service. */
  async limitsOf(storeId: string, em: EntityManager = this.db.manager): Promise<Limits> {
    const [row] = await em.query<{ store: string | null; creator: string | null }[]>(
      'SELECT store_bytes AS store, creator_bytes AS creator FROM storage_quotas WHERE store_id = $1',
      [storeId],
    );
    const { storeBytes, creatorBytes } = this.config.quota;
    const store = row?.store ? Number(row.store) : storeBytes;
    // A creator's share is never more than the whole.
    return { storeBytes: store, creatorBytes: Math.min(store, row?.creator ? Number(row.creator) : creatorBytes) };
  }
}
