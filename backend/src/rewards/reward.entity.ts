// A shopper's reward for inviting a friend, or for having been invited.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';
import type { Mode } from '../facts/fact.rules.js';
import type { RewardReason } from './reward.reasons.js';
import type { RewardKind, RewardStatus, Side, Trigger } from './reward.status.js';

@Entity('rewards')
export class Reward {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  programmeId!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  mode!: Mode;

  /** Who and for what: unique in a programme, so that nothing is given twice. */
  @Column('text')
  key!: string;

  @Column('text')
  side!: Side;

  @Column('text')
  trigger!: Trigger;

  /** The shop's own id of a person, as it calls them in orders. */
  @Column('text')
  holder!: string;

  @Column('text')
  inviter!: string;

  @Column('text')
  invitee!: string;

  @Column('text', { nullable: true })
  orderId!: string | null;

  @Column('integer', { nullable: true })
  nth!: number | null;

  @Column('integer')
  rulesVersion!: number;

  @Column('text')
  kind!: RewardKind;

  @Column('text', { nullable: true })
  poolId!: string | null;

  @Column('bigint', { transformer: bigintText })
  worthMinor!: bigint;

  @Column('bigint', { transformer: bigintText, nullable: true })
  amountMinor!: bigint | null;

  @Column('bigint', { transformer: bigintText, nullable: true })
  points!: bigint | null;

  @Column('text')
  currency!: string;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('date', { nullable: true })
  dueDay!: string | null;

  @Column('text')
  status!: RewardStatus;

  @Column('text', { nullable: true })
  reason!: RewardReason | null;

  /** What a person wrote who cancelled it. */
  @Column('text', { nullable: true })
  note!: string | null;

  /** The shop's own number of the credit, as it confirmed it. */
  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('text', { nullable: true })
  decidedBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  issuedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  confirmedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  cancelledAt!: Date | null;

  @Column('bigint', { transformer: bigintText })
  changeSeq!: bigint;
}
