// Named SQL of news: what happened since it was last looked at, from the tables of those who did it, and a creator's list.

/** Every source gives the same columns. $1: since when, $2: at most so many; the oldest first. */
const HEAD = 'creator_id, store_id, kind, key, subject_id, title, cause, currency, amount_minor, at';

/** A person's confirmation of what a rule had published is no news. */
const VIDEOS = `
  SELECT v.creator_id, v.store_id, CASE WHEN d.action = 'approved' THEN 'video_published' WHEN e.id IS NULL THEN 'video_rejected'
    ELSE 'video_taken_down' END AS kind, 'video:' || d.id AS key, v.id AS subject_id, d.judged->>'title' AS title,
    d.reason_code AS cause, NULL::text AS currency, NULL::bigint AS amount_minor, d.at
  FROM decisions d JOIN videos v ON v.id = d.video_id
  LEFT JOIN LATERAL (SELECT id FROM decisions e WHERE e.video_id = d.video_id AND e.version = d.version AND e.action = 'approved'
    AND (e.at, e.id) < (d.at, d.id) LIMIT 1) e ON true
  WHERE d.at > $1 AND NOT (d.action = 'approved' AND e.id IS NOT NULL)`;

/** Chapters or hot-spots that found no place in a new version, or wait there for a look; told once a version. */
const MARKS = `
  SELECT v.creator_id, v.store_id, 'marks_dropped' AS kind, 'marks:' || m.video_id || ':' || m.version AS key, m.video_id AS subject_id,
    v.title, NULL::text AS cause, NULL::text AS currency, NULL::bigint AS amount_minor, min(m.updated_at) AS at
  FROM video_marks m JOIN videos v ON v.id = m.video_id
  WHERE m.updated_at > $1 AND m.updated_by = 'system:marks' AND (m.held OR m.dropped <> '[]')
  GROUP BY v.creator_id, v.store_id, m.video_id, m.version, v.title`;

/** The first of a creator in a store; one that came to nothing at once is none. */
const FIRST_SALES = `
  SELECT u.creator_id, u.store_id, 'first_sale' AS kind, 'first_sale:' || u.store_id AS key, u.order_external_id AS subject_id,
    v.title, NULL::text AS cause, u.currency, c.amount_minor, c.at
  FROM commission_changes c JOIN commission_units u ON u.id = c.unit_id AND u.mode = 'live' AND u.kind = 'sale'
  LEFT JOIN videos v ON v.id = u.video_id
  WHERE c.at > $1 AND c.seq = 1 AND c.amount_minor > 0
    AND NOT EXISTS (SELECT 1 FROM commission_units e JOIN commission_changes f ON f.unit_id = e.id AND f.seq = 1
      WHERE e.creator_id = u.creator_id AND e.mode = 'live' AND e.store_id = u.store_id AND e.kind = 'sale'
      AND f.amount_minor > 0 AND f.at <= $1)`;

const REVERSALS = `
  SELECT u.creator_id, u.store_id, 'reversal' AS kind, 'change:' || c.unit_id || ':' || c.seq AS key,
    u.order_external_id AS subject_id, v.title, c.cause, u.currency, c.delta_minor AS amount_minor, c.at
  FROM commission_changes c JOIN commission_units u ON u.id = c.unit_id AND u.mode = 'live' LEFT JOIN videos v ON v.id = u.video_id
  WHERE c.at > $1 AND c.delta_minor < 0`;

const PAYOUTS = `
  SELECT p.creator_id, p.programme_id AS store_id, CASE WHEN p.status = 'settled' THEN 'payout_sent' ELSE 'payout_failed' END AS kind,
    'payout:' || p.id || ':' || p.status AS key, p.id AS subject_id, NULL::text AS title, NULL::text AS cause,
    p.pay_currency AS currency, p.pay_minor AS amount_minor, p.finished_at AS at
  FROM payouts p WHERE p.finished_at > $1 AND p.status IN ('settled', 'failed')`;

const PLANS = `
  SELECT n.creator_id, v.store_id, 'plan_changed' AS kind, 'plan:' || n.version_id AS key, n.version_id AS subject_id,
    NULL::text AS title, NULL::text AS cause, NULL::text AS currency, NULL::bigint AS amount_minor, n.at
  FROM plan_notices n JOIN plan_versions v ON v.id = n.version_id WHERE n.at > $1`;

