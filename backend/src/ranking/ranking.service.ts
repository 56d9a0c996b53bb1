// Ranks the videos of a store by what they bring, and has its cards stand in that order.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Clock } from '../base/clock.js';
import { insertRecords } from '../base/database/insert-rows.js';
import { inTransaction } from '../base/database/transaction.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { PlacementsService } from '../placements/placements.service.js';
import { rankVideos, type Standing, type VideoFacts } from './rank.rules.js';
import * as sql from './ranking.queries.js';

const HOUR_MS = 3_600_000;
/** Long enough for returns, which shops take for a month, and short enough that a season ends. */
const WINDOW_MS = 90 * 24 * HOUR_MS;
const STORES_AT_ONCE = 100;

type FactsRow = Pick<VideoFacts, 'videoId' | 'qualifiedViews' | 'impressions' | 'orders' | 'helpful' | 'votes'> & {
  gross: string;
  net: string;
  commission: string;
};

@Injectable()
export class RankingService {
  private readonly log = new Logger('ranking');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly placements: PlacementsService,
  ) {}

  /** Ranks the stores whose turn it is; one that fails does not keep the others waiting. */
  async rankDue(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - HOUR_MS);
    const due: { id: string }[] = await this.db.query(sql.DUE, [before, STORES_AT_ONCE]);
    await eachApart(
      due,
      ({ id }) => id,
      ({ id }) => this.rankStore(id),
      this.log,
    );
  }

  /**
   * Computes the order of a store's videos and arranges its cards. Only what differs is written, so a second run changes nothing;
   * a run that was killed leaves some cards in the old order until the next one.
   */
  async rankStore(storeId: string): Promise<void> {
    const standings = await this.compute(storeId);
    const cards: { id: string }[] = await this.db.query(sql.CARDS, [storeId]);
    const places = new Map(standings.map(({ videoId }, place) => [videoId, place]));
    const exploring = new Set(standings.filter((one) => one.exploring).map(({ videoId }) => videoId));
    for (const { id } of cards) await this.placements.arrange(storeId, id, { places, exploring });
    await this.db.query(sql.MARK, [storeId, this.clock.now()]);
  }

  private compute(storeId: string): Promise<Standing[]> {
    return inTransaction(this.db, async (em) => {
      await em.query(sql.LOCK, [storeId]);
      const now = this.clock.now();
      const rows = await em.query<FactsRow[]>(sql.FACTS, [storeId, new Date(now.getTime() - WINDOW_MS)]);
      const facts = rows.map(({ gross, net, commission, ...counts }) => ({
        ...counts,
        ...{ grossMinor: BigInt(gross), netMinor: BigInt(net), commissionMinor: BigInt(commission) },
      }));
      const standings = rankVideos(facts);
      const of = new Map(facts.map((one) => [one.videoId, one]));
      await em.query(sql.FORGET_RANKS, [storeId]);
      await insertRecords(
        em,
        'video_ranks',
        standings.flatMap((standing) => {
          const one = of.get(standing.videoId);
          return one ? [rowOf(storeId, now, one, standing)] : [];
        }),
      );
      return standings;
    });
  }
}

function rowOf(storeId: string, at: Date, one: VideoFacts, standing: Standing) {
  return {
    ...{ video_id: one.videoId, store_id: storeId, at },
    ...{ qualified_views: one.qualifiedViews, impressions: one.impressions, orders: one.orders },
    ...{ net_minor: String(one.netMinor), commission_minor: String(one.commissionMinor) },
    ...{ worth_minor: String(standing.worthMinor), votes_minor: String(standing.votesMinor) },
    ...{ helpful: one.helpful, votes: one.votes, exploring: standing.exploring },
  };
}
