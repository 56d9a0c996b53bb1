// Wiring of reports.
import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { ReportsResolver, VideoNumbersResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';
import { BytesCsvController } from './bytes/bytes-csv.controller.js';
import { BytesResolver } from './bytes/bytes.resolver.js';
import { BytesService } from './bytes/bytes.service.js';
import { CustomersResolver } from './customers/customers.resolver.js';
import { CustomersService } from './customers/customers.service.js';
import { ReferralReportsResolver } from './referrals/referral-reports.resolver.js';
import { ReferralReports } from './referrals/referral-reports.service.js';
import { RetentionResolver } from './retention/retention.resolver.js';
import { RetentionService } from './retention/retention.service.js';
import { ReportCsvController } from './rows/report-csv.controller.js';
import { ReportRowsResolver } from './rows/report-rows.resolver.js';
import { ReportRowsService } from './rows/report-rows.service.js';
import { JudgedViews } from './views/judged-views.service.js';

@Module({
  imports: [DeliveriesModule, LedgerModule, VideosModule],
  controllers: [ReportCsvController, BytesCsvController],
  providers: [
    ReportsService,
    BytesService,
    BytesResolver,
    ReportRowsService,
    JudgedViews,
    RetentionService,
    RetentionResolver,
    CustomersService,
    CustomersResolver,
    ReferralReports,
    ReferralReportsResolver,
    ReportsResolver,
    ReportRowsResolver,
    VideoNumbersResolver,
  ],
})
export class ReportsModule {}
