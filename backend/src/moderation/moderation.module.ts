// Wiring of moderation.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressLimit } from '../base/http/address-limit.js';
import { StoresModule } from '../stores/stores.module.js';
import { TranscodingModule } from '../transcoding/transcoding.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { CaptionsLookHandlers } from './captions.handlers.js';
import { ClaimsService } from './claims.service.js';
import { ComplaintCases } from './complaints/cases.service.js';
import { ComplaintsController } from './complaints/complaints.controller.js';
import { ComplaintsHandlers } from './complaints/complaints.handlers.js';
import { ComplaintsResolver, ReviewComplaintsResolver } from './complaints/complaints.resolver.js';
import { ComplaintsService } from './complaints/complaints.service.js';
import { Decision } from './decision.entity.js';
import { DecisionResolver, ModerationResolver, RejectionResolver } from './moderation.resolver.js';
import { ModerationService } from './moderation.service.js';
import { LikenessResolver } from './likeness/likeness.resolver.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { NoticesService } from './notices/notices.service.js';
import { TrackJudgementResolver } from './tracks/track-judgement.resolver.js';
import { TrackJudgementService } from './tracks/track-judgement.service.js';
import { SandboxService } from './trust/sandbox.service.js';
import { TrustHandlers } from './trust/trust.handlers.js';
import { TrustService } from './trust/trust.service.js';
import { VersionDecisionsResolver } from './version-decisions.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([Decision]), StoresModule, TranscodingModule, VideosModule],
  controllers: [ComplaintsController],
  providers: [
    ...[ClaimsService, ModerationService, NoticesService, TrustService, TrustHandlers, SandboxService],
    ...[ModerationResolver, DecisionResolver, RejectionResolver, NoticesResolver, VersionDecisionsResolver],
    ...[CaptionsLookHandlers, LikenessResolver, AddressLimit, TrackJudgementService, TrackJudgementResolver],
    ...[ComplaintCases, ComplaintsService, ComplaintsHandlers, ComplaintsResolver, ReviewComplaintsResolver],
  ],
  exports: [ModerationService],
})
export class ModerationModule {}
