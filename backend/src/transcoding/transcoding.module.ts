// Wiring of transcoding.
import { Module } from '@nestjs/common';
import { VideosModule } from '../videos/videos.module.js';
import { ArrivingService } from './early/arriving.service.js';
import { PreparationService } from './preparation.service.js';
import { TranscodingHandlers } from './transcoding.handlers.js';

@Module({ imports: [VideosModule], providers: [PreparationService, ArrivingService, TranscodingHandlers] })
export class TranscodingModule {}
