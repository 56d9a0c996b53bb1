// Named SQL of payouts: candidates, batches, payouts and what stops them.

/** What the book owes each creator of a programme, credits positive; who is owed nothing is not asked. */
export const OWED = `
  SELECT substring(e.account from '^creator:(.*):payable$') AS creator_id, (-sum(e.amount_minor))::text AS owed
  FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
  WHERE t.programme_id = $1 AND e.account LIKE 'creator:%:payable' AND e.currency = $2
  GROUP BY e.account HAVING sum(e.amount_minor) <> 0 ORDER BY 1`;

/** Gross of payouts that did not fail. $2: the first moment of the month and of the year. */
export const PAID_SINCE = `
  SELECT creator_id, coalesce(sum(gross_minor) FILTER (WHERE at >= $2), 0)::text AS month,
    coalesce(sum(gross_minor) FILTER (WHERE at >= $3), 0)::text AS year
  FROM payouts WHERE programme_id = $1 AND status <> 'failed' AND at >= $3 GROUP BY creator_id`;

/** Settled payouts whose newest receipt is missing or annulled. */
export const WITHOUT_RECEIPT = `
  SELECT p.id, p.creator_id, p.at FROM payouts p
  LEFT JOIN LATERAL (SELECT annulled FROM payout_receipts r WHERE r.payout_id = p.id ORDER BY r.id DESC LIMIT 1) r ON true
  WHERE p.programme_id = $1 AND p.status = 'settled' AND coalesce(r.annulled, true)`;

export const LAST_PAYOUT_FACT = `
  SELECT max(greatest(occurred_at, received_at)) AS at FROM facts WHERE programme_id = $1 AND type IN ('payout_batch', 'payout_result')`;

export const ADD_BATCH = `
  INSERT INTO payout_batches (id, programme_id, currency, at, status, prepared_by, prepared_at, retry_of, left_out, method)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`;

export const DECIDE_BATCH = `
  UPDATE payout_batches SET status = $2, decided_by = $3, decided_at = $4, reason = $5, payer_id = $6 WHERE id = $1`;

/** Computed: to be confirmed; nothing in it: over. Confirmed with every result in: over. */
export const MOVE_BATCHES = `
  UPDATE payout_batches b SET status = CASE
      WHEN b.status = 'requested' AND EXISTS (SELECT 1 FROM payouts p WHERE p.batch_id = b.id) THEN 'prepared' ELSE 'closed' END
  WHERE b.programme_id = $1 AND (b.status = 'requested' AND b.id = ANY($2)
    OR b.status = 'approved' AND NOT EXISTS (SELECT 1 FROM payouts p WHERE p.batch_id = b.id AND p.status = 'processing'))`;

export const PAYOUTS_OF_PROGRAMME = `
  SELECT id, batch_id, creator_id, status, gross_minor::text AS gross, net_minor::text AS net, pay_minor::text AS pay, items
  FROM payouts WHERE programme_id = $1`;

export const ADD_PAYOUT = `
  INSERT INTO payouts (id, batch_id, programme_id, creator_id, profile_id, at, gross_minor, items, net_minor, currency,
    pay_currency, pay_minor, tax_rule_id, status)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'processing')`;

/** The profile that stands in the batch's own terms: one made a moment later is of the next batch. */
export const PROFILE_IN_TERMS = `
  SELECT content->'terms'->$3->>'profile_id' AS id FROM facts
  WHERE programme_id = $1 AND type = 'payout_batch' AND external_id = $2 ORDER BY received_at LIMIT 1`;

export const FINISH_PAYOUT = `UPDATE payouts SET status = $2, finished_at = $3 WHERE id = $1 AND status = 'processing'`;

