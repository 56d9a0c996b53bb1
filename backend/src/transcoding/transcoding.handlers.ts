// The background door: an uploaded file is prepared for playing.
import { Injectable } from '@nestjs/common';
import { Handles } from '../base/jobs/handles.js';
import type { JobContext } from '../base/jobs/jobs.service.js';
import type { VideoWork } from '../videos/video.rules.js';
import { videosPartlyArrived, type Arrival } from '../videos/uploads/arrivals.service.js';
import { videosEarlyPlayEnded, videosUploaded } from '../videos/videos.service.js';
import { ArrivingService } from './early/arriving.service.js';
import { PreparationService } from './preparation.service.js';

@Injectable()
export class TranscodingHandlers {
  constructor(
    private readonly preparation: PreparationService,
    private readonly arriving: ArrivingService,
  ) {}

  /** By default one at a time for every two cores, which an encode uses. Which one is next: `turns.service.ts`. */
  @Handles(videosUploaded, { concurrency: (config) => config.transcodeJobs })
  uploaded(work: VideoWork, context: JobContext): Promise<void> {
    return this.preparation.prepare(work, context.signal);
  }

  /** Slots of its own, so that what still arrives never takes the place of what has arrived; as many as the others. */
  @Handles(videosPartlyArrived, { concurrency: (config) => config.transcodeJobs })
  partlyArrived(arrival: Arrival, context: JobContext): Promise<void> {
    return this.arriving.begin(arrival, context.signal);
  }

  @Handles(videosEarlyPlayEnded)
  earlyPlayEnded(work: VideoWork): Promise<void> {
    return this.arriving.removeLeftovers(work);
  }
}
