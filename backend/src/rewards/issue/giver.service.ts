// Gives what a reward is, and takes it back: money and points are the shop's to credit, certificates come from a pool.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CertificatesService } from '../../certificates/certificates.service.js';
import { CertificatePool } from '../../certificates/pools/pool.entity.js';
import type { Step } from '../register/reward-book.service.js';
import type { Reward } from '../reward.entity.js';
import type { RewardReason } from '../reward.reasons.js';

/** A reward that a pool's people cancelled before it was given is theirs to have decided. */
const BY_POOL = 'system:certificates';

@Injectable()
export class RewardGiver {
  constructor(private readonly certificates: CertificatesService) {}

  /**
   * What becomes of a reward whose day has come, or that waited. In the transaction that writes it: the reward's id is the
   * certificate's key, so that one reward has one certificate for ever. A test key gives nothing away.
   */
  async give(em: EntityManager, reward: Reward): Promise<Step> {
    const { id: key, storeId, poolId, holder } = reward;
    if (poolId === null || reward.mode === 'test') return { to: 'issued', reason: null };
    const { status } = await this.certificates.issue(em, { storeId, poolId, key, holder });
    if (status === 'issued') return { to: 'issued', reason: null };
    if (status === 'waiting') return { to: 'waiting', reason: 'POOL_EMPTY' };
    if (status === 'held') return { to: 'held', reason: 'POOL_REFUSED' };
    reward.decidedBy = BY_POOL;
    return { to: 'cancelled', reason: 'BY_STORE' };
  }

  /** Ends what was given or waits: a certificate that was given is written off. A second time changes nothing. */
  async takeBack(em: EntityManager, reward: Reward, reason: RewardReason): Promise<void> {
    if (reward.poolId === null || reward.mode === 'test') return;
    await this.certificates.cancel(em, { storeId: reward.storeId, key: reward.id, reason });
  }

  /** Certificates that are out, by reward. */
  async certificatesOf(
    em: EntityManager,
    storeId: string,
    rewards: readonly Reward[],
  ): Promise<Map<string, { code: string; validUntil: string | null }>> {
    const keys = rewards.filter(({ poolId, mode }) => poolId !== null && mode === 'live').map(({ id }) => id);
    if (keys.length === 0) return new Map();
    const found = await this.certificates.status(em, { storeId, keys });
    return new Map(
      [...found].flatMap(([key, { code, validUntil }]) => (code === null ? [] : [[key, { code, validUntil }]])),
    );
  }

  /** A store's pools, the newest first. */
  async pools(em: EntityManager, storeId: string): Promise<{ id: string; name: string }[]> {
    return em.find(CertificatePool, {
      where: { storeId },
      select: { id: true, name: true },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: 100,
    });
  }

  /** Which of these pools the store does not have. */
  async unknownPools(em: EntityManager, storeId: string, poolIds: readonly string[]): Promise<string[]> {
    if (poolIds.length === 0) return [];
    const known = await this.certificates.pools(em, storeId, poolIds);
    return poolIds.filter((id) => !known.has(id));
  }
}
