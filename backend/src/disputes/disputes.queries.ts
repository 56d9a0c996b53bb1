// Named SQL of disputes: one and lists of them with the names people know things by, their moves, and what is due.

const DISPUTE = `
  SELECT d.*, d.claimed_on::text AS claimed_on, s.name AS store_name, s.timezone, c.display_name AS creator_name, c.account_id AS creator_account,
    u.amount_minor AS unit_minor, u.currency AS unit_currency, u.state AS unit_state, o.total_minor AS order_total_minor,
    o.currency AS order_currency, o.placed_at, b.name AS decided_name,
    coalesce((SELECT l->>'title' FROM jsonb_array_elements(o.lines) l WHERE l->>'line_id' = d.line_id LIMIT 1), d.line_id) AS line_title,
    (SELECT coalesce(sum(k.amount_minor), 0)::text FROM dispute_credits k WHERE k.dispute_id = d.id) AS credited_minor
  FROM disputes d JOIN stores s ON s.id = d.store_id JOIN creators c ON c.id = d.creator_id
    LEFT JOIN orders o ON o.id = d.order_id LEFT JOIN accounts b ON b.id = d.decided_by
    LEFT JOIN commission_units u ON u.order_id = d.order_id AND u.line_id = d.line_id AND u.creator_id = d.creator_id
      AND u.kind = 'sale'`;

export const DISPUTE_BY_ID = `${DISPUTE} WHERE d.id = $1`;
export const LOCK_DISPUTE = `SELECT id FROM disputes WHERE id = $1 FOR UPDATE`;

/** A creator's own, the newest first. $2 $3: cursor, $4: how many. */
export const OF_CREATOR = `${DISPUTE} WHERE d.creator_id = $1 AND ($2::timestamptz IS NULL OR (d.opened_at, d.id) < ($2, $3))
  ORDER BY d.opened_at DESC, d.id DESC LIMIT $4`;
export const COUNT_OF_CREATOR = `SELECT count(*)::int AS count FROM disputes WHERE creator_id = $1`;

const STATES = {
  store: `d.state IN ('waiting_order', 'waiting_store', 'waiting_staff')`,
  staff: `d.state = 'waiting_staff'`,
  waiting: `d.state IN ('waiting_order', 'waiting_store')`,
  over: `d.state IN ('accepted', 'refused', 'withdrawn')`,
} as const;
export type DeskList = keyof typeof STATES;

const OF_STORE = `($1::text IS NULL OR d.store_id = $1)`;

/** What waits, the oldest first; what is over, the newest first. $1: store, $2 $3: cursor, $4: how many. */
export function deskPage(list: DeskList): string {
  const [sign, order] = list === 'over' ? ['<', 'DESC'] : ['>', 'ASC'];
  return `${DISPUTE} WHERE ${STATES[list]} AND ${OF_STORE} AND ($2::timestamptz IS NULL OR (d.opened_at, d.id) ${sign} ($2, $3))
    ORDER BY d.opened_at ${order}, d.id ${order} LIMIT $4`;
}
export const deskCount = (list: DeskList): string =>
  `SELECT count(*)::int AS count FROM disputes d WHERE ${STATES[list]} AND ${OF_STORE}`;

export const ADD_STEP = `
  INSERT INTO dispute_steps (dispute_id, seq, move, actor, reason_code, note, at)
  VALUES ($1, (SELECT steps FROM disputes WHERE id = $1), $2, $3, $4, $5, $6)`;

export const STEPS_OF = `
  SELECT s.seq, s.move, s.actor, s.reason_code, s.note, s.at, a.name, EXISTS (SELECT 1 FROM role_grants g JOIN disputes d ON d.id = s.dispute_id
    WHERE g.account_id = s.actor AND g.role = 'store_owner' AND g.store_id = d.store_id) AS of_store
  FROM dispute_steps s LEFT JOIN accounts a ON a.id = s.actor
  WHERE s.dispute_id = $1 ORDER BY s.seq`;

export const ADD_DISPUTE = `
  INSERT INTO disputes (id, kind, programme_id, store_id, creator_id, state, reason_code, text, order_id, order_external_id, line_id,
    claimed_number, claimed_plain, claimed_on, claimed_minor, currency, came_by, came_ref, opened_at, order_due_at, answer_due_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`;

/** How many wait of one creator. */
export const COUNT_OPEN = `
  SELECT count(*)::int AS count FROM disputes WHERE creator_id = $1 AND state IN ('waiting_order', 'waiting_store', 'waiting_staff')`;

/** The last dispute of this line by this creator that somebody decided. */
export const LAST_DECIDED = `
  SELECT max(decided_at) AS at FROM disputes WHERE programme_id = $1 AND order_external_id = $2 AND line_id = $3 AND creator_id = $4
    AND kind = 'line' AND state IN ('accepted', 'refused')`;

/** When the amount of a line last changed for a creator, beside what time and payouts do. $1 order, $2 line, $3 creator. */
export const LAST_CHANGE = `
  SELECT max(c.at) AS at FROM commission_changes c JOIN commission_units u ON u.id = c.unit_id
  WHERE u.order_id = $1 AND u.line_id = $2 AND u.creator_id = $3
    AND c.cause IN ('earned', 'refunded', 'cancelled', 'edited', 'reattributed', 'rejected', 'restored')`;

