// What a store's videos weigh, as GraphQL shows it.
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { PageInfo } from '../../base/graphql/paging.js';
import { ReportAverage, ReportShare } from '../rows/row.types.js';
import { BY } from './bytes.queries.js';

export const BytesByEnum = Object.fromEntries(BY.map((name) => [name, name]));
registerEnumType(BytesByEnum, { name: 'BytesBy', description: 'What a row of the report on bytes stands for.' });

/** Counted of viewers who agreed and whose browser tells what came over the network. */
@ObjectType()
export class BytesRow {
  /** The day, or the id of the video. */
  @Field(() => String)
  key!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String)
  views!: string;

  @Field(() => String)
  bytes!: string;

  @Field(() => String)
  orders!: string;

  @Field(() => ReportAverage)
  perView!: ReportAverage;

  /** For each credited order. */
  @Field(() => ReportAverage)
  perOrder!: ReportAverage;

  /** Of all bytes those before the tap. */
  @Field(() => ReportShare)
  ahead!: ReportShare;

  @Field(() => ReportShare)
  av1!: ReportShare;

  /** About so many bytes more H.264 would have been; null where no video is there in both. */
  @Field(() => String, { nullable: true })
  av1SavedBytes!: string | null;

  /** A view with data saver, and one without. */
  @Field(() => ReportAverage)
  perSaverView!: ReportAverage;

  @Field(() => ReportAverage)
  perOtherView!: ReportAverage;

  /** Null while the store has not said what a gigabyte costs. */
  @Field(() => MoneyType, { nullable: true })
  cost!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true })
  costPerOrder!: MoneyType | null;
}

@ObjectType()
export class BytesReport {
  @Field(() => String)
  from!: string;

  @Field(() => String)
  to!: string;

  @Field(() => [BytesRow])
  nodes!: BytesRow[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;

  /** The whole period; an order of two videos is counted once. */
  @Field(() => BytesRow)
  total!: BytesRow;
}
