// Named SQL of the book. Only this module writes entries.

/** What stands in the two accounts of each unit, from its own transactions. Credits are negative in the book. */
export const POSTED_OF_UNITS = `
  SELECT t.subject_id AS unit_id,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account LIKE 'creator:%:pending'), 0)::text AS pending,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account LIKE 'creator:%:payable'), 0)::text AS payable
  FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
  WHERE t.subject_id = ANY($1) AND t.kind = 'commission'
  GROUP BY t.subject_id`;

export const KNOWN_KEYS = `
  SELECT idempotency_key AS key FROM ledger_transactions WHERE idempotency_key = ANY($1)`;

export const CHAIN_HEAD = `
  SELECT t.seq::text AS seq, t.hash FROM ledger_transactions t WHERE t.programme_id = $1 ORDER BY t.seq DESC LIMIT 1`;

export const ADD_TRANSACTIONS = `
  INSERT INTO ledger_transactions (id, programme_id, seq, idempotency_key, kind, cause, subject_id, posted_at, prev_hash, hash)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::bytea[], $10::bytea[])`;

export const ADD_ENTRIES = `
  INSERT INTO ledger_entries (id, transaction_id, position, account, currency, amount_minor)
  SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::bigint[])`;

export const MARK_POSTED = `
  INSERT INTO ledger_posted AS p (unit_id, programme_id, change_seq)
  SELECT u, $2, s FROM unnest($1::text[], $3::integer[]) AS t(u, s)
  ON CONFLICT (unit_id) DO UPDATE SET change_seq = excluded.change_seq WHERE p.change_seq < excluded.change_seq`;

export const TRIAL_BALANCE = `
  SELECT currency, account, sum(amount_minor)::text AS balance FROM ledger_entries
  GROUP BY currency, account ORDER BY currency, account`;

/** A creator's accounts, a currency; $2 null takes every store. */
export const CREATOR_BALANCES = `
  SELECT e.currency,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':pending'), 0)::text AS pending,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':payable'), 0)::text AS payable,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':in_transit'), 0)::text AS in_transit,
    coalesce(sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':in_transit' AND t.kind = 'payout_settled'), 0)::text AS paid,
    coalesce(sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':payable' AND t.kind IN ('payout', 'payout_failed')), 0)::text AS sent_gross
  FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
  WHERE e.account IN ($1 || ':pending', $1 || ':payable', $1 || ':in_transit') AND ($2::text IS NULL OR t.programme_id = $2)
  GROUP BY e.currency ORDER BY e.currency`;

/** Units whose newest change has not reached the book: a lost job is found here. $2: changed before. */
export const LAGGING = `
  SELECT u.programme_id, u.id FROM commission_units u LEFT JOIN ledger_posted p ON p.unit_id = u.id
  WHERE u.mode = 'live' AND u.changed_at < $1 AND coalesce(p.change_seq, 0) < u.change_seq LIMIT 500`;

/**
 * Invariants 1 to 4 of money.md section 9, each row a breach. Units are taken at the change up to which the
 * book has been brought, so that a check is exact while newer changes are on their way.
 */
export const BREACHES = `
  WITH entries AS (
    SELECT e.account, e.currency, e.amount_minor, t.kind FROM ledger_entries e
    JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.programme_id = $1
  ), units AS (
    SELECT u.creator_id, u.currency, c.amount_minor, c.state IN ('pending', 'review') AS waits
    FROM ledger_posted p JOIN commission_units u ON u.id = p.unit_id
    JOIN commission_changes c ON c.unit_id = p.unit_id AND c.seq = p.change_seq
    WHERE p.programme_id = $1
  ), per_creator AS (
    SELECT creator_id, currency, sum(amount_minor) AS earned, coalesce(sum(amount_minor) FILTER (WHERE waits), 0) AS waiting
    FROM units GROUP BY creator_id, currency
  )
  SELECT 1 AS invariant, currency AS subject, '0' AS expected, sum(amount_minor)::text AS found
    FROM entries GROUP BY currency HAVING sum(amount_minor) <> 0
  UNION ALL
  SELECT 2, c.creator_id || ' ' || c.currency, c.earned::text, coalesce(-sum(e.amount_minor), 0)::text
    FROM per_creator c LEFT JOIN entries e ON e.currency = c.currency AND e.kind = 'commission'
      AND e.account IN ('creator:' || c.creator_id || ':pending', 'creator:' || c.creator_id || ':payable')
    GROUP BY c.creator_id, c.currency, c.earned HAVING c.earned <> coalesce(-sum(e.amount_minor), 0)
  UNION ALL
  SELECT 3, c.creator_id || ' ' || c.currency, c.waiting::text, coalesce(-sum(e.amount_minor), 0)::text
    FROM per_creator c LEFT JOIN entries e ON e.currency = c.currency AND e.account = 'creator:' || c.creator_id || ':pending'
    GROUP BY c.creator_id, c.currency, c.waiting HAVING c.waiting <> coalesce(-sum(e.amount_minor), 0)
  UNION ALL
  SELECT 4, x.currency, x.units::text, x.book::text FROM (
    SELECT currency, sum(units) AS units, sum(book) AS book FROM (
      SELECT currency, amount_minor AS units, 0::bigint AS book FROM units
      UNION ALL SELECT currency, 0, amount_minor FROM entries WHERE account = 'expense:commission'
    ) both_sides GROUP BY currency
  ) x WHERE x.units <> x.book`;

export const CHAIN = `
  SELECT t.id, t.seq::text AS seq, t.idempotency_key, t.kind, t.cause, t.subject_id, t.posted_at, t.prev_hash, t.hash,
    (SELECT json_agg(json_build_array(e.account, e.currency, e.amount_minor::text) ORDER BY e.position)
     FROM ledger_entries e WHERE e.transaction_id = t.id) AS entries
  FROM ledger_transactions t WHERE t.programme_id = $1 AND t.seq > $2 ORDER BY t.seq LIMIT 1000`;

export const PROGRAMMES = `SELECT DISTINCT programme_id FROM ledger_transactions`;

export const KEEP_CHECK = `
  INSERT INTO ledger_checks (programme_id, at, sound, findings, scope) VALUES ($1, $2, $3, $4, $5)`;

/** The newest check of each scope: by number, not by the text that is given back. A sound one of sums must not hide what the nightly one found. */
export const NEWEST_CHECKS = `
  SELECT DISTINCT ON (scope) id::text AS id, scope, at, sound, findings FROM ledger_checks
  WHERE programme_id = $1 ORDER BY scope, ledger_checks.id DESC`;
