// One thing that a shop told of a shopper who invites or was invited; kept as it came.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../../base/database/columns.js';
import type { Mode } from '../../facts/fact.rules.js';
import type { EventKind } from '../reward.status.js';

@Entity('reward_events')
export class RewardEvent {
  @PrimaryColumn('text')
  programmeId!: string;

  /** The sender's own id; looks at the shop's orders begin with ~. */
  @PrimaryColumn('text')
  externalId!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  mode!: Mode;

  @Column('text')
  kind!: EventKind;

  @Column('text', { nullable: true })
  person!: string | null;

  @Column('text', { nullable: true })
  invitee!: string | null;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  orderId!: string | null;

  @Column('bigint', { transformer: bigintText, nullable: true })
  amountMinor!: bigint | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('integer', { nullable: true })
  snapshotN!: number | null;

  @Column('text', { nullable: true })
  snapshotStatus!: 'paid' | 'pending' | 'cancelled' | null;

  @Column('bigint', { transformer: bigintText, nullable: true })
  returnedMinor!: bigint | null;

  @Column('boolean', { nullable: true })
  returned!: boolean | null;

  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('bytea')
  sha256!: Buffer;
}
