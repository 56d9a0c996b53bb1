// The timer of remakes.
import { Injectable } from '@nestjs/common';
import { Every } from '../../base/jobs/handles.js';
import { RemakesService } from './remakes.service.js';

@Injectable()
export class RemakesHandlers {
  constructor(private readonly remakes: RemakesService) {}

  @Every('videos.remakes_go_on', 15)
  async goOn(): Promise<void> {
    await this.remakes.goOn();
  }
}
