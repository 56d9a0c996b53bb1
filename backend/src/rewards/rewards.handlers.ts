// The background door of rewards: follows the shop's orders, issues what is due, and tries again what waits for a pool.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { RewardIssuing } from './issue/issuing.service.js';
import { OrderLooks } from './register/order-looks.service.js';

@Injectable()
export class RewardsHandlers {
  constructor(
    private readonly looks: OrderLooks,
    private readonly issuing: RewardIssuing,
  ) {}

  @Every('rewards.follow', 2)
  async follow(): Promise<void> {
    await this.looks.followAll();
  }

  /** Orders first: what was given back a moment ago is not issued any more. */
  @Every('rewards.issue', 5)
  async issue(): Promise<void> {
    await this.looks.followAll();
    await this.issuing.issueAll();
  }

  @Every('rewards.retry', 30)
  async retry(): Promise<void> {
    await this.issuing.retryAll();
  }
}
