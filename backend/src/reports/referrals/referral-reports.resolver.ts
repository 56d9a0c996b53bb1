// The GraphQL door to what referrals bring.
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { MoneyType } from '../../base/graphql/money.type.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { Referral } from '../../creators/referrals/referral.entity.js';
import { ReferralReports } from './referral-reports.service.js';
import { KFactor, ReferralMonth } from './referrals.types.js';

@ArgsType()
class KFactorArgs {
  /** Left out: the whole marketplace, for staff. */
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  /** A day of the store; without bounds the last ninety days. */
  @Field(() => String, { nullable: true })
  from?: string | null;

  @Field(() => String, { nullable: true })
  to?: string | null;
}

@Resolver(() => Referral)
export class ReferralReportsResolver {
  private readonly earnedBy = batched((ids) => this.reports.earnedBy(ids));

  constructor(
    private readonly reports: ReferralReports,
    private readonly creators: CreatorsService,
  ) {}

  @Allow('creator')
  @Query(() => [ReferralMonth])
  async myReferralMonths(@Who() who: AccountActor): Promise<ReferralMonth[]> {
    return this.reports.months((await this.creators.ofAccount(who.accountId)).id);
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => KFactor)
  kFactor(@Who() who: AccountActor, @Args() { storeId = null, ...days }: KFactorArgs): Promise<KFactor> {
    return this.reports.kFactor(who, storeId, days);
  }

  /** What it brought its referrer so far, a currency each. */
  @ResolveField(() => [MoneyType])
  async earned(@Parent() referral: Referral): Promise<MoneyType[]> {
    return (await this.earnedBy(referral.id)) ?? [];
  }
}
