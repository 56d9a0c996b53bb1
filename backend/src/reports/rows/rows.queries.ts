// The one SQL behind every report: the same sums, grouped by another key. $1 store or null, $2 creator or null, $3 and $4 days, $5 currency or null.

export const DIMENSIONS = ['VIDEO', 'CREATOR', 'PRODUCT', 'DAY', 'MONTH', 'STORE'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const SORTS = ['KEY', 'GROSS', 'NET', 'RETURNED', 'COMMISSION', 'ORDERS', 'VIEWS', 'CLICKS'] as const;
export type Sort = (typeof SORTS)[number];

interface Keys {
  units: string;
  views: string;
  actions: string;
  totals: string;
  name: string;
}

const day = (moment: string) => `to_char(${moment} AT TIME ZONE s.timezone, 'YYYY-MM-DD')`;
/** A month goes by its first day. */
const month = (moment: string) => `to_char(${moment} AT TIME ZONE s.timezone, 'YYYY-MM-"01"')`;

/** What a row stands for, in each source. A referral belongs to who referred, not to the other creator's video. */
const KEYS: Record<Dimension | 'ALL', Keys> = {
  ALL: { units: `''`, views: `''`, actions: `''`, totals: `''`, name: 'NULL' },
  VIDEO: {
    ...{
      units: `coalesce(CASE WHEN u.kind = 'sale' THEN u.video_id END, '')`,
      views: 'v.id',
      actions: 'v.id',
      totals: 'v.id',
    },
    name: '(SELECT v.title FROM videos v WHERE v.id = k.key)',
  },
  CREATOR: {
    ...{ units: 'u.creator_id', views: 'v.creator_id', actions: 'v.creator_id', totals: 'v.creator_id' },
    name: '(SELECT c.display_name FROM creators c WHERE c.id = k.key)',
  },
  PRODUCT: {
    units: `coalesce(p.id, u.product_id, '')`,
    ...{ views: 'vp.product_id', actions: `coalesce(p.id, a.product_id, '')`, totals: 'vp.product_id' },
    name: "coalesce((SELECT p.title FROM products p WHERE p.id = k.key), nullif(k.key, ''))",
  },
  DAY: {
    ...{ units: day('u.ordered_at'), views: day('w.at'), actions: day('a.at'), totals: `to_char(t.day, 'YYYY-MM-DD')` },
    name: 'k.key',
  },
  MONTH: {
    ...{ units: month('u.ordered_at'), views: month('w.at'), actions: month('a.at') },
    ...{ totals: `to_char(t.day, 'YYYY-MM-"01"')`, name: 'k.key' },
  },
  STORE: {
    ...{ units: 's.id', views: 's.id', actions: 's.id', totals: 's.id' },
    name: '(SELECT s.name FROM stores s WHERE s.id = k.key)',
  },
};

const RANK: Record<Sort, string> = {
  KEY: `CASE WHEN k.key ~ '^\\d{4}-\\d{2}-\\d{2}$' THEN k.key::date - date '2000-01-01' ELSE 0 END`,
  GROSS: 'coalesce(u.gross, 0)',
  NET: 'coalesce(u.net, 0)',
  RETURNED: 'coalesce(u.returned, 0) + coalesce(u.cancelled, 0)',
  COMMISSION: 'coalesce(u.commission, 0)',
  ORDERS: 'coalesce(u.orders, 0)',
  VIEWS: 'coalesce(w.qualified, 0)',
  CLICKS: 'coalesce(a.clicks, 0)',
};

/** The stores of the report with the moments in which their own days begin and end: so that indexes by time can serve. */
const SCOPE = `scope AS (
  SELECT s.id, s.name, s.currency, s.timezone, $3::date::timestamp AT TIME ZONE s.timezone AS since,
    ($4::date + 1)::timestamp AT TIME ZONE s.timezone AS until
  FROM stores s WHERE $1::text IS NULL OR s.id = $1
)`;

/** Sales that were credited: those of a rejected commission are not (money.md P3), nor is a unit that another took over. */
export const KEPT = `u.kind = 'sale' AND u.state <> 'rejected' AND u.gross_base_minor > 0`;

/** The unit of a cancelled order stands at nothing, its base too; what it stood at is in its changes. */
export const STOOD = `CROSS JOIN LATERAL (
    SELECT coalesce(-sum(c.delta_minor) FILTER (WHERE c.delta_minor < 0), 0) AS reversed,
      CASE WHEN u.gross_base_minor = 0 AND (array_agg(c.cause ORDER BY c.seq DESC))[1] = 'cancelled'
        THEN max(c.base_minor) ELSE 0 END AS gone
    FROM commission_changes c WHERE c.unit_id = u.id
  ) c`;
export const CREDITED = `u.kind = 'sale' AND u.state <> 'rejected' AND u.gross_base_minor + c.gone > 0`;

const soldOf = (by: Dimension | 'ALL') => `sold AS (
  SELECT ${KEYS[by].units} AS key, u.currency,
    count(DISTINCT u.order_id) FILTER (WHERE ${CREDITED}) AS orders,
    sum(u.gross_base_minor + c.gone) FILTER (WHERE ${CREDITED}) AS gross,
    sum(u.gross_base_minor + c.gone - u.base_minor) FILTER (WHERE ${CREDITED} AND o.status = 'cancelled') AS cancelled,
    sum(u.gross_base_minor - u.base_minor) FILTER (WHERE ${CREDITED} AND o.status <> 'cancelled') AS returned,
    sum(u.base_minor) FILTER (WHERE ${CREDITED}) AS net,
    sum(u.amount_minor) AS commission,
    sum(u.amount_minor) FILTER (WHERE u.state = 'pending') AS pending,
    sum(u.amount_minor) FILTER (WHERE u.state = 'review') AS review,
    sum(u.amount_minor) FILTER (WHERE u.state = 'payable') AS payable,
    sum(u.amount_minor) FILTER (WHERE u.state = 'in_payout') AS in_transit,
    sum(u.amount_minor) FILTER (WHERE u.state = 'paid') AS paid,
    sum(c.reversed) AS reversed
  FROM scope s JOIN commission_units u ON u.store_id = s.id AND u.mode = 'live' AND u.ordered_at >= s.since AND u.ordered_at < s.until
  JOIN orders o ON o.id = u.order_id
  ${by === 'PRODUCT' ? 'LEFT JOIN products p ON p.store_id = u.store_id AND p.external_id = u.product_id' : ''}
  ${STOOD}
  WHERE $2::text IS NULL OR u.creator_id = $2 GROUP BY 1, 2
)`;

/** A view belongs to a video; by product it counts under each product that the video shows. */
const SHOWS = 'JOIN video_products vp ON vp.video_id = v.id';

const watchedOf = (by: Dimension | 'ALL') => `watched AS (
  SELECT ${KEYS[by].views} AS key, s.currency, count(*) AS views, count(*) FILTER (WHERE w.viewable) AS viewable,
    count(*) FILTER (WHERE w.qualified_at IS NOT NULL) AS qualified,
    count(DISTINCT w.viewer_id) FILTER (WHERE w.qualified_at IS NOT NULL) AS viewers, sum(w.watched_ms) AS watched_ms,
    count(*) FILTER (WHERE w.completed) AS completed, count(*) FILTER (WHERE w.late) AS late
  FROM scope s JOIN report_views w ON w.programme_id = s.id AND w.at >= s.since AND w.at < s.until
  JOIN videos v ON v.id = w.video_id ${by === 'PRODUCT' ? SHOWS : ''}
  WHERE $2::text IS NULL OR v.creator_id = $2 GROUP BY 1, 2
)`;

const ACTION_PRODUCT = 'LEFT JOIN products p ON p.store_id = s.id AND p.external_id = a.product_id';

const actedOf = (by: Dimension | 'ALL') => `acted AS (
  SELECT ${KEYS[by].actions} AS key, s.currency, count(*) FILTER (WHERE a.kind = 'click') AS clicks,
    count(DISTINCT a.viewer_id) FILTER (WHERE a.kind = 'add_to_cart') AS cart_viewers, count(*) AS actions,
    count(*) FILTER (WHERE a.late) AS late
  FROM scope s JOIN report_actions a ON a.programme_id = s.id AND a.at >= s.since AND a.at < s.until
  JOIN videos v ON v.id = a.video_id ${by === 'PRODUCT' ? ACTION_PRODUCT : ''}
  WHERE $2::text IS NULL OR v.creator_id = $2 GROUP BY 1, 2
), clicked AS (
  -- A click belongs to the newest view of its video in its session; a session of more than a day is none.
  SELECT ${KEYS[by].actions.replaceAll('a.at', 'w.at')} AS key, s.currency, count(DISTINCT w.view_id) AS views
  FROM scope s JOIN report_actions a ON a.programme_id = s.id AND a.kind = 'click' AND a.at >= s.since
    AND a.at < s.until + interval '1 day'
  JOIN videos v ON v.id = a.video_id ${by === 'PRODUCT' ? ACTION_PRODUCT : ''}
  CROSS JOIN LATERAL (
    SELECT r.view_id, r.at FROM report_views r
    WHERE r.session_id = a.session_id AND r.video_id = a.video_id AND r.programme_id = a.programme_id AND r.at <= a.at
    ORDER BY r.at DESC, r.view_id LIMIT 1
  ) w
  WHERE w.at >= s.since AND w.at < s.until AND ($2::text IS NULL OR v.creator_id = $2) GROUP BY 1, 2
)`;

const seenOf = (by: Dimension | 'ALL') => `seen AS (
  SELECT ${KEYS[by].totals} AS key, s.currency, sum(t.count) AS impressions
  FROM scope s JOIN videos v ON v.store_id = s.id
  JOIN anonymous_totals t ON t.video_id = v.id AND t.day BETWEEN $3::date AND $4::date AND t.mode = 'live' AND t.kind = 'impression'
  ${by === 'PRODUCT' ? SHOWS : ''}
  WHERE $2::text IS NULL OR v.creator_id = $2 GROUP BY 1, 2
)`;

/** A chart has a point for each day or month, also for those in which nothing happened. */
const every = (span: 'day' | 'month') => `UNION SELECT to_char(d, 'YYYY-MM-DD'), s.currency
  FROM generate_series(date_trunc('${span}', $3::date::timestamp), $4::date::timestamp, interval '1 ${span}') d,
    (SELECT DISTINCT currency FROM scope) s
  WHERE $1::text IS NOT NULL OR s.currency IN (SELECT currency FROM sold UNION SELECT currency FROM watched)`;

const rowsOf = (by: Dimension | 'ALL', sort: Sort) => `
  WITH ${SCOPE}, ${soldOf(by)}, ${watchedOf(by)}, ${actedOf(by)}, ${seenOf(by)}, keys AS (
    SELECT key, currency FROM sold UNION SELECT key, currency FROM watched UNION SELECT key, currency FROM acted
    UNION SELECT key, currency FROM clicked UNION SELECT key, currency FROM seen ${by === 'DAY' ? every('day') : by === 'MONTH' ? every('month') : ''}
  ), rows AS (
    SELECT k.key, k.currency, ${KEYS[by].name} AS name, (${RANK[sort]})::numeric AS rank,
      coalesce(i.impressions, 0)::text AS impressions, coalesce(w.views, 0)::text AS views, coalesce(w.viewable, 0)::text AS viewable,
      coalesce(w.qualified, 0)::text AS qualified, coalesce(w.viewers, 0)::text AS viewers,
      coalesce(w.watched_ms, 0)::text AS watched_ms, coalesce(w.completed, 0)::text AS completed, coalesce(a.clicks, 0)::text AS clicks,
      coalesce(x.views, 0)::text AS clicked_views, coalesce(a.cart_viewers, 0)::text AS cart_viewers,
      (coalesce(w.views, 0) + coalesce(a.actions, 0))::text AS engagements, (coalesce(w.late, 0) + coalesce(a.late, 0))::text AS late,
      coalesce(u.orders, 0)::text AS orders, coalesce(u.gross, 0)::text AS gross, coalesce(u.cancelled, 0)::text AS cancelled,
      coalesce(u.returned, 0)::text AS returned, coalesce(u.net, 0)::text AS net, coalesce(u.commission, 0)::text AS commission,
      coalesce(u.pending, 0)::text AS pending, coalesce(u.review, 0)::text AS review, coalesce(u.payable, 0)::text AS payable,
      coalesce(u.in_transit, 0)::text AS in_transit, coalesce(u.paid, 0)::text AS paid, coalesce(u.reversed, 0)::text AS reversed
    FROM keys k LEFT JOIN sold u USING (key, currency) LEFT JOIN watched w USING (key, currency)
      LEFT JOIN acted a USING (key, currency) LEFT JOIN clicked x USING (key, currency) LEFT JOIN seen i USING (key, currency)
    WHERE $5::text IS NULL OR k.currency = $5
  )`;

/**
 * A page of rows; the first row carries how many there are, also when the page is empty.
 * $6-$8: rank, currency and key of the cursor, or null; $9: how many.
 */
export function pageOfRows(by: Dimension, sort: Sort, descending: boolean): string {
  const [order, beyond] = descending ? ['DESC', '<'] : ['ASC', '>'];
  return `${rowsOf(by, sort)}, page AS (
    SELECT * FROM rows WHERE $7::text IS NULL OR currency > $7
      OR (currency = $7 AND (rank ${beyond} $6::numeric OR (rank = $6::numeric AND key > $8::text)))
    ORDER BY currency, rank ${order}, key LIMIT $9
  )
  SELECT n.total_count, p.*, p.rank::text AS cursor_rank FROM (SELECT count(*)::int AS total_count FROM rows) n LEFT JOIN page p ON true
  ORDER BY p.currency, p.rank ${order}, p.key`;
}

/** One row a currency: everything of the report, each order and viewer once. */
export const TOTALS = `${rowsOf('ALL', 'KEY')} SELECT * FROM rows ORDER BY currency`;

/** The net sales of each creator who had a credited order that was not cancelled, and whether the others could have had one. */
export const PARTNERS = `
  WITH ${SCOPE}, sold AS (
    SELECT u.currency, u.creator_id, sum(u.base_minor) AS net
    FROM scope s JOIN commission_units u ON u.store_id = s.id AND u.mode = 'live' AND u.ordered_at >= s.since AND u.ordered_at < s.until
    WHERE ${KEPT} AND ($2::text IS NULL OR u.creator_id = $2) GROUP BY 1, 2
  ), present AS (
    SELECT DISTINCT s.currency, v.creator_id FROM scope s JOIN videos v ON v.store_id = s.id
    WHERE v.status = 'published' AND ($2::text IS NULL OR v.creator_id = $2)
  )
  SELECT currency, (array_agg(net::text) FILTER (WHERE net IS NOT NULL)) AS nets, count(*) FILTER (WHERE net IS NULL)::int AS inactive
  FROM sold FULL JOIN present USING (currency, creator_id)
  WHERE $5::text IS NULL OR currency = $5 GROUP BY currency ORDER BY currency`;
