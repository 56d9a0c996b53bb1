// Gives what a reward is, and takes it back: money and points are the shop's to credit, so these are given by being told.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AccountActor } from '../../base/auth.js';
import type { Step } from '../register/reward-book.service.js';
import type { Reward } from '../reward.entity.js';
import type { RewardReason } from '../reward.reasons.js';

@Injectable()
export class RewardGiver {
  /** What becomes of a reward whose day has come. In the transaction that writes it. */
  give(_em: EntityManager, _reward: Reward): Promise<Step> {
    return Promise.resolve({ to: 'issued', reason: null });
  }

  /** A person lets a held reward pass. */
  release(em: EntityManager, _who: AccountActor, reward: Reward): Promise<Step> {
    return this.give(em, reward);
  }

  /** Ends what was given or waits; a second time changes nothing. */
  takeBack(_em: EntityManager, _reward: Reward, _reason: RewardReason): Promise<void> {
    return Promise.resolve();
  }
}
