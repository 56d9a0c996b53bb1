// The background door of plans: drafts are run over the past, published ones and used up budgets are told.
import { Injectable } from '@nestjs/common';
import { attributionReachedLimits } from '../attribution/attribution.service.js';
import { Handles } from '../base/jobs/handles.js';
import type { JobContext } from '../base/jobs/jobs.service.js';
import { PlanNotices } from './letters/plan-notices.service.js';
import { planPublished } from './publishing.service.js';
import { StopsService } from './stops/stops.service.js';
import { rehearsalAsked, RehearsalsService } from './rehearsal/rehearsals.service.js';

@Injectable()
export class PlansHandlers {
  constructor(
    private readonly rehearsals: RehearsalsService,
    private readonly notices: PlanNotices,
    private readonly stops: StopsService,
  ) {}

  /** One at a time in a worker: it is long and nobody's money waits for it. */
  @Handles(rehearsalAsked, { concurrency: 1 })
  async rehearse({ rehearsalId }: { rehearsalId: string }, { signal }: JobContext): Promise<void> {
    await this.rehearsals.run(rehearsalId, signal);
  }

  @Handles(attributionReachedLimits, { concurrency: 2 })
  async stop({ programmeId, alerts }: Reached): Promise<void> {
    await this.stops.take(programmeId, alerts);
  }

  @Handles(planPublished, { concurrency: 1 })
  async tell({ versionId }: { versionId: string }): Promise<void> {
    await this.notices.tell(versionId);
  }
}

interface Reached {
  programmeId: string;
  alerts: { code: string; subject: Record<string, string> }[];
}
