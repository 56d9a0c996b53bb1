// Named SQL of plans: versions with the names of their people, rehearsals, and who promotes a store's goods.

const VERSION = `
  SELECT v.id, v.store_id, s.name AS store_name, s.currency, s.timezone, s.windows_hours, v.number, v.status, v.title, v.terms, v.based_on,
    b.number AS based_on_number, v.made_by, v.made_at, v.edited_by, v.edited_at, v.proposed_by, v.proposed_at, v.decided_by,
    v.decided_at, v.reason, v.effects, m.name AS made_name, p.name AS proposed_name, d.name AS decided_name
  FROM plan_versions v JOIN stores s ON s.id = v.store_id LEFT JOIN plan_versions b ON b.id = v.based_on
  LEFT JOIN accounts m ON m.id = v.made_by LEFT JOIN accounts p ON p.id = v.proposed_by
  LEFT JOIN accounts d ON d.id = v.decided_by`;

export const VERSION_BY_ID = `${VERSION} WHERE v.id = $1`;

/** $2, $3: cursor; $4: how many. Discarded drafts are of no interest to anyone. */
export const VERSIONS_OF_STORE = `${VERSION}
  WHERE v.store_id = $1 AND v.status <> 'discarded' AND ($2::timestamptz IS NULL OR (v.made_at, v.id) < ($2, $3))
  ORDER BY v.made_at DESC, v.id DESC LIMIT $4`;

export const COUNT_VERSIONS = `SELECT count(*)::int AS count FROM plan_versions WHERE store_id = $1 AND status <> 'discarded'`;

/** Those that wait for a second person, the oldest first. */
export const PROPOSED = `${VERSION}
  WHERE v.status = 'proposed' AND ($1::timestamptz IS NULL OR (v.proposed_at, v.id) > ($1, $2))
  ORDER BY v.proposed_at, v.id LIMIT $3`;

export const COUNT_PROPOSED = `SELECT count(*)::int AS count FROM plan_versions WHERE status = 'proposed'`;

export const NEWEST_PUBLISHED = `
  SELECT id, number, terms FROM plan_versions WHERE store_id = $1 AND status = 'published' ORDER BY number DESC LIMIT 1`;

export const ADD_VERSION = `
  INSERT INTO plan_versions (id, store_id, status, title, terms, based_on, made_by, made_at, edited_by, edited_at)
  VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $6, $7)`;

export const UNKNOWN_PRODUCTS = `
  SELECT id FROM unnest($2::text[]) AS t(id)
  WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.store_id = $1 AND p.external_id = t.id) LIMIT 1`;

export const UNKNOWN_CREATORS = `
  SELECT id FROM unnest($1::text[]) AS t(id) WHERE NOT EXISTS (SELECT 1 FROM creators c WHERE c.id = t.id) LIMIT 1`;

export const CATEGORIES = `SELECT external_id AS id, category FROM products WHERE store_id = $1 AND external_id = ANY($2)`;

const REHEARSAL = `
  SELECT r.*, coalesce(t.before, 0)::text AS before, coalesce(t.after, 0)::text AS after, coalesce(t.creators, 0)::int AS creators,
    coalesce(t.losing, 0)::int AS losing, coalesce(t.gaining, 0)::int AS gaining
  FROM plan_rehearsals r LEFT JOIN LATERAL (
    SELECT sum(c.before) AS before, sum(c.after) AS after, count(*) AS creators,
      count(*) FILTER (WHERE c.after < c.before) AS losing, count(*) FILTER (WHERE c.after > c.before) AS gaining
    FROM (SELECT creator_id, sum(before_minor) AS before, sum(after_minor) AS after FROM plan_rehearsal_rows
      WHERE rehearsal_id = r.id GROUP BY creator_id) c
  ) t ON true`;

export const REHEARSAL_BY_ID = `${REHEARSAL} WHERE r.id = $1`;

export const NEWEST_REHEARSAL = `${REHEARSAL} WHERE r.version_id = $1 ORDER BY r.asked_at DESC, r.id DESC LIMIT 1`;

