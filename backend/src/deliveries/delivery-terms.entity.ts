// What a store pays for its traffic, and how much a visitor is given by themselves.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MoneyType } from '../base/graphql/money.type.js';

@Entity('delivery_terms')
export class DeliveryTermsRow {
  @PrimaryColumn('text')
  storeId!: string;

  /** Minor units for 10^9 bytes. */
  @Column('bigint', { nullable: true })
  gigabyteMinor!: string | null;

  @Column('text', { nullable: true })
  gigabyteCurrency!: string | null;

  @Column('integer', { nullable: true })
  visitorMegabytes!: number | null;

  @Column('timestamptz')
  updatedAt!: Date;
}

@ObjectType()
export class DeliveryTerms {
  @Field(() => ID)
  storeId!: string;

  /** For 10^9 bytes; null while the store has not said it. */
  @Field(() => MoneyType, { nullable: true })
  gigabyte!: MoneyType | null;

  /** So many megabytes of video a visitor gets a day before the player asks; null is as many as they like. */
  @Field(() => Int, { nullable: true })
  visitorMegabytes!: number | null;
}
