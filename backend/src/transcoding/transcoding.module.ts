// Wiring of transcoding.
import { Module } from '@nestjs/common';
import { VideosModule } from '../videos/videos.module.js';
import { PreparationService } from './preparation.service.js';
import { SpeechHandlers } from './speech/speech.handlers.js';
import { SpeechService } from './speech/speech.service.js';
import { TranscodingHandlers } from './transcoding.handlers.js';

@Module({
  imports: [VideosModule],
  providers: [PreparationService, TranscodingHandlers, SpeechService, SpeechHandlers],
})
export class TranscodingModule {}
