// The job and the timers of uploads: close what came, recover what a killed process left complete, remove the rest.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Every, Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { UrlFetchService, videosUrlNamed } from './by-url/url-fetch.service.js';
import { videosUploadJoined } from './direct/direct.service.js';
import { UploadLeases } from './upload.lease.js';
import { UploadsService } from './uploads.service.js';

@Injectable()
export class UploadsHandlers {
  private readonly leases: UploadLeases;

  constructor(
    private readonly uploads: UploadsService,
    private readonly urls: UrlFetchService,
    db: DataSource,
  ) {
    this.leases = new UploadLeases(db, (id) => id);
  }

  /** Under the upload's lease, so that the timer does not hash the same file beside it. */
  @Handles(videosUploadJoined)
  async finish({ uploadId }: { uploadId: string }, { signal }: JobContext): Promise<void> {
    const lease = this.leases.newLock(uploadId);
    await lease.lock(signal, () => undefined);
    try {
      await this.uploads.finish(uploadId);
    } finally {
      await lease.unlock();
    }
  }

  /** Two at once in one worker: a fetch is nearly all waiting, and a slow server must not hold the next one. */
  @Handles(videosUrlNamed, { concurrency: 2 })
  async fetch({ uploadId }: { uploadId: string }, { signal }: JobContext): Promise<void> {
    await this.urls.fetch(uploadId, signal);
  }

  @Every('videos.recover_uploads', 15)
  async recover(): Promise<void> {
    await this.uploads.recover();
  }

  @Every('videos.sweep_uploads', 300)
  async sweep(): Promise<void> {
    await this.uploads.sweep();
  }
}
