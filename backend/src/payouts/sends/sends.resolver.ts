// The GraphQL door of finance to orders at a provider: ask again, give up, name a lost one.
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { Interventions } from './interventions.service.js';
import { PayoutSendType, shownSend } from './send.types.js';

@Resolver()
export class SendsResolver {
  constructor(private readonly interventions: Interventions) {}

  /** Now instead of at its time. The key stays the same, so the provider does it once. */
  @Allow('finance')
  @Mutation(() => PayoutSendType)
  async askPayoutProvider(
    @Who() who: AccountActor,
    @Args('sendId', { type: () => ID }) sendId: string,
  ): Promise<PayoutSendType> {
    return shownSend(await this.interventions.askAgain(who, sendId));
  }

  /** Its payouts fail and are owed again. MAY_BE_PAID while the provider may have it. */
  @Allow('finance')
  @Mutation(() => PayoutSendType)
  async giveUpPayoutSend(
    @Who() who: AccountActor,
    @Args('sendId', { type: () => ID }) sendId: string,
    @Args('reason') reason: string,
  ): Promise<PayoutSendType> {
    return shownSend(await this.interventions.giveUp(who, sendId, reason));
  }

  /** A lost order was found in the account at the provider; it is taken over when it has our key. */
  @Allow('finance')
  @Mutation(() => PayoutSendType)
  async namePayoutSend(
    @Who() who: AccountActor,
    @Args('sendId', { type: () => ID }) sendId: string,
    @Args('providerId') providerId: string,
  ): Promise<PayoutSendType> {
    return shownSend(await this.interventions.name(who, sendId, providerId));
  }
}
