// One creator invited by another: from the invitation to the end of the share.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../../base/graphql/paging.js';
import { REFERRAL_STATES, type ReferralState } from './referral.status.js';

export const ReferralStateEnum = Object.fromEntries(REFERRAL_STATES.map((s) => [s, s])) as Record<
  ReferralState,
  ReferralState
>;
registerEnumType(ReferralStateEnum, { name: 'ReferralState' });

@Entity('referrals')
@ObjectType('Referral')
export class Referral {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  referrerId!: string;

  /** Null while nobody has come. */
  @Column('text', { nullable: true })
  creatorId!: string | null;

  /** Of an invitation by mail: a keyed digest of the address. */
  @Column('bytea', { nullable: true })
  emailDigest!: Buffer | null;

  /** As much of the address as its sender needs to know it by. */
  @Column('text', { nullable: true })
  emailShown!: string | null;

  @Column('timestamptz')
  @Field()
  invitedAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  joinedAt!: Date | null;

  /** The first video that everybody can see; kept by a trigger, as the next is. */
  @Column({ type: 'timestamptz', nullable: true, insert: false, update: false })
  @Field(() => Date, { nullable: true })
  publishedAt!: Date | null;

  /** When the shares end: twelve months after the first video. */
  @Column({ type: 'timestamptz', nullable: true, insert: false, update: false })
  @Field(() => Date, { nullable: true })
  endsAt!: Date | null;

  /** When the referrer was told of the first video. */
  @Column('timestamptz', { nullable: true })
  toldAt!: Date | null;
}

export const ReferralConnection = Paged(Referral, 'Referral');

/** What a store pays on top of the invited creator's commission. */
@ObjectType('ReferralShare')
export class ReferralShareType {
  @Field()
  storeName!: string;

  @Field(() => Int)
  rateBps!: number;
}

/** A creator's own way to invite. */
@ObjectType('MyInvitation')
export class MyInvitationType {
  /** The address to give to others. */
  @Field()
  url!: string;

  /** Who invited this creator; null for nobody. */
  @Field(() => String, { nullable: true })
  invitedBy!: string | null;

  /** Stores that pay a share for creators who begin now, those that pay most first; a hundred at most. */
  @Field(() => [ReferralShareType])
  stores!: ReferralShareType[];
}
