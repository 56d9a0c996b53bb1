// Wiring of orders.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FactsModule } from '../facts/facts.module.js';
import { BuyerSealer } from './buyer-sealer.service.js';
import { OrderRow } from './order.entity.js';
import { OrdersController } from './orders.controller.js';
import { OrdersResolver } from './orders.resolver.js';
import { OrdersService } from './orders.service.js';

@Module({
  imports: [FactsModule, TypeOrmModule.forFeature([OrderRow])],
  controllers: [OrdersController],
  providers: [BuyerSealer, OrdersService, OrdersResolver],
  exports: [OrdersService],
})
export class OrdersModule {}
