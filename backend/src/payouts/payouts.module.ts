// Wiring of payouts.
import { Module } from '@nestjs/common';
import { AttributionModule } from '../attribution/attribution.module.js';
import { CommissionsModule } from '../commissions/commissions.module.js';
import { CreatorsModule } from '../creators/creators.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { FundingModule } from '../funding/funding.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { BatchesService } from './batches/batches.service.js';
import { CandidatesService } from './batches/candidates.service.js';
import { DocumentsController } from './documents.controller.js';
import { PaymentFiles } from './files/payment-files.service.js';
import { PayoutsFollow } from './follow/follow.service.js';
import { PayoutLists } from './lists.service.js';
import { PayoutsHandlers } from './payouts.handlers.js';
import { PayoutsResolver } from './payouts.resolver.js';
import { ProfilesResolver } from './profiles/profiles.resolver.js';
import { ProfilesService } from './profiles/profiles.service.js';
import { BankRail } from './rails/bank-rail.service.js';
import { Interventions } from './sends/interventions.service.js';
import { LooksService } from './sends/looks.service.js';
import { PaypalRail } from './rails/paypal-rail.service.js';
import { PaypalClient } from './rails/paypal/paypal.client.js';
import { Rails } from './rails/rails.service.js';
import { SendsResolver } from './sends/sends.resolver.js';
import { SendsService } from './sends/sends.service.js';
import { ReplayService } from './replay/replay.service.js';
import { ResultsService } from './results/results.service.js';
import { PayoutStops } from './batches/stops.service.js';
import { StatementsService } from './statements/statements.service.js';
import { TaxResolver } from './tax/tax.resolver.js';
import { TaxRulesService } from './tax/tax-rules.service.js';

@Module({
  imports: [
    FactsModule,
    StoresModule,
    CreatorsModule,
    AttributionModule,
    CommissionsModule,
    LedgerModule,
    FundingModule,
  ],
  controllers: [DocumentsController],
  providers: [
    PaymentFiles,
    StatementsService,
    TaxRulesService,
    ProfilesService,
    PayoutStops,
    CandidatesService,
    BankRail,
    PaypalRail,
    PaypalClient,
    Rails,
    BatchesService,
    ResultsService,
    SendsService,
    LooksService,
    Interventions,
    PayoutLists,
    PayoutsFollow,
    ReplayService,
    PayoutsHandlers,
    PayoutsResolver,
    ProfilesResolver,
    SendsResolver,
    TaxResolver,
  ],
})
export class PayoutsModule {}
