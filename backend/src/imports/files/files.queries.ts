// Named SQL of order files.

/** Nothing comes back when the file had this order before. */
export const KEEP_ORDER = `
  INSERT INTO order_file_orders (file_id, external_id, line, placed_at, status, currency, total_minor, codes, outcome, content)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'read', $9::jsonb)
  ON CONFLICT DO NOTHING RETURNING 1`;

/** What files have given back of an order so far. */
export const REFUNDED_SO_FAR = `
  SELECT coalesce(sum((content->>'adjustment')::bigint), 0) AS minor FROM facts
  WHERE programme_id = $1 AND type = 'refund' AND content->>'order_id' = $2 AND source = 'file'`;

/** Agreed in a reconciliation, or found for a receipt. */
export const KNOWN_AS = `SELECT external_id FROM order_aliases WHERE programme_id = $1 AND other_id = $2`;

/** Orders made of receipts with this sum within a day. $3, $4: from, to. */
export const OF_RECEIPTS = `
  SELECT o.external_id, o.placed_at, (SELECT f.content->'discount_codes' FROM facts f WHERE f.programme_id = $1 AND f.type = 'order'
    AND f.external_id = o.external_id AND f.version = o.version ORDER BY f.received_at DESC LIMIT 1) AS codes
  FROM orders o WHERE o.programme_id = $1 AND o.total_minor = $2 AND o.placed_at BETWEEN $3 AND $4
    AND o.external_id LIKE 'receipt:%' ORDER BY o.external_id LIMIT 20`;

export const ADD_ALIAS = `
  INSERT INTO order_aliases (programme_id, other_id, external_id, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
