// Named SQL of pools: what is in them, and how much went out by day.

export const IS_FILLED = 'SELECT EXISTS (SELECT 1 FROM certificates WHERE pool_id = $1) AS filled';

/** $1: pools; $2: now. A code is free when nobody has it and its last day is not over by the store's clock. */
export const CONTENTS = `
  SELECT p.id, codes.*, issues.* FROM certificate_pools p JOIN stores s ON s.id = p.store_id
  CROSS JOIN LATERAL (SELECT ($2::timestamptz AT TIME ZONE s.timezone)::date AS day) today
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE least(c.expires_on, coalesce(p.valid_until, 'infinity')) >= today.day)::int AS free,
      count(*) FILTER (WHERE least(c.expires_on, coalesce(p.valid_until, 'infinity')) < today.day)::int AS expired
    FROM certificates c WHERE c.pool_id = p.id AND c.taken_at IS NULL
  ) codes
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'waiting')::int AS waiting, count(*) FILTER (WHERE status = 'held')::int AS held,
      count(*) FILTER (WHERE status = 'issued')::int AS issued, count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
      count(*) FILTER (WHERE status = 'cancelled' AND certificate_id IS NOT NULL AND blocked_at IS NULL)::int AS "toBlock"
    FROM certificate_issues i WHERE i.pool_id = p.id
  ) issues
  WHERE p.id = ANY($1)`;

/** $1: pool; $2: now; $3: how many days. */
export const DAYS = `
  WITH today AS (
    SELECT ($2::timestamptz AT TIME ZONE s.timezone)::date AS day, s.timezone
    FROM certificate_pools p JOIN stores s ON s.id = p.store_id WHERE p.id = $1
  ), sums AS (
    SELECT (i.issued_at AT TIME ZONE t.timezone)::date AS day, count(*)::int AS issued
    FROM certificate_issues i, today t
    WHERE i.pool_id = $1 AND i.issued_at >= $2::timestamptz - make_interval(days => $3::int + 1) GROUP BY 1
  )
  SELECT to_char(d, 'YYYY-MM-DD') AS day, coalesce(s.issued, 0) AS issued
  FROM today t, generate_series(t.day - ($3::int - 1), t.day, interval '1 day') d LEFT JOIN sums s ON s.day = d::date ORDER BY d`;

/** $1: now. Pools that want to hear of low stock, and those where somebody waits. */
export const WATCHED = `
  SELECT p.id FROM certificate_pools p WHERE p.low_below IS NOT NULL OR p.empty_told_at IS NOT NULL
  UNION SELECT pool_id FROM certificate_issues WHERE status = 'waiting' ORDER BY id`;
