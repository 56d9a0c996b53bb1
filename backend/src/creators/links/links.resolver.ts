// The GraphQL door of creators' links.
import { Args, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { Product } from '../../products/product.entity.js';
import { ProductsService } from '../../products/products.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { CreatorLink, CreatorLinkConnection } from './link.entity.js';
import { LinksService } from './links.service.js';
import { SUB_NAMES } from './tags.rules.js';

@InputType()
class CreatorLinkInput {
  @Field(() => ID)
  storeId!: string;

  /** Left out, the link leads to the shop's front page. */
  @Field(() => ID, { nullable: true })
  productId?: string | null;

  @Field(() => String, { nullable: true })
  label?: string | null;

  /** At most five, for the creator's own tracking: sub1 to sub5. */
  @Field(() => [String], { nullable: true })
  subs?: string[] | null;
}

@Resolver(() => CreatorLink)
export class LinksResolver {
  private readonly storeOf = batched((ids) => this.stores.byIds(ids));
  private readonly clicksOf = batched((ids) => this.links.clickCounts(ids));
  private readonly productOf = batched(async (ids) => {
    return new Map((await this.products.byIds(ids)).map((product) => [product.id, product]));
  });

  constructor(
    private readonly links: LinksService,
    private readonly stores: StoresService,
    private readonly products: ProductsService,
  ) {}

  @Allow('creator')
  @Query(() => CreatorLinkConnection)
  myLinks(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<CreatorLink>> {
    return this.links.mine(who, args);
  }

  @Allow('creator')
  @Mutation(() => CreatorLink)
  createLink(@Who() who: AccountActor, @Args('input') input: CreatorLinkInput): Promise<CreatorLink> {
    return this.links.create(who, input);
  }

  @Allow('creator')
  @Mutation(() => CreatorLink)
  closeLink(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<CreatorLink> {
    return this.links.close(who, id);
  }

  @ResolveField(() => String)
  url(@Parent() link: CreatorLink): string {
    return this.links.addressOf(link);
  }

  @ResolveField(() => [String])
  subs(@Parent() link: CreatorLink): string[] {
    return SUB_NAMES.map((name) => link.subs[name] ?? '');
  }

  @ResolveField(() => String)
  async storeName(@Parent() link: CreatorLink): Promise<string> {
    return (await this.storeOf(link.storeId))?.name ?? '';
  }

  @ResolveField(() => Product, { nullable: true })
  async product(@Parent() link: CreatorLink): Promise<Product | null> {
    return link.productId ? ((await this.productOf(link.productId)) ?? null) : null;
  }

  /** Clicks of people; known robots are not counted. */
  @ResolveField(() => Int)
  async clicks(@Parent() link: CreatorLink): Promise<number> {
    return (await this.clicksOf(link.id)) ?? 0;
  }
}
