// Wiring of videos.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthoringService } from './authoring.service.js';
import { LicenceResolver } from './licence/licence.resolver.js';
import { LicenceService } from './licence/licence.service.js';
import { CertificateController } from './proof/certificate.controller.js';
import { ProofsService } from './proof/proofs.service.js';
import { ReconcileService } from './removal/reconcile.service.js';
import { RemovalHandlers } from './removal/removal.handlers.js';
import { RemovalResolver } from './removal/removal.resolver.js';
import { RemovalService } from './removal/removal.service.js';
import { Upload } from './uploads/upload.entity.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsHandlers } from './uploads/uploads.handlers.js';
import { UploadsService } from './uploads/uploads.service.js';
import { VersionsResolver } from './versions/versions.resolver.js';
import { VersionsService } from './versions/versions.service.js';
import { Video } from './video.entity.js';
import { VideoLoaders } from './video.loaders.js';
import { VideosResolver } from './videos.resolver.js';
import { VideosService } from './videos.service.js';

/** What happens to a video after it was published. */
const LIFE_AFTER = [
  ...[VersionsService, VersionsResolver, LicenceService, LicenceResolver, ProofsService],
  ...[RemovalService, RemovalHandlers, RemovalResolver, ReconcileService],
];

@Module({
  imports: [TypeOrmModule.forFeature([Video, Upload])],
  controllers: [UploadsController, CertificateController],
  providers: [
    VideosService,
    AuthoringService,
    UploadsService,
    UploadsHandlers,
    VideoLoaders,
    VideosResolver,
    ...LIFE_AFTER,
  ],
  exports: [VideosService, VersionsService],
})
export class VideosModule {}
