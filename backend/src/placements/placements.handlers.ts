// What placements do when a video was approved or left for good.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../base/jobs/handles.js';
import { moderationApproved } from '../moderation/moderation.service.js';
import { LikenessService } from '../transcoding/likeness/likeness.service.js';
import { videosLicensed } from '../videos/licence/licence.service.js';
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

  /** An extended licence brings a video back to its cards. */
  @Handles(videosLicensed)
  async onLicensed({ videoId }: { videoId: string }): Promise<void> {
    await this.placements.place(videoId);
  }

  @Every('placements.remove_ended', 60)
  async removeEnded(): Promise<void> {
    await this.placements.removeEnded();
  }

  @Handles(videosRetired)
  async onRetired({ videoId }: { videoId: string }): Promise<void> {
    await this.placements.remove(videoId);
    await this.likeness.forget(videoId);
  }
}
