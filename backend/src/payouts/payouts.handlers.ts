// The background door of payouts: batches and results are followed, orders to a provider moved on, and every night the whole past is replayed.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../base/jobs/handles.js';
import { LedgerChecks } from '../ledger/ledger-checks.service.js';
import { payoutsRecorded } from './batches/batches.service.js';
import { PayoutsFollow } from './follow/follow.service.js';
import { LooksService } from './sends/looks.service.js';
import { sendRequested } from './rails/paypal-rail.service.js';
import { SendsService } from './sends/sends.service.js';
import { ReplayService } from './replay/replay.service.js';

@Injectable()
export class PayoutsHandlers {
  constructor(
    private readonly payouts: PayoutsFollow,
    private readonly replays: ReplayService,
    private readonly checks: LedgerChecks,
    private readonly sends: SendsService,
    private readonly looks: LooksService,
  ) {}

  @Handles(payoutsRecorded, { concurrency: 1 })
  async follow({ programmeId }: { programmeId: string }): Promise<void> {
    // Before anybody confirms: the whole chain and every seal, not only what the last night found.
    await this.checks.check(programmeId, true);
    await this.payouts.follow(programmeId);
  }

  /** Asks for what waits, and looks at what was taken. An order that waited and is taken now is looked at in its turn. */
  @Handles(sendRequested)
  async move({ sendId }: { sendId: string }): Promise<void> {
    const { state } = await this.sends.require(sendId);
    if (state === 'waiting') await this.sends.ask(sendId);
    else await this.looks.look(sendId);
  }

  @Every('payouts.due-orders', 30)
  async due(): Promise<void> {
    await this.sends.announceDue();
  }

  @Every('payouts.nightly-replay', 86_400)
  async replay(): Promise<void> {
    await this.replays.replayAll();
  }
}
