// The GraphQL door to what customers cost and bring.
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { CustomersService } from './customers.service.js';
import { CustomerReport } from './customers.types.js';

@ArgsType()
class CustomerReportArgs {
  @Field(() => ID)
  storeId!: string;

  /** A day of the store; without bounds the last ninety days. */
  @Field(() => String, { nullable: true })
  from?: string | null;

  @Field(() => String, { nullable: true })
  to?: string | null;

  /** The store's gross margin on what it sells: without it there is no return. */
  @Field(() => Int, { nullable: true })
  marginBps?: number | null;

  /** What the store spends on the programme beside commissions in the period, a decimal such as 50000.00. */
  @Field(() => String, { nullable: true })
  costs?: string | null;
}

@Resolver()
export class CustomersResolver {
  constructor(private readonly customers: CustomersService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CustomerReport)
  customerReport(@Who() who: AccountActor, @Args() args: CustomerReportArgs): Promise<CustomerReport> {
    const { storeId, from = null, to = null, marginBps = null, costs = null } = args;
    return this.customers.report(who, { storeId, from, to, marginBps, costs });
  }
}
