// The background door of the ranking.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { RankingService } from './ranking.service.js';

@Injectable()
export class RankingHandlers {
  constructor(private readonly ranking: RankingService) {}

  @Every('ranking.stores', 60)
  async rankDue(): Promise<void> {
    await this.ranking.rankDue();
  }
}
