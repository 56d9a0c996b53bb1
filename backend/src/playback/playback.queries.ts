// Named SQL of the public reads, run as prepared statements on `pg` itself: a third of what the ORM costs (service.md).
import type { DataSource } from 'typeorm';
import type { VideoManifest } from '../videos/video.rules.js';

interface Pool {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** A named statement is planned once a connection. */
async function named<R>(db: DataSource, name: string, text: string, values: unknown[]): Promise<R | null> {
  const { master } = db.driver as unknown as { master: Pool };
  const { rows } = await master.query({ name, text, values });
  return (rows[0] as R | undefined) ?? null;
}

export interface CardVideoRow {
  id: string;
  version: number;
  title: string;
  manifest: Omit<VideoManifest, 'files'>;
  creatorName: string;
  avatarUrl: string | null;
  publishedAt: string;
  products: string[];
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
  variants: { id: string; title: string; priceMinor: string; inStock: boolean }[];
  videos: CardVideoRow[];
}

/** $1 store, $2 the shop's own product id, $3 how many videos a card shows. */
const CARD = `
  SELECT p.id AS "productId", p.external_id AS "externalId", p.title, p.price_minor::text AS "priceMinor", p.currency,
         p.url, p.image_url AS "imageUrl", p.in_stock AS "inStock",
         (SELECT coalesce(json_agg(json_build_object('id', v.external_id, 'title', v.title,
                   'priceMinor', v.price_minor::text, 'inStock', v.in_stock) ORDER BY v.position), '[]'::json)
            FROM product_variants v WHERE v.product_id = p.id) AS variants,
         (SELECT coalesce(json_agg(c ORDER BY c.place), '[]'::json) FROM (
            SELECT row_number() OVER (ORDER BY pl.position, pl.id) AS place, v.id, v.version, v.title,
                   v.manifest - 'files' AS manifest, cr.display_name AS "creatorName", cr.avatar_url AS "avatarUrl",
                   v.published_at AS "publishedAt",
                   (SELECT json_agg(t.external_id ORDER BY vp.position) FROM video_products vp
                      JOIN products t ON t.id = vp.product_id AND t.removed_at IS NULL
                     WHERE vp.video_id = v.id) AS products
              FROM placements pl
              JOIN videos v ON v.id = pl.video_id AND v.status = 'published'
              JOIN creators cr ON cr.id = v.creator_id
             WHERE pl.product_id = p.id AND pl.removed_at IS NULL AND NOT pl.hidden
             ORDER BY pl.position, pl.id LIMIT $3) c) AS videos
    FROM products p
   WHERE p.store_id = $1 AND p.external_id = $2 AND p.removed_at IS NULL`;

export function findCard(db: DataSource, storeId: string, externalId: string, limit: number): Promise<CardRow | null> {
  return named<CardRow>(db, 'playback_card', CARD, [storeId, externalId, limit]);
}

export interface PublicationRow {
  storeId: string;
  version: number;
  /** True while anybody may fetch its files. */
  published: boolean;
  /** True while its creator and moderators may. */
  previewable: boolean;
}

const PUBLICATION = `
  SELECT store_id AS "storeId", version, status = 'published' AS published,
         status <> 'retired' AND (manifest IS NOT NULL OR early_playlist IS NOT NULL) AS previewable
    FROM videos WHERE id = $1`;

export function findPublication(db: DataSource, videoId: string): Promise<PublicationRow | null> {
  return named<PublicationRow>(db, 'playback_publication', PUBLICATION, [videoId]);
}
