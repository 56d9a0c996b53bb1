// The timer of posters: removes pictures that a killed process left.
import { Injectable } from '@nestjs/common';
import { Every } from '../../base/jobs/handles.js';
import { PostersService } from './posters.service.js';

@Injectable()
export class PostersHandlers {
  constructor(private readonly posters: PostersService) {}

  @Every('videos.sweep_posters', 600)
  async sweep(): Promise<void> {
    await this.posters.sweep();
  }
}
