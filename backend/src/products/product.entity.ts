// A product card mirrored from a shop.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';

@Entity('products')
@ObjectType()
export class Product {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  /** The shop's own id: what its pages, orders and our facts use. */
  @Column('text')
  @Field()
  externalId!: string;

  @Column('text')
  @Field()
  title!: string;

  @Column('text')
  @Field(() => String, { nullable: true })
  description!: string | null;

  @Column('text')
  @Field()
  url!: string;

  @Column('text')
  @Field(() => String, { nullable: true })
  imageUrl!: string | null;

  @Column('text')
  @Field(() => String, { nullable: true })
  gtin!: string | null;

  @Column('text')
  @Field(() => String, { nullable: true })
  sku!: string | null;

  @Column('text')
  @Field(() => String, { nullable: true })
  category!: string | null;

  /** What the shop files it under: placement rules ask for these. */
  @Column('text', { array: true })
  @Field(() => [String])
  collections!: string[];

  @Column('text', { array: true })
  @Field(() => [String])
  tags!: string[];

  @Column('bigint', { transformer: bigintText })
  priceMinor!: bigint;

  @Column('text')
  currency!: string;

  @Column('boolean')
  @Field()
  inStock!: boolean;

  /** A removed product keeps its row: orders and videos still name it. */
  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  removedAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
