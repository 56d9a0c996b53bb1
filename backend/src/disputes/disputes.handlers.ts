// The background door of disputes: what time does to them, and the money that is due.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { DisputeEndings } from './answers/endings.service.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { CreditsService } from './money/credits.service.js';

@Injectable()
export class DisputesHandlers {
  constructor(
    private readonly endings: DisputeEndings,
    private readonly credits: CreditsService,
    private readonly evidence: EvidenceService,
  ) {}

  /** Ten minutes are soon enough for days. */
  @Every('disputes.times', 600)
  async run(): Promise<void> {
    await this.endings.run();
  }

  @Every('disputes.credits', 600)
  async settle(): Promise<void> {
    await this.credits.settleAll();
  }

  @Every('disputes.evidence-sweep', 3600)
  async sweep(): Promise<void> {
    await this.evidence.sweep();
  }
}
