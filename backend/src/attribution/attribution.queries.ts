// Named SQL of attribution: what facts name in the catalogue, marks of orders to look at, decisions by version.

/**
 * Videos that were ever published, with the time they were live: from the first publication to the last time they left
 * it, open while a version of them is live now, also when a new one is on its way (money.md E11). A video that was never published has no touches.
 */
export const VIDEOS = `
  SELECT v.id, v.creator_id, (coalesce(o.manifest, v.manifest)->>'durationMs')::int AS duration_ms, live.live_from,
    CASE WHEN v.live_version IS NULL THEN v.live_ended_at END AS live_to,
    (SELECT array_agg(p.external_id ORDER BY t.position) FROM video_products t JOIN products p ON p.id = t.product_id
     WHERE t.video_id = v.id) AS product_ids
  FROM videos v LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
  CROSS JOIN LATERAL (
    SELECT min(s.at) AS live_from FROM video_steps s WHERE s.video_id = v.id AND s.status = 'published'
  ) live
  WHERE v.store_id = $1 AND v.id = ANY($2) AND live.live_from IS NOT NULL`;

export const CODES = `
  SELECT code, creator_id, valid_from, valid_to FROM promo_codes WHERE store_id = $1 AND code = ANY($2) ORDER BY code`;

/** A link to a product carries that product (money.md T3); one to the shop carries none. */
export const LINKS = `
  SELECT l.id, l.creator_id, p.external_id AS product_id FROM creator_links l LEFT JOIN products p ON p.id = l.product_id
  WHERE l.store_id = $1 AND l.id = ANY($2) ORDER BY l.id`;

export const PRODUCTS = `
  SELECT external_id AS id, category FROM products WHERE store_id = $1 AND external_id = ANY($2)`;

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
