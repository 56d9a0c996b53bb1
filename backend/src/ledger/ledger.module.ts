// Wiring of the double-entry book.
import { Module } from '@nestjs/common';
import { CommissionsModule } from '../commissions/commissions.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { LedgerChecks } from './ledger-checks.service.js';
import { LedgerHandlers } from './ledger.handlers.js';
import { LedgerResolver } from './ledger.resolver.js';
import { LedgerService } from './ledger.service.js';

@Module({
  imports: [FactsModule, CommissionsModule],
  providers: [LedgerService, LedgerChecks, LedgerHandlers, LedgerResolver],
  exports: [LedgerService, LedgerChecks],
})
export class LedgerModule {}
