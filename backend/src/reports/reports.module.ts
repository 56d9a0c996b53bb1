// Wiring of reports.
import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { ReportsResolver, VideoNumbersResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';
import { JudgedViews } from './views/judged-views.service.js';

@Module({
  imports: [LedgerModule],
  providers: [ReportsService, JudgedViews, ReportsResolver, VideoNumbersResolver],
})
export class ReportsModule {}