export const ADD_SKIP = `
  INSERT INTO payout_skips (batch_id, creator_id, reason, payable_minor) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;

/** Up to which check an administrator let payouts go on. */
export const RESUMED = `SELECT coalesce(max(check_id), 0)::text AS check_id FROM payout_resumes WHERE programme_id = $1`;

const SUMS = `
  coalesce((SELECT count(*) FROM payouts p WHERE p.batch_id = b.id), 0)::int AS count,
  coalesce((SELECT sum(p.gross_minor) FROM payouts p WHERE p.batch_id = b.id), 0)::text AS gross,
  coalesce((SELECT sum(p.net_minor) FROM payouts p WHERE p.batch_id = b.id), 0)::text AS net,
  coalesce((SELECT count(*) FROM payouts p WHERE p.batch_id = b.id AND p.status = 'settled'), 0)::int AS settled,
  coalesce((SELECT count(*) FROM payouts p WHERE p.batch_id = b.id AND p.status = 'failed'), 0)::int AS failed`;

const BATCH = `
  SELECT b.*, s.name AS store_name, pa.name AS prepared_name, da.name AS decided_name, ${SUMS}
  FROM payout_batches b JOIN stores s ON s.id = b.programme_id
  LEFT JOIN accounts pa ON pa.id = b.prepared_by LEFT JOIN accounts da ON da.id = b.decided_by`;

export const BATCHES = `${BATCH} WHERE b.programme_id = $1 AND ($2::timestamptz IS NULL OR (b.at, b.id) < ($2, $3::text))
  ORDER BY b.at DESC, b.id DESC LIMIT $4`;
export const COUNT_BATCHES = `SELECT count(*)::int AS count FROM payout_batches WHERE programme_id = $1`;
export const BATCH_BY_ID = `${BATCH} WHERE b.id = $1`;

const PAYOUT = `
  SELECT p.*, c.display_name AS creator_name, c.account_id, s.name AS store_name, s.timezone, f.account_shown,
    n.reference, n.reason AS bank_reason, r.number AS receipt_number, r.annulled AS receipt_annulled, t.body AS rule_body,
    si.status AS sent_status, si.result AS sent_result, si.transaction_id AS sent_transaction, si.fee_minor::text AS sent_fee,
    si.fee_currency AS sent_fee_currency, si.error AS sent_error, si.error_detail AS sent_error_detail, si.changed_at AS sent_changed_at,
    t.country AS rule_country, t.status AS rule_status, t.title AS rule_title, tc.articles, b.status AS batch_status
  FROM payouts p JOIN stores s ON s.id = p.programme_id JOIN payout_batches b ON b.id = p.batch_id
  LEFT JOIN creators c ON c.id = p.creator_id
  LEFT JOIN payout_profiles f ON f.id = p.profile_id LEFT JOIN payout_bank_notes n ON n.payout_id = p.id
  LEFT JOIN payout_send_items si ON si.payout_id = p.id
  LEFT JOIN tax_rules t ON t.id = p.tax_rule_id
  LEFT JOIN LATERAL (SELECT articles FROM tax_rule_confirmations k WHERE k.rule_id = p.tax_rule_id AND k.programme_id = p.programme_id
    AND k.noted_at <= p.at ORDER BY k.id DESC LIMIT 1) tc ON true
  LEFT JOIN LATERAL (SELECT number, annulled FROM payout_receipts r WHERE r.payout_id = p.id ORDER BY r.id DESC LIMIT 1) r ON true`;

export const PAYOUTS_OF_BATCH = `${PAYOUT} WHERE p.batch_id = $1 ORDER BY p.creator_id`;
export const PAYOUT_BY_ID = `${PAYOUT} WHERE p.id = $1`;
export const PAYOUTS_OF_CREATOR = `${PAYOUT} WHERE p.creator_id = $1 AND ($2::timestamptz IS NULL OR (p.at, p.id) < ($2, $3::text))
  ORDER BY p.at DESC, p.id DESC LIMIT $4`;
export const COUNT_OF_CREATOR = `SELECT count(*)::int AS count FROM payouts WHERE creator_id = $1`;
/** Every payout of a programme in a span, for registers. */
export const PAYOUTS_BETWEEN = `${PAYOUT} WHERE p.programme_id = $1 AND p.at >= $2 AND p.at < $3 ORDER BY p.at, p.id`;

export const SKIPS_OF_BATCH = `
  SELECT k.creator_id, k.reason, k.payable_minor::text AS payable, c.display_name AS name FROM payout_skips k
  LEFT JOIN creators c ON c.id = k.creator_id WHERE k.batch_id = $1 ORDER BY k.creator_id`;

export const NOTE_BANK = `
  INSERT INTO payout_bank_notes (payout_id, reference, reason, noted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
