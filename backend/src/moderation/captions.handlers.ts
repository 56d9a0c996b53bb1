// What is new in a published video, a person looks at: words, chapters and hot-spots afterwards, tracks before they are shown.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { Handles } from '../base/jobs/handles.js';
import { captionsPublished } from '../videos/captions/captions.service.js';
import { marksPublished } from '../videos/marks/marks.service.js';
import { videosTrackPrepared } from '../videos/tracks/tracks.service.js';
import { VideosService } from '../videos/videos.service.js';
import { lookAfterwards } from './moderation.queries.js';

@Injectable()
export class CaptionsLookHandlers {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly videos: VideosService,
  ) {}

  /** A video that is not published any more is looked at before it is again. */
  @Handles(captionsPublished)
  published({ videoId }: { videoId: string }): Promise<void> {
    return this.look(videoId);
  }

  @Handles(marksPublished)
  marked({ videoId }: { videoId: string }): Promise<void> {
    return this.look(videoId);
  }

  @Handles(videosTrackPrepared)
  prepared({ videoId }: { videoId: string }): Promise<void> {
    return this.look(videoId);
  }

  private async look(videoId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      if (video.status === 'published') await lookAfterwards(em, videoId, this.clock.now());
    });
  }
}
