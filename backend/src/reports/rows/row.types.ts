// How GraphQL shows a report: rows with amounts, counts and ratios, each ratio with what stands above and below its line.
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { PageInfo } from '../../base/graphql/paging.js';
import { DIMENSIONS, SORTS } from './rows.queries.js';

export const ReportBy = Object.fromEntries(DIMENSIONS.map((name) => [name, name]));
registerEnumType(ReportBy, { name: 'ReportBy', description: 'What a row of a report stands for.' });
export const ReportSort = Object.fromEntries(SORTS.map((name) => [name, name]));
registerEnumType(ReportSort, { name: 'ReportSort', description: 'What the rows of a report are ordered by.' });

/** A share in basis points; null when nothing stands below the line. */
@ObjectType()
export class ReportShare {
  @Field(() => String)
  numerator!: string;

  @Field(() => String)
  denominator!: string;

  @Field(() => Int, { nullable: true })
  bps!: number | null;

  /** Wilson's 95 % interval, where there is one. */
  @Field(() => Int, { nullable: true })
  fromBps!: number | null;

  @Field(() => Int, { nullable: true })
  toBps!: number | null;
}

/** A sum over a count, in the sum's own unit: minor units of the row's currency, or milliseconds. */
@ObjectType()
export class ReportAverage {
  @Field(() => String)
  numerator!: string;

  @Field(() => String)
  denominator!: string;

  @Field(() => String, { nullable: true })
  value!: string | null;
}

/** Credited sales: gross = cancelled + returned + net. */
@ObjectType()
export class ReportSales {
  @Field(() => MoneyType)
  gross!: MoneyType;

  @Field(() => MoneyType)
  cancelled!: MoneyType;

  @Field(() => MoneyType)
  returned!: MoneyType;

  @Field(() => MoneyType)
  net!: MoneyType;
}

/** Commission by where it stands: total = pending + review + payable + inTransit + paid. */
@ObjectType()
export class ReportCommission {
  @Field(() => MoneyType)
  total!: MoneyType;

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

  /** What was taken back of these sales, not part of the total. */
  @Field(() => MoneyType)
  reversed!: MoneyType;
}

@ObjectType()
export class ReportCounts {
  @Field(() => String)
  impressions!: string;

  @Field(() => String)
  views!: string;

  @Field(() => String)
  viewableViews!: string;

  @Field(() => String)
  qualifiedViews!: string;

  @Field(() => String)
  viewers!: string;

  @Field(() => String)
  watchedMs!: string;

  @Field(() => String)
  clicks!: string;

  @Field(() => String)
  orders!: string;
}

@ObjectType()
export class ReportRatios {
  @Field(() => ReportShare)
  viewRate!: ReportShare;

  @Field(() => ReportShare)
  completion!: ReportShare;

  @Field(() => ReportShare)
  clickThrough!: ReportShare;

  @Field(() => ReportShare)
  addToCart!: ReportShare;

  @Field(() => ReportShare)
  conversion!: ReportShare;

  @Field(() => ReportShare)
  clickToOrder!: ReportShare;

  @Field(() => ReportShare)
  returnRate!: ReportShare;

  @Field(() => ReportShare)
  effectiveRate!: ReportShare;

  @Field(() => ReportShare)
  lateShare!: ReportShare;

  @Field(() => ReportAverage)
  averageWatch!: ReportAverage;

  @Field(() => ReportAverage)
  averageOrder!: ReportAverage;

  @Field(() => ReportAverage)
  perClick!: ReportAverage;

  @Field(() => ReportAverage)
  perThousandViews!: ReportAverage;
}

@ObjectType()
export class ReportRow {
  /** Id of the video, creator, product or store, or the day; empty for sales without a video: by a code or a link. */
  @Field(() => String)
  key!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String)
  currency!: string;

  @Field(() => ReportSales)
  sales!: ReportSales;

  @Field(() => ReportCommission)
  commission!: ReportCommission;

  @Field(() => ReportCounts)
  counts!: ReportCounts;

  @Field(() => ReportRatios)
  ratios!: ReportRatios;
}

/** The creators behind a report, by currency. */
@ObjectType()
export class ReportPartners {
  @Field(() => String)
  currency!: string;

  /** Creators with a credited order in the period. */
  @Field(() => Int)
  active!: number;

  /** Creators with a published video and no credited order in the period. */
  @Field(() => Int)
  inactive!: number;

  /** How few of them bring 80 % of the net sales. */
  @Field(() => Int)
  bringMost!: number;
}

@ObjectType()
export class ReportConnection {
  @Field(() => String)
  from!: string;

  @Field(() => String)
  to!: string;

  @Field(() => [ReportRow])
  nodes!: ReportRow[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;

  /** All rows together, one a currency; an order of two videos is counted once. */
  @Field(() => [ReportRow])
  totals!: ReportRow[];

  @Field(() => [ReportPartners])
  partners!: ReportPartners[];
}
