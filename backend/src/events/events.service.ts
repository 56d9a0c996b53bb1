// Takes what the player reports: judges each event, and stores all of a request before anything is acknowledged.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { AppError } from '../base/errors.js';
import { readShape } from '../base/http/shape.js';
import { Every } from '../base/jobs/handles.js';
import { isStorableText } from '../facts/fact.rules.js';
import { readViewerToken } from '../playback/viewers.service.js';
import { AddressLimit } from '../base/http/address-limit.js';
import { isRobot } from '../base/http/bot.rules.js';
import { OLDEST_MS } from './event.rules.js';
import { batchShape, judgeRaw } from './event.shapes.js';
import type { DropReason } from './events.reasons.js';
import { FORGET_IDS } from './events.queries.js';
import { EventsWriter } from './event-writer.service.js';
import { KnownThings } from './known-things.js';

/** What became of one event; `id` is null when it had none that could be read. */
export interface EventResult {
  id: string | null;
  status: 'accepted' | 'duplicate' | 'dropped';
  reason?: DropReason;
}

/** Who sends: for the bound per address and the list of robots. Neither is stored. */
export interface Sender {
  address: string;
  userAgent: string | undefined;
}

@Injectable()
export class EventsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly limit: AddressLimit,
    private readonly known: KnownThings,
    private readonly writer: EventsWriter,
  ) {}

  /** Resolves when everything is stored. One bad event spoils none of the others. */
  async record(raw: unknown, sender: Sender): Promise<EventResult[]> {
    this.limit.count(sender.address);
    const { store: key, viewerToken, consent, events, source } = readShape(batchShape, raw);
    const store = await this.known.store(key);
    if (!store) throw new AppError('UNKNOWN_STORE', { field: 'store' });
    const videos = await this.known.liveVideos(store.storeId, textsOf(events, 'videoId'));
    const products = await this.known.products(store.storeId, textsOf(events, 'productId'));
    const context = {
      storeId: store.storeId,
      mode: store.mode,
      now: this.clock.now(),
      consent,
      viewerId: viewerToken ? readViewerToken(this.config, viewerToken) : null,
      robot: isRobot(sender.userAgent),
      isLiveVideo: (id: string) => videos.has(id),
      isProduct: (id: string) => products.has(id),
    };
    const judgements = events.map((event) => judgeRaw(event, context));
    const written = await this.writer.write({ store, judgements, embedId: source ?? null });
    return judgements.map((judgement, i) => ({
      id: judgement.id,
      status: written[i] ?? 'dropped',
      ...(judgement.drop ? { reason: judgement.drop } : {}),
    }));
  }

  @Every('events.forget-ids', 3600)
  async forgetIds(): Promise<void> {
    await this.db.query(FORGET_IDS, [new Date(this.clock.now().getTime() - OLDEST_MS - 24 * 3_600_000)]);
  }
}

/** The values of one field among unjudged events, for one look-up; anything odd is judged later. */
function textsOf(events: readonly unknown[], field: string): string[] {
  return events.flatMap((event) => {
    const value = typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[field] : undefined;
    return typeof value === 'string' && value.length <= 200 && isStorableText(value) ? [value] : [];
  });
}
