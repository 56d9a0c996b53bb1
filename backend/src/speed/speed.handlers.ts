// The background doors of the speed guard: a look every minute, and every hour the days that are over.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { SpeedHistoryService } from './history.service.js';
import { SpeedService } from './speed.service.js';

@Injectable()
export class SpeedHandlers {
  constructor(
    private readonly speed: SpeedService,
    private readonly past: SpeedHistoryService,
  ) {}

  @Every('speed.looks', 60)
  async look(): Promise<void> {
    await this.speed.lookAtAll();
  }

  @Every('speed.days', 3600)
  async days(): Promise<void> {
    await this.past.closeDays();
  }
}
