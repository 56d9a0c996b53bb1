// Approves the videos of sandbox stores after a short wait, so that a shop can try the whole road alone.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { StoresService } from '../../stores/stores.service.js';
import { VideosService } from '../../videos/videos.service.js';
import { ModerationService } from '../moderation.service.js';
import { judgeSandbox } from './sandbox.rules.js';

@Injectable()
export class SandboxService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly videos: VideosService,
    private readonly moderation: ModerationService,
  ) {}

  /** Safe to repeat and to run twice at once. Returns how many were approved. */
  async approveWaiting(): Promise<number> {
    const waiting = await this.db.query<{ id: string }[]>(
      `SELECT v.id FROM videos v JOIN stores s ON s.id = v.store_id
        WHERE v.status = 'in_review' AND s.sandbox
          AND v.waiting_since <= $1::timestamptz - make_interval(mins => s.sandbox_approve_minutes)
        ORDER BY v.waiting_since LIMIT 200`,
      [this.clock.now()],
    );
    let approved = 0;
    for (const { id } of waiting) {
      await inTransaction(this.db, async (em) => {
        const video = await this.videos.lock(em, id);
        if (video.status !== 'in_review') return;
        const store = await this.stores.require(video.storeId, em);
        const verdict = judgeSandbox(store, video.waitingSince, this.clock.now());
        if (!verdict.publish) return;
        // Nobody looks afterwards: what stands in a sandbox is nobody's shop.
        await this.moderation.approveByRule(em, video, verdict.rule, false);
        approved++;
      });
    }
    return approved;
  }
}
