// How GraphQL shows what an experiment found, and what a plan would take.
import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../base/graphql/money.type.js';
import { REFUSAL_CODES, type Refusal } from './result.reasons.js';

export const RefusalEnum = Object.fromEntries(REFUSAL_CODES.map((code) => [code, code])) as { [R in Refusal]: R };
registerEnumType(RefusalEnum, { name: 'ExperimentRefusal' });

export const TrafficSourceEnum = { EXPERIMENT: 'EXPERIMENT', CARDS: 'CARDS', NONE: 'NONE' } as const;
registerEnumType(TrafficSourceEnum, { name: 'TrafficSource' });

/** A number with the 95 % interval around it. */
@ObjectType('Estimate')
export class Estimate {
  @Field(() => Float)
  value!: number;

  @Field(() => Float)
  from!: number;

  @Field(() => Float)
  to!: number;
}

@ObjectType('MoneyEstimate')
export class MoneyEstimate {
  @Field(() => MoneyType)
  value!: MoneyType;

  @Field(() => MoneyType)
  from!: MoneyType;

  @Field(() => MoneyType)
  to!: MoneyType;
}

/** What one arm did; all but its size is null while the experiment may not speak. */
@ObjectType('ExperimentArm')
export class ExperimentArm {
  @Field(() => Int)
  viewers!: number;

  @Field(() => Int, { nullable: true })
  buyers!: number | null;

  /** Orders within the time, with or without a product that had a video. */
  @Field(() => Int, { nullable: true })
  orders!: number | null;

  @Field(() => Int, { nullable: true })
  otherOrders!: number | null;

  /** Buyers of all viewers. */
  @Field(() => Estimate, { nullable: true })
  rate!: Estimate | null;

  @Field(() => MoneyType, { nullable: true })
  revenuePerViewer!: MoneyType | null;

  /** The share of the money that went back; null without sales. */
  @Field(() => Float, { nullable: true })
  returnRate!: number | null;
}

/** Of one product: those who watched beside those who were held out. */
@ObjectType('ProductReturns')
export class ProductReturnsType {
  @Field()
  productId!: string;

  @Field()
  title!: string;

  @Field(() => Int)
  watchedOrders!: number;

  @Field(() => Int)
  holdoutOrders!: number;

  /** The share of the money that went back. */
  @Field(() => Float)
  watchedReturnRate!: number;

  @Field(() => Float)
  holdoutReturnRate!: number;
}

@ObjectType('ExperimentFindings')
export class ExperimentFindings {
  /** In shares of all viewers. */
  @Field(() => Estimate)
  difference!: Estimate;

  @Field(() => Float)
  z!: number;

  @Field(() => Float)
  pValue!: number;

  /** 0.1 is ten per cent more buyers. */
  @Field(() => Estimate)
  relative!: Estimate;

  /** Buyers of the shown arm who would not be there without the videos. */
  @Field(() => Float)
  incrementalBuyers!: number;

  @Field(() => Float)
  chanceShownBetter!: number;

  @Field(() => Float)
  lossIfShown!: number;

  @Field(() => Float)
  lossIfHeldOut!: number;

  /** A viewer's revenue more, far values cut and earlier purchases taken into account. */
  @Field(() => MoneyEstimate)
  revenuePerViewer!: MoneyEstimate;

  /** As it stands, without any correction. */
  @Field(() => MoneyEstimate)
  rawRevenuePerViewer!: MoneyEstimate;

  @Field(() => MoneyEstimate)
  incrementalRevenue!: MoneyEstimate;

  @Field(() => MoneyType)
  commission!: MoneyType;

  @Field(() => Float, { nullable: true })
  incrementalReturn!: number | null;

  @Field(() => Float, { nullable: true })
  creditedReturn!: number | null;

  /** Ten products at most, those sold most first, with five orders of each side at least. */
  @Field(() => [ProductReturnsType])
  products!: ProductReturnsType[];
}

@ObjectType('ExperimentResult')
export class ExperimentResult {
  @Field(() => RefusalEnum, { nullable: true })
  refusal!: Refusal | null;

  @Field(() => Date)
  asOf!: Date;

  @Field(() => ExperimentArm)
  shown!: ExperimentArm;

  @Field(() => ExperimentArm)
  holdout!: ExperimentArm;

  /** How likely so uneven a draw is; below 0.001 it is broken. */
  @Field(() => Float)
  ratioPValue!: number;

  @Field(() => ExperimentFindings, { nullable: true })
  findings!: ExperimentFindings | null;
}

@ObjectType('ExperimentForecast')
export class ExperimentForecast {
  @Field(() => Int)
  plannedShown!: number;

  @Field(() => Int)
  plannedHoldout!: number;

  @Field(() => Float)
  viewersPerDay!: number;

  @Field(() => TrafficSourceEnum)
  source!: 'EXPERIMENT' | 'CARDS' | 'NONE';

  /** From the start to the result; null without traffic. */
  @Field(() => Int, { nullable: true })
  days!: number | null;
}
