// Wiring of placements.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoresModule } from '../stores/stores.module.js';
import { TranscodingModule } from '../transcoding/transcoding.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { PlacedProductsResolver } from './placed-products.resolver.js';
import { Placement } from './placement.entity.js';
import { PlacementsHandlers } from './placements.handlers.js';
import { PlacementsResolver } from './placements.resolver.js';
import { PlacementsService } from './placements.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Placement]), StoresModule, TranscodingModule, VideosModule],
  providers: [PlacementsService, PlacementsHandlers, PlacementsResolver, PlacedProductsResolver],
  exports: [PlacementsService],
})
export class PlacementsModule {}
