// The background door of funding: looks every minute whether stores that pay in before have money left.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { FundingWatch } from './watch/watch.service.js';

@Injectable()
export class FundingHandlers {
  constructor(private readonly watch: FundingWatch) {}

  @Every('funding.look', 60)
  async look(): Promise<void> {
    await this.watch.lookAtAll();
  }
}
