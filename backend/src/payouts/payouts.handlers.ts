// The background door of payouts: batches and results are followed, and every night the whole past is replayed.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../base/jobs/handles.js';
import { LedgerChecks } from '../ledger/ledger-checks.service.js';
import { payoutsRecorded } from './batches/batches.service.js';
import { PayoutsFollow } from './follow/follow.service.js';
import { ReplayService } from './replay/replay.service.js';

@Injectable()
export class PayoutsHandlers {
  constructor(
    private readonly payouts: PayoutsFollow,
    private readonly replays: ReplayService,
    private readonly checks: LedgerChecks,
  ) {}

  @Handles(payoutsRecorded, { concurrency: 1 })
  async follow({ programmeId }: { programmeId: string }): Promise<void> {
    // Before anybody confirms: the whole chain and every seal, not only what the last night found.
    await this.checks.check(programmeId, true);
    await this.payouts.follow(programmeId);
  }

  @Every('payouts.nightly-replay', 86_400)
  async replay(): Promise<void> {
    await this.replays.replayAll();
  }
}
