// How GraphQL shows a store's money for commissions.
import { Field, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../base/graphql/money.type.js';
import { FundingModeEnum } from './entries/entry.entity.js';
import type { FundingMode } from './funding.status.js';

@ObjectType('FundingDay')
export class FundingDayType {
  @Field()
  day!: string;

  /** Paid in less what went back. */
  @Field(() => MoneyType)
  funded!: MoneyType;

  /** Commissions promised less what was taken back. */
  @Field(() => MoneyType)
  promised!: MoneyType;

  /** At the end of the day. */
  @Field(() => MoneyType)
  available!: MoneyType;
}

/** funded = spent + reserved + available. */
@ObjectType('StoreFunding')
export class StoreFundingType {
  @Field(() => FundingModeEnum)
  mode!: FundingMode;

  @Field(() => MoneyType)
  funded!: MoneyType;

  /** Sent to creators and authorities, or on its way. */
  @Field(() => MoneyType)
  spent!: MoneyType;

  /** Earned by creators and not sent yet. */
  @Field(() => MoneyType)
  reserved!: MoneyType;

  @Field(() => MoneyType)
  available!: MoneyType;

  /** Below it the owners get a mail; null: never. */
  @Field(() => MoneyType, { nullable: true })
  alertBelow!: MoneyType | null;

  /** Since then nothing new is promised. */
  @Field(() => Date, { nullable: true })
  stoppedSince!: Date | null;

  /** The last thirty days of the store, the oldest first. */
  @Field(() => [FundingDayType])
  days!: FundingDayType[];
}
