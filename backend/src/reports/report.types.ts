// How GraphQL shows the numbers of creators and stores.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../base/graphql/money.type.js';
import { Paged } from '../base/graphql/paging.js';

@ObjectType('Balance')
export class Balance {
  @Field()
  currency!: string;

  @Field(() => MoneyType)
  pending!: MoneyType;

  @Field(() => MoneyType)
  review!: MoneyType;

  @Field(() => MoneyType)
  payable!: MoneyType;

  @Field(() => MoneyType)
  inTransit!: MoneyType;

  @Field(() => MoneyType)
  paid!: MoneyType;

  /** Taxes and contributions taken from payouts. */
  @Field(() => MoneyType)
  withheld!: MoneyType;

  /** The sum of the others. */
  @Field(() => MoneyType)
  earned!: MoneyType;
}

@ObjectType('EarningsDay')
export class EarningsDay {
  @Field()
  day!: string;

  @Field(() => MoneyType)
  earned!: MoneyType;

  @Field(() => MoneyType)
  reversed!: MoneyType;
}

@ObjectType('EarningsByVideo')
export class EarningsByVideo {
  @Field(() => ID)
  videoId!: string;

  @Field()
  title!: string;

  @Field(() => MoneyType)
  earned!: MoneyType;

  @Field(() => Int)
  orders!: number;

  @Field(() => Int)
  qualifiedViews!: number;
}

@ObjectType('Earnings')
export class Earnings {
  @Field()
  currency!: string;

  @Field(() => Balance)
  balance!: Balance;

  @Field(() => [EarningsDay])
  days!: EarningsDay[];

  @Field(() => [EarningsByVideo])
  videos!: EarningsByVideo[];
}

@ObjectType('StoreReportDay')
export class StoreReportDay {
  @Field()
  day!: string;

  @Field(() => Int)
  orders!: number;

  @Field(() => Int)
  creditedOrders!: number;

  @Field(() => MoneyType)
  gmv!: MoneyType;

  @Field(() => MoneyType)
  commission!: MoneyType;
}

@ObjectType('StoreReport')
export class StoreReport {
  @Field()
  currency!: string;

  @Field(() => Int)
  orders!: number;

  @Field(() => Int)
  creditedOrders!: number;

  @Field(() => MoneyType)
  gmv!: MoneyType;

  @Field(() => MoneyType)
  netGmv!: MoneyType;

  @Field(() => MoneyType)
  commission!: MoneyType;

  @Field(() => [StoreReportDay])
  days!: StoreReportDay[];
}

@ObjectType('CreatorEarning')
export class CreatorEarning {
  @Field(() => ID)
  creatorId!: string;

  @Field()
  name!: string;

  @Field(() => Int)
  orders!: number;

  @Field(() => MoneyType)
  gmv!: MoneyType;

  @Field(() => MoneyType)
  commission!: MoneyType;
}

export const CreatorEarningConnection = Paged(CreatorEarning, 'CreatorEarning');

@ObjectType('VideoStats')
export class VideoStats {
  @Field(() => Int)
  impressions!: number;

  @Field(() => Int)
  qualifiedViews!: number;

  @Field(() => Int)
  clicks!: number;

  @Field(() => Int)
  orders!: number;
}
