// The background door of the book: posts what changed, checks what was posted, finds what was forgotten.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../base/jobs/handles.js';
import { commissionsChanged } from '../commissions/commissions.service.js';
import { LedgerChecks } from './ledger-checks.service.js';
import { LedgerSeals } from './proof/ledger-seals.service.js';
import { ledgerPosted, LedgerService } from './ledger.service.js';

@Injectable()
export class LedgerHandlers {
  constructor(
    private readonly ledger: LedgerService,
    private readonly checks: LedgerChecks,
    private readonly seals: LedgerSeals,
  ) {}

  @Handles(commissionsChanged, { concurrency: 2, batch: 50 })
  async post({ programmeId, unitIds }: { programmeId: string; unitIds: string[] }): Promise<void> {
    await this.ledger.post(programmeId, unitIds);
  }

  @Handles(ledgerPosted, { concurrency: 1 })
  async check({ programmeId }: { programmeId: string }): Promise<void> {
    await this.checks.check(programmeId);
  }

  @Every('ledger.lagging', 60)
  async postLagging(): Promise<void> {
    await this.ledger.postLagging();
  }

  /** Once an hour, so that a worker that slept at midnight seals the day it missed. */
  @Every('ledger.seals', 3600)
  async seal(): Promise<void> {
    await this.seals.sealAll();
  }

  @Every('ledger.daily-check', 86_400)
  async checkAll(): Promise<void> {
    await this.checks.checkAll();
  }
}
