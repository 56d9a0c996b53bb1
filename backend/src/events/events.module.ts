// Wiring of the events door.
import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { EmbedsModule } from '../embeds/embeds.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { AddressLimit } from '../base/http/address-limit.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { EventsWriter } from './event-writer.service.js';
import { KnownThings } from './known-things.js';

@Module({
  imports: [DeliveriesModule, EmbedsModule, FactsModule],
  controllers: [EventsController],
  providers: [AddressLimit, EventsService, EventsWriter, KnownThings],
  exports: [AddressLimit],
})
export class EventsModule {}
