// Remembers for seconds which stores, videos and products exist, so that a heartbeat costs no query.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import type { Mode } from '../facts/fact.rules.js';
import { StoresService } from '../stores/stores.service.js';
import { KNOWN_PRODUCTS, LIVE_VIDEOS } from './events.queries.js';

/** A video taken away is refused after 5 s at the latest; attribution checks its live time anyway (money.md E11). */
const KNOWN_MS = 5_000;
/** What is unknown is asked again after a second: it may just have been published. */
const UNKNOWN_MS = 1_000;

export interface KnownStore {
  storeId: string;
  mode: Mode;
  timezone: string;
}

@Injectable()
export class KnownThings {
  private readonly stores = new LRUCache<string, KnownStore>({ max: 5_000, ttl: KNOWN_MS });
  private readonly things = new LRUCache<string, boolean>({ max: 200_000, ttl: KNOWN_MS });

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly shops: StoresService,
  ) {}

  /** The store and mode of a publishable key, or null. */
  async store(publishableKey: string): Promise<KnownStore | null> {
    const known = this.stores.get(publishableKey);
    if (known) return known;
    const owner = await this.shops.byPublishableKey(publishableKey);
    if (!owner) return null;
    const found: KnownStore = { storeId: owner.store.id, mode: owner.mode, timezone: owner.store.timezone };
    this.stores.set(publishableKey, found);
    return found;
  }

  /** Which of these videos the store has published. */
  liveVideos(storeId: string, ids: readonly string[]): Promise<Set<string>> {
    return this.which('v', LIVE_VIDEOS, storeId, ids);
  }

  /** Which of these external product ids the store has. */
  products(storeId: string, ids: readonly string[]): Promise<Set<string>> {
    return this.which('p', KNOWN_PRODUCTS, storeId, ids);
  }

  private async which(kind: string, query: string, storeId: string, ids: readonly string[]): Promise<Set<string>> {
    const keyOf = (id: string) => `${kind}|${storeId}|${id}`;
    const asked = [...new Set(ids)].filter((id) => this.things.get(keyOf(id)) === undefined);
    if (asked.length > 0) {
      const rows: { id: string }[] = await this.db.query(query, [storeId, asked]);
      const found = new Set(rows.map((row) => row.id));
      for (const id of asked) {
        this.things.set(keyOf(id), found.has(id), { ttl: found.has(id) ? KNOWN_MS : UNKNOWN_MS });
      }
      return new Set(ids.filter((id) => found.has(id) || (!asked.includes(id) && this.things.get(keyOf(id)))));
    }
    return new Set(ids.filter((id) => this.things.get(keyOf(id))));
  }
}
