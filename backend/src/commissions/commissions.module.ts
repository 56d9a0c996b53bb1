// Wiring of commissions.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttributionModule } from '../attribution/attribution.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { CommissionChangeRow, CommissionUnit } from './commission.entity.js';
import { CommissionsHandlers } from './commissions.handlers.js';
import { CommissionsResolver } from './commissions.resolver.js';
import { CommissionsService } from './commissions.service.js';
import { ExplanationsService } from './explanations.service.js';
import { OrderLinesResolver } from './order-lines.resolver.js';

@Module({
  imports: [
    FactsModule,
    OrdersModule,
    AttributionModule,
    TypeOrmModule.forFeature([CommissionUnit, CommissionChangeRow]),
  ],
  providers: [CommissionsService, ExplanationsService, CommissionsHandlers, CommissionsResolver, OrderLinesResolver],
  exports: [CommissionsService, ExplanationsService],
})
export class CommissionsModule {}
