// The GraphQL door of certificate pools: for the store's own people and administrators; finance may look.
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CertificatePool, CertificatePoolConnection } from './pool.entity.js';
import { CertificatePoolInput, PoolContentsType, PoolDayType } from './pool.types.js';
import { CertificatePools, type PoolContents, type PoolDay } from './pools.service.js';

@ArgsType()
class PoolsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

const NOTHING: PoolContents = {
  ...{ free: 0, expired: 0, waiting: 0, held: 0, issued: 0, cancelled: 0, toBlock: 0 },
};

@Resolver(() => CertificatePool)
export class CertificatePoolsResolver {
  private readonly contentsOf = batched((ids) => this.pools.contents(ids));

  constructor(private readonly pools: CertificatePools) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CertificatePoolConnection)
  certificatePools(@Who() who: AccountActor, @Args() { storeId, ...args }: PoolsArgs): Promise<Page<CertificatePool>> {
    return this.pools.page(who, storeId, args);
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CertificatePool)
  certificatePool(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<CertificatePool> {
    return this.pools.get(who, id);
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => CertificatePool)
  createCertificatePool(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('input') input: CertificatePoolInput,
  ): Promise<CertificatePool> {
    return this.pools.create(who, storeId, input);
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => CertificatePool)
  updateCertificatePool(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('input') input: CertificatePoolInput,
  ): Promise<CertificatePool> {
    return this.pools.update(who, id, input);
  }

  /** Nobody gets a code until it goes on; who asks meanwhile waits in order. */
  @Allow('store_owner', 'administrator')
  @Mutation(() => CertificatePool)
  pauseCertificatePool(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<CertificatePool> {
    return this.pools.pause(who, id);
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => CertificatePool)
  resumeCertificatePool(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<CertificatePool> {
    return this.pools.resume(who, id);
  }

  /** What one is worth; null when `worthText` says it. */
  @ResolveField(() => MoneyType, { nullable: true })
  worth(@Parent() { worthMinor, currency }: CertificatePool): MoneyType | null {
    return worthMinor === null || currency === null ? null : toMoney(worthMinor, currency);
  }

  @ResolveField(() => PoolContentsType)
  async contents(@Parent() pool: CertificatePool): Promise<PoolContents> {
    return (await this.contentsOf(pool.id)) ?? NOTHING;
  }

  /** How many limits count so far: what is out, and what waits. */
  @ResolveField(() => Int)
  counted(@Parent() pool: CertificatePool): number {
    return pool.counted;
  }

  /** Codes given out on each of the last thirty days, the oldest first. */
  @ResolveField(() => [PoolDayType])
  days(@Parent() pool: CertificatePool): Promise<PoolDay[]> {
    return this.pools.days(pool.id);
  }
}
