// Wiring of holdouts.
import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { ExperimentsModule } from '../experiments/experiments.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { PlaybackModule } from '../playback/playback.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { ExposuresController } from './exposures.controller.js';
import { ExposuresService } from './exposures.service.js';
import { HoldoutsResolver } from './holdouts.resolver.js';
import { OrderWorths } from './order-worths.service.js';
import { ResultsService } from './results.service.js';

@Module({
  imports: [StoresModule, ExperimentsModule, PlaybackModule, FactsModule, EventsModule],
  controllers: [ExposuresController],
  providers: [ExposuresService, ResultsService, OrderWorths, HoldoutsResolver],
})
export class HoldoutsModule {}
