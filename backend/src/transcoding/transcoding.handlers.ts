// The background door: an uploaded file is prepared for playing.
import { Injectable } from '@nestjs/common';
import { Handles } from '../base/jobs/handles.js';
import type { JobContext } from '../base/jobs/jobs.service.js';
import type { VideoWork } from '../videos/video.rules.js';
import { videosUploaded } from '../videos/videos.service.js';
import { PreparationService } from './preparation.service.js';

@Injectable()
export class TranscodingHandlers {
  constructor(private readonly preparation: PreparationService) {}

  /** By default one at a time for every two cores, which an encode uses. Which one is next: `turns.service.ts`. */
  @Handles(videosUploaded, { concurrency: (config) => config.transcodeJobs })
  uploaded(work: VideoWork, context: JobContext): Promise<void> {
    return this.preparation.prepare(work, context.signal);
  }
}
