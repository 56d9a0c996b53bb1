// Named SQL of the public reads, run as prepared statements on `pg` itself: a third of what the ORM costs (service.md).
import type { DataSource } from 'typeorm';
import type { Links } from '../disclosures/ad-mark.rules.js';
import { ADVERTISER, PAYS } from '../disclosures/links.rules.js';
import type { TrackKind } from '../videos/tracks/track.status.js';
import type { VideoManifest } from '../videos/video.rules.js';

interface Pool {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** A named statement is planned once a connection. */
export async function named<R>(db: DataSource, name: string, text: string, values: unknown[]): Promise<R | null> {
  const { master } = db.driver as unknown as { master: Pool };
  const { rows } = await master.query({ name, text, values });
  return (rows[0] as R | undefined) ?? null;
}

export interface CardVideoRow {
  id: string;
  version: number;
  title: string;
  manifest: Omit<VideoManifest, 'files'>;
  creatorId: string;
  creatorName: string;
  /** Names the files of the creator's picture; null without one. */
  face: string | null;
  publishedAt: string;
  products: string[];
  erid: Links['erid'];
  received: Links['received'];
  pinned: boolean;
  exploring: boolean;
  /** Viewers who found it helpful, of those who said anything. */
  votes: { helpful: number; total: number };
  /** Says which chapters and hot-spots it has; null without any. */
  marks: string | null;
  /** Null without any. */
  tracks: CardTrackRow[] | null;
}

export interface CardTrackRow {
  id: string;
  kind: TrackKind;
  lang: string;
  label: string;
  master: string;
  mp4: string | null;
}

export interface CardRow {
  productId: string;
  externalId: string;
  title: string;
  priceMinor: string;
  currency: string;
  url: string;
  imageUrl: string | null;
  inStock: boolean;
  /** A term of the store's plan pays for sales. */
  pays: boolean;
  advertiser: Links['advertiser'];
  collections: string[];
  tags: string[];
  variants: { id: string; title: string; priceMinor: string; inStock: boolean }[];
  videos: CardVideoRow[];
}

/** So far below what a card shows new videos are looked for. */
const EXPLORED = 50;

/**
 * $1 store, $2 the shop's own product id, $3 how many videos a card shows (those that explore come from below too), $4 now, $5 the visitor's country or null where
 * it is not known. A video is shown in its live version, while its licence holds.
 */
const CARD = `
  SELECT p.id AS "productId", p.external_id AS "externalId", p.title, p.price_minor::text AS "priceMinor", p.currency,
         p.url, p.image_url AS "imageUrl", p.in_stock AS "inStock", p.collections, p.tags,
         ${PAYS('p.store_id', '$4')} AS pays, ${ADVERTISER('p.store_id')} AS advertiser,
         (SELECT coalesce(json_agg(json_build_object('id', v.external_id, 'title', v.title,
                   'priceMinor', v.price_minor::text, 'inStock', v.in_stock) ORDER BY v.position), '[]'::json)
            FROM product_variants v WHERE v.product_id = p.id) AS variants,
         (SELECT coalesce(json_agg(c ORDER BY c.place), '[]'::json) FROM (
            SELECT row_number() OVER (ORDER BY pl.position, pl.id) AS place, pl.pinned, pl.exploring, v.id, o.version, v.title,
                   o.manifest - 'files' AS manifest, cr.id AS "creatorId", cr.display_name AS "creatorName",
                   cr.face,
                   v.published_at AS "publishedAt", m.erid, m.received,
                   (SELECT json_agg(t.external_id ORDER BY vp.position) FROM video_products vp
                      JOIN products t ON t.id = vp.product_id AND t.removed_at IS NULL
                     WHERE vp.video_id = v.id) AS products,
                   json_build_object('helpful', coalesce(t.helpful, 0), 'total', coalesce(t.helpful + t.not_helpful, 0)) AS votes,
                   (SELECT string_agg(left(m.kind, 1) || m.version || '.' || m.revision, '-' ORDER BY m.kind)
                      FROM video_marks m WHERE m.video_id = v.id AND m.version = o.version AND NOT m.held
                       AND m.items <> '[]') AS marks,
                   (SELECT json_agg(json_build_object('id', a.id, 'kind', a.kind, 'lang', a.language, 'label', a.label,
                             'master', a.manifest->>'master', 'mp4', a.manifest->>'mp4') ORDER BY a.kind, a.created_at, a.id)
                      FROM video_tracks a WHERE a.video_id = v.id AND a.version = o.version AND a.state = 'shown') AS tracks
              FROM placements pl
              JOIN videos v ON v.id = pl.video_id AND (v.licence_until IS NULL OR v.licence_until > $4)
                AND ($5::text IS NULL OR v.licence_countries IS NULL OR $5 = ANY(v.licence_countries))
              JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
              JOIN creators cr ON cr.id = v.creator_id
              LEFT JOIN ad_marks m ON m.video_id = v.id
              LEFT JOIN vote_totals t ON t.video_id = v.id
             WHERE pl.product_id = p.id AND pl.removed_at IS NULL AND NOT pl.hidden
             ORDER BY pl.position, pl.id LIMIT $3 + ${EXPLORED}) c WHERE c.place <= $3 OR c.exploring) AS videos
    FROM products p
   WHERE p.store_id = $1 AND p.external_id = $2 AND p.removed_at IS NULL`;

export interface CardQuestion {
  storeId: string;
  externalId: string;
  limit: number;
  now: Date;
  country: string | null;
}

export function findCard(db: DataSource, asked: CardQuestion): Promise<CardRow | null> {
  const { storeId, externalId, limit, now, country } = asked;
  return named<CardRow>(db, 'playback_card', CARD, [storeId, externalId, limit, now, country]);
}

export interface PublicationRow {
  storeId: string;
  /** What everybody may fetch, as far as the licence goes; null while nothing is live. */
  liveVersion: number | null;
  /** Versions that a newer one replaced a moment ago: whoever is watching one may see its end. */
  endingVersions: number[];
  /** What its creator and moderators may fetch: the newest version once something of it can be played. */
  previewVersion: number | null;
  /** The tracks that a moderator approved, whatever version they belong to. */
  tracks: string[];
  licence: { until: Date | null; countries: string[] | null };
}

const PUBLICATION = `
  SELECT v.store_id AS "storeId", v.live_version AS "liveVersion",
         CASE WHEN v.status <> 'retired' AND (v.manifest IS NOT NULL OR v.early_playlist IS NOT NULL) THEN v.version END
           AS "previewVersion",
         ARRAY(SELECT o.version FROM video_versions o WHERE o.video_id = v.id AND o.status = 'replaced' AND o.ended_at > $2)
           AS "endingVersions",
         ARRAY(SELECT t.id FROM video_tracks t WHERE t.video_id = v.id AND t.state = 'shown') AS tracks,
         v.licence_until AS until, v.licence_countries AS countries
    FROM videos v WHERE v.id = $1`;

/** `endedSince`: a version that was replaced before is not fetched any more. */
export async function findPublication(
  db: DataSource,
  videoId: string,
  endedSince: Date,
): Promise<PublicationRow | null> {
  type Row = Omit<PublicationRow, 'licence'> & PublicationRow['licence'];
  const row = await named<Row>(db, 'playback_publication', PUBLICATION, [videoId, endedSince]);
  if (!row) return null;
  const { until, countries, ...rest } = row;
  return { ...rest, licence: { until, countries } };
}

export interface WatchedRow {
  store: string;
  shop: string;
  product: string;
}

/** Where a video may be shown: the product whose card has it highest up, its store, and the key that pages name it by. */
const WATCHED = `
  SELECT s.publishable_key AS store, s.name AS shop, p.external_id AS product
    FROM placements pl
    JOIN products p ON p.id = pl.product_id AND p.removed_at IS NULL
    JOIN stores s ON s.id = pl.store_id
   WHERE pl.video_id = $1 AND pl.removed_at IS NULL AND NOT pl.hidden
   ORDER BY pl.position, pl.id LIMIT 1`;

export function findWatched(db: DataSource, videoId: string): Promise<WatchedRow | null> {
  return named<WatchedRow>(db, 'playback_watched', WATCHED, [videoId]);
}

export interface ListedRow {
  id: string;
  version: number;
  title: string;
  manifest: Pick<VideoManifest, 'durationMs' | 'width' | 'height' | 'poster' | 'mp4'>;
  creatorName: string;
  publishedAt: string;
  productId: string;
}

/** $1 store, $2 how many videos a card shows, $3 now: what cards show everywhere. A video of several products is named with its first. */
const SHOWN = `
  SELECT DISTINCT ON (video_id) * FROM (
    SELECT pl.video_id, p.external_id, row_number() OVER (PARTITION BY pl.product_id ORDER BY pl.position, pl.id) AS place
      FROM placements pl
      JOIN products p ON p.id = pl.product_id AND p.removed_at IS NULL
      JOIN videos v ON v.id = pl.video_id AND v.live_version IS NOT NULL
        AND (v.licence_until IS NULL OR v.licence_until > $3) AND v.licence_countries IS NULL
     WHERE pl.store_id = $1 AND pl.removed_at IS NULL AND NOT pl.hidden) c
   WHERE place <= $2 ORDER BY video_id, place`;

const LISTED = `
  SELECT v.id, o.version, v.title, cr.display_name AS "creatorName", v.published_at AS "publishedAt", shown.external_id AS "productId",
         json_build_object('durationMs', o.manifest->'durationMs', 'width', o.manifest->'width', 'height', o.manifest->'height',
                           'poster', o.manifest->'poster', 'mp4', o.manifest->'mp4') AS manifest
    FROM (${SHOWN} LIMIT $4 OFFSET $5) shown
    JOIN videos v ON v.id = shown.video_id
    JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
    JOIN creators cr ON cr.id = v.creator_id
   ORDER BY v.id`;

export interface ListQuestion {
  storeId: string;
  /** How many videos a card shows. */
  limit: number;
  now: Date;
}

/** One page of the videos that a store's cards show, in a steady order. */
export function listShown(db: DataSource, asked: ListQuestion, size: number, skip: number): Promise<ListedRow[]> {
  return db.query(LISTED, [asked.storeId, asked.limit, asked.now, size, skip]);
}

export async function countShown(db: DataSource, { storeId, limit, now }: ListQuestion): Promise<number> {
  const [row]: { count: number }[] = await db.query(`SELECT count(*)::int AS count FROM (${SHOWN}) shown`, [
    ...[storeId, limit, now],
  ]);
  return row?.count ?? 0;
}
