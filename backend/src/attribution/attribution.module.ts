// Wiring of attribution.
import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { AttributionHandlers } from './attribution.handlers.js';
import { AttributionService } from './attribution.service.js';
import { OrderFacts } from './order-facts.service.js';
import { ProgrammeConfigs } from './programme-config.service.js';

@Module({
  imports: [FactsModule, OrdersModule],
  providers: [AttributionService, AttributionHandlers, OrderFacts, ProgrammeConfigs],
  exports: [AttributionService, OrderFacts, ProgrammeConfigs],
})
export class AttributionModule {}
