// Named SQL of creators' pages: what one creator shows in one store, and the stores where they show anything.
import type { DataSource } from 'typeorm';
import type { Links } from '../../disclosures/ad-mark.rules.js';
import { ADVERTISER, PAYS } from '../../disclosures/links.rules.js';
import type { VideoManifest } from '../../videos/video.rules.js';

export interface ReviewRow {
  id: string;
  version: number;
  title: string;
  manifest: Pick<VideoManifest, 'durationMs' | 'width' | 'height' | 'poster' | 'posterSizes'>;
  publishedAt: Date;
  externalId: string;
  productTitle: string;
  productUrl: string;
  collections: string[];
  tags: string[];
  /** How many videos stand before it on the card of that product. */
  before: number;
  pays: boolean;
  advertiser: Links['advertiser'];
  erid: Links['erid'];
  received: Links['received'];
  helpful: number;
  total: number;
}

const VISIBLE = (video: string): string => `${video}.live_version IS NOT NULL
  AND (${video}.licence_until IS NULL OR ${video}.licence_until > $3)
  AND ($4::text IS NULL OR ${video}.licence_countries IS NULL OR $4 = ANY(${video}.licence_countries))`;

/**
 * $1 store, $2 creator, $3 now, $4 the visitor's country or null, $5 how many videos a card shows, $6 and $7 the last row before, or null,
 * $8 so many at most. A video stands with the product whose card has it highest up, as on its watch page, and only while that card shows it.
 */
const REVIEWS = `
  SELECT v.id, o.version, v.title, v.published_at AS "publishedAt",
         json_build_object('durationMs', o.manifest->'durationMs', 'width', o.manifest->'width', 'height', o.manifest->'height',
                           'poster', o.manifest->'poster', 'posterSizes', coalesce(o.manifest->'posterSizes', '[]'::jsonb)) AS manifest,
         at.external_id AS "externalId", at.title AS "productTitle", at.url AS "productUrl", at.collections, at.tags, c.before,
         ${PAYS('v.store_id', '$3')} AS pays, ${ADVERTISER('v.store_id')} AS advertiser, m.erid, m.received,
         coalesce(t.helpful, 0) AS helpful, coalesce(t.helpful + t.not_helpful, 0) AS total
    FROM videos v
    JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
    JOIN LATERAL (
      SELECT p.id, p.external_id, p.title, p.url, p.collections, p.tags, pl.position, pl.id AS placement_id FROM placements pl
        JOIN products p ON p.id = pl.product_id AND p.removed_at IS NULL
       WHERE pl.video_id = v.id AND pl.removed_at IS NULL AND NOT pl.hidden
       ORDER BY pl.position, pl.id LIMIT 1) at ON true
    JOIN LATERAL (
      SELECT count(*)::int AS before FROM placements q JOIN videos w ON w.id = q.video_id AND ${VISIBLE('w')}
       WHERE q.product_id = at.id AND q.removed_at IS NULL AND NOT q.hidden
         AND (q.position, q.id) < (at.position, at.placement_id)) c ON c.before < $5
    LEFT JOIN ad_marks m ON m.video_id = v.id
    LEFT JOIN vote_totals t ON t.video_id = v.id
   WHERE v.store_id = $1 AND v.creator_id = $2 AND ${VISIBLE('v')}
     AND ($6::timestamptz IS NULL OR (v.published_at, v.id) < ($6, $7))
   ORDER BY v.published_at DESC, v.id DESC LIMIT $8`;

export interface ReviewsQuestion {
  storeId: string;
  creatorId: string;
  now: Date;
  country: string | null;
  /** How many videos a card shows. */
  shown: number;
  after: { at: Date; id: string } | null;
  limit: number;
}

export function reviewRows(db: DataSource, asked: ReviewsQuestion): Promise<ReviewRow[]> {
  const { storeId, creatorId, now, country, shown, after, limit } = asked;
  const values = [storeId, creatorId, now, country, shown, after?.at ?? null, after?.id ?? null, limit];
  return db.query(REVIEWS, values);
}

/** $1 creator, $2 now: stores on whose cards a video of theirs stands. */
const STORES = `
  FROM stores s WHERE s.id IN (
    SELECT v.store_id FROM videos v JOIN placements pl ON pl.video_id = v.id AND pl.removed_at IS NULL AND NOT pl.hidden
      JOIN products p ON p.id = pl.product_id AND p.removed_at IS NULL
     WHERE v.creator_id = $1 AND v.live_version IS NOT NULL AND (v.licence_until IS NULL OR v.licence_until > $2))`;

export interface PublicStoreRow {
  id: string;
  name: string;
  key: string;
}

export async function publicStores(
  db: DataSource,
  of: { creatorId: string; now: Date; after: readonly string[] | null; limit: number },
): Promise<{ rows: PublicStoreRow[]; count: number }> {
  const [{ count } = { count: 0 }]: { count: number }[] = await db.query(`SELECT count(*)::int AS count ${STORES}`, [
    ...[of.creatorId, of.now],
  ]);
  const rows: PublicStoreRow[] = await db.query(
    `SELECT s.id, s.name, s.publishable_key AS key ${STORES} AND ($3::text IS NULL OR (s.name, s.id) > ($3, $4))
      ORDER BY s.name, s.id LIMIT $5`,
    [of.creatorId, of.now, of.after?.[0] ?? null, of.after?.[1] ?? null, of.limit],
  );
  return { rows, count };
}
