// Named SQL of reports: sums over units, changes, orders and views. Reads only.

/** What a creator has under review, a currency. $2 null takes every store. */
export const IN_REVIEW = `
  SELECT currency, sum(amount_minor)::text AS review FROM commission_units
  WHERE creator_id = $1 AND ($2::text IS NULL OR store_id = $2) AND mode = 'live' AND state = 'review' GROUP BY currency`;

const IN_DAYS = (moment: string, from: string, to: string) =>
  `(${from}::date IS NULL OR (${moment} AT TIME ZONE s.timezone)::date >= ${from}::date)
   AND (${to}::date IS NULL OR (${moment} AT TIME ZONE s.timezone)::date <= ${to}::date)`;

/** Every change of a creator's units by day of the store's own time zone. */
export const EARNINGS_DAYS = `
  SELECT u.currency, to_char((c.at AT TIME ZONE s.timezone)::date, 'YYYY-MM-DD') AS day,
    coalesce(sum(c.delta_minor) FILTER (WHERE c.delta_minor > 0), 0)::text AS earned,
    coalesce(-sum(c.delta_minor) FILTER (WHERE c.delta_minor < 0), 0)::text AS reversed
  FROM commission_changes c JOIN commission_units u ON u.id = c.unit_id JOIN stores s ON s.id = u.store_id
  WHERE u.creator_id = $1 AND ($2::text IS NULL OR u.store_id = $2) AND u.mode = 'live' AND c.delta_minor <> 0
    AND ${IN_DAYS('c.at', '$3', '$4')}
  GROUP BY 1, 2 ORDER BY 1, 2`;

/** What each video of a creator brought in the period, and how often it was watched. */
export const EARNINGS_VIDEOS = `
  SELECT s.currency, v.id AS video_id, v.title, coalesce(e.earned, 0)::text AS earned, coalesce(e.orders, 0)::int AS orders,
    coalesce(q.views, 0)::int AS views
  FROM videos v JOIN stores s ON s.id = v.store_id
  LEFT JOIN LATERAL (
    SELECT sum(c.delta_minor) AS earned, count(DISTINCT u.order_id) FILTER (WHERE u.amount_minor > 0) AS orders
    FROM commission_units u JOIN commission_changes c ON c.unit_id = u.id
    WHERE u.video_id = v.id AND u.creator_id = $1 AND u.mode = 'live' AND ${IN_DAYS('c.at', '$3', '$4')}
  ) e ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS views FROM qualified_views w
    WHERE w.video_id = v.id AND w.programme_id = v.store_id AND ${IN_DAYS('w.qualified_at', '$3', '$4')}
  ) q ON true
  WHERE v.creator_id = $1 AND ($2::text IS NULL OR v.store_id = $2) AND (e.earned IS NOT NULL OR q.views > 0)
  ORDER BY e.earned DESC NULLS LAST, v.id`;

/** A store's days: all paid orders, those with a creator's unit, what was attributed and what it cost. */
export const STORE_DAYS = `
  WITH placed AS (
    SELECT o.id, o.status, to_char((o.placed_at AT TIME ZONE s.timezone)::date, 'YYYY-MM-DD') AS day
    FROM orders o JOIN stores s ON s.id = o.store_id
    WHERE o.store_id = $1 AND o.mode = 'live' AND o.status <> 'pending' AND ${IN_DAYS('o.placed_at', '$2', '$3')}
  ), units AS (
    SELECT order_id, sum(gross_base_minor) FILTER (WHERE kind = 'sale' AND state <> 'rejected') AS gmv,
      sum(base_minor) FILTER (WHERE kind = 'sale') AS net, sum(amount_minor) AS commission
    FROM commission_units WHERE store_id = $1 AND mode = 'live' AND order_id IN (SELECT id FROM placed) GROUP BY order_id
  )
  SELECT p.day, count(*) FILTER (WHERE p.status = 'paid')::int AS orders, count(u.order_id)::int AS credited,
    coalesce(sum(u.gmv), 0)::text AS gmv, coalesce(sum(u.net), 0)::text AS net, coalesce(sum(u.commission), 0)::text AS commission
  FROM placed p LEFT JOIN units u ON u.order_id = p.id AND u.gmv > 0
  GROUP BY p.day ORDER BY p.day`;

const CREATOR_SUMS = `
  SELECT u.creator_id, c.display_name AS name, count(DISTINCT u.order_id)::int AS orders,
    coalesce(sum(u.gross_base_minor) FILTER (WHERE u.kind = 'sale' AND u.state <> 'rejected'), 0) AS gmv, sum(u.amount_minor) AS commission
  FROM commission_units u LEFT JOIN creators c ON c.id = u.creator_id
  WHERE u.store_id = $1 AND u.mode = 'live' GROUP BY u.creator_id, c.display_name`;

/** Creators of a store, those who earned most first. $2, $3: the cursor; $4: how many. */
export const STORE_CREATORS = `
  SELECT creator_id, name, orders, gmv::text, commission::text FROM (${CREATOR_SUMS}) t
  WHERE $2::numeric IS NULL OR commission < $2::numeric OR (commission = $2::numeric AND creator_id > $3::text)
  ORDER BY t.commission DESC, creator_id LIMIT $4`;
export const COUNT_CREATORS = `SELECT count(*)::int AS count FROM (${CREATOR_SUMS}) t`;

/** The numbers under each video; live only. */
export const VIDEO_STATS = `
  SELECT v.id,
    coalesce((SELECT sum(t.count) FROM anonymous_totals t WHERE t.video_id = v.id AND t.mode = 'live' AND t.kind = 'impression'), 0)::int AS impressions,
    (SELECT count(*) FROM qualified_views q WHERE q.video_id = v.id AND q.programme_id = v.store_id)::int AS views,
    ((SELECT count(DISTINCT (f.type, f.external_id)) FROM facts f WHERE f.type IN ('click', 'add_to_cart') AND f.content->>'video_id' = v.id
       AND f.mode = 'live' AND f.content->>'ivt' IS NULL)
     + coalesce((SELECT sum(t.count) FROM anonymous_totals t WHERE t.video_id = v.id AND t.mode = 'live'
       AND t.kind IN ('click', 'add_to_cart')), 0))::int AS clicks,
    (SELECT count(DISTINCT u.order_id) FROM commission_units u WHERE u.video_id = v.id AND u.mode = 'live' AND u.amount_minor > 0)::int AS orders,
    coalesce((SELECT sum(u.amount_minor) FROM commission_units u WHERE u.video_id = v.id AND u.mode = 'live'), 0)::text AS earned,
    s.currency
  FROM videos v JOIN stores s ON s.id = v.store_id WHERE v.id = ANY($1)`;
