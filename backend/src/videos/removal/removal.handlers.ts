// The timers and the job of removal.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../../base/jobs/handles.js';
import { ReconcileService } from './reconcile.service.js';
import { RemovalService, videosDeletionAsked } from './removal.service.js';

@Injectable()
export class RemovalHandlers {
  constructor(
    private readonly removal: RemovalService,
    private readonly reconciliation: ReconcileService,
  ) {}

  @Handles(videosDeletionAsked)
  async onDeletion({ videoId }: { videoId: string }): Promise<void> {
    await this.removal.removeDue(videoId);
  }

  @Every('videos.remove_due', 300)
  async removeDue(): Promise<void> {
    await this.removal.removeDue();
  }

  /** Asked every hour, done once a night. */
  @Every('videos.reconcile', 3600)
  async reconcile(): Promise<void> {
    await this.reconciliation.nightly();
  }
}
