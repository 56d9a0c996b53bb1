// Wiring of funding.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FactsModule } from '../facts/facts.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { FundingEntries } from './entries/entries.service.js';
import { FundingEntry } from './entries/entry.entity.js';
import { FundingHandlers } from './funding.handlers.js';
import { FundingResolver } from './funding.resolver.js';
import { FundingService } from './funding.service.js';
import { FundingWatch } from './watch/watch.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([FundingEntry]), FactsModule, LedgerModule, StoresModule],
  providers: [FundingService, FundingEntries, FundingWatch, FundingHandlers, FundingResolver],
  exports: [FundingService],
})
export class FundingModule {}
