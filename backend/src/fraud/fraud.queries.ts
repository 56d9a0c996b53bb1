// Named SQL of fraud: groups with their people and money, alerts, the commissions behind them, and what stands of those.

/** Money now; a decided group shows what it was at the decision. Referral pay counts with the sale it comes from. */
const STAKE_NOW = `
  SELECT jsonb_object_agg(m.currency, m.sum) FROM (
    SELECT u.currency, sum(u.amount_minor)::text AS sum FROM risk_units r JOIN commission_units u
      ON u.programme_id = r.programme_id AND u.order_external_id = r.order_id AND u.line_id = r.line_id
      AND (u.creator_id = r.creator_id AND u.kind = 'sale' OR u.via_creator_id = r.creator_id)
    WHERE r.group_id = g.id GROUP BY u.currency) m`;

const GROUP = `
  SELECT g.*, s.name AS store_name, s.currency AS store_currency, c.display_name AS creator_name, c.account_id AS creator_account,
    d.name AS decided_name, a.at AS appealed_at, a.text AS appeal_text, a.outcome AS appeal_outcome, a.answer AS appeal_answer,
    a.answered_at AS appeal_answered_at, b.name AS appeal_answered_name,
    CASE WHEN g.status IN ('open', 'held') THEN (${STAKE_NOW}) ELSE g.stake END AS money,
    (SELECT count(*)::int FROM risk_units r WHERE r.group_id = g.id) AS unit_count
  FROM risk_groups g JOIN stores s ON s.id = g.store_id LEFT JOIN creators c ON c.id = g.creator_id
    LEFT JOIN accounts d ON d.id = g.decided_by LEFT JOIN risk_appeals a ON a.group_id = g.id
    LEFT JOIN accounts b ON b.id = a.answered_by`;

export const GROUP_BY_ID = `${GROUP} WHERE g.id = $1`;
export const LOCK_GROUP = `SELECT id FROM risk_groups WHERE id = $1 FOR UPDATE`;
export const STAKE_OF = `SELECT (${STAKE_NOW}) AS money FROM risk_groups g WHERE g.id = $1`;

const FILTER = `($1::text IS NULL OR g.store_id = $1) AND ($2::text IS NULL OR g.rule = $2)
  AND ($3::int IS NULL OR g.severity = $3) AND ($4::text IS NULL OR g.creator_id = $4)`;

/** What waits, the worst first and of those the oldest. $5 $6 $7: cursor, $8: how many. */
export const WAITING_GROUPS = `${GROUP} WHERE g.status IN ('open', 'held') AND ${FILTER}
  AND ($5::int IS NULL OR (-g.severity, g.opened_at, g.id) > (-$5::int, $6::timestamptz, $7))
  ORDER BY g.severity DESC, g.opened_at, g.id LIMIT $8`;
export const COUNT_WAITING = `SELECT count(*)::int AS count FROM risk_groups g WHERE g.status IN ('open', 'held') AND ${FILTER}`;

/** Appeals without an answer, the oldest first. $5 $6: cursor, $7: how many. */
export const APPEALED_GROUPS = `${GROUP} WHERE a.outcome IS NULL AND a.at IS NOT NULL AND ${FILTER}
  AND ($5::timestamptz IS NULL OR (a.at, g.id) > ($5, $6)) ORDER BY a.at, g.id LIMIT $7`;
export const COUNT_APPEALED = `SELECT count(*)::int AS count FROM risk_groups g JOIN risk_appeals a ON a.group_id = g.id
  WHERE a.outcome IS NULL AND ${FILTER}`;

/** What is over, the newest first. $5 $6: cursor, $7: how many. */
export const GROUPS_OVER = `${GROUP} WHERE g.status NOT IN ('open', 'held') AND ${FILTER}
  AND ($5::timestamptz IS NULL OR (g.last_alert_at, g.id) < ($5, $6)) ORDER BY g.last_alert_at DESC, g.id DESC LIMIT $7`;
export const COUNT_OVER = `SELECT count(*)::int AS count FROM risk_groups g WHERE g.status NOT IN ('open', 'held') AND ${FILTER}`;

