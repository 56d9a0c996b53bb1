// Named SQL of referrals: what a referrer earned by whom and by month, and how invitations become creators.
import { KEPT } from '../rows/rows.queries.js';

/** What a referrer got for each of these invited creators, a currency each. */
export const EARNED = `
  SELECT r.id, u.currency, sum(u.amount_minor)::text AS minor
  FROM referrals r JOIN commission_units u ON u.creator_id = r.referrer_id AND u.via_creator_id = r.creator_id
  WHERE r.id = ANY($1) AND u.kind = 'referral' AND u.mode = 'live' GROUP BY 1, 2 ORDER BY 1, 2`;

/** Every change of a referrer's shares by month of the store's own time zone; they sum to what the book says. */
export const MONTHS = `
  SELECT to_char((c.at AT TIME ZONE s.timezone)::date, 'YYYY-MM') AS month, u.currency, sum(c.delta_minor)::text AS minor,
    count(DISTINCT u.via_creator_id)::int AS creators
  FROM commission_changes c JOIN commission_units u ON u.id = c.unit_id JOIN stores s ON s.id = u.store_id
  WHERE u.creator_id = $1 AND u.kind = 'referral' AND u.mode = 'live' AND c.delta_minor <> 0
  GROUP BY 1, 2 ORDER BY 1 DESC, 2`;

/**
 * Invitations of a period by creators who were active in it, those of them that had their thirty days, and who published in time.
 * $1: the store, null for all; $2, $3: the first and the last day; $4: the time zone where no store has one; $5: now.
 */
export const K_FACTOR = `
  WITH bounds AS (
    SELECT $2::date::timestamp AT TIME ZONE coalesce((SELECT timezone FROM stores WHERE id = $1), $4) AS since,
      ($3::date + 1)::timestamp AT TIME ZONE coalesce((SELECT timezone FROM stores WHERE id = $1), $4) AS until
  ), active AS (
    SELECT DISTINCT u.creator_id FROM bounds b JOIN commission_units u ON u.ordered_at >= b.since AND u.ordered_at < b.until
    WHERE u.mode = 'live' AND ${KEPT} AND ($1::text IS NULL OR u.store_id = $1)
  ), invited AS (
    SELECT r.invited_at + interval '30 days' AS until, (
      SELECT min(t.valid_from) FROM videos v JOIN stores s ON s.id = v.store_id JOIN video_terms t ON t.video_id = v.id
      WHERE v.creator_id = r.creator_id AND t.live AND NOT s.sandbox AND ($1::text IS NULL OR v.store_id = $1)
    ) AS published_at
    FROM bounds b JOIN referrals r ON r.invited_at >= b.since AND r.invited_at < b.until
    WHERE r.referrer_id IN (SELECT creator_id FROM active)
  )
  SELECT (SELECT count(*)::int FROM active) AS active, count(*)::int AS invited,
    count(*) FILTER (WHERE until <= $5)::int AS matured,
    count(*) FILTER (WHERE until <= $5 AND published_at <= until)::int AS published
  FROM invited`;
