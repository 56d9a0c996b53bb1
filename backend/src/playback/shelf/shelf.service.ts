// What became of the videos that a shopper saved, and what is new of the creators whom they follow. Nothing is kept here: the browser has the list.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock.js';
import { readShape } from '../../base/http/shape.js';
import { CardsService } from '../cards/cards.service.js';
import { cardPoster } from '../media/pictures.rules.js';
import { PublicationService } from '../media/publication.service.js';
import { followedRows, savedRows, type ShelfRow } from './shelf.queries.js';

/** As many as a browser keeps. */
const MOST_IDS = 50;
const NEWEST = 20;

const ids = z.array(z.string().regex(/^\w{1,64}$/)).max(MOST_IDS);
const shelfShape = z.strictObject({ store: z.string().min(1).max(200), videos: ids, creators: ids });

export interface ShelfEntry {
  id: string;
  title: string;
  creator: { id: string; name: string };
  durationMs: number;
  posterUrl: string;
  publishedAt: string;
  product: { id: string; title: string; url: string };
  watchUrl: string;
}

export interface Shelf {
  saved: ShelfEntry[];
  followed: ShelfEntry[];
}

@Injectable()
export class ShelfService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly cards: CardsService,
    private readonly publications: PublicationService,
  ) {}

  /**
   * The saved videos that the store still shows in this country, and the newest of the creators, newest first. BAD_INPUT for more
   * than 50 ids, NOT_FOUND for an unknown key.
   */
  async of(raw: unknown, country: string | null): Promise<Shelf> {
    const { store, videos, creators } = readShape(shelfShape, raw);
    const storeId = await this.cards.storeOf(store);
    const asked = { storeId, now: this.clock.now(), country };
    const [saved, followed] = await Promise.all([
      savedRows(this.db, { ...asked, ids: videos, limit: MOST_IDS }),
      followedRows(this.db, { ...asked, ids: creators, limit: NEWEST }),
    ]);
    const entryOf = (row: ShelfRow): ShelfEntry => this.entry(storeId, row);
    return { saved: saved.map(entryOf), followed: followed.map(entryOf) };
  }

  private entry(storeId: string, row: ShelfRow): ShelfEntry {
    const { id, version, title, manifest, creatorId, creatorName, publishedAt } = row;
    return {
      ...{ id, title, creator: { id: creatorId, name: creatorName }, durationMs: manifest.durationMs },
      posterUrl: this.publications.publicUrl({ id, storeId, version }, cardPoster(manifest)),
      publishedAt: new Date(publishedAt).toISOString(),
      product: { id: row.productId, title: row.productTitle, url: row.productUrl },
      watchUrl: this.publications.publicAddress(`/watch/${id}`),
    };
  }
}
