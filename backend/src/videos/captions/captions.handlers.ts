// The background door of captions: the files of a video follow its tracks.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import type { VideoWork } from '../video.rules.js';
import { captionsChanged } from '../videos.service.js';
import { CaptionFilesService } from './caption-files.service.js';

@Injectable()
export class CaptionsHandlers {
  constructor(private readonly files: CaptionFilesService) {}

  @Handles(captionsChanged, { concurrency: 2 })
  changed(work: VideoWork): Promise<void> {
    return this.files.rewrite(work);
  }
}
