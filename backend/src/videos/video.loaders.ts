// Loads what belongs to videos for whole lists at once: one query a field, not one a video.
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { batched } from '../base/graphql/batched.js';
import { Creator } from '../creators/creator.entity.js';
import { Product } from '../products/product.entity.js';
import { Store } from '../stores/store.entity.js';
import type { VideoStep } from './video.entity.js';
import type { VideoStatus } from './video.status.js';

function grouped<R extends { videoId: string }, V>(rows: readonly R[], value: (row: R) => V): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const row of rows) {
    const group = groups.get(row.videoId) ?? [];
    group.push(value(row));
    groups.set(row.videoId, group);
  }
  return groups;
}

@Injectable()
export class VideoLoaders {
  constructor(private readonly db: DataSource) {}

  readonly creator = batched(async (ids) => {
    const creators = await this.db.manager.findBy(Creator, { id: In([...ids]) });
    return new Map(creators.map((c) => [c.id, c]));
  });

  readonly store = batched(async (ids) => {
    const stores = await this.db.manager.findBy(Store, { id: In([...ids]) });
    return new Map(stores.map((s) => [s.id, s]));
  });

  /** The products of a video, in its order. */
  readonly products = batched(async (videoIds) => {
    const tags = await this.db.query<{ videoId: string; productId: string }[]>(
      `SELECT video_id AS "videoId", product_id AS "productId" FROM video_products
        WHERE video_id = ANY($1) ORDER BY video_id, position`,
      [videoIds],
    );
    const found = await this.db.manager.findBy(Product, { id: In([...new Set(tags.map((t) => t.productId))]) });
    const products = new Map(found.map((p) => [p.id, p]));
    const known = tags.filter((t) => products.has(t.productId));
    return grouped(known, (t) => products.get(t.productId) as Product);
  });

  readonly steps = batched(async (videoIds) => {
    const rows = await this.db.query<{ videoId: string; status: VideoStatus; at: Date }[]>(
      `SELECT video_id AS "videoId", status, at FROM video_steps WHERE video_id = ANY($1) ORDER BY video_id, seq`,
      [videoIds],
    );
    return grouped<(typeof rows)[number], VideoStep>(rows, ({ status, at }) => ({ status, at }));
  });
}