const DISPUTES = `
  SELECT d.creator_id, d.store_id, 'dispute_' || d.state AS kind, 'dispute:' || d.id AS key, d.id AS subject_id,
    coalesce(d.claimed_number, d.order_external_id) AS title, d.outcome_code AS cause,
    CASE WHEN d.credit_minor IS NOT NULL THEN d.currency END AS currency, d.credit_minor AS amount_minor, d.decided_at AS at
  FROM disputes d WHERE d.decided_at > $1 AND d.state IN ('accepted', 'refused')`;

const source = (query: string): string =>
  `SELECT ${HEAD} FROM (${query}) found WHERE NOT EXISTS (SELECT 1 FROM creator_news n
    WHERE n.creator_id = found.creator_id AND n.key = found.key) ORDER BY at, key LIMIT $2`;

export const SOURCES: Readonly<Record<string, string>> = {
  videos: source(VIDEOS),
  marks: source(MARKS),
  first_sales: source(FIRST_SALES),
  reversals: source(REVERSALS),
  payouts: source(PAYOUTS),
  plans: source(PLANS),
  disputes: source(DISPUTES),
};

export const MARK_OF = `SELECT seen_to FROM news_marks WHERE what = $1`;
export const SET_MARK = `
  INSERT INTO news_marks AS m (what, seen_to) VALUES ($1, $2)
  ON CONFLICT (what) DO UPDATE SET seen_to = greatest(m.seen_to, excluded.seen_to)`;

/** Gives back what was not known before: another worker may have been faster. */
export const ADD = `
  INSERT INTO creator_news (id, creator_id, store_id, kind, key, subject_id, title, cause, currency, amount_minor, at, found_at, mail,
    mailed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (creator_id, key) DO NOTHING RETURNING id`;

export const TO_WRITE = `
  SELECT c.display_name AS name, a.email, a.locale, s.name AS store_name, s.timezone
  FROM creators c JOIN accounts a ON a.id = c.account_id JOIN stores s ON s.id = $2 WHERE c.id = $1`;

/** Creators with reversals that wait, a store each, whom no such mail reached since $1. */
export const DUE_REVERSALS = `
  SELECT DISTINCT n.creator_id, n.store_id FROM creator_news n WHERE n.mail = 'waiting'
    AND NOT EXISTS (SELECT 1 FROM creator_news m WHERE m.creator_id = n.creator_id AND m.store_id = n.store_id
      AND m.kind = 'reversal' AND m.mail = 'sent' AND m.mailed_at > $1)
  ORDER BY 1, 2 LIMIT 500`;
/** Marks them in the same breath in which they are read: who comes second finds none. */
export const TAKE_REVERSALS = `
  UPDATE creator_news SET mail = 'sent', mailed_at = $3 WHERE creator_id = $1 AND store_id = $2 AND mail = 'waiting'
  RETURNING subject_id, title, cause, currency, amount_minor::text AS amount, at`;

const LISTED = `
  SELECT n.id, n.kind, n.store_id, s.name AS store_name, n.subject_id, n.title, n.cause, n.currency, n.amount_minor::text AS amount,
    n.at, n.read_at FROM creator_news n JOIN stores s ON s.id = n.store_id`;
/** The newest first. $2 $3: cursor, $4: how many. */
export const OF_CREATOR = `${LISTED} WHERE n.creator_id = $1 AND ($2::timestamptz IS NULL OR (n.at, n.id) < ($2, $3))
  ORDER BY n.at DESC, n.id DESC LIMIT $4`;
export const COUNT = `SELECT count(*)::int AS all, count(*) FILTER (WHERE read_at IS NULL)::int AS unread
  FROM creator_news WHERE creator_id = $1`;
export const COUNT_UNREAD = `SELECT count(*)::int AS unread FROM creator_news WHERE creator_id = $1 AND read_at IS NULL`;

/** Everything that was on the page when it was read, and older. */
export const READ = `
  UPDATE creator_news SET read_at = $3 WHERE creator_id = $1 AND read_at IS NULL
    AND (at, id) <= (SELECT at, id FROM creator_news WHERE id = $2 AND creator_id = $1)`;
