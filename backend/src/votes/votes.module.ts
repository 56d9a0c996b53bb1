// Wiring of votes.
import { Module } from '@nestjs/common';
import { AddressLimit } from '../base/http/address-limit.js';
import { StoresModule } from '../stores/stores.module.js';
import { VotesController } from './votes.controller.js';
import { VotesHandlers } from './votes.handlers.js';
import { VideoVotesResolver } from './votes.resolver.js';
import { VotesService } from './votes.service.js';

@Module({
  imports: [StoresModule],
  controllers: [VotesController],
  providers: [AddressLimit, VotesService, VotesHandlers, VideoVotesResolver],
})
export class VotesModule {}
