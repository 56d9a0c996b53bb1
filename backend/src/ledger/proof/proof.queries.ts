// Named SQL of seals, proofs and the export of the book.

export const LAST_SEAL = `
  SELECT to_char(day, 'YYYY-MM-DD') AS day, through_seq::text AS through_seq, hash FROM ledger_roots
  WHERE programme_id = $1 ORDER BY day DESC LIMIT 1`;

/** The first transaction that no seal covers. $2: the last sealed one. */
export const FIRST_UNSEALED = `
  SELECT to_char(posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM ledger_transactions
  WHERE programme_id = $1 AND seq > $2 ORDER BY seq LIMIT 1`;

/** Everything up to the last transaction posted before the end of a day. $3: the day. */
export const HASHES_OF_DAY = `
  SELECT seq::text AS seq, hash FROM ledger_transactions
  WHERE programme_id = $1 AND seq > $2 AND seq <= (
    SELECT max(seq) FROM ledger_transactions
    WHERE programme_id = $1 AND posted_at < (($3::date + 1)::timestamp AT TIME ZONE 'UTC'))
  ORDER BY ledger_transactions.seq`;

export const ADD_SEAL = `
  INSERT INTO ledger_roots (programme_id, day, from_seq, through_seq, root, head_hash, prev_hash, hash, sealed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Programmes with something posted before today that no seal covers. $1: the beginning of today. */
export const UNSEALED_PROGRAMMES = `
  SELECT DISTINCT t.programme_id FROM ledger_transactions t
  WHERE t.posted_at < $1 AND t.seq > coalesce(
    (SELECT max(r.through_seq) FROM ledger_roots r WHERE r.programme_id = t.programme_id), 0)`;

const SEAL = `to_char(day, 'YYYY-MM-DD') AS day, from_seq::text AS from_seq, through_seq::text AS through_seq, root, head_hash,
  prev_hash, hash`;

export const SEALS = `SELECT ${SEAL} FROM ledger_roots WHERE programme_id = $1 AND day > $2::date ORDER BY day LIMIT 1000`;

/** What the world may note: a seal commits to every day before it and says nothing about sums. */
export const PUBLISHED = `
  SELECT to_char(day, 'YYYY-MM-DD') AS day, hash FROM ledger_roots
  WHERE programme_id = $1 AND ($2::date IS NULL OR day < $2::date) ORDER BY day DESC LIMIT 400`;

export const SEAL_OF_SEQ = `
  SELECT ${SEAL} FROM ledger_roots WHERE programme_id = $1 AND from_seq <= $2 AND through_seq >= $2`;

export const HASHES_BETWEEN = `
  SELECT hash FROM ledger_transactions WHERE programme_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq`;

const TRANSACTION = `
  t.id, t.programme_id, t.seq::text AS seq, t.idempotency_key, t.kind, t.cause, t.subject_id, t.posted_at, t.prev_hash, t.hash,
  (SELECT json_agg(json_build_array(e.account, e.currency, e.amount_minor::text) ORDER BY e.position)
   FROM ledger_entries e WHERE e.transaction_id = t.id) AS entries`;

/** A transaction in which one of these accounts has an entry. $2: the accounts. */
export const TRANSACTION_OF = `
  SELECT ${TRANSACTION} FROM ledger_transactions t WHERE t.id = $1
    AND EXISTS (SELECT 1 FROM ledger_entries e WHERE e.transaction_id = t.id AND e.account = ANY($2))`;

export const BOOK = `SELECT ${TRANSACTION} FROM ledger_transactions t WHERE t.programme_id = $1 AND t.seq > $2 ORDER BY t.seq LIMIT 1000`;

const OWN = `
  SELECT t.id, t.programme_id, t.seq, t.kind, t.cause, t.subject_id, t.posted_at, e.currency,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':pending'), 0)::text AS pending,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':payable'), 0)::text AS payable,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':in_transit'), 0)::text AS in_transit
  FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
  WHERE e.account IN ($1 || ':pending', $1 || ':payable', $1 || ':in_transit') AND ($2::text IS NULL OR t.programme_id = $2)
  GROUP BY t.id, e.currency`;

/** A creator's own entries, newest first, with the order behind them and the day that seals them. $3, $4: cursor; $5: how many. */
export const OWN_ENTRIES = `
  SELECT o.*, s.name AS store_name, u.order_external_id, (
    SELECT to_char(r.day, 'YYYY-MM-DD') FROM ledger_roots r
    WHERE r.programme_id = o.programme_id AND r.from_seq <= o.seq AND r.through_seq >= o.seq) AS sealed_day
  FROM (${OWN}) o JOIN stores s ON s.id = o.programme_id LEFT JOIN commission_units u ON u.id = o.subject_id
  WHERE $3::timestamptz IS NULL OR (o.posted_at, o.id) < ($3, $4::text)
  ORDER BY o.posted_at DESC, o.id DESC LIMIT $5`;
export const COUNT_OWN = `SELECT count(*)::int AS count FROM (${OWN}) o`;
