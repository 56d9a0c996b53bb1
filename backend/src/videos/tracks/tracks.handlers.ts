// The job and the timer of alternative tracks: files of those that were removed, and of those that never came.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../../base/jobs/handles.js';
import { TrackUploadsService } from './track-uploads.service.js';
import { videosTrackRemoved } from './tracks.service.js';

@Injectable()
export class TracksHandlers {
  constructor(private readonly uploads: TrackUploadsService) {}

  @Handles(videosTrackRemoved)
  removed({ trackId }: { trackId: string }): Promise<void> {
    return this.uploads.removeFiles(trackId);
  }

  @Every('videos.sweep_tracks', 600)
  async sweep(): Promise<void> {
    await this.uploads.sweep();
  }
}
