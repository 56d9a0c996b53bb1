// The background door of logos: an owner brought one.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { logoReceived } from '../../videos/branding/branding.service.js';
import { LogoMaker } from './logo-maker.service.js';

@Injectable()
export class LogosHandlers {
  constructor(private readonly maker: LogoMaker) {}

  @Handles(logoReceived, { concurrency: 1 })
  received({ storeId, broughtId }: { storeId: string; broughtId: string }, { signal }: JobContext): Promise<void> {
    return this.maker.make(storeId, broughtId, signal);
  }
}
