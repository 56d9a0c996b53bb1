// Wiring of disputes.
import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AttributionModule } from '../attribution/attribution.module.js';
import { CommissionsModule } from '../commissions/commissions.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { FraudModule } from '../fraud/fraud.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { AnswersService } from './answers/answers.service.js';
import { DisputeDecisions } from './answers/decisions.service.js';
import { DisputeEndings } from './answers/endings.service.js';
import { DisputeRows } from './dispute-rows.service.js';
import { DisputesHandlers } from './disputes.handlers.js';
import { DisputeDeskResolver } from './doors/desk.resolver.js';
import { MyDisputesResolver } from './doors/my-disputes.resolver.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { DisputeLetters } from './letters/dispute-letters.service.js';
import { CreditsService } from './money/credits.service.js';
import { ProposalService } from './money/proposal.service.js';
import { ClaimsService } from './opening/claims.service.js';
import { FindingService } from './opening/finding.service.js';
import { LineDisputes } from './opening/line-disputes.service.js';
import { MatchingService } from './opening/matching.service.js';

@Module({
  imports: [AccountsModule, StoresModule, FactsModule, AttributionModule, CommissionsModule, FraudModule],
  controllers: [EvidenceController],
  providers: [
    ...[DisputeRows, DisputeLetters, MatchingService, FindingService, ClaimsService, LineDisputes, AnswersService],
    ...[ProposalService, CreditsService, DisputeDecisions, DisputeEndings, EvidenceService, DisputesHandlers],
    ...[MyDisputesResolver, DisputeDeskResolver],
  ],
})
export class DisputesModule {}
