// Named SQL of funding: a store's money as the book has it, by day, and whom to tell.

/** $1: the store, which is its programme; $2: the settlement currency. */
export const BOOKED = `
  SELECT coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = 'seller:' || $1 || ':receivable'), 0)::text AS funded,
    coalesce(sum(e.amount_minor) FILTER (WHERE e.account LIKE 'expense:%' AND e.account <> 'expense:writeoff'), 0)::text AS promised,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account LIKE 'creator:%:pending' OR e.account LIKE 'creator:%:payable'), 0)::text AS waiting
  FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id WHERE t.programme_id = $1 AND e.currency = $2`;

/** What came in and what was promised by day of the store, the last $4 days up to $5; and what stood before them. */
export const DAYS = `
  WITH moves AS (
    SELECT greatest((t.posted_at AT TIME ZONE $3)::date, $5::date - $4::int) AS day,
      -e.amount_minor * (e.account = 'seller:' || $1 || ':receivable')::int AS funded,
      e.amount_minor * (e.account LIKE 'expense:%')::int AS promised
    FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
    WHERE t.programme_id = $1 AND e.currency = $2 AND e.account <> 'expense:writeoff'
      AND (e.account = 'seller:' || $1 || ':receivable' OR e.account LIKE 'expense:%')
  ), sums AS (SELECT day, sum(funded) AS funded, sum(promised) AS promised FROM moves GROUP BY day)
  SELECT to_char(d, 'YYYY-MM-DD') AS day, coalesce(s.funded, 0)::text AS funded, coalesce(s.promised, 0)::text AS promised
  FROM generate_series($5::date - $4::int, $5::date, interval '1 day') d LEFT JOIN sums s ON s.day = d::date ORDER BY d`;

/** Who promotes the store's goods now: a public video, a code in force or an open link. */
export const PROMOTING = `
  SELECT a.email, a.locale FROM (
    SELECT creator_id FROM videos WHERE store_id = $1 AND live_version IS NOT NULL
    UNION SELECT creator_id FROM promo_codes WHERE store_id = $1 AND (valid_to IS NULL OR valid_to > $2)
    UNION SELECT creator_id FROM creator_links WHERE store_id = $1 AND closed_at IS NULL
  ) p JOIN creators c ON c.id = p.creator_id JOIN accounts a ON a.id = c.account_id WHERE a.blocked_at IS NULL ORDER BY a.id`;

export const WATCHED = `SELECT id FROM stores WHERE funding_mode = 'prefunded' OR unfunded_since IS NOT NULL ORDER BY id`;
