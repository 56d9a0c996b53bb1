// Named SQL of certificates: taking codes, the queue, and what limits count.

/** $1: pool; $2: the store's day; $3: now; $4: how many. The soonest to expire first; one that another transaction looks at is left to it. */
export const TAKE_CODES = `
  WITH free AS (
    SELECT id FROM certificates WHERE pool_id = $1 AND taken_at IS NULL AND expires_on >= $2::date
    ORDER BY expires_on, number LIMIT $4 FOR UPDATE SKIP LOCKED
  )
  UPDATE certificates c SET taken_at = $3 FROM free WHERE c.id = free.id RETURNING c.id`;

/** $1 and $2 in pairs: who gets which. */
export const GIVE = `
  UPDATE certificate_issues i SET status = 'issued', certificate_id = g.code, issued_at = $3
  FROM unnest($1::text[], $2::text[]) AS g (issue, code) WHERE i.id = g.issue AND i.status IN ('waiting', 'held')`;

export const OLDEST_WAITING = `
  SELECT id FROM certificate_issues WHERE pool_id = $1 AND status = 'waiting' ORDER BY number LIMIT $2 FOR UPDATE`;

export const ADD_ISSUE = `
  INSERT INTO certificate_issues (id, store_id, pool_id, key, holder, status, held_why, counted, day, hour, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (store_id, key) DO NOTHING RETURNING id`;

const COLUMNS = `i.id, i.pool_id AS "poolId", i.key, i.status, i.held_why AS "heldWhy", i.counted, i.day::text AS day, i.hour,
  i.asked_at AS "askedAt", i.issued_at AS "issuedAt", i.cancelled_at AS "cancelledAt", i.certificate_id AS "certificateId",
  c.sealed, c.tail, nullif(c.expires_on, 'infinity')::text AS "expiresOn"`;

export const BY_KEYS = `
  SELECT ${COLUMNS} FROM certificate_issues i LEFT JOIN certificates c ON c.id = i.certificate_id
  WHERE i.store_id = $1 AND i.key = ANY($2)`;

export const BY_ID = `
  SELECT ${COLUMNS} FROM certificate_issues i LEFT JOIN certificates c ON c.id = i.certificate_id
  WHERE i.id = $1 FOR UPDATE OF i`;

export const CANCEL = `
  UPDATE certificate_issues SET status = 'cancelled', counted = counted AND certificate_id IS NOT NULL,
    cancelled_by = $2, cancelled_at = $3, cancel_reason = $4 WHERE id = $1`;

/** $2: +1 when one is admitted, -1 when one that got no code is cancelled. The pool is locked. */
export const COUNT_HOUR = `
  INSERT INTO certificate_hours (pool_id, day, hour, counted) VALUES ($1, $3, $4, greatest($2::int, 0))
  ON CONFLICT (pool_id, day, hour) DO UPDATE SET counted = certificate_hours.counted + $2::int`;
export const COUNT_POOL = 'UPDATE certificate_pools SET counted = counted + $2::int WHERE id = $1';

/** $2: the store's day; $3: the holder's digest; $4: the first day of the month; $5: from when the hour is counted. */
export const COUNTS = `
  SELECT (SELECT coalesce(sum(counted), 0)::int FROM certificate_hours WHERE pool_id = $1 AND day = $2::date) AS "poolDay",
    (SELECT count(*)::int FROM certificate_issues WHERE pool_id = $1 AND counted AND holder = $3 AND day >= $4::date) AS "holderMonth",
    (SELECT count(*)::int FROM certificate_issues WHERE pool_id = $1 AND counted AND asked_at > $5) AS "lastHour"`;

/** The busiest hour of each of the $3 days before $2 that had any. */
export const BUSIEST_HOURS = `
  SELECT max(counted)::int AS most FROM certificate_hours
  WHERE pool_id = $1 AND day < $2::date AND day >= $2::date - $3::int GROUP BY day`;
