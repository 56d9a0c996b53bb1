// Wiring of orders.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressLimit } from '../base/http/address-limit.js';
import { FactsModule } from '../facts/facts.module.js';
import { BuyerSealer } from './buyer-sealer.service.js';
import { OrderDrafts } from './drafts.service.js';
import { OrderJoins } from './joins.service.js';
import { OrderRow } from './order.entity.js';
import { OrdersController } from './orders.controller.js';
import { OrdersResolver } from './orders.resolver.js';
import { OrdersService } from './orders.service.js';
import { PostbacksController } from './postbacks/postbacks.controller.js';
import { PostbacksService } from './postbacks/postbacks.service.js';
import { SightingsService } from './postbacks/sightings.service.js';
import { OrderRecorder } from './recording.service.js';

@Module({
  imports: [FactsModule, TypeOrmModule.forFeature([OrderRow])],
  controllers: [OrdersController, PostbacksController],
  providers: [
    AddressLimit,
    BuyerSealer,
    OrderDrafts,
    OrderJoins,
    OrderRecorder,
    OrdersService,
    OrdersResolver,
    PostbacksService,
    SightingsService,
  ],
  exports: [OrderDrafts, OrderJoins, OrderRecorder, OrdersService],
})
export class OrdersModule {}
