// The GraphQL door of ad marks, for the store that answers for its advertising and for staff.
import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, assertStore, Who, type AccountActor, type Actor } from '../base/auth.js';
import { PageArgs } from '../base/graphql/paging.js';
import { pickLanguage } from '../moderation/moderation.reasons.js';
import { AdMark, AdMarkConnection, AdMarkInput, Advertiser, AdvertiserInput } from './ad-mark.types.js';
import { AdMarksService } from './ad-marks.service.js';

@ArgsType()
class AdMarksArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver(() => AdMark)
export class AdMarksResolver {
  constructor(private readonly marks: AdMarksService) {}

  @Query(() => Advertiser, { nullable: true })
  @Allow('store_owner', 'moderator', 'administrator')
  async advertiser(
    @Who() who: Actor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<Advertiser | null> {
    assertStore(who, storeId, 'moderator', 'administrator');
    return this.marks.advertiserOf(storeId);
  }

  /** The live videos of a store, newest first. */
  @Query(() => AdMarkConnection)
  @Allow('store_owner', 'moderator', 'administrator')
  async adMarks(@Who() who: AccountActor, @Args() args: AdMarksArgs): Promise<AdMarkConnection> {
    assertStore(who, args.storeId, 'moderator', 'administrator');
    return this.marks.page(args.storeId, args, pickLanguage(who.locale));
  }

  @Mutation(() => Advertiser)
  @Allow('store_owner', 'administrator')
  setAdvertiser(
    @Who() who: Actor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('input') input: AdvertiserInput,
  ): Promise<Advertiser> {
    return this.marks.setAdvertiser(who, storeId, input);
  }

  @Mutation(() => AdMark)
  @Allow('store_owner', 'administrator')
  markVideo(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('input') input: AdMarkInput,
  ): Promise<AdMark> {
    return this.marks.mark(who, videoId, input, pickLanguage(who.locale));
  }
}
