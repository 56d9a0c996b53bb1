// Wiring of plans.
import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AttributionModule } from '../attribution/attribution.module.js';
import { CreatorsModule } from '../creators/creators.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { DraftsService } from './drafts.service.js';
import { PlanNotices } from './letters/plan-notices.service.js';
import { PlanLists } from './lists.service.js';
import { PlansHandlers } from './plans.handlers.js';
import { PlansResolver } from './plans.resolver.js';
import { PublishingService } from './publishing.service.js';
import { RehearsalsService } from './rehearsal/rehearsals.service.js';
import { StopsResolver } from './stops/stops.resolver.js';
import { StopsService } from './stops/stops.service.js';
import { TiersService } from './tiers/tiers.service.js';

@Module({
  imports: [AccountsModule, StoresModule, CreatorsModule, FactsModule, AttributionModule],
  providers: [
    DraftsService,
    PublishingService,
    RehearsalsService,
    PlanLists,
    PlanNotices,
    TiersService,
    StopsService,
    PlansHandlers,
    PlansResolver,
    StopsResolver,
  ],
})
export class PlansModule {}
