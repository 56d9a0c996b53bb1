// A receipt that a creator brings for a sale by code, in a shop that tells us of none by itself.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../../base/database/columns.js';
import { Paged } from '../../base/graphql/paging.js';

/** matched: an order of the shop looks like it. The shop decides in either case. */
export type ReceiptState = 'matched' | 'unmatched' | 'accepted' | 'disputed' | 'withdrawn';

@Entity('receipt_claims')
@ObjectType('ReceiptClaim')
export class ReceiptClaim {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  @Column('text')
  creatorId!: string;

  @Column('text')
  @Field()
  register!: string;

  @Column('text')
  @Field()
  number!: string;

  @Column('text')
  source!: 'qr' | 'typed';

  @Column('text')
  @Field()
  code!: string;

  @Column('text')
  currency!: string;

  @Column('bigint', { transformer: bigintText })
  totalMinor!: bigint;

  @Column('timestamptz')
  @Field()
  boughtAt!: Date;

  /** Shown to the shop alone. */
  @Column('text', { nullable: true })
  matchExternalId!: string | null;

  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  score!: number | null;

  @Column('text')
  @Field(() => String)
  state!: ReceiptState;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  note!: string | null;

  @Column('text', { nullable: true })
  orderExternalId!: string | null;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;
}

export const ReceiptConnection = Paged(ReceiptClaim, 'ReceiptClaim');
