// Named SQL of what customers cost and bring: $1 store, $2 and $3 the moments between which the period lies.
import { KEPT } from '../rows/rows.queries.js';

const CREDITED = `u.mode = 'live' AND ${KEPT}`;

/** Who bought without an account is nobody's first or second order. */
const KNOWN = `o.customer_id IS NOT NULL AND o.customer_id NOT LIKE '~order:%'`;

/** The first orders of customers in the period, and how many of them were credited. */
export const FIRST_ORDERS = `
  SELECT count(*)::int AS first_orders, count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM commission_units u WHERE u.order_id = o.id AND ${CREDITED}))::int AS credited
  FROM orders o WHERE o.store_id = $1 AND o.mode = 'live' AND o.placed_at >= $2 AND o.placed_at < $3 AND ${KNOWN}
    AND o.status <> 'cancelled' AND NOT EXISTS (
      SELECT 1 FROM orders e WHERE e.programme_id = o.programme_id AND e.customer_id = o.customer_id AND e.status <> 'cancelled'
        AND (e.placed_at, e.id) < (o.placed_at, o.id))`;

/** What the period's orders brought and cost, and what was paid beside them. $4: the settlement currency. */
export const COSTS = `
  SELECT coalesce(sum(u.base_minor) FILTER (WHERE ${CREDITED}), 0)::text AS net, coalesce(sum(u.amount_minor), 0)::text AS commission,
    (SELECT coalesce(sum(e.amount_minor), 0)::text FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
      WHERE e.account = 'expense:bonus' AND e.currency = $4 AND t.programme_id = $1 AND t.posted_at >= $2 AND t.posted_at < $3) AS bonuses,
    (SELECT coalesce(sum(e.amount_minor), 0)::text FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
      WHERE e.account = 'expense:contributions' AND e.currency = $4 AND t.programme_id = $1 AND t.posted_at >= $2
        AND t.posted_at < $3) AS contributions
  FROM commission_units u WHERE u.store_id = $1 AND u.mode = 'live' AND u.currency = $4 AND u.ordered_at >= $2 AND u.ordered_at < $3`;

/**
 * By the month of a customer's first credited order: how many there are, and what they bought by credited orders within so many
 * months after it. $2: now; $3: the first month; $4: currency; $5: the store's time zone.
 */
export const COHORTS = `
  WITH bought AS (
    SELECT o.customer_id, o.placed_at AS at, sum(u.base_minor) AS net
    FROM commission_units u JOIN orders o ON o.id = u.order_id
    WHERE u.store_id = $1 AND u.currency = $4 AND ${CREDITED} AND ${KNOWN} GROUP BY o.customer_id, o.id
  ), first AS (
    SELECT customer_id, min(at) AS at, date_trunc('month', min(at) AT TIME ZONE $5) AS month FROM bought GROUP BY 1
  )
  SELECT to_char(f.month, 'YYYY-MM-DD') AS month, count(DISTINCT f.customer_id)::int AS customers,
    coalesce(sum(b.net) FILTER (WHERE b.at < f.at + interval '1 month'), 0)::text AS net1,
    coalesce(sum(b.net) FILTER (WHERE b.at < f.at + interval '3 months'), 0)::text AS net3,
    coalesce(sum(b.net) FILTER (WHERE b.at < f.at + interval '6 months'), 0)::text AS net6,
    coalesce(sum(b.net) FILTER (WHERE b.at < f.at + interval '12 months'), 0)::text AS net12,
    max(f.at) AS newest
  FROM first f JOIN bought b USING (customer_id)
  WHERE f.month >= date_trunc('month', $3::timestamptz AT TIME ZONE $5) AND f.at <= $2 GROUP BY f.month ORDER BY f.month DESC`;
