// What moderation does when a video joins the queue, and when one of a sandbox has waited in it.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../../base/jobs/handles.js';
import type { VideoWork } from '../../videos/video.rules.js';
import { videosAwaitJudgement } from '../../videos/videos.service.js';
import { SandboxService } from './sandbox.service.js';
import { TrustService } from './trust.service.js';

@Injectable()
export class TrustHandlers {
  constructor(
    private readonly trust: TrustService,
    private readonly sandbox: SandboxService,
  ) {}

  @Handles(videosAwaitJudgement)
  async onWaiting(work: VideoWork): Promise<void> {
    await this.trust.consider(work);
  }

  @Every('moderation.approve_sandboxes', 30)
  async sandboxes(): Promise<void> {
    await this.sandbox.approveWaiting();
  }
}
