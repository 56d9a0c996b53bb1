// The newest snapshot of an order, and how GraphQL shows it. The truth stands in facts.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';
import { MoneyType } from '../base/graphql/money.type.js';
import { Paged } from '../base/graphql/paging.js';
import type { Mode } from '../facts/fact.rules.js';
import { KeyModeEnum } from '../stores/store.entity.js';
import type { OrderStatus } from './order.status.js';

/** A line as its fact keeps it; amounts in minor units of the order's currency. */
export interface OrderLineFact {
  line_id: string;
  product_id: string;
  variant_id?: string;
  title?: string;
  quantity: number;
}

@Entity('orders')
export class OrderRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  programmeId!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  mode!: Mode;

  @Column('text')
  externalId!: string;

  @Column('bigint', { transformer: bigintText })
  version!: bigint;

  @Column('text')
  status!: OrderStatus;

  @Column('text')
  currency!: string;

  @Column('text', { nullable: true })
  viewerId!: string | null;

  @Column('text', { nullable: true })
  customerId!: string | null;

  @Column('jsonb')
  lines!: OrderLineFact[];

  @Column('bigint', { transformer: bigintText })
  totalMinor!: bigint;

  /** BAD_TOKEN when the shop sent a viewer token whose signature does not fit. */
  @Column('text', { nullable: true })
  viewerNote!: string | null;

  @Column('timestamptz')
  placedAt!: Date;

  /** Grace and hold count from the first time any version of this order came in. */
  @Column('timestamptz')
  firstReceivedAt!: Date;

  @Column('timestamptz')
  recordedAt!: Date;
}

@ObjectType('OrderLine')
export class OrderLineType {
  @Field()
  lineId!: string;

  @Field()
  productId!: string;

  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => Int)
  quantity!: number;

  @Field(() => MoneyType)
  base!: MoneyType;

  @Field(() => String, { nullable: true })
  creatorName!: string | null;

  @Field(() => MoneyType, { nullable: true })
  commission!: MoneyType | null;

  @Field()
  reason!: string;

  @Field()
  reasonText!: string;
}

/** `lines` and `refunded` are resolved further down the road, by commissions. */
@ObjectType('Order')
export class OrderType {
  @Field(() => ID)
  id!: string;

  @Field()
  externalId!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  status!: string;

  @Field(() => KeyModeEnum)
  mode!: Mode;

  @Field()
  version!: string;

  @Field()
  placedAt!: Date;

  @Field()
  recordedAt!: Date;

  @Field(() => MoneyType)
  total!: MoneyType;

  row!: OrderRow;
}

export const OrderConnection = Paged(OrderType, 'Order');
