// Wiring of videos.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthoringService } from './authoring.service.js';
import { QuotaResolver } from './quota/quota.resolver.js';
import { QuotaService } from './quota/quota.service.js';
import { Arrivals } from './uploads/arrivals.js';
import { UrlFetchResolver } from './uploads/by-url/url-fetch.resolver.js';
import { UrlFetchService } from './uploads/by-url/url-fetch.service.js';
import { DirectUploadsResolver } from './uploads/direct/direct.resolver.js';
import { DirectUploads } from './uploads/direct/direct.service.js';
import { Upload } from './uploads/upload.entity.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsHandlers } from './uploads/uploads.handlers.js';
import { UploadsService } from './uploads/uploads.service.js';
import { Video } from './video.entity.js';
import { VideoLoaders } from './video.loaders.js';
import { VideosResolver } from './videos.resolver.js';
import { VideosService } from './videos.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Video, Upload])],
  controllers: [UploadsController],
  providers: [
    ...[VideosService, AuthoringService, QuotaService, UploadsService, UploadsHandlers, VideoLoaders, VideosResolver],
    ...[QuotaResolver, Arrivals, DirectUploads, DirectUploadsResolver, UrlFetchService, UrlFetchResolver],
  ],
  exports: [VideosService],
})
export class VideosModule {}
