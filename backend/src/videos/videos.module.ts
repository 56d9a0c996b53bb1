// Wiring of videos.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthoringService } from './authoring.service.js';
import { ArrivalsService } from './uploads/arrivals.service.js';
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
    VideosService,
    AuthoringService,
    UploadsService,
    ArrivalsService,
    UploadsHandlers,
    VideoLoaders,
    VideosResolver,
  ],
  exports: [VideosService, ArrivalsService],
})
export class VideosModule {}
