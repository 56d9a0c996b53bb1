// How GraphQL shows where a creator stands between the tiers of a store.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';

@ObjectType('TierStep')
export class TierStepType {
  @Field(() => MoneyType)
  minGmv!: MoneyType;

  @Field(() => Int, { nullable: true })
  maxReturnBps!: number | null;

  @Field(() => Int)
  bonusBps!: number;

  /** Sales that are still missing this month; zero when there are enough. */
  @Field(() => MoneyType)
  missing!: MoneyType;

  /** True when more comes back than this tier allows. */
  @Field()
  tooManyReturns!: boolean;

  @Field()
  reached!: boolean;
}

/** Where a creator stands between the tiers of one store. */
@ObjectType('TierProgress')
export class TierProgressType {
  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  /** Such as 2026-11: the month whose sales decide about the next one. */
  @Field()
  month!: string;

  /** Added to the rate of orders of this month, in basis points. */
  @Field(() => Int)
  bonusBps!: number;

  /** What this month's sales come to so far: the bonus of the next month. */
  @Field(() => Int)
  nextMonthBonusBps!: number;

  @Field(() => MoneyType)
  sales!: MoneyType;

  /** In basis points of what was sold. */
  @Field(() => Int)
  returnBps!: number;

  @Field(() => [TierStepType])
  tiers!: TierStepType[];
}
