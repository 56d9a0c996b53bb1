// Named SQL of postbacks: what happened since it was last looked, and the work that is due.

export const ANY_ADDRESS = `SELECT 1 FROM postback_addresses WHERE removed_at IS NULL AND stopped_at IS NULL LIMIT 1`;

export const MARK_OF = `SELECT seen_to FROM postback_marks WHERE what = $1`;

export const SET_MARK = `
  INSERT INTO postback_marks AS m (what, seen_to) VALUES ($1, $2)
  ON CONFLICT (what) DO UPDATE SET seen_to = greatest(m.seen_to, excluded.seen_to)`;

/**
 * Changes of commissions that an address wants and was not told. $1: since when, $2: at most so many. The click is the last
 * one of the creator's own among the touches of the line; a touch's id may carry more than the click's.
 */
export const CHANGES = `
  WITH changes AS (
    SELECT c.*, CASE WHEN c.state IN ('rejected', 'reversed') THEN 'rejected' WHEN c.seq = 1 THEN 'order'
      WHEN c.delta_minor < 0 THEN 'refund' WHEN c.state = 'paid' THEN 'paid' WHEN c.state = 'payable' THEN 'approved' END AS event
    FROM commission_changes c WHERE c.at > $1
  )
  SELECT a.id AS address_id, a.url, a.method, c.event, c.unit_id, c.seq, c.at, c.amount_minor, c.base_minor, c.state,
    u.currency, u.order_external_id, u.product_id, u.store_id, k.id AS click_id, coalesce(k.tags, '{}') AS tags
  FROM changes c
  JOIN commission_units u ON u.id = c.unit_id AND u.mode = 'live'
  JOIN postback_addresses a ON a.creator_id = u.creator_id AND a.removed_at IS NULL AND a.stopped_at IS NULL
    AND c.at >= a.since AND c.event = ANY(a.events)
  LEFT JOIN LATERAL (
    SELECT d.trace FROM attribution_decisions d WHERE d.programme_id = u.programme_id AND d.order_id = u.order_external_id
      AND d.line_id = u.line_id ORDER BY d.version DESC LIMIT 1
  ) d ON true
  LEFT JOIN LATERAL (
    SELECT k.id, k.tags FROM jsonb_array_elements(d.trace->'touches') t
    JOIN link_clicks k ON k.id = substring(t->>'id' from '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')::uuid
    JOIN creator_links l ON l.id = k.link_id AND l.creator_id = u.creator_id
    WHERE t->>'instrument' = 'deep_link' ORDER BY k.at DESC LIMIT 1
  ) k ON true
  WHERE NOT EXISTS (SELECT 1 FROM postback_deliveries p WHERE p.address_id = a.id
    AND p.event_key = 'com:' || c.unit_id || ':' || c.seq)
  ORDER BY c.at, c.unit_id, c.seq, a.id LIMIT $2`;

/** Clicks of people. $1: since when, $2: at most so many. */
export const CLICKS = `
  SELECT a.id AS address_id, a.url, a.method, k.id AS click_id, k.at, k.tags, k.store_id, p.external_id AS product_id
  FROM link_clicks k JOIN creator_links l ON l.id = k.link_id
  JOIN postback_addresses a ON a.creator_id = l.creator_id AND a.removed_at IS NULL AND a.stopped_at IS NULL
    AND k.at >= a.since AND 'click' = ANY(a.events)
  LEFT JOIN products p ON p.id = l.product_id
  WHERE k.at > $1 AND NOT k.robot
    AND NOT EXISTS (SELECT 1 FROM postback_deliveries d WHERE d.address_id = a.id AND d.event_key = 'click:' || k.id)
  ORDER BY k.at, k.id, a.id LIMIT $2`;

/** What concerns the creator as a whole; what came back of a sale is a change of its commission. $1: since when, $2: at most so many. */
export const NEWS = `
  WITH told AS (
    SELECT n.*, CASE WHEN n.kind LIKE 'video%' THEN 'video' WHEN n.kind = 'first_sale' THEN 'first_sale'
      WHEN n.kind LIKE 'payout%' THEN 'payout' WHEN n.kind = 'plan_changed' THEN 'rate' END AS event
    FROM creator_news n WHERE n.found_at > $1
  )
  SELECT a.id AS address_id, a.url, a.method, n.event, n.id AS news_id, n.kind, n.found_at AS at, n.store_id, n.subject_id, n.currency, n.amount_minor,
    NULL AS product_id, NULL AS click_id, '{}'::jsonb AS tags
  FROM told n JOIN postback_addresses a ON a.creator_id = n.creator_id AND a.removed_at IS NULL AND a.stopped_at IS NULL
    AND n.at >= a.since AND n.event = ANY(a.events)
  WHERE NOT EXISTS (SELECT 1 FROM postback_deliveries p WHERE p.address_id = a.id AND p.event_key = 'news:' || n.id)
  ORDER BY n.found_at, n.id, a.id LIMIT $2`;

export const ADD_DELIVERIES = `
  INSERT INTO postback_deliveries (id, address_id, event_key, event, url, body, state, next_at, created_at)
  SELECT i, a, k, e, u, b, 'waiting', $7, $7
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS t(i, a, k, e, u, b)
  ON CONFLICT (address_id, event_key) DO NOTHING`;

/** Takes due deliveries for a minute: one whose process dies is taken again. $1: now, $2: until, $3: at most. */
export const TAKE_DUE = `
  UPDATE postback_deliveries d SET next_at = $2, attempts = attempts + 1
  WHERE d.id IN (
    SELECT w.id FROM postback_deliveries w JOIN postback_addresses a ON a.id = w.address_id
    WHERE w.state = 'waiting' AND w.next_at <= $1 AND a.removed_at IS NULL AND a.stopped_at IS NULL
    ORDER BY w.next_at LIMIT $3 FOR UPDATE OF w SKIP LOCKED
  )
  RETURNING d.id, d.address_id, d.url, d.body, d.attempts, d.event_key`;

/** A good answer begins the count of failures anew; too many failures in a row stop the address. $3: how many, $4: now. */
export const NOTE_ADDRESS = `
  UPDATE postback_addresses SET failures = CASE WHEN $2 THEN 0 ELSE failures + 1 END,
    stopped_at = CASE WHEN NOT $2 AND failures + 1 >= $3 THEN coalesce(stopped_at, $4) ELSE stopped_at END
  WHERE id = $1`;
