// Reads what the daily looks need of a programme: sales, buyers, creators, views, uses of codes.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { parseFact, qualifyView } from '../../attribution/evaluator/evaluate.rules.js';
import { PROGRAM_DEFAULTS } from '../../attribution/evaluator/input/config.rules.js';
import { canonicalJson, type Json } from '../../facts/canonical.rules.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { ownOf } from '../queue/evidence.service.js';
import * as sql from './looks.queries.js';
import type { Buyers, RingCreator } from './rings.rules.js';
import type { Sale } from './sale.rules.js';
import { DAY_MS } from './sale.rules.js';
import type { DayOfProgramme } from './stops.rules.js';
import type { CodeUse, EagerViewer, SeenView, WatchedVideo } from './views.rules.js';

const HOLDABLE = ['pending', 'review', 'payable'];

interface ViewRow {
  view_id: string;
  version: string;
  occurred_at: Date;
  received_at: Date;
  content: Record<string, unknown>;
  heard_ms: number;
  duration_ms: number | null;
}

interface SaleRow {
  order_id: string;
  line_id: string;
  creator_id: string;
  ordered_at: Date;
  day: string;
  hour: number;
  customer_id: string | null;
  video_id: string | null;
  instrument: string | null;
  state: string;
  amount: string;
  returned: boolean;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

@Injectable()
export class LookData {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly creators: CreatorsService,
  ) {}

  async sales(programme: string, since: Date): Promise<Sale[]> {
    const rows: SaleRow[] = await this.db.query(sql.SALES, [programme, since]);
    return rows.map((row) => ({
      ...{ orderId: row.order_id, lineId: row.line_id, creatorId: row.creator_id, at: row.ordered_at },
      ...{ day: row.day, hour: row.hour, customer: row.customer_id, videoId: row.video_id, instrument: row.instrument },
      ...{ amountMinor: BigInt(row.amount), returned: row.returned },
      holdable: HOLDABLE.includes(row.state) && row.amount !== '0',
    }));
  }

  async buyers(programme: string, since: Date): Promise<Buyers> {
    const rows: { order_id: string; buyer: Record<string, unknown> | null; viewer_id: string | null }[] =
      await this.db.query(sql.BUYERS, [programme, since]);
    return new Map(
      rows.map(({ order_id: orderId, buyer, viewer_id: device }) => [
        orderId,
        {
          ...{ customer: textOrNull(buyer?.['customer_id']), email: textOrNull(buyer?.['email_hash']) },
          ...{ phone: textOrNull(buyer?.['phone_hash']), device },
        },
      ]),
    );
  }

  /** When each creator of the store came to Vitrina. */
  async creatorsSince(programme: string): Promise<Map<string, Date>> {
    const rows: { id: string; created_at: Date }[] = await this.db.query(sql.CREATORS, [programme]);
    return new Map(rows.map((row) => [row.id, row.created_at]));
  }

  async ringCreators(programme: string): Promise<RingCreator[]> {
    const rows: { id: string; created_at: Date }[] = await this.db.query(sql.CREATORS, [programme]);
    const found: RingCreator[] = [];
    for (const { id, created_at: since } of rows)
      found.push({ id, since, own: ownOf(await this.creators.identityHashes(id, programme)) });
    return found;
  }

  /** Videos with at least so many qualified views between two moments, one after another. */
  async *watchedVideos(programme: string, from: Date, to: Date, least: number): AsyncGenerator<WatchedVideo> {
    const videos: { video_id: string; creator_id: string }[] = await this.db.query(sql.WATCHED_VIDEOS, [
      ...[programme, from, to, least],
    ]);
    for (const { video_id: videoId, creator_id: creatorId } of videos) {
      const rows: ViewRow[] = await this.db.query(sql.VIEWS_OF_VIDEO, [programme, videoId, from, to]);
      yield { videoId, creatorId, views: rows.flatMap((row) => seen(row) ?? []) };
    }
  }

  async eagerViewers(programme: string, from: Date, to: Date, repeats: number): Promise<EagerViewer[]> {
    const rows: { creator_id: string; viewer_id: string; repeats: number; order_ids: string[] }[] = await this.db.query(
      sql.EAGER_VIEWERS,
      [programme, from, to, repeats],
    );
    return rows.map((row) => ({
      ...{ creatorId: row.creator_id, viewerId: row.viewer_id, repeats: row.repeats, orderIds: row.order_ids },
    }));
  }

  async viewsByCreator(programme: string, from: Date, to: Date): Promise<Map<string, number>> {
    const query = [programme, from, to];
    const rows: { creator_id: string; views: number }[] = await this.db.query(sql.VIEWS_BY_CREATOR, query);
    return new Map(rows.map((row) => [row.creator_id, row.views]));
  }

  /** The last week beside the weeks before it. */
  async codeUses(programme: string, now: Date, days: number): Promise<CodeUse[]> {
    const since = new Date(now.getTime() - days * DAY_MS);
    const week = new Date(now.getTime() - 7 * DAY_MS);
    const rows: {
      order_id: string;
      line_id: string;
      creator_id: string;
      ordered_at: Date;
      code: string;
      bare: boolean;
    }[] = await this.db.query(sql.CODE_SALES, [programme, since]);
    const codes = Map.groupBy(rows, (row) => row.code);
    return [...codes].map(([code, own]): CodeUse => {
      const count = (list: typeof own) => new Set(list.map((row) => row.order_id)).size;
      const split = (list: typeof own) => ({ orders: count(list), bare: count(list.filter((row) => row.bare)) });
      const recent = own.filter((row) => row.ordered_at >= week);
      const units = recent.filter((row) => row.bare).map((row) => ({ orderId: row.order_id, lineId: row.line_id }));
      return {
        ...{ code, creatorId: own[0]?.creator_id ?? '', recent: { ...split(recent), units } },
        before: split(own.filter((row) => row.ordered_at < week)),
      };
    });
  }

  async days(programme: string, since: Date): Promise<DayOfProgramme[]> {
    const rows: { day: string; commission: string; units: number; in_review: number }[] = await this.db.query(
      sql.PROGRAMME_DAYS,
      [programme, since],
    );
    return rows.map((row) => ({
      ...{ day: row.day, commissionMinor: BigInt(row.commission), units: row.units, inReview: row.in_review },
    }));
  }
}

/** How long a view was watched and how long it had to be; null for one that the evaluator cannot read. */
function seen(row: ViewRow): SeenView | null {
  try {
    const view = parseFact({
      ...row.content,
      ...{ type: 'view', id: row.view_id, version: Number(row.version) },
      ...{ occurred_at: row.occurred_at.toISOString(), received_at: row.received_at.toISOString() },
    });
    if (view.type !== 'view' || row.duration_ms === null) return null;
    const { qualify } = PROGRAM_DEFAULTS;
    const { watchedMs } = qualifyView(view, { durationMs: row.duration_ms }, qualify);
    const neededMs = Math.min(qualify.watchMs, Math.floor((row.duration_ms * qualify.watchBps) / 10_000));
    const segments = canonicalJson(row.content['segments'] as Json);
    const walls = view.segments.flatMap((one) => [one.wallFromMs, one.wallToMs]);
    const claimedMs = Math.max(0, ...walls) - Math.min(Infinity, ...walls);
    const said = { segments, segmentCount: view.segments.length, claimedMs, heardMs: row.heard_ms };
    return { viewId: row.view_id, watchedMs, neededMs, ...said };
  } catch {
    return null;
  }
}
