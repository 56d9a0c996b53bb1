// Keeps what viewers say of videos, one vote each, and answers how many found a video helpful.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource, EntityManager } from 'typeorm';
import { RateLimitsService } from '../accounts/rate-limits/rate-limits.service.js';
import { audit } from '../base/audit.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { AddressLimit } from '../base/http/address-limit.js';
import { isRobot } from '../base/http/bot.rules.js';
import { readShape } from '../base/http/shape.js';
import { readViewerToken } from '../playback/viewers.service.js';
import { StoresService } from '../stores/stores.service.js';
import { forgetShape, mineShape, voteShape } from './vote.shapes.js';
import * as sql from './votes.queries.js';

export type Vote = 'helpful' | 'not_helpful';

/** What a viewer said of a video, and what all said whose votes count. */
export interface VoteState {
  vote: Vote | null;
  /** False for a vote that is kept and does not count (yet). */
  counted: boolean;
  helpful: number;
  total: number;
}

export interface VoteTotals {
  helpful: number;
  total: number;
}

/** Who sends: for the bounds and the list of robots. Neither is stored. */
export interface Sender {
  address: string;
  userAgent: string | undefined;
}

interface StateRow {
  helpful: boolean | null;
  standing: string | null;
  yes: number;
  no: number;
}

const DAY_MS = 86_400_000;
/** Views are taken in for two days after they happened. */
const VIEWS_LATE_MS = 3 * DAY_MS;
/** Thirteen months: a yearly sale is seen twice, and then who voted is nobody's business any more. */
const KEPT_MS = 400 * DAY_MS;
const FOLDED_AT_ONCE = 1000;

@Injectable()
export class VotesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly limit: AddressLimit,
    private readonly rates: RateLimitsService,
    private readonly stores: StoresService,
  ) {}

  /**
   * Takes a vote, changes it or takes it back; saying the same twice changes nothing. UNKNOWN_VIEWER for a token that is
   * not ours, NOT_FOUND for a video that the store does not show, RATE_LIMITED.
   */
  async vote(raw: unknown, sender: Sender, reply?: FastifyReply): Promise<VoteState> {
    this.limit.count(sender.address);
    const { store: key, viewerToken, video, vote } = readShape(voteShape, raw);
    const viewerId = this.viewerOf(viewerToken);
    await this.rates.count('vote', { account: viewerId, address: sender.address }, reply);
    const mode = await this.find(key, video);
    // Answered as it would be, so that a shop can try the button; kept is nothing.
    if (mode === 'test' || isRobot(sender.userAgent)) {
      return { ...(await this.state(this.db.manager, video, viewerId)), vote, counted: false };
    }
    return inTransaction(this.db, async (em) => {
      if (vote === null) await em.query(sql.TAKE_BACK, [video, viewerId]);
      else await em.query(sql.KEEP_VOTE, [video, viewerId, vote === 'helpful', this.clock.now()]);
      return this.state(em, video, viewerId);
    });
  }

  /** What this viewer said of a video. Changes nothing. */
  async mine(raw: unknown, sender: Sender): Promise<VoteState> {
    this.limit.count(sender.address);
    const { store, viewerToken, video } = readShape(mineShape, raw);
    const viewerId = this.viewerOf(viewerToken);
    await this.find(store, video);
    return this.state(this.db.manager, video, viewerId);
  }

  /** Erases all that a viewer said in a store. Safe to repeat. */
  async forget(raw: unknown, sender: Sender): Promise<void> {
    this.limit.count(sender.address);
    const { store: key, viewerToken } = readShape(forgetShape, raw);
    const viewerId = this.viewerOf(viewerToken);
    const { id: storeId } = await this.storeOf(key);
    await inTransaction(this.db, async (em) => {
      const [, count] = await em.query<[unknown[], number]>(sql.FORGET_VIEWER, [storeId, viewerId]);
      if (count === 0) return;
      // The log is kept for ever, so it does not say whose votes they were.
      const subject = { subjectType: 'store', subjectId: storeId, storeId };
      const actor = { kind: 'system', name: 'votes' } as const;
      await audit(em, { actor, action: 'votes.forgotten', ...subject, after: { votes: count } });
    });
  }

  /** The votes that count of each of these videos; a video without any is not in the answer. */
  async totalsOf(videoIds: readonly string[]): Promise<Map<string, VoteTotals>> {
    const rows: (VoteTotals & { videoId: string })[] = await this.db.query(sql.TOTALS, [videoIds]);
    return new Map(rows.map(({ videoId, ...totals }) => [videoId, totals]));
  }

  /** Votes that came before the view was told count now. */
  async countWatched(): Promise<void> {
    await this.db.query(sql.COUNT_WATCHED, [new Date(this.clock.now().getTime() - VIEWS_LATE_MS)]);
  }

  /** Votes of devices that turned out to be a creator's or of staff stop counting; old ones lose their viewers. */
  async sweep(): Promise<void> {
    await this.db.query(sql.UNCOUNT_OWN);
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    for (let gone = FOLDED_AT_ONCE; gone === FOLDED_AT_ONCE;) gone = await this.fold(before);
  }

  private fold(before: Date): Promise<number> {
    return inTransaction(this.db, async (em) => {
      const rows: { video_id: string; yes: number; no: number; gone: number }[] = await em.query(sql.FOLD_OLD, [
        before,
        FOLDED_AT_ONCE,
      ]);
      for (const { video_id: id, yes, no } of rows) if (yes + no > 0) await em.query(sql.ADD_OLD, [id, yes, no]);
      return rows.reduce((sum, row) => sum + row.gone, 0);
    });
  }

  private async state(em: EntityManager, video: string, viewerId: string): Promise<VoteState> {
    const [row] = await em.query<StateRow[]>(sql.STATE, [video, viewerId]);
    const { helpful = null, standing = null, yes = 0, no = 0 } = row ?? {};
    const vote = helpful === null ? null : helpful ? 'helpful' : 'not_helpful';
    return { vote, counted: standing === 'counted', helpful: yes, total: yes + no };
  }

  private viewerOf(token: string): string {
    const viewerId = readViewerToken(this.config, token);
    if (viewerId === null) throw new AppError('UNKNOWN_VIEWER', { field: 'viewerToken' });
    return viewerId;
  }

  private async storeOf(key: string): Promise<{ id: string; mode: 'live' | 'test' }> {
    const found = await this.stores.byPublishableKey(key);
    if (!found) throw new AppError('NOT_FOUND', { field: 'store' });
    return { id: found.store.id, mode: found.mode };
  }

  /** The mode of the key. NOT_FOUND where its store shows no such video. */
  private async find(key: string, video: string): Promise<'live' | 'test'> {
    const { id, mode } = await this.storeOf(key);
    const found: unknown[] = await this.db.query(sql.LIVE_VIDEO, [id, video]);
    if (found.length === 0) throw new AppError('NOT_FOUND', { field: 'video' });
    return mode;
  }
}
