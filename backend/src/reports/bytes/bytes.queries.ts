// Named SQL of what a store's videos weigh: by day or by video, with the orders that they were credited with.
import { CREDITED, STOOD } from '../rows/rows.queries.js';

export const BY = ['DAY', 'VIDEO'] as const;
export type BytesBy = (typeof BY)[number];

const KEYS = {
  DAY: { days: `to_char(d.day, 'YYYY-MM-DD')`, units: `to_char(u.ordered_at AT TIME ZONE s.timezone, 'YYYY-MM-DD')` },
  VIDEO: { days: 'd.video_id', units: 'u.video_id' },
  ALL: { days: `''`, units: `''` },
} as const;

/**
 * $1 store, $2 and $3 days. An order stands where its video does: one without a video (a code, a link) was brought by no bytes.
 * What AV1 saved is known of videos whose files are there in both codecs: what they weigh whole, one against the other.
 */
const rowsOf = (by: BytesBy | 'ALL') => `
  WITH scope AS (
    SELECT s.id, s.timezone, $2::date::timestamp AT TIME ZONE s.timezone AS since,
      ($3::date + 1)::timestamp AT TIME ZONE s.timezone AS until
    FROM stores s WHERE s.id = $1
  ), found AS (
    SELECT d.* FROM delivered_days d
    WHERE d.store_id = $1 AND d.mode = 'live' AND d.day BETWEEN $2::date AND $3::date
  ), weights AS (
    SELECT v.id, sum(w.size) FILTER (WHERE w.name LIKE 'h264-%') AS h264, sum(w.size) FILTER (WHERE w.name LIKE 'av1-%') AS av1
    FROM (SELECT DISTINCT video_id FROM found WHERE av1_bytes > 0) f JOIN videos v ON v.id = f.video_id
    JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
    CROSS JOIN LATERAL (
      SELECT e->>'name' AS name, (e->>'sizeBytes')::bigint AS size FROM jsonb_array_elements(o.manifest->'files') e
    ) w GROUP BY v.id
  ), sent AS (
    SELECT ${KEYS[by].days} AS key, sum(d.views) AS views, sum(d.bytes) AS bytes, sum(d.ahead_bytes) AS ahead,
      sum(d.av1_bytes) AS av1, sum(d.saver_views) AS saver_views, sum(d.saver_bytes) AS saver_bytes,
      round(sum(d.av1_bytes * (w.h264 - w.av1) / w.av1) FILTER (WHERE w.h264 > w.av1 AND w.av1 > 0)) AS saved
    FROM found d LEFT JOIN weights w ON w.id = d.video_id GROUP BY 1
  ), sold AS (
    SELECT ${KEYS[by].units} AS key, count(DISTINCT u.order_id) AS orders
    FROM scope s JOIN commission_units u ON u.store_id = s.id AND u.mode = 'live' AND u.ordered_at >= s.since AND u.ordered_at < s.until
    JOIN orders o ON o.id = u.order_id ${STOOD} WHERE ${CREDITED} AND u.video_id IS NOT NULL GROUP BY 1
  ), rows AS (
    SELECT k.key, ${by === 'VIDEO' ? '(SELECT v.title FROM videos v WHERE v.id = k.key AND v.store_id = $1)' : 'k.key'} AS name,
      coalesce(b.views, 0)::text AS views, coalesce(b.bytes, 0) AS weight, coalesce(b.bytes, 0)::text AS bytes,
      coalesce(b.ahead, 0)::text AS ahead, coalesce(b.av1, 0)::text AS av1, b.saved::text AS saved,
      coalesce(b.saver_views, 0)::text AS saver_views, coalesce(b.saver_bytes, 0)::text AS saver_bytes,
      coalesce(u.orders, 0)::text AS orders
    FROM (SELECT key FROM sent UNION SELECT key FROM sold) k LEFT JOIN sent b USING (key) LEFT JOIN sold u USING (key)
  )`;

/** A page of rows: days newest first, videos heaviest first. $4, $5: weight and key of the cursor, or null; $6: how many. */
export const PAGES: Record<BytesBy, string> = {
  DAY: `${rowsOf('DAY')} SELECT *, (SELECT count(*)::int FROM rows) AS total FROM rows
    WHERE $5::text IS NULL OR ($4::text IS NOT NULL AND key < $5) ORDER BY key DESC LIMIT $6`,
  VIDEO: `${rowsOf('VIDEO')} SELECT *, (SELECT count(*)::int FROM rows) AS total FROM rows
    WHERE $5::text IS NULL OR weight < $4::numeric OR (weight = $4::numeric AND key > $5) ORDER BY weight DESC, key LIMIT $6`,
};

/** Everything of the period as one row, each order once; none where nothing was sent and nothing sold. */
export const BYTES_TOTAL = `${rowsOf('ALL')} SELECT * FROM rows`;
