// Named SQL of the ranking: what is known of the videos that stand on a store's cards.

/**
 * Stores whose order is an hour old ($1), or that placed a video since. $2: so many at once, the longest waiting first.
 */
export const DUE = `
  SELECT s.id FROM stores s LEFT JOIN ranked_stores r ON r.store_id = s.id
   WHERE EXISTS (SELECT FROM placements p WHERE p.store_id = s.id AND p.removed_at IS NULL)
     AND (r.ranked_at IS NULL OR r.ranked_at < $1
       OR EXISTS (SELECT FROM placements p WHERE p.store_id = s.id AND p.placed_at > r.ranked_at))
   ORDER BY r.ranked_at NULLS FIRST, s.id LIMIT $2`;

export const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('ranking:' || $1, 0))`;
export const MARK = `
  INSERT INTO ranked_stores (store_id, ranked_at) VALUES ($1, $2) ON CONFLICT (store_id) DO UPDATE SET ranked_at = excluded.ranked_at`;

/**
 * $1 store, $2 since when sales and views count. What a unit stood at when it was highest is what was sold; a unit under a check
 * or rejected is no sale. Oldest videos first: that is how equal ones stand.
 */
export const FACTS = `
  WITH shown AS (
    SELECT DISTINCT video_id FROM placements WHERE store_id = $1 AND removed_at IS NULL
  ), sold AS (
    SELECT u.video_id, count(DISTINCT u.order_id) FILTER (WHERE u.kind = 'sale')::int AS orders,
           coalesce(sum(c.stood) FILTER (WHERE u.kind = 'sale'), 0) AS gross,
           coalesce(sum(u.base_minor) FILTER (WHERE u.kind = 'sale'), 0) AS net, sum(u.amount_minor) AS commission
      FROM commission_units u
      CROSS JOIN LATERAL (SELECT max(base_minor) AS stood FROM commission_changes WHERE unit_id = u.id) c
     WHERE u.store_id = $1 AND u.mode = 'live' AND u.ordered_at >= $2 AND u.state NOT IN ('review', 'rejected')
       AND u.video_id IS NOT NULL
     GROUP BY u.video_id
  ), watched AS (
    SELECT video_id, count(*)::int AS views FROM report_views
     WHERE programme_id = $1 AND at >= $2 AND qualified_at IS NOT NULL GROUP BY video_id
  )
  SELECT v.id AS "videoId", coalesce(w.views, 0) AS "qualifiedViews", coalesce(s.orders, 0) AS orders,
         coalesce((SELECT sum(t.count) FROM anonymous_totals t
                    WHERE t.video_id = v.id AND t.mode = 'live' AND t.kind = 'impression'), 0)::int AS impressions,
         coalesce(s.gross, 0)::text AS gross, coalesce(s.net, 0)::text AS net, coalesce(s.commission, 0)::text AS commission,
         coalesce(o.helpful, 0) AS helpful, coalesce(o.helpful + o.not_helpful, 0) AS votes
    FROM shown JOIN videos v ON v.id = shown.video_id
    LEFT JOIN sold s ON s.video_id = v.id LEFT JOIN watched w ON w.video_id = v.id LEFT JOIN vote_totals o ON o.video_id = v.id
   WHERE v.store_id = $1 ORDER BY v.published_at NULLS LAST, v.id`;

export const FORGET_RANKS = 'DELETE FROM video_ranks WHERE store_id = $1';

/** The cards of a store that have more than one video, or one whose exploring may have ended. */
export const CARDS =
  'SELECT DISTINCT product_id AS id FROM placements WHERE store_id = $1 AND removed_at IS NULL ORDER BY 1';

export const STANDINGS = `
  SELECT r.video_id AS "videoId", r.qualified_views AS "qualifiedViews", r.impressions, r.orders, r.net_minor::text AS net,
         r.commission_minor::text AS commission, r.worth_minor::text AS worth, r.votes_minor::text AS "votesWorth", r.helpful,
         r.votes, r.exploring, r.at, s.currency
    FROM video_ranks r JOIN stores s ON s.id = r.store_id WHERE r.video_id = ANY($1)`;
