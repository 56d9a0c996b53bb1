// Named SQL of attribution: what facts name in the catalogue, marks of orders to look at, decisions by version.

/**
 * Videos that were ever published, a row for each time they were live unchanged (money.md E11): a new tag, a file of another length or
 * a time away begins a new one. A video that was never published has no touches.
 */
export const VIDEOS = `
  SELECT * FROM (
    SELECT t.video_id AS id, v.creator_id, t.live, t.duration_ms, t.product_ids, t.valid_from AS live_from,
      lead(t.valid_from) OVER (PARTITION BY t.video_id ORDER BY t.seq) AS live_to
    FROM video_terms t JOIN videos v ON v.id = t.video_id WHERE v.store_id = $1 AND v.id = ANY($2)
  ) lives WHERE live AND (live_to IS NULL OR live_from < live_to) ORDER BY id, live_from`;

export const CODES = `
  SELECT code, creator_id, valid_from, valid_to FROM promo_codes WHERE store_id = $1 AND code = ANY($2) ORDER BY code`;

/** A link to a product carries that product (money.md T3); one to the shop carries none. */
export const LINKS = `
  SELECT l.id, l.creator_id, p.external_id AS product_id FROM creator_links l LEFT JOIN products p ON p.id = l.product_id
  WHERE l.store_id = $1 AND l.id = ANY($2) ORDER BY l.id`;

/** Products with every category they had, from its moment on, earliest first; none before the first. */
export const PRODUCTS = `
  SELECT p.external_id AS id, coalesce(json_agg(json_build_object('from', nullif(t.valid_from, '-infinity'), 'category', t.category)
      ORDER BY t.seq) FILTER (WHERE t.seq IS NOT NULL), '[]') AS categories
  FROM products p LEFT JOIN product_terms t ON t.product_id = p.id WHERE p.store_id = $1 AND p.external_id = ANY($2)
  GROUP BY p.external_id`;

/** DO UPDATE, not DO NOTHING: a mark that is being worked off must be left behind anew. */
export const MARK = `
  INSERT INTO attribution_marks AS m (programme_id, order_id, marked_at, not_before)
  SELECT $1, o, $3, $3 FROM unnest($2::text[]) AS t(o) ORDER BY o
  ON CONFLICT (programme_id, order_id) DO UPDATE SET marked_at = excluded.marked_at,
    not_before = least(m.not_before, excluded.not_before)`;

export const DUE_MARKS = `
  SELECT order_id FROM attribution_marks WHERE programme_id = $1 AND not_before <= $2
  ORDER BY not_before, order_id LIMIT $3 FOR UPDATE SKIP LOCKED`;

export const DONE_MARKS = `DELETE FROM attribution_marks WHERE programme_id = $1 AND order_id = ANY($2)`;

/** Each failure doubles the pause, up to about an hour and a half. */
export const POSTPONE_MARK = `
  UPDATE attribution_marks SET attempts = attempts + 1, error = $3,
    not_before = $4::timestamptz + least(power(2, attempts), 512) * interval '10 seconds'
  WHERE programme_id = $1 AND order_id = $2`;

export const MARKED_PROGRAMMES = `SELECT DISTINCT programme_id FROM attribution_marks WHERE not_before <= $1`;

export const NEWEST = `
  SELECT DISTINCT ON (order_id, line_id) id, order_id, line_id, version, reason, units, trace, sha256, as_of
  FROM attribution_decisions WHERE programme_id = $1 AND order_id = ANY($2)
  ORDER BY order_id, line_id, version DESC`;

export const ADD_DECISIONS = `
  INSERT INTO attribution_decisions (id, programme_id, store_id, order_id, line_id, version, reason, units, trace, sha256, as_of)
  SELECT i, $2, $3, o, l, v, r, u::jsonb, t::jsonb, s, $10
  FROM unnest($1::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $11::bytea[])
    AS d(i, o, l, v, r, u, t, s)`;

/** Gives back what was not known before. */
export const ADD_ALERTS = `
  INSERT INTO attribution_alerts (programme_id, sha256, code, subject, at)
  SELECT $1, s, c, j::jsonb, $5 FROM unnest($2::bytea[], $3::text[], $4::text[]) AS t(s, c, j) ORDER BY s
  ON CONFLICT DO NOTHING RETURNING code, subject`;
