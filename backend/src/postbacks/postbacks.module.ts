// Wiring of postbacks.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressesService } from './addresses.service.js';
import { PostbackCaller } from './caller.service.js';
import { DeliveriesService } from './deliveries.service.js';
import { PostbackAddress, PostbackDelivery } from './postback.entity.js';
import { PostbacksHandlers } from './postbacks.handlers.js';
import { PostbacksResolver } from './postbacks.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([PostbackAddress, PostbackDelivery])],
  providers: [AddressesService, DeliveriesService, PostbackCaller, PostbacksHandlers, PostbacksResolver],
})
export class PostbacksModule {}
