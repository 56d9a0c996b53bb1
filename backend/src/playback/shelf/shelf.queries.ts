// Named SQL of the shelf: videos that somebody saved, and the newest of creators whom they follow.
import type { DataSource } from 'typeorm';
import type { VideoManifest } from '../../videos/video.rules.js';

export interface ShelfRow {
  id: string;
  version: number;
  title: string;
  manifest: Pick<VideoManifest, 'durationMs' | 'poster' | 'posterSizes'>;
  creatorId: string;
  creatorName: string;
  publishedAt: string;
  productId: string;
  productTitle: string;
  productUrl: string;
}

/** $1 store, $2 ids, $3 now, $4 the visitor's country or null, $5 so many at most. A video stands with the product whose card has it highest up. */
const entries = (which: string): string => `
  SELECT v.id, o.version, v.title, cr.id AS "creatorId", cr.display_name AS "creatorName", v.published_at AS "publishedAt",
         json_build_object('durationMs', o.manifest->'durationMs', 'poster', o.manifest->'poster',
                           'posterSizes', coalesce(o.manifest->'posterSizes', '[]'::jsonb)) AS manifest,
         at.external_id AS "productId", at.title AS "productTitle", at.url AS "productUrl"
    FROM videos v
    JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
    JOIN creators cr ON cr.id = v.creator_id
    JOIN LATERAL (
      SELECT p.external_id, p.title, p.url FROM placements pl
        JOIN products p ON p.id = pl.product_id AND p.removed_at IS NULL
       WHERE pl.video_id = v.id AND pl.removed_at IS NULL AND NOT pl.hidden
       ORDER BY pl.position, pl.id LIMIT 1) at ON true
   WHERE v.store_id = $1 AND ${which} AND v.live_version IS NOT NULL AND (v.licence_until IS NULL OR v.licence_until > $3)
     AND ($4::text IS NULL OR v.licence_countries IS NULL OR $4 = ANY(v.licence_countries))
   ORDER BY v.published_at DESC, v.id DESC LIMIT $5`;

const SAVED = entries('v.id = ANY($2)');
const FOLLOWED = entries('v.creator_id = ANY($2)');

export interface ShelfQuestion {
  storeId: string;
  ids: readonly string[];
  now: Date;
  country: string | null;
  limit: number;
}

function rows(db: DataSource, sql: string, { storeId, ids, now, country, limit }: ShelfQuestion): Promise<ShelfRow[]> {
  return ids.length === 0 ? Promise.resolve([]) : db.query(sql, [storeId, ids, now, country, limit]);
}

export const savedRows = (db: DataSource, asked: ShelfQuestion): Promise<ShelfRow[]> => rows(db, SAVED, asked);
export const followedRows = (db: DataSource, asked: ShelfQuestion): Promise<ShelfRow[]> => rows(db, FOLLOWED, asked);
