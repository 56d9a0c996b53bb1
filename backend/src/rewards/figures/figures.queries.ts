// Named SQL of the figures of a store's shoppers: by week of the store's own time.

/**
 * $1: the programme, $2: the time zone, $3: the first day of this week, $4: weeks. What a week's new customers cost is the money of
 * all rewards that they brought, given or due, however late it was given.
 */
export const WEEKS = `
  WITH weeks AS (
    SELECT d::date AS week FROM generate_series($3::date - 7 * ($4::int - 1), $3::date, interval '7 days') d
  ), told AS (
    SELECT date_trunc('week', e.at AT TIME ZONE $2)::date AS week, e.kind, e.person, v.verdict, v.nth
    FROM reward_events e JOIN reward_verdicts v ON v.programme_id = e.programme_id AND v.external_id = e.external_id
    WHERE e.programme_id = $1 AND e.at >= ($3::date - 7 * ($4::int - 1))::timestamp AT TIME ZONE $2
  ), firsts AS (
    SELECT week, person FROM told WHERE kind = 'order' AND nth = 1 AND verdict IN ('EARNED', 'NOTHING_PROMISED')
  ), counted AS (
    SELECT week, count(*) FILTER (WHERE kind = 'invite')::int AS invitations,
      count(*) FILTER (WHERE kind = 'signup' AND verdict IN ('BOUND', 'EARNED'))::int AS sign_ups FROM told GROUP BY week
  ), brought AS (
    SELECT week, count(*)::int AS customers, coalesce(sum(c.minor), 0)::text AS minor, coalesce(sum(c.n), 0)::int AS rewards
    FROM firsts f LEFT JOIN LATERAL (
      SELECT sum(r.amount_minor) AS minor, count(*) AS n FROM rewards r
      WHERE r.programme_id = $1 AND r.invitee = f.person AND r.status <> 'cancelled'
    ) c ON true GROUP BY week
  )
  SELECT w.week::text, coalesce(c.invitations, 0) AS invitations, coalesce(c.sign_ups, 0) AS "signUps",
    coalesce(b.customers, 0) AS "firstOrders", coalesce(b.rewards, 0) AS rewards, coalesce(b.minor, '0') AS minor
  FROM weeks w LEFT JOIN counted c USING (week) LEFT JOIN brought b USING (week) ORDER BY w.week`;

/** Shoppers who bought in these weeks, by the shop's orders and by what was told. */
export const ACTIVE = `
  SELECT count(*)::int AS n FROM (
    SELECT o.customer_id FROM orders o WHERE o.store_id = $5 AND o.mode = $6 AND o.status = 'paid' AND o.customer_id NOT LIKE '~order:%'
      AND o.placed_at >= ($3::date - 7 * ($4::int - 1))::timestamp AT TIME ZONE $2
    UNION
    SELECT e.person FROM reward_events e WHERE e.programme_id = $1 AND e.kind = 'order'
      AND e.at >= ($3::date - 7 * ($4::int - 1))::timestamp AT TIME ZONE $2
  ) bought`;

/** How many rewards stand where. */
export const STATES = `SELECT status, count(*)::int AS n FROM rewards WHERE programme_id = $1 GROUP BY status`;
