// Wiring of deliveries.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoresModule } from '../stores/stores.module.js';
import { DeliveriesResolver } from './deliveries.resolver.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryTermsRow } from './delivery-terms.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([DeliveryTermsRow]), StoresModule],
  providers: [DeliveriesService, DeliveriesResolver],
  exports: [DeliveriesService],
})
export class DeliveriesModule {}
