// Wiring of experiments.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoresModule } from '../stores/stores.module.js';
import { Experiment } from './experiment.entity.js';
import { ExperimentsResolver } from './experiments.resolver.js';
import { ExperimentsService } from './experiments.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Experiment]), StoresModule],
  providers: [ExperimentsService, ExperimentsResolver],
  exports: [ExperimentsService],
})
export class ExperimentsModule {}
