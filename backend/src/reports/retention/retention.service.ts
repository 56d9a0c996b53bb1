// The retention curve of a video, read from its newest views (money.md section 13).
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Segment } from '../../attribution/evaluator/evaluate.rules.js';
import { holds, ownsStore, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { VideosService } from '../../videos/videos.service.js';
import * as sql from './retention.queries.js';
import { retentionOf } from './retention.rules.js';
import type { VideoRetention } from './retention.types.js';

/** So many show a curve to within a point and a half. */
const MOST_VIEWS = 5000;
const MOST_DAYS = 365;
const DAY_MS = 86_400_000;

interface Told {
  wall_from_ms: number;
  wall_to_ms: number;
  media_from_ms: number;
  media_to_ms: number;
  visible_bps?: number;
  focused?: boolean;
}

interface ViewRow {
  session_id: string;
  at: Date;
  watched_ms: number;
  segments: Told[];
}

@Injectable()
export class RetentionService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly videos: VideosService,
  ) {}

  /** Of the last `days` days. NOT_FOUND for whoever is neither its creator, nor its store, finance or an administrator. */
  async ofVideo(who: AccountActor, videoId: string, days: number): Promise<VideoRetention> {
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
      throw new AppError('BAD_INPUT', { field: 'days', detail: `Ask for 1 to ${MOST_DAYS} days.` });
    }
    const video = await this.videos.byId(videoId);
    const pays = ownsStore(who, video.storeId) || holds(who, 'finance') || holds(who, 'administrator');
    if (!pays && !(await this.videos.isOwn(who, video))) throw new AppError('NOT_FOUND');
    const until = this.clock.now();
    const span = [videoId, video.storeId, new Date(until.getTime() - days * DAY_MS), until];
    const [counted]: { n: number }[] = await this.db.query(sql.COUNT_VIEWS, span);
    const views: ViewRow[] = await this.db.query(sql.NEWEST_VIEWS, [...span, MOST_VIEWS]);
    const adds: { session_id: string; at: Date }[] = await this.db.query(sql.CART_ADDS, [...span, MOST_VIEWS]);
    const durationMs = video.durationMs ?? 0;
    const { seen, cartAdds } = retentionOf(
      views.map(({ session_id, at, watched_ms, segments }) => ({
        sessionId: session_id,
        atMs: at.getTime(),
        // An impossible view was judged to have seen nothing (money.md E7).
        segments: watched_ms > 0 ? segments.map(segmentOf) : [],
      })),
      adds.map(({ session_id, at }) => ({ sessionId: session_id, atMs: at.getTime() })),
      durationMs,
    );
    return { durationMs, views: views.length, allViews: counted?.n ?? 0, seen, cartAdds };
  }
}

const segmentOf = (told: Told): Segment => ({
  wallFromMs: told.wall_from_ms,
  wallToMs: told.wall_to_ms,
  mediaFromMs: told.media_from_ms,
  mediaToMs: told.media_to_ms,
  visibleBps: told.visible_bps ?? 0,
  focused: told.focused ?? true,
});