/** What a creator is told of: holds and rejections, and how they ended. */
const TOLD = `g.creator_id = $1 AND g.status IN ('held', 'released', 'rejected') AND EXISTS (
    SELECT 1 FROM risk_decisions d WHERE d.group_id = g.id AND d.action IN ('hold', 'reject'))
  AND EXISTS (SELECT 1 FROM risk_units r WHERE r.group_id = g.id)`;
export const GROUPS_OF_CREATOR = `${GROUP} WHERE ${TOLD} AND ($2::timestamptz IS NULL OR (g.opened_at, g.id) < ($2, $3))
  ORDER BY g.opened_at DESC, g.id DESC LIMIT $4`;
export const COUNT_OF_CREATOR = `SELECT count(*)::int AS count FROM risk_groups g WHERE ${TOLD}`;

export const ALERTS_OF_GROUP = `SELECT id, order_id, facts, at FROM risk_alerts
  WHERE group_id = $1 AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3)) ORDER BY at DESC, id DESC LIMIT $4`;

export const DECISIONS_OF_GROUP = `SELECT d.seq, d.action, d.actor, a.name, d.reason_code, d.note, d.at
  FROM risk_decisions d LEFT JOIN accounts a ON a.id = d.actor WHERE d.group_id = $1 ORDER BY d.seq`;

/** The sales behind a group, one row a commission, the newest first. $2 $3: cursor, $4: how many. */
export const SALES_OF_GROUP = `
  SELECT u.id, r.order_id, r.line_id, u.ordered_at, u.instrument, u.state, u.currency, u.amount_minor::text AS amount,
    v.title AS video_title, coalesce(p.title, u.product_id) AS product_title
  FROM risk_units r JOIN commission_units u ON u.programme_id = r.programme_id AND u.order_external_id = r.order_id
    AND u.line_id = r.line_id AND u.creator_id = r.creator_id AND u.kind = 'sale'
    LEFT JOIN videos v ON v.id = u.video_id LEFT JOIN products p ON p.store_id = u.store_id AND p.external_id = u.product_id
  WHERE r.group_id = $1 AND ($2::timestamptz IS NULL OR (u.ordered_at, u.id) < ($2, $3)) ORDER BY u.ordered_at DESC, u.id DESC LIMIT $4`;

export const KNOWN_ALERTS = `SELECT sha256 FROM risk_alerts WHERE programme_id = $1 AND sha256 = ANY($2::bytea[])`;

export const OPEN_GROUP = `
  INSERT INTO risk_groups (id, programme_id, store_id, rule, severity, creator_id, status, opened_at, last_alert_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $7, $8)
  ON CONFLICT (programme_id, rule, coalesce(creator_id, '')) WHERE status IN ('open', 'held') DO NOTHING`;
export const WAITING_GROUP = `SELECT id, status FROM risk_groups
  WHERE programme_id = $1 AND rule = $2 AND coalesce(creator_id, '') = coalesce($3::text, '') AND status IN ('open', 'held') FOR UPDATE`;

export const ADD_ALERTS = `
  INSERT INTO risk_alerts (id, group_id, programme_id, sha256, order_id, facts, at)
  SELECT i, $2, $3, s, o, f::jsonb, $7 FROM unnest($1::text[], $4::bytea[], $5::text[], $6::text[]) AS t(i, s, o, f)
  ON CONFLICT (programme_id, sha256) DO NOTHING`;
export const ADD_UNITS = `
  INSERT INTO risk_units (group_id, programme_id, creator_id, order_id, line_id)
  SELECT $1, $2, $3, o, l FROM unnest($4::text[], $5::text[]) AS t(o, l) ON CONFLICT DO NOTHING`;
export const GROW_GROUP = `UPDATE risk_groups SET alert_count = alert_count + $2, last_alert_at = $3 WHERE id = $1`;

export const DECIDE_GROUP = `
  UPDATE risk_groups SET status = $2, decided_by = $3, decided_at = $4, reason_code = $5, stake = coalesce($6, stake), expires_at = $7
  WHERE id = $1`;
