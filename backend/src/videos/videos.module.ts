// Wiring of videos.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthoringService } from './authoring.service.js';
import { ArrivalsService } from './uploads/arrivals.service.js';
import { PosterChoice } from './posters/poster-choice.entity.js';
import { FacesController } from './faces/faces.controller.js';
import { FacesHandlers } from './faces/faces.handlers.js';
import { FacesResolver } from './faces/faces.resolver.js';
import { FacesService } from './faces/faces.service.js';
import { CreatorFace } from './faces/face.entity.js';
import { PostersController } from './posters/posters.controller.js';
import { PostersHandlers } from './posters/posters.handlers.js';
import { PostersResolver } from './posters/posters.resolver.js';
import { PostersService } from './posters/posters.service.js';
import { BrandingController } from './branding/branding.controller.js';
import { StoreBranding } from './branding/branding.entity.js';
import { BrandingResolver } from './branding/branding.resolver.js';
import { BrandingService } from './branding/branding.service.js';
import { CaptionFilesService } from './captions/caption-files.service.js';
import { CaptionVersionsService } from './captions/caption-versions.service.js';
import { CaptionRecognition, CaptionTrack } from './captions/caption.entity.js';
import { CaptionsController } from './captions/captions.controller.js';
import { CaptionsHandlers } from './captions/captions.handlers.js';
import { CaptionsResolver } from './captions/captions.resolver.js';
import { CaptionsService } from './captions/captions.service.js';
import { RecognitionService } from './captions/recognition.service.js';
import { VideoMark } from './marks/marks.entity.js';
import { MarksResolver } from './marks/marks.resolver.js';
import { MarksService } from './marks/marks.service.js';
import { QuotaResolver } from './quota/quota.resolver.js';
import { QuotaService } from './quota/quota.service.js';
import { UrlFetchResolver } from './uploads/by-url/url-fetch.resolver.js';
import { UrlFetchService } from './uploads/by-url/url-fetch.service.js';
import { DirectUploadsResolver } from './uploads/direct/direct.resolver.js';
import { DirectUploads } from './uploads/direct/direct.service.js';
import { LicenceResolver } from './licence/licence.resolver.js';
import { LicenceService } from './licence/licence.service.js';
import { CertificateController } from './proof/certificate.controller.js';
import { OriginCodes } from './proof/codes.service.js';
import { ProofsService } from './proof/proofs.service.js';
import { RemakesHandlers } from './remakes/remakes.handlers.js';
import { RemakesResolver } from './remakes/remakes.resolver.js';
import { RemakesService } from './remakes/remakes.service.js';
import { ReconcileService } from './removal/reconcile.service.js';
import { RemovalHandlers } from './removal/removal.handlers.js';
import { RemovalResolver } from './removal/removal.resolver.js';
import { RemovalService } from './removal/removal.service.js';
import { TrackUploadsService } from './tracks/track-uploads.service.js';
import { VideoTrack } from './tracks/track.entity.js';
import { TracksHandlers } from './tracks/tracks.handlers.js';
import { TracksResolver } from './tracks/tracks.resolver.js';
import { TracksService } from './tracks/tracks.service.js';
import { Upload } from './uploads/upload.entity.js';
import { UploadedBytes } from './uploads/uploaded-bytes.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsHandlers } from './uploads/uploads.handlers.js';
import { UploadsService } from './uploads/uploads.service.js';
import { VersionsResolver } from './versions/versions.resolver.js';
import { VersionsService } from './versions/versions.service.js';
import { Video } from './video.entity.js';
import { VideoLoaders } from './video.loaders.js';
import { VideosResolver } from './videos.resolver.js';
import { VideosService } from './videos.service.js';

const captions = [
  CaptionsService,
  CaptionFilesService,
  CaptionVersionsService,
  RecognitionService,
  CaptionsHandlers,
  CaptionsResolver,
];

/** What happens to a video after it was published. */
const lifeAfter = [
  ...[VersionsService, VersionsResolver, LicenceService, LicenceResolver, ProofsService],
  ...[RemovalService, RemovalHandlers, RemovalResolver, ReconcileService],
];

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[Video, Upload, PosterChoice, CreatorFace, CaptionTrack, CaptionRecognition, VideoMark, VideoTrack],
      StoreBranding,
    ]),
  ],
  controllers: [
    ...[UploadsController, PostersController, FacesController, BrandingController, CaptionsController],
    CertificateController,
  ],
  providers: [
    ...[VideosService, AuthoringService, VideoLoaders, VideosResolver, QuotaService, QuotaResolver],
    ...[UploadsService, ArrivalsService, UploadsHandlers, UploadedBytes],
    ...[DirectUploads, DirectUploadsResolver, UrlFetchService, UrlFetchResolver],
    ...[PostersService, PostersHandlers, PostersResolver],
    ...[BrandingService, BrandingResolver, RemakesService, RemakesHandlers, RemakesResolver, OriginCodes],
    ...[FacesService, FacesHandlers, FacesResolver],
    ...captions,
    ...[MarksService, MarksResolver],
    ...[TracksService, TrackUploadsService, TracksHandlers, TracksResolver],
    ...lifeAfter,
  ],
  exports: [
    ...[VideosService, VersionsService, ArrivalsService, PostersService, CaptionsService, RecognitionService],
    ...[TracksService, TrackUploadsService, BrandingService, FacesService],
  ],
})
export class VideosModule {}
