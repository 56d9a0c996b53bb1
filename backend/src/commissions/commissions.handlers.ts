// The background door of commissions: decisions come in, holds end.
import { Injectable } from '@nestjs/common';
import { attributionDecided } from '../attribution/attribution.service.js';
import { Every, Handles } from '../base/jobs/handles.js';
import { CommissionsService } from './commissions.service.js';

@Injectable()
export class CommissionsHandlers {
  constructor(private readonly commissions: CommissionsService) {}

  @Handles(attributionDecided, { concurrency: 2, batch: 50 })
  async follow({ programmeId, orderIds }: { programmeId: string; orderIds: string[] }): Promise<void> {
    await this.commissions.follow(programmeId, orderIds);
  }

  /** Once a minute is soon enough: holds last days. */
  @Every('commissions.holds', 60)
  async endHolds(): Promise<void> {
    await this.commissions.endHolds();
  }
}
