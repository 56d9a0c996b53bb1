// The GraphQL door to commissions: each creator's own, each store's own, and why.
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Allow, assertStore, Who, type AccountActor } from '../base/auth.js';
import { toMoney } from '../base/graphql/money.type.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { CreatorsService } from '../creators/creators.service.js';
import type { CommissionState } from './commission.status.js';
import { CommissionConnection, CommissionStateEnum, CommissionType, Explanation } from './commission.types.js';
import { pageOfCommissions, type CommissionRow } from './commissions.queries.js';
import { sayBecause } from './explain.rules.js';
import { ExplanationsService } from './explanations.service.js';
import { wordsOf } from './words/words.rules.js';

@ArgsType()
class MyCommissionsArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  @Field(() => CommissionStateEnum, { nullable: true })
  state?: CommissionState | null;

  @Field(() => ID, { nullable: true })
  videoId?: string | null;
}

@ArgsType()
class StoreCommissionsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => CommissionStateEnum, { nullable: true })
  state?: CommissionState | null;
}

@Resolver(() => CommissionType)
export class CommissionsResolver {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly creators: CreatorsService,
    private readonly explanations: ExplanationsService,
  ) {}

  @Allow('creator')
  @Query(() => CommissionConnection)
  async myCommissions(@Who() who: AccountActor, @Args() args: MyCommissionsArgs): Promise<Page<CommissionType>> {
    const creatorId = (await this.creators.ofAccount(who.accountId)).id;
    const { storeId, state, videoId } = args;
    const filter = { creatorId, storeId: storeId ?? null, state: state ?? null, videoId: videoId ?? null };
    return shown(who, await pageOfCommissions(this.db.manager, filter, args));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CommissionConnection)
  async storeCommissions(@Who() who: AccountActor, @Args() args: StoreCommissionsArgs): Promise<Page<CommissionType>> {
    assertStore(who, args.storeId, 'finance', 'administrator');
    const filter = { storeId: args.storeId, state: args.state ?? null };
    return shown(who, await pageOfCommissions(this.db.manager, filter, args));
  }

  @Allow('creator', 'store_owner', 'finance', 'administrator')
  @Query(() => Explanation)
  explainCommission(
    @Who() who: AccountActor,
    @Args('orderId', { type: () => ID }) orderId: string,
    @Args('lineId') lineId: string,
  ): Promise<Explanation> {
    return this.explanations.explain(who, orderId, lineId);
  }
}

function shown(who: AccountActor, page: Page<CommissionRow>): Page<CommissionType> {
  return { ...page, nodes: page.nodes.map((row) => asCommission(who, row)) };
}

function asCommission(who: AccountActor, row: CommissionRow): CommissionType {
  const speech = { words: wordsOf(who.locale), locale: who.locale, timezone: row.timezone };
  return {
    id: row.id,
    orderId: row.order_id,
    orderExternalId: row.order_external_id,
    lineId: row.line_id,
    storeId: row.store_id,
    storeName: row.store_name,
    productTitle: row.product_title,
    videoId: row.video_id,
    videoTitle: row.video_title,
    kind: row.kind,
    instrument: row.instrument,
    match: row.match,
    base: toMoney(BigInt(row.base_minor), row.currency),
    amount: toMoney(BigInt(row.amount_minor), row.currency),
    state: row.state,
    disputed: row.disputed,
    holdUntil: row.hold_until,
    orderedAt: row.ordered_at,
    reasonText: sayBecause(speech, { kind: row.kind, instrument: row.instrument, videoTitle: row.video_title }),
    creatorName: row.creator_name ?? '',
  };
}
