// The background door of fraud: what evaluations found, the daily looks, and what ends by itself.
import { Injectable } from '@nestjs/common';
import { attributionAlerted } from '../attribution/attribution.service.js';
import { Every, Handles } from '../base/jobs/handles.js';
import { EndingsService } from './endings.service.js';
import { LooksService } from './looks/looks.service.js';
import { SignalsService } from './signals/signals.service.js';

@Injectable()
export class FraudHandlers {
  constructor(
    private readonly signals: SignalsService,
    private readonly endings: EndingsService,
    private readonly looks: LooksService,
  ) {}

  @Handles(attributionAlerted, { concurrency: 2, batch: 20 })
  async takeSignals({ programmeId, orderIds, alerts }: Alerted): Promise<void> {
    await this.signals.take(programmeId, orderIds, alerts);
  }

  /** Asked hourly, so that a worker that was down at the hour misses nothing; done once a day. */
  @Every('fraud.looks', 3600)
  async look(): Promise<void> {
    await this.looks.lookAtAll();
  }

  @Every('fraud.endings', 3600)
  async end(): Promise<void> {
    await this.endings.expireAll();
    await this.endings.forget();
  }
}

interface Alerted {
  programmeId: string;
  orderIds: string[];
  alerts: { code: string; subject: Record<string, string> }[];
}
