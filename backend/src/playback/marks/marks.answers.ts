// The answer to "which chapters, hot-spots and products has this video", kept in memory and dropped when something changes.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { decimalsOf } from '../../base/money.js';
import { chaptersFile, type Chapter } from '../../videos/marks/chapters.rules.js';
import { CardsService } from '../cards/cards.service.js';
import { Changes, type Change } from '../changes.js';
import { Kept } from '../kept.js';
import { findMarks, type MarkedProduct } from './marks.queries.js';

/** As a card's. */
const MARKS_MS = 30_000;

export interface MarksAnswer {
  body: Buffer;
  etag: string;
  chapters: Chapter[];
  /** WebVTT. */
  file: string;
  tags: readonly string[];
}

@Injectable()
export class MarksAnswers {
  private readonly kept: Kept<{ answer: MarksAnswer | null }>;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly cards: CardsService,
    private readonly changes: Changes,
  ) {
    const size = {
      maxSize: 16 * 1024 ** 2,
      sizeCalculation: ({ answer }: { answer: MarksAnswer | null }) => (answer?.body.length ?? 0) * 3 + 500,
    };
    this.kept = new Kept({ max: 5_000, ttl: MARKS_MS, ...size }, async (key) => ({ answer: await this.make(key) }));
    changes.subscribe((change) => this.drop(change));
  }

  /** NOT_FOUND for an unknown key, and for a video that no card of this store shows in this country. */
  async of(publishableKey: string, videoId: string, country: string | null): Promise<MarksAnswer> {
    if (!/^\w{1,64}$/.test(videoId)) throw new AppError('NOT_FOUND', { field: 'video' });
    this.changes.start();
    const storeId = await this.cards.storeOf(publishableKey);
    const { answer } = await this.kept.get(`${country ?? ''}:${storeId}:${videoId}`);
    if (!answer) throw new AppError('NOT_FOUND', { field: 'video' });
    return answer;
  }

  private async make(key: string): Promise<MarksAnswer | null> {
    const [country = '', storeId = '', videoId = ''] = key.split(':');
    const now = this.clock.now();
    const row = await findMarks(this.db, { videoId, storeId, now, country: country === '' ? null : country });
    if (!row) return null;
    const chapters = row.chapters ?? [];
    const answer = { chapters, hotspots: row.hotspots ?? [], products: row.products.map(productOf) };
    const body = Buffer.from(JSON.stringify(answer));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const tags = [`video:${videoId}`, `store:${storeId}`, ...row.products.map((p) => `product:${p.productId}`)];
    return { body, etag, chapters, file: chaptersFile(chapters, row.durationMs), tags };
  }

  private drop(change: Change): void {
    if (change === null) return this.kept.dropAll();
    // Nobody knows which change would give what was refused an answer.
    this.kept.drop((_, { answer }) => answer === null || answer.tags.includes(change));
  }
}

/** As in the answer of a card. */
function productOf({ productId: _ours, externalId, ...product }: MarkedProduct) {
  return { id: externalId, ...product, decimals: decimalsOf(product.currency) };
}
