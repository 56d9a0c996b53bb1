// The GraphQL door to reports: of a store or the marketplace, and of a creator.
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { PageArgs } from '../../base/graphql/paging.js';
import { ReportRowsService } from './report-rows.service.js';
import { ReportBy, ReportConnection, ReportSort } from './row.types.js';
import type { Dimension, Sort } from './rows.queries.js';

@ArgsType()
class MyReportArgs extends PageArgs {
  /** Null is every store. */
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  @Field(() => ReportBy)
  by!: Dimension;

  /** A day of the store; without bounds the last thirty days. */
  @Field(() => String, { nullable: true })
  from?: string | null;

  @Field(() => String, { nullable: true })
  to?: string | null;

  /** Rows of one currency, such as KZT; without it of each, one currency after another. */
  @Field(() => String, { nullable: true })
  currency?: string | null;

  /** Without it days and months come newest first, other rows by net sales. */
  @Field(() => ReportSort, { nullable: true })
  sort?: Sort | null;

  @Field(() => Boolean, { nullable: true })
  descending?: boolean | null;
}

@ArgsType()
class ReportArgs extends MyReportArgs {
  @Field(() => ID, { nullable: true })
  creatorId?: string | null;
}

@Resolver()
export class ReportRowsResolver {
  constructor(private readonly rows: ReportRowsService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => ReportConnection)
  async report(@Who() who: AccountActor, @Args() args: ReportArgs): Promise<ReportConnection> {
    const { storeId = null, creatorId = null } = args;
    return this.rows.report(await this.rows.ofStore(who, { ...args, storeId, creatorId }), args);
  }

  @Allow('creator')
  @Query(() => ReportConnection)
  async myReport(@Who() who: AccountActor, @Args() args: MyReportArgs): Promise<ReportConnection> {
    const { storeId = null } = args;
    return this.rows.report(await this.rows.ofCreator(who, { ...args, storeId }), args);
  }
}
