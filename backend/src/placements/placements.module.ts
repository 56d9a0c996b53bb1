// Wiring of placements.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductsModule } from '../products/products.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { TranscodingModule } from '../transcoding/transcoding.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { PlacedProductsResolver } from './placed-products.resolver.js';
import { Placement } from './placement.entity.js';
import { PlacementsHandlers } from './placements.handlers.js';
import { PlacementsResolver } from './placements.resolver.js';
import { PlacementsService } from './placements.service.js';
import { PlacementRuleList } from './rules/placement-rule-list.entity.js';
import { PlacementRulesResolver } from './rules/placement-rules.resolver.js';
import { PlacementRulesService } from './rules/placement-rules.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Placement, PlacementRuleList]),
    ProductsModule,
    StoresModule,
    TranscodingModule,
    VideosModule,
  ],
  providers: [
    PlacementsService,
    PlacementsHandlers,
    PlacementsResolver,
    PlacedProductsResolver,
    PlacementRulesService,
    PlacementRulesResolver,
  ],
  exports: [PlacementsService, PlacementRulesService],
})
export class PlacementsModule {}
