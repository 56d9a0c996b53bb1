// Cards and videos as pages: what other servers, search engines and shopping feeds fetch.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import type { Config } from '../../base/config.js';
import { SHOWN_ON_CARD } from '../../placements/placement.rules.js';
import { CardsService } from '../cards/cards.service.js';
import { MarksAnswers } from '../marks/marks.answers.js';
import { PublicationService } from '../media/publication.service.js';
import { countShown, findWatched, listShown } from '../playback.queries.js';
import {
  cardMarkup,
  merchantFeed,
  sitemap,
  sitemapIndex,
  watchPage,
  type CardPlace,
  type ListedVideo,
  type ShownProduct,
  type ShownVideo,
} from './markup.rules.js';
import { TranscriptsService, type Captioned } from './transcripts.service.js';
import type { WatchLanguage } from './watch-words.rules.js';

/** Search engines take 50,000 addresses a file; a tenth is made quickly. */
const SITEMAP_SIZE = 5000;

export interface FoundVideo {
  place: CardPlace;
  shop: string;
  video: ShownVideo & Captioned;
  product: ShownProduct;
  /** The page may decide against showing it. */
  isOpen: boolean;
}

/** Only our own script runs on a page of ours, nothing inline; who may frame it is said. */
export function pagePolicy(config: Pick<Config, 'publicUrl'>, ancestors: readonly string[]): string {
  const own = new URL(config.publicUrl).origin;
  return [
    ...["default-src 'none'", `script-src ${own}`, `style-src ${own}`, `connect-src ${own}`, `img-src ${own} https:`],
    ...[`media-src ${own} blob:`, "base-uri 'none'", "form-action 'none'"],
    `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`,
    ..."require-trusted-types-for 'script'; trusted-types 'none'".split('; '),
  ].join('; ');
}

@Injectable()
export class WatchService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly cards: CardsService,
    private readonly publications: PublicationService,
    private readonly marks: MarksAnswers,
    private readonly transcripts: TranscriptsService,
  ) {}

  /** The element of a product with what stands in it before any script; empty where there is no video. NOT_FOUND, BAD_INPUT as a card. */
  async markup(store: string, product: string, language: WatchLanguage, country: string | null): Promise<string> {
    const { value, isOpen } = await this.cards.card(store, product, country);
    const place = { store, product, language, ...this.urls(store, language) };
    return cardMarkup(place, value.videos, value.product, isOpen);
  }

  /** A video that some card shows in this country, with what a page of ours says of it; null for every other. */
  async find(videoId: string, language: WatchLanguage, country: string | null): Promise<FoundVideo | null> {
    if (!/^\w{1,64}$/.test(videoId)) return null;
    const found = await findWatched(this.db, videoId);
    if (!found) return null;
    const { store, shop, product: productId } = found;
    const { value, isOpen } = await this.cards.card(store, productId, country);
    const shown = value.videos.find(({ id }) => id === videoId);
    if (!shown || !value.product) return null;
    const chapters = shown.marks === undefined ? [] : (await this.marks.of(store, videoId, country)).chapters;
    const place = { store, product: productId, language, ...this.urls(store, language) };
    return { place, shop, video: { ...shown, chapters }, product: value.product, isOpen };
  }

  /** The page of such a video. `startS` past its end is the beginning; `text` is the language that its text is wished in. */
  async page(
    videoId: string,
    language: WatchLanguage,
    country: string | null,
    { startS = 0, text = null }: { startS?: number; text?: string | null } = {},
  ): Promise<string | null> {
    const found = await this.find(videoId, language, country);
    if (!found) return null;
    const begins = { startS: startS * 1000 < found.video.durationMs ? startS : 0 };
    const transcript = await this.transcripts.of(found.video, [...(text === null ? [] : [text]), language]);
    return watchPage({ ...found, origin: this.publications.publicAddress(''), ...begins, transcript });
  }

  /** One of a store's sitemaps, or without a number their list. NOT_FOUND for an unknown key; null for a page that is not there. */
  async sitemap(store: string, page: number | null): Promise<string | null> {
    const storeId = await this.cards.storeOf(store);
    const count = await countShown(this.db, this.asked(storeId));
    const pages = Math.max(1, Math.ceil(count / SITEMAP_SIZE));
    if (page === null) {
      const at = (number: number) =>
        this.publications.publicAddress(`/watch/sitemap.xml?store=${store}&page=${number}`);
      return sitemapIndex(Array.from({ length: pages }, (_, index) => at(index + 1)));
    }
    if (page > pages) return null;
    return sitemap(await this.listed(storeId, page), this.watchUrl(null));
  }

  /** One page of `video_link`s for Google Merchant Center. NOT_FOUND for an unknown key. */
  async merchantFeed(store: string, page: number): Promise<string> {
    const storeId = await this.cards.storeOf(store);
    return merchantFeed(await this.listed(storeId, page));
  }

  private async listed(storeId: string, page: number): Promise<ListedVideo[]> {
    const rows = await listShown(this.db, this.asked(storeId), SITEMAP_SIZE, (page - 1) * SITEMAP_SIZE);
    return rows.map(({ id, version, title, manifest, creatorName, publishedAt, productId }) => {
      const url = (file: string) => this.publications.publicUrl({ id, storeId, version }, file);
      const { durationMs, width, height, poster, mp4 } = manifest;
      return {
        ...{ id, title, creator: { name: creatorName }, durationMs, width, height, productId, disclosure: true },
        ...{ posterUrl: url(poster), mp4Url: mp4 === null ? null : url(mp4) },
        publishedAt: new Date(publishedAt).toISOString(),
      };
    });
  }

  private asked(storeId: string) {
    return { storeId, limit: SHOWN_ON_CARD, now: this.clock.now() };
  }

  private urls(store: string, language: WatchLanguage): Pick<CardPlace, 'watchUrl' | 'personUrl'> {
    const personUrl = (id: string): string => this.publications.publicAddress(`/c/${store}/${id}?lang=${language}`);
    return { watchUrl: this.watchUrl(language), personUrl };
  }

  /** Without a language the page chooses by the reader's browser. */
  private watchUrl(language: WatchLanguage | null): (videoId: string) => string {
    return (videoId) => this.publications.publicAddress(`/watch/${videoId}${language ? `?lang=${language}` : ''}`);
  }
}
