// The answer to "which videos does this product card show", kept in memory and dropped when something changes.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { faceUrl } from '../../creators/profile/face.rules.js';
import { disclosureOf } from '../../disclosures/ad-mark.rules.js';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { decimalsOf } from '../../base/money.js';
import { DeliveriesService } from '../../deliveries/deliveries.service.js';
import { ExperimentsService } from '../../experiments/experiments.service.js';
import { PlacementRulesService, type KeptRules } from '../../placements/rules/placement-rules.service.js';
import { narrow, SHOWN, type PageRule } from '../../placements/rules/placing.rules.js';
import { SHOWN_ON_CARD } from '../../placements/placement.rules.js';
import { SpeedService } from '../../speed/speed.service.js';
import { isPublishableKey } from '../../stores/keys/key.rules.js';
import { StoresService } from '../../stores/stores.service.js';
import { ThemesService } from '../../themes/themes.service.js';
import { Changes, type Change } from '../changes.js';
import { Kept } from '../kept.js';
import { trackFolder } from '../../videos/tracks/track.rules.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { cardPoster, pictureUrls, posterSet } from '../media/pictures.rules.js';
import { PublicationService } from '../media/publication.service.js';
import { findCard, type CardRow, type CardTrackRow, type CardVideoRow } from '../playback.queries.js';
import type { Card } from './card.types.js';
import { shownNow } from './explore.rules.js';
import { StartsService } from './starts.service.js';

/** The database tells of changes at once; were that lost, an answer is at most so old. */
const CARD_MS = 30_000;
const KEY_MS = 60_000;

/** A shop's own product id: whatever the shop uses, within reason. */
const LONGEST_ID = 200;

export interface CardAnswer {
  body: Buffer;
  etag: string;
  /** The same for GraphQL. */
  value: Card;
  /** What it was made of: a change of any makes it old. */
  tags: readonly string[];
  /** Whether a viewer would see a video here, and the experiment that may hold them out. */
  hasVideo: boolean;
  experiment: string | null;
  /** Whether the page may still decide against a video. */
  isOpen: boolean;
}

