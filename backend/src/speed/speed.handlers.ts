// The background door of the speed guard: a look every minute.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { SpeedService } from './speed.service.js';

@Injectable()
export class SpeedHandlers {
  constructor(private readonly speed: SpeedService) {}

  @Every('speed.looks', 60)
  async look(): Promise<void> {
    await this.speed.lookAtAll();
  }
}
