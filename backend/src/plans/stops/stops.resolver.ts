// The GraphQL door to stops: a store sees what is used up and until when, a creator what they were told.
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import {
  PlanStopConnection,
  PlanStopNoticeConnection,
  shownNotice,
  shownStop,
  type PlanStopNoticeType,
  type PlanStopType,
} from './stop.types.js';
import { StopsService } from './stops.service.js';

@ArgsType()
class StopsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver()
export class StopsResolver {
  constructor(
    private readonly stops: StopsService,
    private readonly creators: CreatorsService,
  ) {}

  /** Campaigns and creators whose budget or cap was used up, the newest first. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => PlanStopConnection)
  async planStops(@Who() who: AccountActor, @Args() args: StopsArgs): Promise<Page<PlanStopType>> {
    const page = await this.stops.ofStore(who, args.storeId, args);
    return { ...page, nodes: page.nodes.map(shownStop) };
  }

  /** What this creator was told of used up budgets and caps, the newest first. */
  @Allow('creator')
  @Query(() => PlanStopNoticeConnection)
  async myPlanStops(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<PlanStopNoticeType>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const page = await this.stops.ofCreator(creator.id, args);
    return { ...page, nodes: page.nodes.map(shownNotice) };
  }
}
