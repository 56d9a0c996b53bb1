// The background door of creators' pictures: one was brought.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { facesPicked } from '../../videos/faces/faces.service.js';
import { FaceMakerService } from './face-maker.service.js';

@Injectable()
export class FaceMakerHandlers {
  constructor(private readonly maker: FaceMakerService) {}

  /** One at a time in a worker: a picture of 48 million points takes 200 MB while it is decoded. */
  @Handles(facesPicked, { concurrency: 1 })
  picked({ faceId }: { faceId: string }, { signal }: JobContext): Promise<void> {
    return this.maker.make(faceId, signal);
  }
}
