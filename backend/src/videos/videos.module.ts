// Wiring of videos.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthoringService } from './authoring.service.js';
import { CaptionFilesService } from './captions/caption-files.service.js';
import { CaptionRecognition, CaptionTrack } from './captions/caption.entity.js';
import { CaptionsController } from './captions/captions.controller.js';
import { CaptionsHandlers } from './captions/captions.handlers.js';
import { CaptionsResolver } from './captions/captions.resolver.js';
import { CaptionsService } from './captions/captions.service.js';
import { RecognitionService } from './captions/recognition.service.js';
import { Upload } from './uploads/upload.entity.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsHandlers } from './uploads/uploads.handlers.js';
import { UploadsService } from './uploads/uploads.service.js';
import { Video } from './video.entity.js';
import { VideoLoaders } from './video.loaders.js';
import { VideosResolver } from './videos.resolver.js';
import { VideosService } from './videos.service.js';

const captions = [CaptionsService, CaptionFilesService, RecognitionService, CaptionsHandlers, CaptionsResolver];

@Module({
  imports: [TypeOrmModule.forFeature([Video, Upload, CaptionTrack, CaptionRecognition])],
  controllers: [UploadsController, CaptionsController],
  providers: [
    ...[VideosService, AuthoringService, UploadsService, UploadsHandlers, VideoLoaders, VideosResolver],
    ...captions,
  ],
  exports: [VideosService, CaptionsService, RecognitionService],
})
export class VideosModule {}
