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

  /** One at a time: an encode uses two cores. More machines take more jobs. */
  @Handles(videosUploaded, { concurrency: 1 })
  uploaded(work: VideoWork, context: JobContext): Promise<void> {
    return this.preparation.prepare(work, context.signal);
  }
}
