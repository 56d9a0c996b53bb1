// The GraphQL door of referrals: one's own address, those one invited, and whose invitation an address is.
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { RateLimitsService } from '../../accounts/rate-limits/rate-limits.service.js';
import { Allow, Public, Req, Res, Who, type AccountActor, type DoorRequest, type ReplyBox } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { batched } from '../../base/graphql/batched.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { AddressLimit } from '../../base/http/address-limit.js';
import { CreatorsService } from '../creators.service.js';
import {
  MyInvitationType,
  Referral,
  ReferralConnection,
  ReferralShareType,
  ReferralStateEnum,
} from './referral.entity.js';
import { referralState } from './referral.rules.js';
import type { ReferralState } from './referral.status.js';
import { ReferralsService } from './referrals.service.js';

@Resolver(() => Referral)
export class ReferralsResolver {
  private readonly creatorOf = batched((ids) => this.creators.byIds(ids));
  private readonly sharesOf = batched((ids) => this.referrals.sharesOf(ids));

  constructor(
    private readonly referrals: ReferralsService,
    private readonly creators: CreatorsService,
    private readonly limits: RateLimitsService,
    private readonly addresses: AddressLimit,
    private readonly clock: Clock,
  ) {}

  @Allow('creator')
  @Query(() => MyInvitationType)
  myInvitation(@Who() who: AccountActor): Promise<MyInvitationType> {
    return this.referrals.own(who);
  }

  @Allow('creator')
  @Query(() => ReferralConnection)
  myReferrals(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<Referral>> {
    return this.referrals.mine(who, args);
  }

  /** The name of whoever gave out this invitation, for the page that it opens. */
  @Public()
  @Query(() => String)
  async invitedBy(@Args('invitation') invitation: string, @Req() request: DoorRequest): Promise<string> {
    this.addresses.count(request.ip);
    return (await this.referrals.inviter(invitation)).displayName;
  }

  /** Writes to somebody who has no account yet. */
  @Allow('creator')
  @Mutation(() => Referral)
  async inviteCreator(
    @Who() who: AccountActor,
    @Args('email') email: string,
    @Req() request: DoorRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<Referral> {
    await this.limits.count('inviteCreator', { account: who.accountId, address: request.ip }, reply);
    return this.referrals.invite(who, email);
  }

  /** For a newcomer who signed up without the address. Gives the name of whoever invited. */
  @Allow('creator')
  @Mutation(() => String)
  async acceptInvitation(@Who() who: AccountActor, @Args('invitation') invitation: string): Promise<string> {
    return (await this.referrals.accept(who, invitation)).displayName;
  }

  /** The public name of who has come; of an invitation by mail, the address as far as its sender needs it. */
  @ResolveField(() => String)
  async name(@Parent() { creatorId, emailShown }: Referral): Promise<string> {
    return (creatorId && (await this.creatorOf(creatorId))?.displayName) || (emailShown ?? '');
  }

  @ResolveField(() => ReferralStateEnum)
  state(@Parent() referral: Referral): ReferralState {
    return referralState(referral, this.clock.now());
  }

  @ResolveField(() => [ReferralShareType])
  async shares(@Parent() referral: Referral): Promise<ReferralShareType[]> {
    return (await this.sharesOf(referral.id)) ?? [];
  }
}
