// Named SQL of stops: what is used up, whether it still is, and who is told.

/** $5: day as text or null; the next day of the store's time zone begins it anew. */
export const ADD_STOP = `
  INSERT INTO plan_stops (id, store_id, kind, campaign_id, creator_id, day, limit_minor, stopped_at, resumes_at)
  SELECT $1, s.id, $3, $4, $5, $6::date, $7, $8, ($6::date + 1)::timestamp AT TIME ZONE s.timezone FROM stores s
  WHERE s.id = $2 AND ($6::date IS NULL OR ($6::date + 1)::timestamp AT TIME ZONE s.timezone > $8)
  ON CONFLICT DO NOTHING`;

/** A stop with its names. It is over when its day is, when its campaign is, or when the limit was raised. $now: the moment asked. */
const STOP = (now: string) => `
  SELECT p.id, p.store_id, p.kind, p.campaign_id, p.creator_id, p.day::text AS day, p.limit_minor::text AS limit_minor, p.stopped_at,
    p.resumes_at, p.owners_told_at, s.name AS store_name, s.currency, s.timezone, c.name AS campaign_name, c.creator_ids,
    k.display_name AS creator_name,
    coalesce(p.resumes_at > ${now}, true) AND coalesce(c.active_to > ${now}, true)
      AND (p.campaign_id IS NULL
        OR CASE p.kind WHEN 'campaign' THEN c.budget_minor ELSE c.daily_budget_minor END IS NOT DISTINCT FROM p.limit_minor) AS active
  FROM plan_stops p JOIN stores s ON s.id = p.store_id
  LEFT JOIN LATERAL (SELECT * FROM plan_campaigns m WHERE m.store_id = p.store_id AND m.id = p.campaign_id
    ORDER BY m.row_id DESC LIMIT 1) c ON true
  LEFT JOIN creators k ON k.id = p.creator_id`;

/** Stops of a store of which somebody was not told yet, or all of these keys: safe to repeat. */
export const STOP_BY_KEY = `${STOP('$6')}
  WHERE p.store_id = $1 AND p.kind = $2 AND p.campaign_id IS NOT DISTINCT FROM $3 AND p.creator_id IS NOT DISTINCT FROM $4
    AND p.day IS NOT DISTINCT FROM $5::date ORDER BY p.stopped_at DESC, p.id DESC LIMIT 1`;

/** $2: now; $3 $4: cursor; $5: how many. */
export const STOPS_OF_STORE = `${STOP('$2')}
  WHERE p.store_id = $1 AND ($3::timestamptz IS NULL OR (p.stopped_at, p.id) < ($3, $4))
  ORDER BY p.stopped_at DESC, p.id DESC LIMIT $5`;

export const COUNT_STOPS = 'SELECT count(*)::int AS count FROM plan_stops WHERE store_id = $1';

/** The like of it within 30 days: then it is shown in the studio and not mailed again. */
export const TOLD_LATELY = `
  SELECT 1 FROM plan_stops p JOIN plan_stops o ON o.store_id = p.store_id AND o.kind = p.kind AND o.id <> p.id
    AND o.campaign_id IS NOT DISTINCT FROM p.campaign_id AND o.creator_id IS NOT DISTINCT FROM p.creator_id
    AND o.stopped_at <= p.stopped_at AND o.stopped_at > p.stopped_at - interval '30 days'
  WHERE p.id = $1 LIMIT 1`;

/** Who promotes the store's goods now and may take part: everyone, or the creators that the campaign names. */
export const CONCERNED = `
  SELECT c.id, c.display_name AS name, a.email, a.locale FROM (
    SELECT creator_id FROM videos WHERE store_id = $1 AND (live_version IS NOT NULL OR status = 'published')
    UNION SELECT creator_id FROM promo_codes WHERE store_id = $1 AND (valid_to IS NULL OR valid_to > $2)
  ) p JOIN creators c ON c.id = p.creator_id JOIN accounts a ON a.id = c.account_id
  WHERE c.id > $3 AND ($5::text[] IS NULL OR c.id = ANY($5)) ORDER BY c.id LIMIT $4`;

export const OWNERS_TOLD = `
  UPDATE plan_stops SET owners_told_at = $2 WHERE id = $1 AND owners_told_at IS NULL RETURNING 1`;

export const ADD_NOTICE = `
  INSERT INTO plan_stop_notices (stop_id, creator_id, language, text, at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING RETURNING 1`;

/** $2: now; $3 $4: cursor; $5: how many. */
export const STOPS_OF_CREATOR = `
  SELECT t.*, n.text, n.at FROM plan_stop_notices n JOIN (${STOP('$2')}) t ON t.id = n.stop_id
  WHERE n.creator_id = $1 AND ($3::timestamptz IS NULL OR (n.at, n.stop_id) < ($3, $4))
  ORDER BY n.at DESC, n.stop_id DESC LIMIT $5`;

export const COUNT_OF_CREATOR = 'SELECT count(*)::int AS count FROM plan_stop_notices WHERE creator_id = $1';
