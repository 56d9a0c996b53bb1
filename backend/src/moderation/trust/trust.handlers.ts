// What moderation does when a video joins the queue.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { VideoWork } from '../../videos/video.rules.js';
import { videosAwaitJudgement } from '../../videos/videos.service.js';
import { TrustService } from './trust.service.js';

@Injectable()
export class TrustHandlers {
  constructor(private readonly trust: TrustService) {}

  @Handles(videosAwaitJudgement)
  async onWaiting(work: VideoWork): Promise<void> {
    await this.trust.consider(work);
  }
}
