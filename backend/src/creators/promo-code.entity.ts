// A code a creator tells the audience; typed at checkout it credits the creator.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('promo_codes')
@ObjectType()
export class PromoCode {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  creatorId!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  /** Upper case; unique within the store. */
  @Column('text')
  @Field()
  code!: string;

  @Column('timestamptz')
  @Field()
  validFrom!: Date;

  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  validTo!: Date | null;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;
}
