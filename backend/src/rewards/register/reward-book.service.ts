// Writes rewards and each change of one, numbered in the order of a programme; nothing else touches the table.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { insertRecords } from '../../base/database/insert-rows.js';
import { Reward } from '../reward.entity.js';
import type { RewardReason } from '../reward.reasons.js';
import { mayMove, type RewardStatus } from '../reward.status.js';
import { toRecord } from '../record-of.js';
import * as sql from '../rewards.queries.js';

/** Where a reward goes, and why. */
export interface Step {
  to: RewardStatus;
  reason: RewardReason | null;
}

@Injectable()
export class RewardBook {
  constructor(private readonly clock: Clock) {}

  /** Moves a reward in memory; throws for a move that does not exist, which is a mistake of ours. */
  move(reward: Reward, { to, reason }: Step): Reward {
    if (!mayMove(reward.status, to)) throw new Error(`A reward does not go from ${reward.status} to ${to}`);
    const now = this.clock.now();
    if (to === 'issued') reward.issuedAt = now;
    if (to === 'confirmed') reward.confirmedAt = now;
    reward.cancelledAt = to === 'cancelled' ? now : null;
    return Object.assign(reward, { status: to, reason });
  }

  /** Adds new rewards. Under the programme's lock. */
  async add(em: EntityManager, rewards: readonly Reward[], by: string): Promise<void> {
    if (rewards.length === 0) return;
    await this.number(em, rewards);
    await insertRecords(
      em,
      'rewards',
      rewards.map((one) => toRecord(em, Reward, one) as Record<string, string>),
    );
    await this.note(em, rewards, by);
  }

  /** Saves changed rewards. Under the programme's lock. */
  async save(em: EntityManager, rewards: readonly Reward[], by: string): Promise<void> {
    if (rewards.length === 0) return;
    await this.number(em, rewards);
    await em.query(sql.CHANGE_REWARDS, [JSON.stringify(rewards.map((one) => toRecord(em, Reward, one)))]);
    await this.note(em, rewards, by);
  }

  private async number(em: EntityManager, rewards: readonly Reward[]): Promise<void> {
    const programme = rewards[0]?.programmeId;
    const [row]: { last: string }[] = await em.query(sql.NUMBER_CHANGES, [programme, rewards.length]);
    let next = BigInt(row?.last ?? '0') - BigInt(rewards.length);
    for (const reward of rewards) reward.changeSeq = ++next;
  }

  private async note(em: EntityManager, rewards: readonly Reward[], by: string): Promise<void> {
    const at = this.clock.now();
    const rows = rewards.map(({ id, changeSeq, status, reason, amountMinor }) => ({
      ...{ reward_id: id, change_seq: changeSeq.toString(), at, status, reason },
      ...{ amount_minor: amountMinor?.toString() ?? null, by },
    }));
    await insertRecords(em, 'reward_changes', rows);
  }
}
