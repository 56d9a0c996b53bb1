// Wiring of transcoding.
import { Module } from '@nestjs/common';
import { VideosModule } from '../videos/videos.module.js';
import { PreparationService } from './preparation.service.js';
import { TranscodingHandlers } from './transcoding.handlers.js';
import { TurnsService } from './turns.service.js';

@Module({ imports: [VideosModule], providers: [PreparationService, TranscodingHandlers, TurnsService] })
export class TranscodingModule {}
