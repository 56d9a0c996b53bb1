// One commission: (order, line, creator); its present state is a cache of its last change.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';
import type { Mode } from '../facts/fact.rules.js';
import type { ChangeCause, CommissionState, PayoutMark } from './commission.status.js';

@Entity('commission_units')
export class CommissionUnit {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  programmeId!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  mode!: Mode;

  @Column('text')
  orderId!: string;

  @Column('text')
  orderExternalId!: string;

  @Column('text')
  lineId!: string;

  @Column('text')
  kind!: 'sale' | 'referral';

  @Column('text')
  creatorId!: string;

  @Column('text', { nullable: true })
  viaCreatorId!: string | null;

  @Column('text', { nullable: true })
  videoId!: string | null;

  @Column('text', { nullable: true })
  productId!: string | null;

  @Column('text', { nullable: true })
  instrument!: string | null;

  @Column('text', { nullable: true })
  match!: string | null;

  @Column('text', { nullable: true })
  ruleId!: string | null;

  @Column('text')
  currency!: string;

  @Column('bigint', { transformer: bigintText })
  grossBaseMinor!: bigint;

  @Column('bigint', { transformer: bigintText })
  baseMinor!: bigint;

  @Column('bigint', { transformer: bigintText })
  amountMinor!: bigint;

  @Column('boolean')
  capped!: boolean;

  @Column('text')
  state!: CommissionState;

  @Column('timestamptz', { nullable: true })
  holdUntil!: Date | null;

  @Column('timestamptz')
  orderedAt!: Date;

  /** Where its money went, and with which payout; a unit that was paid stays so whatever is decided about its hold. */
  @Column('text', { nullable: true })
  payoutMark!: PayoutMark | null;

  @Column('text', { nullable: true })
  payoutId!: string | null;

  /** Since when its creator disputes it; null again when the dispute is over. */
  @Column('timestamptz', { nullable: true })
  disputedAt!: Date | null;

  /** How many changes stand behind this state; names the newest of them. */
  @Column('int')
  changeSeq!: number;

  @Column('timestamptz')
  changedAt!: Date;
}

/** One change: never changed itself. `deltaMinor` is signed; the deltas of a unit sum to its amount. */
@Entity('commission_changes')
export class CommissionChangeRow {
  @PrimaryColumn('text')
  unitId!: string;

  @PrimaryColumn('int')
  seq!: number;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  cause!: ChangeCause;

  @Column('text', { nullable: true })
  decisionId!: string | null;

  @Column('bigint', { transformer: bigintText })
  baseMinor!: bigint;

  @Column('bigint', { transformer: bigintText })
  amountMinor!: bigint;

  @Column('text')
  state!: CommissionState;

  @Column('bigint', { transformer: bigintText })
  deltaMinor!: bigint;
}
