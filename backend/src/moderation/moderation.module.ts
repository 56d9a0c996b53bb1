// Wiring of moderation.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VideosModule } from '../videos/videos.module.js';
import { ClaimsService } from './claims.service.js';
import { Decision } from './decision.entity.js';
import { DecisionResolver, ModerationResolver, RejectionResolver } from './moderation.resolver.js';
import { ModerationService } from './moderation.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Decision]), VideosModule],
  providers: [ClaimsService, ModerationService, ModerationResolver, DecisionResolver, RejectionResolver],
  exports: [ModerationService],
})
export class ModerationModule {}