@Injectable()
export class CardsService {
  private readonly cards: Kept<CardAnswer>;
  private readonly stores: Kept<{ storeId: string | null }>;
  private readonly rules: Kept<KeptRules>;
  private readonly themes: Kept<{ style: string }>;
  private readonly budgets: Kept<{ megabytes: number | null }>;
  private waiting = new Set<string>();
  private flush: NodeJS.Immediate | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly publications: PublicationService,
    private readonly changes: Changes,
    private readonly clock: Clock,
    private readonly starts: StartsService,
    private readonly experiments: ExperimentsService,
    private readonly speed: SpeedService,
    deliveries: DeliveriesService,
    stores: StoresService,
    rules: PlacementRulesService,
    themes: ThemesService,
  ) {
    const size = { maxSize: 64 * 1024 ** 2, sizeCalculation: (answer: CardAnswer) => answer.body.length * 4 + 500 };
    this.cards = new Kept({ max: 10_000, ttl: CARD_MS, ...size }, (key) => this.make(key));
    this.stores = new Kept({ max: 5000, ttl: KEY_MS }, async (key) => ({
      storeId: (await stores.byPublishableKey(key))?.store.id ?? null,
    }));
    this.rules = new Kept({ max: 5000, ttl: CARD_MS }, (storeId) => rules.of(storeId));
    this.themes = new Kept({ max: 5000, ttl: CARD_MS }, async (storeId) => ({
      style: await themes.styleOf(storeId, ':host'),
    }));
    this.budgets = new Kept({ max: 5000, ttl: CARD_MS }, async (storeId) => ({
      megabytes: await deliveries.visitorMegabytes(storeId),
    }));
    changes.subscribe((change) => this.drop(change));
  }

  /**
   * The answer for a product of a store, in a country where that is known. NOT_FOUND for an unknown publishable key; an
   * unknown product has no videos. BAD_INPUT for what no shop would use as an id.
   */
  async card(publishableKey: string, externalId: string, country: string | null): Promise<CardAnswer> {
    if (externalId === '' || externalId.length > LONGEST_ID || externalId.includes('\0')) {
      throw new AppError('BAD_INPUT', { field: 'product' });
    }
    this.changes.start();
    const storeId = await this.storeOf(publishableKey);
    return this.cards.get(`${country ?? ''}:${storeId}:${externalId}`);
  }

  /** The same answer where it is at hand and young, and nothing has to be waited for. */
  inMemory(publishableKey: string, externalId: string, country: string | null): CardAnswer | undefined {
    const storeId = this.stores.young(publishableKey)?.storeId;
    return storeId ? this.cards.young(`${country ?? ''}:${storeId}:${externalId}`) : undefined;
  }

  /** The store of a publishable key. NOT_FOUND for an unknown one. */
  async storeOf(publishableKey: string): Promise<string> {
    if (!isPublishableKey(publishableKey)) throw new AppError('NOT_FOUND', { field: 'store' });
    const known = await this.stores.get(publishableKey);
    if (!known.storeId) throw new AppError('NOT_FOUND', { field: 'store', detail: 'This store key is unknown.' });
    return known.storeId;
  }

  private async make(key: string): Promise<CardAnswer> {
    const [country = '', storeId = ''] = key.split(':', 2);
    const card = key.slice(country.length + 1);
    const externalId = card.slice(storeId.length + 1);
    const at = { now: this.clock.now(), country: country === '' ? null : country };
    const row = await findCard(this.db, { storeId, externalId, limit: SHOWN_ON_CARD, ...at });
    const inTurn = shownNow(row?.videos ?? [], externalId, at.now, SHOWN_ON_CARD);
    const { shown, rules } = row ? await this.place(storeId, row, inTurn, at.country) : { shown: inTurn, rules: null };
    const hasVideo = shown.length > 0;
    const experiment = hasVideo ? ((await this.experiments.activeIn(storeId))?.id ?? null) : null;
    const budgetMb = hasVideo ? (await this.budgets.get(storeId)).megabytes : null;
    const answer = {
      product: row ? productOf(row) : null,
      videos: row
        ? await Promise.all(
            shown.map((video, place) =>
              this.videoOf(storeId, row, video, { isFirst: place === 0, country: country || null }),
            ),
          )
        : [],
      tokenUrl: this.publications.publicAddress('/v1/viewers'),
      theme: hasVideo ? (await this.themes.get(storeId)).style : '',
      ...(experiment ? { experiment } : {}),
      ...(rules && hasVideo ? { rules } : {}),
      ...(hasVideo ? { guard: await this.speed.stateOf(storeId) } : {}),
      ...(budgetMb === null ? {} : { budgetMb }),
    };
    const isOpen = experiment !== null || (rules ?? []).some(({ hide }) => hide);
    const body = Buffer.from(JSON.stringify(answer));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const tags = row ? [`product:${row.productId}`, ...shown.map((v) => `video:${v.id}`)] : [`card:${card}`];
    const value = { ...answer, rules: graphRules(rules), product: row ? graphProductOf(row) : null };
    return { body, etag, value, tags: [...tags, `store:${storeId}`], hasVideo, experiment, isOpen };
  }

  /** Leaves out the videos that the shop's rules hide here, and gives the rules that only the page can decide, if any. */
  private async place(
    storeId: string,
    row: CardRow,
    videos: CardVideoRow[],
    country: string | null,
  ): Promise<{ shown: CardVideoRow[]; rules: PageRule[] | null }> {
    const { rules, otherwise } = await this.rules.get(storeId);
    if (rules.length === 0 && otherwise.shows && !otherwise.form && !otherwise.limit)
      return { shown: videos, rules: null };
    const left = narrow({ rules, otherwise }, { ...row, country });
    const { shows, form, limit } = 'decided' in left ? left.decided : SHOWN;
    const shown = shows ? videos.slice(0, limit ?? SHOWN_ON_CARD) : [];
    if ('rules' in left) return { shown, rules: left.rules };
    return { shown, rules: form ? [{ form, ...(limit ? { limit } : {}) }] : null };
  }

  /** Only the first video stands ready before a tap, so the others come without their init segments. */
  private async videoOf(
    storeId: string,
    card: CardRow,
    row: CardVideoRow,
    { isFirst, country }: { isFirst: boolean; country: string | null },
  ) {
    const { erid, received } = row;
    const { told, texts } = disclosureOf(
      { commission: card.pays, advertiser: card.advertiser, erid, received },
      country,
    );
    const { id, version, manifest } = row;
    const url = (file: string) => this.publications.publicUrl({ id, storeId, version }, file);
    const set = posterSet(manifest, url);
    const start = await this.starts.of(mediaFolder({ storeId, videoId: id, version }), manifest.master);
    return {
      id,
      title: row.title,
      creator: {
        ...{ id: row.creatorId, name: row.creatorName },
        avatarUrl: faceUrl(this.publications.publicAddress(''), { id: row.creatorId, face: row.face }, 96),
      },
      durationMs: manifest.durationMs,
      width: manifest.width,
      height: manifest.height,
      hlsUrl: url(manifest.master),
      start: isFirst ? start : start.map(({ initData: _left, ...rung }) => rung),
      mp4Url: manifest.mp4 === null ? null : url(manifest.mp4),
      posterUrl: url(cardPoster(manifest)),
      ...(set ? { posterSet: set } : {}),
      ...pictureUrls(manifest, url),
      captions: manifest.captions.map((c) => ({ lang: c.language, label: c.label, url: url(c.file) })),
      disclosure: told,
      ...(texts ? { disclosureTexts: texts } : {}),
      products: row.products,
      ...(row.marks === null ? {} : { marks: row.marks }),
      ...(row.tracks === null ? {} : { tracks: row.tracks.map((track) => trackOf(track, url)) }),
      publishedAt: new Date(row.publishedAt).toISOString(),
      votes: row.votes,
    };
  }

  /** Changes come in bursts, such as a price list; they are gathered and the cache is walked once a turn. */
  private drop(change: Change): void {
    if (change === null) {
      this.rules.dropAll();
      this.themes.dropAll();
      this.budgets.dropAll();
      return this.cards.dropAll();
    }
    if (change.startsWith('store:')) {
      for (const kept of [this.rules, this.themes, this.budgets]) kept.dropKey(change.slice('store:'.length));
    }
    this.cards.changed();
    this.waiting.add(change);
    this.flush ??= setImmediate(() => {
      const changed = this.waiting;
      this.waiting = new Set();
      this.flush = undefined;
      this.cards.drop((_, answer) => answer.tags.some((tag) => changed.has(tag)));
    });
  }
}

