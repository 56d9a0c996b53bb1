// The signed doors through which a shop's server reports orders and refunds.
import { Body, Controller, HttpCode, Param, Put } from '@nestjs/common';
import { AllowKey, Who, type StoreKeyActor } from '../base/auth.js';
import { OrdersService, type OrderRecorded, type RefundRecorded } from './orders.service.js';

@Controller('v1')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @AllowKey('orders:write')
  @Put('orders/:externalId')
  @HttpCode(200)
  record(@Who() key: StoreKeyActor, @Param('externalId') id: string, @Body() body: unknown): Promise<OrderRecorded> {
    return this.orders.record(key, id, body);
  }

  @AllowKey('orders:write')
  @Put('refunds/:externalId')
  @HttpCode(200)
  refund(@Who() key: StoreKeyActor, @Param('externalId') id: string, @Body() body: unknown): Promise<RefundRecorded> {
    return this.orders.recordRefund(key, id, body);
  }
}
