// Reads the published rules of a store's shoppers.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RewardRules } from './reward-rules.entity.js';

@Injectable()
export class RewardRulesBook {
  /** Every version ever published, the oldest first, so that an old order finds the rules of its day. */
  async versions(em: EntityManager, storeId: string): Promise<RewardRules[]> {
    return em.find(RewardRules, { where: { storeId }, order: { version: 'ASC' } });
  }
}
