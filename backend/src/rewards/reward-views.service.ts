// A reward as the shop's server reads it: amounts as decimals, moments as text, its explanation in three languages.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { formatDecimal } from '../base/money.js';
import { RewardGiver } from './issue/giver.service.js';
import type { Reward } from './reward.entity.js';
import type { RewardReason } from './reward.reasons.js';
import type { RewardKind, RewardStatus, Side, Trigger } from './reward.status.js';
import { RewardExplanations } from './words/reward-explanations.service.js';

export interface RewardShown {
  id: string;
  status: RewardStatus;
  reason: RewardReason | null;
  note: string | null;
  side: Side;
  event: Trigger;
  /** Who gets it. */
  person: string;
  inviter: string;
  invitee: string;
  orderId: string | null;
  kind: RewardKind;
  amount: string | null;
  currency: string | null;
  points: string | null;
  /** While it is issued; null for one that its store cancelled, and for test keys. Never kept here. */
  certificate: { code: string; validUntil: string | null } | null;
  rulesVersion: number;
  dueAt: string;
  issuedAt: string | null;
  confirmedAt: string | null;
  cancelledAt: string | null;
  reference: string | null;
  /** The place in the list of changes. */
  change: string;
  why: { ru: string; kk: string; en: string };
}

const moment = (at: Date | null): string | null => at?.toISOString() ?? null;

@Injectable()
export class RewardViews {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly explanations: RewardExplanations,
    private readonly giver: RewardGiver,
  ) {}

  async one(reward: Reward): Promise<RewardShown> {
    const [shown] = await this.shown(reward.storeId, [reward]);
    if (!shown) throw new Error('A reward is shown as one.');
    return shown;
  }

  /** Rewards of one store. */
  async shown(storeId: string, rewards: readonly Reward[]): Promise<RewardShown[]> {
    if (rewards.length === 0) return [];
    const explain = await this.explanations.of(storeId);
    const certificates = await this.giver.certificatesOf(this.db.manager, storeId, rewards);
    return rewards.map((reward) => ({
      ...{ id: reward.id, status: reward.status, reason: reward.reason, note: reward.note, side: reward.side },
      ...{ event: reward.trigger, person: reward.holder, inviter: reward.inviter, invitee: reward.invitee },
      ...{ orderId: reward.orderId, kind: reward.kind, points: reward.points?.toString() ?? null },
      amount: reward.amountMinor === null ? null : formatDecimal(reward.amountMinor, reward.currency),
      currency: reward.amountMinor === null ? null : reward.currency,
      ...{
        certificate: certificates.get(reward.id) ?? null,
        rulesVersion: reward.rulesVersion,
        dueAt: reward.dueAt.toISOString(),
      },
      ...{ issuedAt: moment(reward.issuedAt), confirmedAt: moment(reward.confirmedAt) },
      ...{ cancelledAt: moment(reward.cancelledAt), reference: reward.reference, change: reward.changeSeq.toString() },
      why: { ru: explain(reward, 'ru'), kk: explain(reward, 'kk'), en: explain(reward, 'en') },
    }));
  }
}
