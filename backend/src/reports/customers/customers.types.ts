// What customers cost and bring, in GraphQL.
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { ReportAverage, ReportShare } from '../rows/row.types.js';

@ObjectType({ description: 'Customers by the month of their first credited order.' })
export class CustomerCohort {
  /** The first day of the month. */
  @Field()
  month!: string;

  @Field(() => Int)
  customers!: number;

  /** Net credited sales for each customer within 1, 3, 6 and 12 months; null while a span is not over for all of them. */
  @Field(() => [MoneyType], { nullable: 'items' })
  perCustomer!: (MoneyType | null)[];
}

@ObjectType({ description: 'What new customers cost and what the programme returns. Credited, not caused.' })
export class CustomerReport {
  @Field()
  from!: string;

  @Field()
  to!: string;

  /** First orders of customers who are known, and how many of them were credited. */
  @Field(() => Int)
  firstOrders!: number;

  @Field(() => Int)
  newCustomers!: number;

  @Field(() => MoneyType)
  net!: MoneyType;

  @Field(() => MoneyType)
  commission!: MoneyType;

  @Field(() => MoneyType)
  bonuses!: MoneyType;

  @Field(() => MoneyType)
  contributions!: MoneyType;

  @Field(() => MoneyType)
  costs!: MoneyType;

  /** Commission, bonuses, contributions and costs together. */
  @Field(() => MoneyType)
  spent!: MoneyType;

  /** All that was spent for each new customer. */
  @Field(() => ReportAverage)
  costOfCustomer!: ReportAverage;

  /** Margin on net sales, and what of it is left after the spending, of the spending. Null without a margin. */
  @Field(() => MoneyType, { nullable: true })
  margin!: MoneyType | null;

  @Field(() => ReportShare, { nullable: true })
  returnOnSpending!: ReportShare | null;

  /** The newest thirteen months. */
  @Field(() => [CustomerCohort])
  cohorts!: CustomerCohort[];
}
