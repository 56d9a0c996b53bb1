// The GraphQL door of single certificates: lists by status, and what a person of the store decides.
import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CertificatePools } from '../pools/pools.service.js';
import { CertificateConnection, CertificateListEnum, CertificateType } from './certificate.types.js';
import { CertificatesByHand } from './hand.service.js';
import { CertificateLists } from './lists.service.js';
import type { CertificateList } from './list.status.js';

@ArgsType()
class CertificatesArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  /** Left out for `held` and `to_block`: of all pools of the store. */
  @Field(() => ID, { nullable: true })
  poolId?: string | null;

  @Field(() => CertificateListEnum)
  list!: CertificateList;
}

const IDS = { name: 'ids', type: () => [ID] } as const;

@Resolver(() => CertificateType)
export class CertificatesResolver {
  private readonly poolOf = batched((ids) => this.pools.byIds(ids));

  constructor(
    private readonly lists: CertificateLists,
    private readonly byHand: CertificatesByHand,
    private readonly pools: CertificatePools,
  ) {}

  /** Queues begin with their oldest, histories with their newest. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CertificateConnection)
  certificates(
    @Who() who: AccountActor,
    @Args() { storeId, poolId = null, list, ...args }: CertificatesArgs,
  ): Promise<Page<CertificateType>> {
    return this.lists.page(who, { storeId, poolId, list }, args);
  }

  /** Held ones go out, or wait for a code. What a colleague decided meanwhile stays decided. */
  @Allow('store_owner', 'administrator')
  @Mutation(() => [CertificateType])
  async releaseCertificates(
    @Who() who: AccountActor,
    @Args(IDS.name, { type: IDS.type }) ids: string[],
  ): Promise<CertificateType[]> {
    await this.byHand.release(who, ids);
    return this.lists.byIds(ids);
  }

  /** Held and waiting ones. */
  @Allow('store_owner', 'administrator')
  @Mutation(() => [CertificateType])
  async cancelCertificates(
    @Who() who: AccountActor,
    @Args(IDS.name, { type: IDS.type }) ids: string[],
    @Args('reason') reason: string,
  ): Promise<CertificateType[]> {
    await this.byHand.cancel(who, ids, reason);
    return this.lists.byIds(ids);
  }

  /** The shop takes these written-off codes no more. */
  @Allow('store_owner', 'administrator')
  @Mutation(() => [CertificateType])
  async markCertificatesBlocked(
    @Who() who: AccountActor,
    @Args(IDS.name, { type: IDS.type }) ids: string[],
  ): Promise<CertificateType[]> {
    await this.byHand.block(who, ids);
    return this.lists.byIds(ids);
  }

  @ResolveField(() => String)
  async poolName(@Parent() certificate: CertificateType): Promise<string> {
    return (await this.poolOf(certificate.poolId))?.name ?? '';
  }
}
