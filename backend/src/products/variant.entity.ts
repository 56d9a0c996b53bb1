// A size, a colour, a pack: what the shopper puts into the cart.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';

@Entity('product_variants')
@ObjectType()
export class Variant {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  productId!: string;

  @Column('text')
  @Field()
  externalId!: string;

  @Column('text')
  @Field()
  title!: string;

  @Column('bigint', { transformer: bigintText })
  priceMinor!: bigint;

  @Column('boolean')
  @Field()
  inStock!: boolean;

  @Column('text')
  @Field(() => String, { nullable: true })
  sku!: string | null;

  @Column('text')
  @Field(() => String, { nullable: true })
  gtin!: string | null;

  @Column('integer')
  position!: number;
}
