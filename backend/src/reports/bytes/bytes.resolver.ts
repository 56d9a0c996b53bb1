// The GraphQL door to what a store's videos weigh.
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { PageArgs } from '../../base/graphql/paging.js';
import type { BytesBy } from './bytes.queries.js';
import { BytesService } from './bytes.service.js';
import { BytesByEnum, BytesReport, BytesRow } from './bytes.types.js';

@ArgsType()
class BytesReportArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => BytesByEnum)
  by!: BytesBy;

  /** A day of the store; without bounds the last thirty days. */
  @Field(() => String, { nullable: true })
  from?: string | null;

  @Field(() => String, { nullable: true })
  to?: string | null;
}

@Resolver()
export class BytesResolver {
  constructor(private readonly bytes: BytesService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => BytesReport)
  bytesReport(@Who() who: AccountActor, @Args() args: BytesReportArgs): Promise<BytesReport> {
    return this.bytes.report(who, args, args);
  }

  /** A row for every day of the period, the earliest first: for a chart. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => [BytesRow])
  bytesDays(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('from', { type: () => String, nullable: true }) from: string | null,
    @Args('to', { type: () => String, nullable: true }) to: string | null,
  ): Promise<BytesRow[]> {
    return this.bytes.days(who, { storeId, from, to });
  }
}
