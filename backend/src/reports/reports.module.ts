// Wiring of reports.
import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { QualifiedViews } from './qualified-views.service.js';
import { ReportsResolver, VideoNumbersResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';

@Module({
  imports: [LedgerModule],
  providers: [ReportsService, QualifiedViews, ReportsResolver, VideoNumbersResolver],
})
export class ReportsModule {}
