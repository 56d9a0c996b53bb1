// Publishes videos of trusted creators at once, where the store wants it; a person looks afterwards.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { StoresService } from '../../stores/stores.service.js';
import type { Video } from '../../videos/video.entity.js';
import type { VideoWork } from '../../videos/video.rules.js';
import { VersionsService } from '../../videos/versions/versions.service.js';
import { VideosService } from '../../videos/videos.service.js';
import { ModerationService } from '../moderation.service.js';
import { judgeTrust, type TrustRecord } from './trust.rules.js';

@Injectable()
export class TrustService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly videos: VideosService,
    private readonly moderation: ModerationService,
    private readonly versions: VersionsService,
  ) {}

  /** A video joined the queue. Safe to repeat: one that is judged already, or has a newer file, is left alone. */
  async consider({ videoId, version }: VideoWork): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      if (video.status !== 'in_review' || video.version !== version) return;
      // A person or a rule approved this very film; only what we add to it is another.
      if ((await this.versions.originOf(em, { videoId, version })) === 'remake') {
        await this.moderation.approveRemade(em, video);
        return;
      }
      const verdict = judgeTrust(await this.recordOf(em, video), this.clock.now());
      if (verdict.publish) await this.moderation.approveByRule(em, video, verdict.rule);
    });
  }

  private async recordOf(em: EntityManager, video: Video): Promise<TrustRecord> {
    const { moderationMode, trustedAfter } = await this.stores.require(video.storeId, em);
    const [row] = await em.query<{ approved: number; lastRejectedAt: Date | null }[]>(
      `SELECT count(DISTINCT d.video_id) FILTER (WHERE d.action = 'approved' AND NOT d.automated)::int AS approved,
              max(d.at) FILTER (WHERE d.action = 'rejected') AS "lastRejectedAt"
         FROM videos v JOIN decisions d ON d.video_id = v.id WHERE v.creator_id = $1`,
      [video.creatorId],
    );
    return {
      ...{ mode: moderationMode, trustedAfter, flags: video.flags },
      ...{ approvedByPeople: row?.approved ?? 0, lastRejectedAt: row?.lastRejectedAt ?? null },
    };
  }
}
