// Wiring of transcoding.
import { Module } from '@nestjs/common';
import { VideosModule } from '../videos/videos.module.js';
import { ArrivingService } from './early/arriving.service.js';
import { LogoMaker } from './branding/logo-maker.service.js';
import { LogosHandlers } from './branding/logos.handlers.js';
import { LikenessService } from './likeness/likeness.service.js';
import { FaceMakerService } from './pictures/face-maker.service.js';
import { FaceMakerHandlers } from './pictures/faces.handlers.js';
import { OwnPictures } from './pictures/own-pictures.js';
import { PosterMakerService } from './pictures/poster-maker.service.js';
import { PosterHandlers } from './pictures/posters.handlers.js';
import { PreparationService } from './preparation.service.js';
import { SpeechHandlers } from './speech/speech.handlers.js';
import { SpeechService } from './speech/speech.service.js';
import { TrackMakerService } from './tracks/track-maker.service.js';
import { TrackMakerHandlers } from './tracks/tracks.handlers.js';
import { TranscodingHandlers } from './transcoding.handlers.js';
import { TurnsService } from './turns.service.js';

@Module({
  imports: [VideosModule],
  providers: [
    ...[PreparationService, ArrivingService, TranscodingHandlers, TurnsService, LikenessService],
    ...[PosterMakerService, PosterHandlers, SpeechService, SpeechHandlers, LogoMaker, LogosHandlers],
    ...[TrackMakerService, TrackMakerHandlers],
    ...[OwnPictures, FaceMakerService, FaceMakerHandlers],
  ],
  exports: [LikenessService],
})
export class TranscodingModule {}
