// The background door of posters: a creator chose one.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { postersPicked } from '../../videos/posters/posters.service.js';
import { PosterMakerService } from './poster-maker.service.js';

@Injectable()
export class PosterHandlers {
  constructor(private readonly maker: PosterMakerService) {}

  /** One at a time in a worker: a picture of 48 million points takes 200 MB while it is decoded. */
  @Handles(postersPicked, { concurrency: 1 })
  picked({ choiceId }: { choiceId: string }, { signal }: JobContext): Promise<void> {
    return this.maker.make(choiceId, signal);
  }
}
