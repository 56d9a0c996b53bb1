// The timers of uploads: recover what a killed process left complete, remove what never became so.
import { Injectable } from '@nestjs/common';
import { Every } from '../../base/jobs/handles.js';
import { UploadsService } from './uploads.service.js';

@Injectable()
export class UploadsHandlers {
  constructor(private readonly uploads: UploadsService) {}

  @Every('videos.recover_uploads', 15)
  async recover(): Promise<void> {
    await this.uploads.recover();
  }

  @Every('videos.sweep_uploads', 300)
  async sweep(): Promise<void> {
    await this.uploads.sweep();
  }
}
