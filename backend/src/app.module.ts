// Every module, in road order: a module knows those before it and nothing after it (tidy.spec.ts reads this list).
import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { AttributionModule } from './attribution/attribution.module.js';
import { BaseModule } from './base/base.module.js';
import { CertificatesModule } from './certificates/certificates.module.js';
import { CommissionsModule } from './commissions/commissions.module.js';
import type { Config } from './base/config.js';
import { CreatorsModule } from './creators/creators.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DisclosuresModule } from './disclosures/disclosures.module.js';
import { DisputesModule } from './disputes/disputes.module.js';
import { EmbedsModule } from './embeds/embeds.module.js';
import { EventsModule } from './events/events.module.js';
import { ExperimentsModule } from './experiments/experiments.module.js';
import { FactsModule } from './facts/facts.module.js';
import { FraudModule } from './fraud/fraud.module.js';
import { FundingModule } from './funding/funding.module.js';
import { HoldoutsModule } from './holdouts/holdouts.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { ModerationModule } from './moderation/moderation.module.js';
import { NewsModule } from './news/news.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PayoutsModule } from './payouts/payouts.module.js';
import { PlacementsModule } from './placements/placements.module.js';
import { PlansModule } from './plans/plans.module.js';
import { PlaybackModule } from './playback/playback.module.js';
import { PostbacksModule } from './postbacks/postbacks.module.js';
import { ProductsModule } from './products/products.module.js';
import { RankingModule } from './ranking/ranking.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RewardsModule } from './rewards/rewards.module.js';
import { SpeedModule } from './speed/speed.module.js';
import { StoresModule } from './stores/stores.module.js';
import { ThemesModule } from './themes/themes.module.js';
import { TranscodingModule } from './transcoding/transcoding.module.js';
import { VideosModule } from './videos/videos.module.js';
import { VotesModule } from './votes/votes.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BaseModule.with(config),
        // The road begins here; add a module in its place.
        AccountsModule,
        StoresModule,
        ProductsModule,
        CreatorsModule,
        VideosModule,
        TranscodingModule,
        ModerationModule,
        PlacementsModule,
        DisclosuresModule,
        ExperimentsModule,
        SpeedModule,
        ThemesModule,
        DeliveriesModule,
        PlaybackModule,
        VotesModule,
        EmbedsModule,
        FactsModule,
        EventsModule,
        OrdersModule,
        ImportsModule,
        AttributionModule,
        CommissionsModule,
        PlansModule,
        LedgerModule,
        FundingModule,
        PayoutsModule,
        FraudModule,
        DisputesModule,
        CertificatesModule,
        RewardsModule,
        NewsModule,
        PostbacksModule,
        ReportsModule,
        RankingModule,
        HoldoutsModule,
      ],
    };
  }
}
