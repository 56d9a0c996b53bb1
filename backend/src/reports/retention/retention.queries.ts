// Named SQL of the retention of a video: its newest views with what was told of them last, and its cart adds.

/** $1 video, $2 store, $3 and $4 moments. */
export const COUNT_VIEWS = `
  SELECT count(*)::int AS n FROM report_views WHERE video_id = $1 AND programme_id = $2 AND at >= $3 AND at < $4`;

/** $5: how many. A view whose raw segments are gone is left out. */
export const NEWEST_VIEWS = `
  SELECT r.session_id, r.at, r.watched_ms, n.content->'segments' AS segments FROM (
    SELECT * FROM report_views WHERE video_id = $1 AND programme_id = $2 AND at >= $3 AND at < $4 ORDER BY at DESC, view_id LIMIT $5
  ) r CROSS JOIN LATERAL (
    SELECT f.content FROM facts f WHERE f.programme_id = r.programme_id AND f.type = 'view' AND f.external_id = r.view_id
    ORDER BY f.version DESC, f.received_at DESC LIMIT 1
  ) n WHERE jsonb_typeof(n.content->'segments') = 'array'`;

/** A day more than the views: a session of more than a day is none. */
export const CART_ADDS = `
  SELECT session_id, at FROM report_actions WHERE video_id = $1 AND programme_id = $2 AND kind = 'add_to_cart'
    AND at >= $3 AND at < $4::timestamptz + interval '1 day' ORDER BY at DESC LIMIT $5`;
