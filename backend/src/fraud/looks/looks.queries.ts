// Named SQL of the daily looks: what was sold, by whom it was bought, what was watched.

/** Programmes with live sales lately. $1: since when. */
export const PROGRAMMES = `SELECT s.id AS programme_id FROM stores s WHERE EXISTS (
    SELECT 1 FROM commission_units u WHERE u.programme_id = s.id AND u.ordered_at >= $1) ORDER BY s.id`;

export const RUN_DONE = `SELECT 1 FROM fraud_runs WHERE programme_id = $1 AND look = $2 AND day = $3`;
export const KEEP_RUN = `INSERT INTO fraud_runs (programme_id, look, day, alerts, finished_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (programme_id, look, day) DO NOTHING`;
export const FORGET_RUNS = `DELETE FROM fraud_runs WHERE day < $1`;

/** $2: since when. A unit that was rejected still was a sale, and cannot be held any more. */
export const SALES = `
  SELECT u.order_external_id AS order_id, u.line_id, u.creator_id, u.ordered_at,
    to_char(u.ordered_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') AS day,
    extract(hour FROM u.ordered_at AT TIME ZONE s.timezone)::int AS hour, o.customer_id, u.video_id, u.instrument, u.state,
    u.amount_minor::text AS amount, u.base_minor < u.gross_base_minor AS returned
  FROM commission_units u JOIN orders o ON o.id = u.order_id JOIN stores s ON s.id = u.store_id
  WHERE u.programme_id = $1 AND u.ordered_at >= $2 AND u.kind = 'sale' AND u.gross_base_minor > 0
  ORDER BY u.ordered_at, u.id`;

/** The newest snapshot's buyer of every order of the span. $2: since when. */
export const BUYERS = `
  SELECT o.external_id AS order_id, f.content->'buyer' AS buyer, f.content->>'viewer_id' AS viewer_id
  FROM orders o CROSS JOIN LATERAL (
    SELECT content FROM facts WHERE programme_id = o.programme_id AND type = 'order' AND external_id = o.external_id
    ORDER BY version DESC, received_at DESC LIMIT 1
  ) f WHERE o.store_id = $1 AND o.mode = 'live' AND o.placed_at >= $2`;

/** Creators with a video, a code or a link in the store. */
export const CREATORS = `
  SELECT c.id, c.created_at FROM creators c WHERE c.id IN (
    SELECT creator_id FROM videos WHERE store_id = $1 UNION SELECT creator_id FROM promo_codes WHERE store_id = $1
    UNION SELECT creator_id FROM creator_links WHERE store_id = $1) ORDER BY c.id`;

const VIEWS_OF = `FROM qualified_views q JOIN videos v ON v.id = q.video_id
  WHERE v.store_id = $1 AND q.programme_id = $1 AND q.qualified_at >= $2 AND q.qualified_at < $3`;

/** Videos with enough views of a day to be looked at. $4: how many. */
export const WATCHED_VIDEOS = `SELECT q.video_id, v.creator_id, count(*)::int AS views ${VIEWS_OF}
  GROUP BY 1, 2 HAVING count(*) >= $4 ORDER BY 1`;

/** Enough of a video's views of the day to see what most of them are. */
export const VIEWS_OF_VIDEO = `
  SELECT q.view_id, n.version::text AS version, n.occurred_at, n.received_at, n.content,
    (SELECT round(extract(epoch FROM max(h.received_at) - min(h.received_at)) * 1000)::int FROM facts h
      WHERE h.programme_id = q.programme_id AND h.type = 'view' AND h.external_id = q.view_id) AS heard_ms,
    (coalesce(o.manifest, v.manifest)->>'durationMs')::int AS duration_ms
  FROM qualified_views q JOIN videos v ON v.id = q.video_id
  LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
  CROSS JOIN LATERAL (
    SELECT * FROM facts f WHERE f.programme_id = q.programme_id AND f.type = 'view' AND f.external_id = q.view_id
    ORDER BY f.version DESC, f.received_at DESC LIMIT 1
  ) n WHERE q.programme_id = $1 AND q.video_id = $2 AND q.qualified_at >= $3 AND q.qualified_at < $4
  ORDER BY q.qualified_at, q.view_id LIMIT 5000`;

/** $4: repeats beyond which somebody is named. */
export const EAGER_VIEWERS = `
  WITH eager AS (
    SELECT v.creator_id, q.viewer_id, (count(*) - count(DISTINCT q.video_id))::int AS repeats ${VIEWS_OF}
    GROUP BY 1, 2 HAVING count(*) - count(DISTINCT q.video_id) > $4
  )
  SELECT e.*, coalesce((SELECT array_agg(o.external_id) FROM orders o WHERE o.programme_id = $1 AND o.viewer_id = e.viewer_id), '{}') AS order_ids
  FROM eager e ORDER BY e.creator_id, e.viewer_id LIMIT 1000`;

export const VIEWS_BY_CREATOR = `SELECT v.creator_id, count(*)::int AS views ${VIEWS_OF} GROUP BY 1`;

/** Each sale by a code, and whether the buyer had met its creator before. $2: since when. */
export const CODE_SALES = `
  SELECT u.order_external_id AS order_id, u.line_id, u.creator_id, u.ordered_at, t.code,
    NOT EXISTS (SELECT 1 FROM jsonb_array_elements(d.trace->'touches') x WHERE x->>'code' IS NULL AND x->'creatorIds' ? u.creator_id) AS bare
  FROM commission_units u CROSS JOIN LATERAL (
    SELECT trace FROM attribution_decisions a WHERE a.programme_id = u.programme_id AND a.order_id = u.order_external_id
      AND a.line_id = u.line_id ORDER BY a.version DESC LIMIT 1
  ) d CROSS JOIN LATERAL (
    SELECT x->>'code' AS code FROM jsonb_array_elements(d.trace->'touches') x
    WHERE x->>'code' IS NOT NULL AND x->>'verdict' = 'KEPT' AND x->'creatorIds' ? u.creator_id LIMIT 1
  ) t WHERE u.programme_id = $1 AND u.ordered_at >= $2 AND u.kind = 'sale' AND u.instrument = 'promo_code'
    AND u.gross_base_minor > 0`;

/** Commission of each day and how much of it waits for a person. $2: since when. */
export const PROGRAMME_DAYS = `
  SELECT to_char(u.ordered_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') AS day, sum(u.amount_minor)::text AS commission,
    count(*)::int AS units, count(*) FILTER (WHERE u.state = 'review')::int AS in_review
  FROM commission_units u JOIN stores s ON s.id = u.store_id WHERE u.programme_id = $1 AND u.ordered_at >= $2 GROUP BY 1 ORDER BY 1`;

export const STOPPED_BEFORE = `SELECT 1 FROM ledger_checks WHERE programme_id = $1 AND scope = 'anomaly' AND findings @> $2::jsonb LIMIT 1`;
