// The background door of postbacks: looks for what is new, and sends what is due.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { DeliveriesService } from './deliveries.service.js';

@Injectable()
export class PostbacksHandlers {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Every('postbacks.find', 5)
  async find(): Promise<void> {
    await this.deliveries.find();
  }

  @Every('postbacks.deliver', 5)
  async deliver(): Promise<void> {
    // As long as a full handful was due there may be more.
    while ((await this.deliveries.deliver()) >= 20);
  }
}
