// Wiring of reports.
import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { ReportsResolver, VideoNumbersResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';
import { ReportCsvController } from './rows/report-csv.controller.js';
import { ReportRowsResolver } from './rows/report-rows.resolver.js';
import { ReportRowsService } from './rows/report-rows.service.js';
import { JudgedViews } from './views/judged-views.service.js';

@Module({
  imports: [LedgerModule],
  controllers: [ReportCsvController],
  providers: [
    ReportsService,
    ReportRowsService,
    JudgedViews,
    ReportsResolver,
    ReportRowsResolver,
    VideoNumbersResolver,
  ],
})
export class ReportsModule {}
