// The GraphQL door of product cards, for shops that draw the videos themselves: from the same memory as the GET.
import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { Public, Req } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { countryOf } from '../country.js';
import { Card } from './card.types.js';
import { CardsService } from './cards.service.js';

@Resolver(() => Card)
export class CardsResolver {
  constructor(
    private readonly cards: CardsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** `store` is the publishable key, `product` the shop's own id. */
  @Public()
  @Query(() => Card)
  async card(
    @Req() request: FastifyRequest,
    @Args('store') store: string,
    @Args('product') product: string,
  ): Promise<Card> {
    return (await this.cards.card(store, product, countryOf(this.config, request))).value;
  }
}
