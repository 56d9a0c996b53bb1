// Who looks at which video now: a claim of ten minutes, renewed while the moderator works.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import type { Video } from '../videos/video.entity.js';
import { VideosService } from '../videos/videos.service.js';
import { isLookedAtLater, nextUnclaimed, type ReviewFilter } from './moderation.queries.js';

/** Long enough for the longest video, short enough that a closed browser does not keep one from the others. */
const CLAIM_MS = 10 * 60_000;

@Injectable()
export class ClaimsService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly videos: VideosService,
  ) {}

  /** Takes a video, or renews a claim of one's own. ALREADY_CLAIMED, OWN_VIDEO, WRONG_STATUS. */
  async claim(actor: AccountActor, videoId: string): Promise<Video> {
    return inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      if (video.status !== 'in_review' && !(await isLookedAtLater(em, video)))
        throw new AppError('WRONG_STATUS', { detail: 'This video is not in review.' });
      if (await this.videos.isOwn(actor, video, em)) throw new AppError('OWN_VIDEO');
      await this.assertFree(em, actor, videoId);
      await this.take(em, actor, video);
      return video;
    });
  }

  /** Takes the video that waits longest and that nobody else looks at; null when there is none. */
  async claimNext(actor: AccountActor, filter: ReviewFilter): Promise<Video | null> {
    return inTransaction(this.db, async (em) => {
      const id = await nextUnclaimed(em, actor.accountId, filter, this.clock.now());
      if (!id) return null;
      const video = await this.videos.lock(em, id);
      await this.take(em, actor, video);
      return video;
    });
  }

  /** Gives a claim back; false when there was none of one's own. */
  async release(actor: AccountActor, videoId: string): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const [rows] = await em.query<[unknown[], number]>(
        'DELETE FROM review_claims WHERE video_id = $1 AND account_id = $2 RETURNING video_id',
        [videoId, actor.accountId],
      );
      if (rows.length === 0) return false;
      await audit(em, { actor, action: 'moderation.released', subjectType: 'video', subjectId: videoId });
      return true;
    });
  }

  /** Refuses when somebody else holds the video. The caller holds the video's row lock, so the answer stays true. */
  async assertFree(em: EntityManager, actor: AccountActor, videoId: string): Promise<void> {
    const [claim] = await em.query<{ account_id: string }[]>(
      'SELECT account_id FROM review_claims WHERE video_id = $1 AND account_id <> $2 AND expires_at > $3',
      [videoId, actor.accountId, this.clock.now()],
    );
    if (claim) throw new AppError('ALREADY_CLAIMED');
  }

  /** A decision ends every claim. */
  async end(em: EntityManager, videoId: string): Promise<void> {
    await em.query('DELETE FROM review_claims WHERE video_id = $1', [videoId]);
  }

  private async take(em: EntityManager, actor: AccountActor, video: Video): Promise<void> {
    const expiresAt = new Date(this.clock.now().getTime() + CLAIM_MS);
    const [before] = await em.query<{ account_id: string }[]>(
      'SELECT account_id FROM review_claims WHERE video_id = $1',
      [video.id],
    );
    await em.query(
      `INSERT INTO review_claims (video_id, account_id, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (video_id) DO UPDATE SET account_id = excluded.account_id, expires_at = excluded.expires_at`,
      [video.id, actor.accountId, expiresAt],
    );
    // A renewal every few minutes says nothing new.
    if (before?.account_id === actor.accountId) return;
    const subject = { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
    await audit(em, { actor, action: 'moderation.claimed', ...subject });
  }
}
