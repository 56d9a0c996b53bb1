// Named SQL of orders: the snapshot cache that only ever moves to a higher version, and refunds that wait.

/** Serialises deliveries of one order: two versions at once must agree on which is newer. */
export const LOCK_ORDER = `SELECT pg_advisory_xact_lock(hashtextextended('order|' || $1 || '|' || $2, 0))`;

/** money.md F1: the highest version; of equal ones the later received. */
export const NEWEST_VERSION = `
  SELECT version, occurred_at, source, content FROM facts
  WHERE programme_id = $1 AND type = 'order' AND external_id = $2 ORDER BY version DESC, received_at DESC LIMIT 1`;

/** The shop's own versions of this number with another content. */
export const OWN_RIVALS = `
  SELECT 1 FROM facts WHERE programme_id = $1 AND type = 'order' AND external_id = $2 AND version = $3
    AND content <> $4::jsonb AND source = 's2s' LIMIT 1`;

export const SAME_CONTENT = `
  SELECT 1 FROM facts WHERE programme_id = $1 AND type = 'order' AND external_id = $2 AND occurred_at = $3
    AND content = $4::jsonb LIMIT 1`;

/** A version that is older changes nothing of the snapshot; of two with one number the later received counts. */
export const SAVE_SNAPSHOT = `
  INSERT INTO orders AS o (id, programme_id, store_id, mode, external_id, version, status, currency, viewer_id, customer_id,
    lines, total_minor, viewer_note, placed_at, first_received_at, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
  ON CONFLICT (programme_id, external_id) DO UPDATE SET version = excluded.version, status = excluded.status,
    currency = excluded.currency, viewer_id = excluded.viewer_id, customer_id = excluded.customer_id, lines = excluded.lines,
    total_minor = excluded.total_minor, viewer_note = excluded.viewer_note, placed_at = excluded.placed_at,
    recorded_at = excluded.recorded_at
  WHERE o.version <= excluded.version`;

/** The first content counts; `same` tells a repeat from a contradiction. The update changes nothing but locks the row. */
export const KEEP_WAITING = `
  INSERT INTO waiting_refunds AS w (programme_id, external_id, order_external_id, body, received_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (programme_id, external_id) DO UPDATE SET body = w.body
  RETURNING xmax = 0 AS added, w.order_external_id = $3 AND w.body = $4::jsonb AS same`;

export const TAKE_WAITING = `
  DELETE FROM waiting_refunds WHERE programme_id = $1 AND order_external_id = $2 RETURNING external_id, body`;

/** $2, $3: viewers and since when; $4, $5: the customers behind some of them; $6: received after. */
export const OF_VIEWERS = `
  WITH seen AS (SELECT * FROM unnest($2::text[], $3::timestamptz[]) AS t(viewer_id, since)),
  linked AS (
    SELECT l.customer_id, s.since FROM unnest($4::text[], $5::text[]) AS l(viewer_id, customer_id) JOIN seen s USING (viewer_id)
  )
  SELECT o.external_id FROM orders o JOIN seen s ON o.viewer_id = s.viewer_id
    WHERE o.programme_id = $1 AND o.placed_at >= s.since AND o.first_received_at >= $6
  UNION
  SELECT o.external_id FROM orders o JOIN linked l ON o.customer_id = l.customer_id
    WHERE o.programme_id = $1 AND o.placed_at >= l.since AND o.first_received_at >= $6`;

/** $8: at most so many of one order. */
export const SEE = `
  INSERT INTO order_sightings (programme_id, order_external_id, viewer_id, click_id, total_minor, currency, seen_at)
  SELECT $1, $2, $3, $4, $5, $6, $7
  WHERE (SELECT count(*) FROM order_sightings WHERE programme_id = $1 AND order_external_id = $2) < $8
  ON CONFLICT DO NOTHING RETURNING 1`;

export const SIGHTINGS = `
  SELECT viewer_id, click_id, total_minor, currency FROM order_sightings
  WHERE programme_id = $1 AND order_external_id = $2 ORDER BY viewer_id, click_id`;

export const FORGET_SIGHTINGS = `DELETE FROM order_sightings WHERE seen_at < $1`;

/** A row comes back when this is the latest word about the order, or the same moment once more. */
export const HEAR = `
  INSERT INTO postbacks_heard AS h (programme_id, order_external_id, said_at) VALUES ($1, $2, $3)
  ON CONFLICT (programme_id, order_external_id) DO UPDATE SET said_at = excluded.said_at WHERE h.said_at <= excluded.said_at
  RETURNING 1`;
