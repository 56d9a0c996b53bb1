// The GraphQL door of creators: one's own profile and promo codes.
import { Inject } from '@nestjs/common';
import { Args, Field, ID, InputType, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Me } from '../accounts/me.entity.js';
import { Allow, Who, type AccountActor, type Actor } from '../base/auth.js';
import { CONFIG, type Config } from '../base/config.js';
import { StoresService } from '../stores/stores.service.js';
import { Creator } from './creator.entity.js';
import { CreatorsService } from './creators.service.js';
import { faceUrl } from './profile/face.rules.js';
import { PromoCode } from './promo-code.entity.js';

@InputType()
class CreatorProfileInput {
  @Field()
  displayName!: string;

  @Field(() => String, { nullable: true })
  bio?: string | null;

  @Field(() => String, { nullable: true })
  country?: string | null;

  @Field(() => String, { nullable: true })
  phone?: string | null;

  /** The name in the address of one's pages. Left out it stays; null and an empty one give it up. */
  @Field(() => String, { nullable: true })
  handle?: string | null;

  /** Web pages over https, at most five; left out they stay. */
  @Field(() => [String], { nullable: true })
  links?: string[] | null;
}

@Resolver(() => Creator)
export class CreatorsResolver {
  constructor(
    private readonly creators: CreatorsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Allow('creator')
  @Mutation(() => Creator)
  updateCreatorProfile(@Who() who: AccountActor, @Args('input') input: CreatorProfileInput): Promise<Creator> {
    return this.creators.updateProfile(who, input);
  }

  @Allow('creator')
  @Mutation(() => PromoCode)
  createPromoCode(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('code') code: string,
  ): Promise<PromoCode> {
    return this.creators.createPromoCode(who, storeId, code);
  }

  /** A profile is shown beside its videos to many; its codes only to its owner and to nobody in passing. */
  @ResolveField(() => [PromoCode])
  async promoCodes(@Parent() creator: Creator, @Who() who: Actor | null): Promise<PromoCode[]> {
    if (who?.kind !== 'account' || who.accountId !== creator.accountId) return [];
    return this.creators.codesOf(creator.id);
  }

  /** A square of 192 points. */
  @ResolveField(() => String, { nullable: true })
  avatarUrl(@Parent() creator: Creator): string | null {
    return faceUrl(this.config.publicUrl, creator, 192);
  }

  @ResolveField(() => Boolean)
  phoneSet(@Parent() creator: Creator, @Who() who: Actor | null): boolean {
    return who?.kind === 'account' && who.accountId === creator.accountId && creator.phoneSet;
  }
}

@Resolver(() => Me)
export class MyCreatorResolver {
  constructor(private readonly creators: CreatorsService) {}

  @ResolveField(() => Creator, { nullable: true })
  async creator(@Parent() me: Me): Promise<Creator | null> {
    const isCreator = me.roles.some((grant) => grant.role === 'creator');
    return isCreator ? this.creators.ofAccount(me.id) : null;
  }
}

@Resolver(() => PromoCode)
export class PromoCodesResolver {
  constructor(private readonly stores: StoresService) {}

  @ResolveField(() => String)
  async storeName(@Parent() code: PromoCode): Promise<string> {
    return (await this.stores.require(code.storeId)).name;
  }
}
