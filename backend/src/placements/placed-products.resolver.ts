// How many videos shoppers can see on a product's card: a field of Product that only placements can count.
import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Clock } from '../base/clock.js';
import { batched } from '../base/graphql/batched.js';
import { Product } from '../products/product.entity.js';
import { SHOWN_ON_CARD } from './placement.rules.js';
import { shownOnCards } from './placements.queries.js';

@Resolver(() => Product)
export class PlacedProductsResolver {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  private readonly shown = batched((ids) => shownOnCards(this.db.manager, ids, this.clock.now()));

  @ResolveField(() => Int)
  async videoCount(@Parent() product: Product): Promise<number> {
    return Math.min((await this.shown(product.id)) ?? 0, SHOWN_ON_CARD);
  }
}
