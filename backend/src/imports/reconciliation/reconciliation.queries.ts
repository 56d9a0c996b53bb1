// Named SQL of reconciliation.

/** Orders of the file with what we know under the same number, or under the number it was agreed to be. $1 file, $2 programme. */
export const SIDE_BY_SIDE = `
  SELECT t.external_id, t.status, t.currency, t.total_minor, t.codes, t.placed_at,
    o.external_id AS our_id, o.status AS our_status, o.currency AS our_currency, o.total_minor AS our_total_minor,
    o.placed_at AS our_placed_at, codes.list AS our_codes
  FROM order_file_orders t
  LEFT JOIN order_aliases a ON a.programme_id = $2 AND a.other_id = t.external_id
  LEFT JOIN orders o ON o.programme_id = $2 AND o.external_id = coalesce(a.external_id, t.external_id)
  LEFT JOIN LATERAL (
    SELECT f.content->'discount_codes' AS list FROM facts f
    WHERE f.programme_id = $2 AND f.type = 'order' AND f.external_id = o.external_id AND f.version = o.version
    ORDER BY f.received_at DESC LIMIT 1
  ) codes ON true
  WHERE t.file_id = $1 ORDER BY t.external_id`;

/** Our orders between the first and the last moment of the file that the file does not have. $3, $4: from, to. */
export const ONLY_OURS = `
  SELECT o.external_id, o.status, o.currency, o.total_minor, o.placed_at, codes.list AS codes
  FROM orders o
  LEFT JOIN LATERAL (
    SELECT f.content->'discount_codes' AS list FROM facts f
    WHERE f.programme_id = $2 AND f.type = 'order' AND f.external_id = o.external_id AND f.version = o.version
    ORDER BY f.received_at DESC LIMIT 1
  ) codes ON true
  WHERE o.store_id = split_part($2, ':', 1) AND o.mode = $5 AND o.placed_at BETWEEN $3 AND $4
    AND NOT EXISTS (SELECT 1 FROM order_file_orders t
      LEFT JOIN order_aliases a ON a.programme_id = $2 AND a.other_id = t.external_id
      WHERE t.file_id = $1 AND coalesce(a.external_id, t.external_id) = o.external_id)
  ORDER BY o.external_id`;

export const SPAN = `
  SELECT min(placed_at) AS first, max(placed_at) AS last, count(*)::int AS n FROM order_file_orders WHERE file_id = $1`;

/** A difference that stands open already, or was settled, is not found a second time. */
export const ADD_DIFFERENCES = `
  INSERT INTO order_differences (id, file_id, store_id, programme_id, mode, kind, fields, external_id, our_external_id, score,
    theirs, ours, digest, state, created_at)
  SELECT i, $2, $3, $4, $5, k, string_to_array(f, ','), e, o, s, t::jsonb, u::jsonb, d, 'open', $6
  FROM unnest($1::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::text[], $13::text[], $14::text[])
    AS r(i, k, f, e, o, s, t, u, d)
  ON CONFLICT (programme_id, digest) DO NOTHING`;

export const FILE_CONTENT = `
  SELECT content, placed_at FROM order_file_orders WHERE file_id = $1 AND external_id = $2`;

export const ADD_ALIAS = `
  INSERT INTO order_aliases (programme_id, other_id, external_id, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
