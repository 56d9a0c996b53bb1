// Wiring of fraud.
import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AttributionModule } from '../attribution/attribution.module.js';
import { CreatorsModule } from '../creators/creators.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { AlertsService } from './alerts.service.js';
import { AppealsService } from './appeals/appeals.service.js';
import { HeldPartsResolver } from './appeals/held-parts.resolver.js';
import { RiskDecisions } from './decisions.service.js';
import { EndingsService } from './endings.service.js';
import { FraudHandlers } from './fraud.handlers.js';
import { GroupRows } from './groups.service.js';
import { RiskLetters } from './letters/risk-letters.service.js';
import { LookData } from './looks/look-data.service.js';
import { LooksService } from './looks/looks.service.js';
import { EvidenceService } from './queue/evidence.service.js';
import { RiskResolver } from './queue/risk.resolver.js';
import { SignalsService } from './signals/signals.service.js';
import { StandingsService } from './standings.service.js';

@Module({
  imports: [AccountsModule, StoresModule, CreatorsModule, FactsModule, AttributionModule, LedgerModule],
  providers: [
    ...[GroupRows, StandingsService, RiskLetters, AlertsService, RiskDecisions, AppealsService, EndingsService],
    ...[SignalsService, LookData, LooksService, EvidenceService, FraudHandlers, RiskResolver, HeldPartsResolver],
  ],
  exports: [AlertsService, StandingsService],
})
export class FraudModule {}