export const ADD_DECISION = `
  INSERT INTO risk_decisions (group_id, seq, action, actor, reason_code, note, evidence_sha256, at)
  SELECT $1, 1 + coalesce(max(seq), 0), $2, $3, $4, $5, $6, $7 FROM risk_decisions WHERE group_id = $1`;
export const EVIDENCE = `SELECT sha256 FROM risk_alerts WHERE group_id = $1 ORDER BY sha256`;
export const UNITS_OF_GROUP = `SELECT order_id, line_id FROM risk_units WHERE group_id = $1 ORDER BY order_id, line_id`;

/**
 * Commissions whose last decision fact is not what their groups want together: a rejection outweighs a hold, a hold a release.
 * $3 $4: orders and lines.
 */
export const UNSETTLED = `
  WITH wanted AS (
    SELECT u.order_id, u.line_id, CASE WHEN bool_or(g.status = 'rejected') THEN 'reject' WHEN bool_or(g.status = 'held') THEN 'hold'
      WHEN bool_or(g.status = 'released') THEN 'approve' END AS action
    FROM (SELECT DISTINCT o, l FROM unnest($3::text[], $4::text[]) AS t(o, l)) asked
    JOIN risk_units u ON u.programme_id = $1 AND u.creator_id = $2 AND u.order_id = asked.o AND u.line_id = asked.l
    JOIN risk_groups g ON g.id = u.group_id GROUP BY u.order_id, u.line_id
  )
  SELECT w.order_id, w.line_id, w.action, coalesce(s.seq, 0) + 1 AS seq FROM wanted w
  LEFT JOIN risk_standings s ON s.programme_id = $1 AND s.creator_id = $2 AND s.order_id = w.order_id AND s.line_id = w.line_id
  WHERE w.action IS NOT NULL AND w.action IS DISTINCT FROM s.action ORDER BY w.order_id, w.line_id`;
export const CHECKED = `
  SELECT 1 FROM risk_units u JOIN risk_groups g ON g.id = u.group_id
  WHERE u.programme_id = $1 AND u.creator_id = $2 AND u.order_id = $3 AND u.line_id = $4 AND g.status IN ('held', 'rejected') LIMIT 1`;
export const SETTLE = `
  INSERT INTO risk_standings (programme_id, creator_id, order_id, line_id, action, seq)
  SELECT $1, $2, o, l, a, s FROM unnest($3::text[], $4::text[], $5::text[], $6::int[]) AS t(o, l, a, s)
  ON CONFLICT (programme_id, creator_id, order_id, line_id) DO UPDATE SET action = excluded.action, seq = excluded.seq`;

/** Orders of these that somebody or a rule decided about already. */
export const DECIDED_ORDERS = `SELECT DISTINCT content->'subject'->>'order_id' AS order_id FROM facts
  WHERE programme_id = $1 AND type = 'decision' AND content->'subject'->>'order_id' = ANY($2)`;

/** An appeal that waits keeps its hold: nobody is rejected or released by the clock while somebody is to answer. */
export const EXPIRED = `SELECT g.id FROM risk_groups g WHERE g.status IN ('open', 'held') AND g.expires_at <= $1
  AND NOT EXISTS (SELECT 1 FROM risk_appeals a WHERE a.group_id = g.id AND a.outcome IS NULL) ORDER BY g.expires_at LIMIT 500`;

/** Evidence is kept as long as facts keep their segments; what was decided stays for ever (money.md 15). */
export const FORGET_ALERTS = `DELETE FROM risk_alerts WHERE id IN (SELECT a.id FROM risk_alerts a JOIN risk_groups g ON g.id = a.group_id
  WHERE a.at < $1 AND g.status NOT IN ('open', 'held') ORDER BY a.at LIMIT 5000)`;

export const ADD_APPEAL = `INSERT INTO risk_appeals (group_id, creator_id, text, at, against) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (group_id) DO NOTHING RETURNING group_id`;
export const APPEAL_OF = `SELECT text, at, against, outcome, answered_by FROM risk_appeals WHERE group_id = $1 FOR UPDATE`;
export const ANSWER_APPEAL = `UPDATE risk_appeals SET outcome = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE group_id = $1`;
