// The background doors of votes: what has become countable, and what must not count or be known any more.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { VotesService } from './votes.service.js';

@Injectable()
export class VotesHandlers {
  constructor(private readonly votes: VotesService) {}

  @Every('votes.count-watched', 5)
  async countWatched(): Promise<void> {
    await this.votes.countWatched();
  }

  @Every('votes.sweep', 3600)
  async sweep(): Promise<void> {
    await this.votes.sweep();
  }
}