/** What a creator has of an order: by line. */
export const UNITS_OF = `
  SELECT line_id, state, amount_minor::text AS amount FROM commission_units
  WHERE order_id = $1 AND creator_id = $2 AND kind = 'sale' ORDER BY line_id`;

/** Another claim of this creator for the order: under another number it is the same sale. */
export const OWN_CLAIM = `
  SELECT 1 FROM disputes WHERE order_id = $1 AND creator_id = $2 AND id <> $3 AND kind = 'missing'
    AND state NOT IN ('withdrawn', 'refused') LIMIT 1`;

/** Who has what of an order, for those who decide. */
export const CREDITED_OF = `
  SELECT c.display_name AS name, u.currency, sum(u.amount_minor)::text AS amount FROM commission_units u
  JOIN creators c ON c.id = u.creator_id WHERE u.order_id = $1 AND u.kind = 'sale' AND u.state NOT IN ('rejected', 'reversed')
  GROUP BY c.id, c.display_name, u.currency ORDER BY 1, 2`;

/** Whether another creator claims the same order. */
export const RIVALS = `
  SELECT count(*)::int AS count FROM disputes WHERE order_id = $1 AND id <> $2 AND creator_id <> $3 AND kind = 'missing'
    AND state <> 'withdrawn'`;

/**
 * Orders that may be the claimed one: by number, or by sum near the day. $2: numbers as they may stand, $3: sum, $4 $5: days,
 * $6: at most.
 */
export const CANDIDATES = `
  SELECT id, external_id, total_minor::text AS total, currency, placed_at FROM (
    SELECT * FROM orders WHERE programme_id = $1 AND external_id = ANY($2)
    UNION SELECT o.* FROM order_aliases a JOIN orders o ON o.programme_id = a.programme_id AND o.external_id = a.external_id
      WHERE a.programme_id = $1 AND a.other_id = ANY($2)
    UNION SELECT * FROM orders WHERE programme_id = $1 AND total_minor = $3 AND placed_at >= $4 AND placed_at < $5
  ) o ORDER BY placed_at, external_id LIMIT $6`;
export const ALIASES_OF = `SELECT other_id FROM order_aliases WHERE programme_id = $1 AND external_id = $2`;

/** A link, code or video of the creator's own in this store. */
export const OWN_SOURCE = {
  code: `SELECT 1 FROM promo_codes WHERE store_id = $1 AND creator_id = $2 AND code = $3`,
  link: `SELECT 1 FROM creator_links WHERE store_id = $1 AND creator_id = $2 AND id = $3`,
  video: `SELECT 1 FROM videos WHERE store_id = $1 AND creator_id = $2 AND id = $3 AND published_at IS NOT NULL`,
} as const;

/** Which products a video shows: a click on another would credit what the video does not sell. */
export const SHOWN_BY = `
  SELECT p.external_id AS id FROM video_products v JOIN products p ON p.id = v.product_id WHERE v.video_id = $1 ORDER BY 1`;

/** Who decided before about commissions of this order: accounts, not rules. */
export const DECIDED_BY = `
  SELECT 1 FROM facts WHERE programme_id = $1 AND type = 'decision' AND content->'subject'->>'order_id' = $2
    AND content->'subject'->>'creator_id' = $3 AND content->>'actor' = $4 LIMIT 1`;

export const DUE_REMINDERS = `
  SELECT d.id FROM disputes d JOIN stores s ON s.id = d.store_id
  WHERE d.state = 'waiting_store' AND d.reminded_at IS NULL AND d.answer_due_at - $2::float8 * s.dispute_days * interval '1 day' <= $1
  ORDER BY d.answer_due_at LIMIT 200`;
export const OVERDUE = `SELECT id FROM disputes WHERE state = 'waiting_store' AND answer_due_at <= $1 ORDER BY answer_due_at LIMIT 200`;
export const UNFOUND = `SELECT id FROM disputes WHERE state = 'waiting_order' ORDER BY looked_at NULLS FIRST, id LIMIT 500`;
export const TO_FOLLOW = `
  SELECT id FROM disputes WHERE credit_minor IS NOT NULL AND decided_at > $1 AND (looked_at IS NULL OR looked_at < $2)
  ORDER BY looked_at NULLS FIRST LIMIT 500`;

export const ADD_CREDIT = `
  INSERT INTO dispute_credits (dispute_id, seq, fact_id, amount_minor, at)
  VALUES ($1, $2, $3, $4, $5)`;

export const ADD_EVIDENCE = `
  INSERT INTO dispute_evidence (id, dispute_id, content_type, size_bytes, width, height, sha256, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (dispute_id, sha256) DO NOTHING RETURNING id`;
export const EVIDENCE_OF = `SELECT id, content_type, size_bytes::int AS size_bytes, at FROM dispute_evidence
  WHERE dispute_id = $1 AND stored ORDER BY at, id`;
export const EVIDENCE_BY_ID = `SELECT id, dispute_id, content_type, stored FROM dispute_evidence WHERE id = $1`;
export const SAME_EVIDENCE = `SELECT id, stored FROM dispute_evidence WHERE dispute_id = $1 AND sha256 = $2`;
export const LEFT_EVIDENCE = `SELECT id, content_type FROM dispute_evidence WHERE NOT stored AND at < $1 LIMIT 200`;

export const CREATOR_TO_WRITE = `
  SELECT c.display_name AS name, a.email, a.locale FROM creators c JOIN accounts a ON a.id = c.account_id WHERE c.id = $1`;
