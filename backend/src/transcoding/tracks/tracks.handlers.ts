// The background door of alternative tracks: the file of one is there.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { videosTrackUploaded } from '../../videos/tracks/tracks.service.js';
import { TrackMakerService } from './track-maker.service.js';

@Injectable()
export class TrackMakerHandlers {
  constructor(private readonly maker: TrackMakerService) {}

  /** One at a time in a worker: somebody waits for each video, and nobody for a track. */
  @Handles(videosTrackUploaded, { concurrency: 1 })
  uploaded({ trackId }: { trackId: string }, { signal }: JobContext): Promise<void> {
    return this.maker.make(trackId, signal);
  }
}
