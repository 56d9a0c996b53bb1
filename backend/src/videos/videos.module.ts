// Wiring of videos.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthoringService } from './authoring.service.js';
import { ArrivalsService } from './uploads/arrivals.service.js';
import { PosterChoice } from './posters/poster-choice.entity.js';
import { PostersController } from './posters/posters.controller.js';
import { PostersHandlers } from './posters/posters.handlers.js';
import { PostersResolver } from './posters/posters.resolver.js';
import { PostersService } from './posters/posters.service.js';
import { Upload } from './uploads/upload.entity.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsHandlers } from './uploads/uploads.handlers.js';
import { UploadsService } from './uploads/uploads.service.js';
import { Video } from './video.entity.js';
import { VideoLoaders } from './video.loaders.js';
import { VideosResolver } from './videos.resolver.js';
import { VideosService } from './videos.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Video, Upload, PosterChoice])],
  controllers: [UploadsController, PostersController],
  providers: [
    VideosService,
    AuthoringService,
    UploadsService,
    ArrivalsService,
    UploadsHandlers,
    VideoLoaders,
    VideosResolver,
    PostersService,
    PostersHandlers,
    PostersResolver,
  ],
  exports: [VideosService, ArrivalsService, PostersService],
})
export class VideosModule {}
