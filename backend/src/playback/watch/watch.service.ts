// Cards and videos as pages: what other servers, search engines and shopping feeds fetch.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { SHOWN_ON_CARD } from '../../placements/placement.rules.js';
import { CardsService } from '../cards/cards.service.js';
import { PublicationService } from '../media/publication.service.js';
import { countShown, findWatched, listShown } from '../playback.queries.js';
import { cardMarkup, merchantFeed, sitemap, sitemapIndex, watchPage, type ListedVideo } from './markup.rules.js';
import type { WatchLanguage } from './watch-words.rules.js';

/** Search engines take 50,000 addresses a file; a tenth is made quickly. */
const SITEMAP_SIZE = 5000;

@Injectable()
export class WatchService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly cards: CardsService,
    private readonly publications: PublicationService,
  ) {}

  /** The element of a product with what stands in it before any script; empty where there is no video. NOT_FOUND, BAD_INPUT as a card. */
  async markup(store: string, product: string, language: WatchLanguage, country: string | null): Promise<string> {
    const { value, isOpen } = await this.cards.card(store, product, country);
    const place = { store, product, language, watchUrl: this.watchUrl(language) };
    return cardMarkup(place, value.videos, value.product, isOpen);
  }

  /** The page of a video that some card shows in this country; null for every other. */
  async page(videoId: string, language: WatchLanguage, country: string | null): Promise<string | null> {
    const found = await findWatched(this.db, videoId);
    if (!found) return null;
    const { store, shop, product: productId } = found;
    const { value, isOpen } = await this.cards.card(store, productId, country);
    const video = value.videos.find(({ id }) => id === videoId);
    if (!video || !value.product) return null;
    const place = { store, product: productId, language, watchUrl: this.watchUrl(language) };
    const origin = this.publications.publicAddress('');
    return watchPage({ place, shop, video, product: value.product, isOpen, origin });
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

  /** Without a language the page chooses by the reader's browser. */
  private watchUrl(language: WatchLanguage | null): (videoId: string) => string {
    return (videoId) => this.publications.publicAddress(`/watch/${videoId}${language ? `?lang=${language}` : ''}`);
  }
}
