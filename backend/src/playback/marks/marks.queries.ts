// Named SQL of the marks that everyone may see: those of the live version of a video that some card shows.
import type { DataSource } from 'typeorm';
import type { Chapter } from '../../videos/marks/chapters.rules.js';
import { named } from '../playback.queries.js';

export interface MarkedProduct {
  /** Ours. */
  productId: string;
  externalId: string;
  title: string;
  priceMinor: string;
  currency: string;
  url: string;
  imageUrl: string | null;
  inStock: boolean;
  variants: { id: string; title: string; priceMinor: string; inStock: boolean }[];
}

export interface MarksRow {
  durationMs: number;
  chapters: Chapter[] | null;
  /** `product` is the shop's own id; those of products that left the shop or the video are not among them. */
  hotspots: { product: string; fromMs: number; toMs: number; xBps: number; yBps: number }[] | null;
  products: MarkedProduct[];
}

/** $1 video, $2 store, $3 now, $4 the visitor's country or null where it is not known. */
const MARKS = `
  SELECT (o.manifest->>'durationMs')::float8 AS "durationMs",
         (SELECT m.items FROM video_marks m
           WHERE m.video_id = v.id AND m.version = o.version AND m.kind = 'chapters' AND NOT m.held) AS chapters,
         (SELECT json_agg(json_build_object('product', t.external_id, 'fromMs', h."fromMs", 'toMs', h."toMs",
                   'xBps', h."xBps", 'yBps', h."yBps") ORDER BY h."fromMs", h."toMs")
            FROM video_marks m
            CROSS JOIN LATERAL jsonb_to_recordset(m.items)
              AS h ("productId" text, "fromMs" int, "toMs" int, "xBps" int, "yBps" int)
            JOIN video_products vp ON vp.video_id = v.id AND vp.product_id = h."productId"
            JOIN products t ON t.id = h."productId" AND t.store_id = v.store_id AND t.removed_at IS NULL
           WHERE m.video_id = v.id AND m.version = o.version AND m.kind = 'hotspots' AND NOT m.held) AS hotspots,
         (SELECT coalesce(json_agg(json_build_object('productId', p.id, 'externalId', p.external_id, 'title', p.title,
                   'priceMinor', p.price_minor::text, 'currency', p.currency, 'url', p.url, 'imageUrl', p.image_url,
                   'inStock', p.in_stock,
                   'variants', (SELECT coalesce(json_agg(json_build_object('id', a.external_id, 'title', a.title,
                       'priceMinor', a.price_minor::text, 'inStock', a.in_stock) ORDER BY a.position), '[]'::json)
                     FROM product_variants a WHERE a.product_id = p.id)) ORDER BY vp.position), '[]'::json)
            FROM video_products vp
            JOIN products p ON p.id = vp.product_id AND p.store_id = v.store_id AND p.removed_at IS NULL
           WHERE vp.video_id = v.id) AS products
    FROM videos v
    JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
   WHERE v.id = $1 AND v.store_id = $2
     AND (v.licence_until IS NULL OR v.licence_until > $3)
     AND ($4::text IS NULL OR v.licence_countries IS NULL OR $4 = ANY(v.licence_countries))
     AND EXISTS (SELECT 1 FROM placements pl WHERE pl.video_id = v.id AND pl.removed_at IS NULL AND NOT pl.hidden)`;

export interface MarksQuestion {
  videoId: string;
  storeId: string;
  now: Date;
  country: string | null;
}

export function findMarks(db: DataSource, { videoId, storeId, now, country }: MarksQuestion): Promise<MarksRow | null> {
  return named<MarksRow>(db, 'playback_marks', MARKS, [videoId, storeId, now, country]);
}
