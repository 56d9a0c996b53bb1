// The background doors of reports: cases that end by themselves, and what must not be known any more.
import { Injectable } from '@nestjs/common';
import { Every } from '../../base/jobs/handles.js';
import { ComplaintCases } from './cases.service.js';
import { ComplaintsService } from './complaints.service.js';

@Injectable()
export class ComplaintsHandlers {
  constructor(
    private readonly complaints: ComplaintsService,
    private readonly cases: ComplaintCases,
  ) {}

  @Every('moderation.close-gone-cases', 60)
  async closeGone(): Promise<void> {
    await this.cases.closeGone();
  }

  @Every('moderation.forget-reporters', 3600)
  async forget(): Promise<void> {
    await this.complaints.forget();
  }
}
