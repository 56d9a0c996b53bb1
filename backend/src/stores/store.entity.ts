// A shop that takes part, as its owner and its connectors know it.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';
import type { Instrument, KeyMode } from './plan.rules.js';
import type { ModerationMode } from './store.rules.js';

/** Live counts for money; test is the same road with nothing at stake. */
export const KeyModeEnum: { [M in KeyMode]: M } = { live: 'live', test: 'test' };
registerEnumType(KeyModeEnum, { name: 'KeyMode' });

export const ModerationModeEnum: { [M in ModerationMode]: M } = { pre: 'pre', post: 'post' };
registerEnumType(ModerationModeEnum, { name: 'ModerationMode' });

@ObjectType()
export class PlanWindow {
  @Field(() => String)
  instrument!: Instrument;

  /** How long after the touch an order may still be credited to it. */
  @Field(() => Int)
  hours!: number;
}

@Entity('stores')
@ObjectType()
export class Store {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field()
  name!: string;

  @Column('text')
  @Field(() => String, { nullable: true })
  url!: string | null;

  /** Settlement currency; fixed for ever, because commissions are computed and held in it. */
  @Column('text')
  @Field()
  currency!: string;

  /** IANA name: months of reports and tiers are counted in it. */
  @Column('text')
  @Field()
  timezone!: string;

  @Column('integer')
  holdDays!: number;

  /** Of its first day; later ones come with versions of the plan. */
  @Column('jsonb')
  windowsHours!: Record<Instrument, number>;

  @Column('text')
  @Field()
  publishableKey!: string;

  /** Shown to the store's own people only (stores.resolver.ts). */
  @Column('text')
  testPublishableKey!: string;

  /** This and the next are shown to the store's own people and to staff (stores.resolver.ts). */
  @Column('text')
  moderationMode!: ModerationMode;

  @Column('integer')
  trustedAfter!: number;

  /** For trying the road: no live keys, no money, and its videos need no moderator. Fixed when it is opened. */
  @Column('boolean')
  @Field()
  sandbox!: boolean;

  @Column('integer')
  @Field(() => Int)
  sandboxApproveMinutes!: number;

  /** A creator's newer video on a product takes the place of the older one. */
  @Column('boolean')
  @Field()
  oneVideoPerCreator!: boolean;

  /** What a creator of the first 30 days may earn a day before a person looks; null is no limit. Shown as newCreatorDaily. */
  @Column('bigint', { nullable: true, transformer: bigintText })
  newCreatorDailyMinor!: bigint | null;

  /** How long its people have to answer a creator's dispute; then staff decide without them. */
  @Column('integer')
  @Field(() => Int)
  disputeDays!: number;

  /** What whoever invited a creator gets on top of that creator's commission, for twelve months; 0 pays nothing. */
  @Column('integer')
  @Field(() => Int)
  referralBps!: number;

  /** Whether commissions are invoiced, or paid from money that came in before (funding). */
  @Column({ type: 'text', insert: false })
  fundingMode!: 'invoice' | 'prefunded';

  /** Below it the owners are written to. */
  @Column({ type: 'bigint', nullable: true, insert: false, transformer: bigintText })
  fundingAlertMinor!: bigint | null;

  @Column({ type: 'timestamptz', nullable: true, insert: false })
  fundingLowToldAt!: Date | null;

  /** Since then its money is used up and nothing new is promised: no links, codes, videos or campaigns. */
  @Column({ type: 'timestamptz', nullable: true, insert: false })
  unfundedSince!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  /** Takes nothing new for now: no links, codes or videos. What is public goes on. */
  @Field(() => Boolean)
  get paused(): boolean {
    return Boolean(this.unfundedSince);
  }
}
