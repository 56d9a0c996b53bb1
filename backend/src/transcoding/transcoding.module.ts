// Wiring of transcoding.
import { Module } from '@nestjs/common';
import { VideosModule } from '../videos/videos.module.js';
import { LikenessService } from './likeness/likeness.service.js';
import { PreparationService } from './preparation.service.js';
import { TranscodingHandlers } from './transcoding.handlers.js';

@Module({
  imports: [VideosModule],
  providers: [PreparationService, TranscodingHandlers, LikenessService],
  exports: [LikenessService],
})
export class TranscodingModule {}