export const ADD_REHEARSAL = `
  INSERT INTO plan_rehearsals (id, store_id, version_id, terms_digest, present_digest, status, from_month, to_month, as_of,
    orders_total, asked_by, asked_at)
  VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8,
    (SELECT count(*) FROM orders WHERE store_id = $2 AND mode = 'live' AND placed_at >= $9 AND placed_at < $10 AND first_received_at <= $8),
    $11, $8)`;

/** Orders of a span, page by page. $3 $4: from and to; $5: as of; $6 $7: cursor. */
export const ORDERS_OF_SPAN = `
  SELECT external_id, placed_at, id FROM orders
  WHERE store_id = $1 AND mode = 'live' AND placed_at >= $3 AND placed_at < $4 AND first_received_at <= $5
    AND ($6::timestamptz IS NULL OR (placed_at, id) > ($6, $7))
  ORDER BY placed_at, id LIMIT $2`;

/** Every order of these contracts: later payments of a subscription follow the first (money.md T10). */
export const ORDERS_OF_CONTRACTS = `
  SELECT DISTINCT f.external_id FROM facts f CROSS JOIN LATERAL jsonb_array_elements(f.content->'lines') l
  WHERE f.programme_id = $1 AND f.type = 'order' AND l->'subscription'->>'contract_id' = ANY($2)`;

export const ADD_ROWS = `
  INSERT INTO plan_rehearsal_rows AS r (rehearsal_id, month, creator_id, sales, base_minor, before_minor, after_minor)
  SELECT $1, m, c, s, b, x, y FROM unnest($2::text[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[])
    AS t(m, c, s, b, x, y)
  ON CONFLICT (rehearsal_id, month, creator_id) DO UPDATE SET sales = r.sales + excluded.sales,
    base_minor = r.base_minor + excluded.base_minor, before_minor = r.before_minor + excluded.before_minor,
    after_minor = r.after_minor + excluded.after_minor`;

export const MONTHS_OF_REHEARSAL = `
  SELECT month, sum(before_minor)::text AS before, sum(after_minor)::text AS after, sum(base_minor)::text AS base
  FROM plan_rehearsal_rows WHERE rehearsal_id = $1 GROUP BY month ORDER BY month`;

/** The greatest loss first. $2 $3: cursor of change and creator. */
export const CREATORS_OF_REHEARSAL = `
  SELECT c.creator_id, n.display_name AS name, c.sales, c.base::text, c.before::text, c.after::text, c.change::text
  FROM (SELECT creator_id, sum(sales)::int AS sales, sum(base_minor) AS base, sum(before_minor) AS before,
      sum(after_minor) AS after, sum(after_minor - before_minor) AS change
    FROM plan_rehearsal_rows WHERE rehearsal_id = $1 GROUP BY creator_id) c
  LEFT JOIN creators n ON n.id = c.creator_id
  WHERE ($2::numeric IS NULL OR (c.change, c.creator_id) > ($2, $3))
  ORDER BY c.change, c.creator_id LIMIT $4`;

/** Who promotes a store's goods now: a video on a card or a code in force. $2: now; $3: after this creator. */
export const PROMOTING = `
  SELECT c.id, c.display_name AS name, a.email, a.locale FROM (
    SELECT creator_id FROM videos WHERE store_id = $1 AND live_version IS NOT NULL
    UNION SELECT creator_id FROM videos WHERE store_id = $1 AND status = 'published'
    UNION SELECT creator_id FROM promo_codes WHERE store_id = $1 AND (valid_to IS NULL OR valid_to > $2)
  ) p JOIN creators c ON c.id = p.creator_id JOIN accounts a ON a.id = c.account_id
  WHERE c.id > $3 ORDER BY c.id LIMIT $4`;

export const ADD_NOTICE = `
  INSERT INTO plan_notices (version_id, creator_id, language, text, at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING RETURNING 1`;

export const NOTICES_OF_CREATOR = `
  SELECT n.version_id, n.text, n.at, s.name AS store_name FROM plan_notices n JOIN plan_versions v ON v.id = n.version_id
  JOIN stores s ON s.id = v.store_id
  WHERE n.creator_id = $1 AND ($2::timestamptz IS NULL OR (n.at, n.version_id) < ($2, $3))
  ORDER BY n.at DESC, n.version_id DESC LIMIT $4`;
