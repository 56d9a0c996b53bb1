// The background door of speech recognition.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { recognitionRequested } from '../../videos/captions/recognition.service.js';
import { SpeechService } from './speech.service.js';

@Injectable()
export class SpeechHandlers {
  constructor(private readonly speech: SpeechService) {}

  /** One at a time: a local engine shares the machine with the encodes. */
  @Handles(recognitionRequested, { concurrency: 1 })
  requested({ recognitionId }: { recognitionId: string }, context: JobContext): Promise<void> {
    return this.speech.listen(recognitionId, context.signal);
  }
}
