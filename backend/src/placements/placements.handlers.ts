// What placements do when a video was approved or left for good.
import { Injectable } from '@nestjs/common';
import { Handles } from '../base/jobs/handles.js';
import { moderationApproved } from '../moderation/moderation.service.js';
import { LikenessService } from '../transcoding/likeness/likeness.service.js';
import { videosRetired } from '../videos/videos.service.js';
import { PlacementsService } from './placements.service.js';

@Injectable()
export class PlacementsHandlers {
  constructor(
    private readonly placements: PlacementsService,
    private readonly likeness: LikenessService,
  ) {}

  @Handles(moderationApproved)
  async onApproved({ videoId }: { videoId: string }): Promise<void> {
    await this.placements.place(videoId);
  }

  @Handles(videosRetired)
  async onRetired({ videoId }: { videoId: string }): Promise<void> {
    await this.placements.remove(videoId);
    await this.likeness.forget(videoId);
  }
}
