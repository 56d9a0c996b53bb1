// Wiring of moderation.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TranscodingModule } from '../transcoding/transcoding.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { CaptionsLookHandlers } from './captions.handlers.js';
import { ClaimsService } from './claims.service.js';
import { Decision } from './decision.entity.js';
import { DecisionResolver, ModerationResolver, RejectionResolver } from './moderation.resolver.js';
import { ModerationService } from './moderation.service.js';
import { LikenessResolver } from './likeness/likeness.resolver.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { NoticesService } from './notices/notices.service.js';
import { SandboxService } from './trust/sandbox.service.js';
import { TrustHandlers } from './trust/trust.handlers.js';
import { TrustService } from './trust/trust.service.js';
import { VersionDecisionsResolver } from './version-decisions.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([Decision]), TranscodingModule, VideosModule],
  providers: [
    ...[ClaimsService, ModerationService, NoticesService, TrustService, TrustHandlers, SandboxService],
    ...[ModerationResolver, DecisionResolver, RejectionResolver, NoticesResolver, VersionDecisionsResolver],
    ...[CaptionsLookHandlers, LikenessResolver],
  ],
  exports: [ModerationService],
})
export class ModerationModule {}
