// The background door of payouts: batches and results are followed, and every night the whole past is replayed.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../base/jobs/handles.js';
import { payoutsRecorded } from './batches/batches.service.js';
import { PayoutsFollow } from './follow/follow.service.js';
import { ReplayService } from './replay/replay.service.js';

@Injectable()
export class PayoutsHandlers {
  constructor(
    private readonly payouts: PayoutsFollow,
    private readonly replays: ReplayService,
  ) {}

  @Handles(payoutsRecorded, { concurrency: 1 })
  async follow({ programmeId }: { programmeId: string }): Promise<void> {
    await this.payouts.follow(programmeId);
  }

  @Every('payouts.nightly-replay', 86_400)
  async replay(): Promise<void> {
    await this.replays.replayAll();
  }
}
