// The GraphQL door of placements, for the store that owns the cards and for staff who look.
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, In } from 'typeorm';
import { Allow, assertStore, Who, type AccountActor, type Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { batched } from '../base/graphql/batched.js';
import { PageArgs } from '../base/graphql/paging.js';
import { pickLanguage } from '../moderation/moderation.reasons.js';
import { Product } from '../products/product.entity.js';
import { Video } from '../videos/video.entity.js';
import { Placement, PlacementConnection } from './placement.entity.js';
import { placementText } from './placement.reasons.js';
import { judgePlacement } from './placement.rules.js';
import { factsOfPlacements, pageOfPlacements } from './placements.queries.js';
import { PlacementsService } from './placements.service.js';

@ArgsType()
class PlacementsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => ID, { nullable: true })
  productId?: string | null;

  @Field(() => Int, { defaultValue: 50 })
  override first: number = 50;
}

@Resolver(() => Placement)
export class PlacementsResolver {
  constructor(
    private readonly db: DataSource,
    private readonly placed: PlacementsService,
    private readonly clock: Clock,
  ) {}

  private readonly videoOf = batched(async (ids) => {
    const videos = await this.db.manager.findBy(Video, { id: In([...ids]) });
    return new Map(videos.map((v) => [v.id, v]));
  });

  private readonly productOf = batched(async (ids) => {
    const products = await this.db.manager.findBy(Product, { id: In([...ids]) });
    return new Map(products.map((p) => [p.id, p]));
  });

  private readonly factsOf = batched((ids) => factsOfPlacements(this.db.manager, ids, this.clock.now()));

  @Query(() => PlacementConnection)
  @Allow('store_owner', 'moderator', 'administrator')
  async placements(@Who() who: Actor, @Args() args: PlacementsArgs): Promise<PlacementConnection> {
    assertStore(who, args.storeId, 'moderator', 'administrator');
    const of = { storeId: args.storeId, productId: args.productId ?? null };
    return pageOfPlacements(this.db.manager, of, args);
  }

  @Mutation(() => Placement)
  @Allow('store_owner')
  movePlacement(
    @Who() who: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('position', { type: () => Int }) position: number,
  ): Promise<Placement> {
    return this.placed.move(who, id, position);
  }

  /** Lets the ranking place it again. */
  @Mutation(() => Placement)
  @Allow('store_owner')
  unpinPlacement(@Who() who: Actor, @Args('id', { type: () => ID }) id: string): Promise<Placement> {
    return this.placed.unpin(who, id);
  }

  @Mutation(() => Placement)
  @Allow('store_owner')
  hidePlacement(
    @Who() who: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('hidden') hidden: boolean,
  ): Promise<Placement> {
    return this.placed.hide(who, id, hidden);
  }

  @ResolveField(() => Video)
  video(@Parent() placement: Placement): Promise<Video | undefined> {
    return this.videoOf(placement.videoId);
  }

  @ResolveField(() => Product)
  product(@Parent() placement: Placement): Promise<Product | undefined> {
    return this.productOf(placement.productId);
  }

  /** Why shoppers see it on this card, or why not, in the reader's language. */
  @ResolveField(() => String)
  async reason(@Parent() placement: Placement, @Who() who: AccountActor): Promise<string> {
    const facts = await this.factsOf(placement.id);
    return facts ? placementText(judgePlacement(facts), pickLanguage(who.locale)) : '';
  }
}
