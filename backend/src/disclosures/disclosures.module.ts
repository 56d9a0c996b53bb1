// Wiring of ad marks.
import { Module } from '@nestjs/common';
import { StoresModule } from '../stores/stores.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { AdMarksResolver } from './ad-marks.resolver.js';
import { AdMarksService } from './ad-marks.service.js';

@Module({ imports: [StoresModule, VideosModule], providers: [AdMarksService, AdMarksResolver] })
export class DisclosuresModule {}
