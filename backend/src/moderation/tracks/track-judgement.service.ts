// Staff decide about an alternative track alone: its film stays as it is.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountActor } from '../../base/auth.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import type { VideoTrack } from '../../videos/tracks/track.entity.js';
import { TracksService } from '../../videos/tracks/tracks.service.js';
import { VideosService } from '../../videos/videos.service.js';
import { isReason } from '../moderation.reasons.js';

const MAX_NOTE = 1000;

@Injectable()
export class TrackJudgementService {
  constructor(
    private readonly db: DataSource,
    private readonly videos: VideosService,
    private readonly tracks: TracksService,
  ) {}

  /** Everyone who may see the film may now choose the track. A second time nothing changes. OWN_VIDEO, WRONG_STATUS. */
  approve(actor: AccountActor, trackId: string): Promise<VideoTrack> {
    return this.judge(actor, trackId, 'shown', null);
  }

  /** Nobody gets it, or gets it any longer; its creator reads why. UNKNOWN_REASON. */
  reject(actor: AccountActor, trackId: string, reasonCode: string, note: string | null): Promise<VideoTrack> {
    if (!isReason(reasonCode)) throw new AppError('UNKNOWN_REASON', { field: 'reasonCode' });
    const tidy = note?.trim() ?? '';
    if (tidy.length > MAX_NOTE) {
      throw new AppError('BAD_INPUT', { field: 'note', detail: `At most ${MAX_NOTE} characters.` });
    }
    return this.judge(actor, trackId, 'rejected', { reasonCode, note: tidy === '' ? null : tidy });
  }

  private judge(
    actor: AccountActor,
    trackId: string,
    to: 'shown' | 'rejected',
    rejection: { reasonCode: string; note: string | null } | null,
  ): Promise<VideoTrack> {
    return inTransaction(this.db, async (em) => {
      const { video, track } = await this.tracks.locked(em, trackId);
      if (await this.videos.isOwn(actor, video, em)) throw new AppError('OWN_VIDEO');
      if (track.state === 'removed') throw new AppError('NOT_FOUND');
      if (track.state !== to) await this.tracks.judge(em, track, actor, rejection);
      return track;
    });
  }
}
