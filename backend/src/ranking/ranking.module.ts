// Wiring of the ranking.
import { Module } from '@nestjs/common';
import { PlacementsModule } from '../placements/placements.module.js';
import { RankingHandlers } from './ranking.handlers.js';
import { RankingService } from './ranking.service.js';
import { StandingResolver } from './standing.resolver.js';

@Module({
  imports: [PlacementsModule],
  providers: [RankingService, RankingHandlers, StandingResolver],
})
export class RankingModule {}
