// The GraphQL door to the speed guard of a store.
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { SpeedHistoryService } from './history.service.js';
import { SpeedService } from './speed.service.js';
import { SpeedGuardReport, SpeedHistory } from './speed.types.js';

@Resolver(() => SpeedGuardReport)
export class SpeedResolver {
  constructor(
    private readonly speed: SpeedService,
    private readonly past: SpeedHistoryService,
  ) {}

  @Allow('store_owner', 'administrator')
  @Query(() => SpeedGuardReport)
  speedGuard(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<SpeedGuardReport> {
    return this.speed.report(who, storeId);
  }

  @Allow('store_owner', 'administrator')
  @Query(() => SpeedHistory)
  speedHistory(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<SpeedHistory> {
    return this.past.history(who, storeId);
  }
}
