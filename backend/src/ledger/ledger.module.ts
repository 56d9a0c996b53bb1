// Wiring of the double-entry book.
import { Module } from '@nestjs/common';
import { CommissionsModule } from '../commissions/commissions.module.js';
import { CreatorsModule } from '../creators/creators.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { LedgerChecks } from './ledger-checks.service.js';
import { LedgerHandlers } from './ledger.handlers.js';
import { LedgerResolver } from './ledger.resolver.js';
import { LedgerService } from './ledger.service.js';
import { LedgerProofs } from './proof/ledger-proofs.service.js';
import { LedgerSeals } from './proof/ledger-seals.service.js';
import { ProofsController } from './proof/proofs.controller.js';
import { ProofsResolver } from './proof/proofs.resolver.js';

@Module({
  imports: [FactsModule, CommissionsModule, CreatorsModule],
  controllers: [ProofsController],
  providers: [LedgerService, LedgerChecks, LedgerSeals, LedgerProofs, LedgerHandlers, LedgerResolver, ProofsResolver],
  exports: [LedgerService, LedgerChecks, LedgerProofs],
})
export class LedgerModule {}