function trackOf({ id, master, mp4, ...told }: CardTrackRow, url: (file: string) => string) {
  const at = (file: string) => url(`${trackFolder(id)}/${file}`);
  return { ...told, hlsUrl: at(master), mp4Url: mp4 === null ? null : at(mp4) };
}

function productOf(row: CardRow) {
  return {
    id: row.externalId,
    title: row.title,
    priceMinor: row.priceMinor,
    currency: row.currency,
    decimals: decimalsOf(row.currency),
    url: row.url,
    imageUrl: row.imageUrl,
    inStock: row.inStock,
    variants: row.variants,
  };
}

const graphRules = (rules: readonly PageRule[] | null): Card['rules'] =>
  (rules ?? []).map(({ devices, languages, urls, hide, form, limit }) => ({
    ...{ devices: devices ?? [], languages: languages ?? [], urls: urls ?? [] },
    outcome: { shows: !hide, form: form ?? null, limit: limit ?? null },
  }));

function graphProductOf(row: CardRow): Card['product'] {
  const { currency } = row;
  const price = (amountMinor: string) => ({ amountMinor, currency, decimals: decimalsOf(currency) });
  return {
    ...{ id: row.externalId, title: row.title, price: price(row.priceMinor) },
    ...{ url: row.url, imageUrl: row.imageUrl, inStock: row.inStock },
    variants: row.variants.map(({ priceMinor, ...variant }) => ({ ...variant, price: price(priceMinor) })),
  };
}
