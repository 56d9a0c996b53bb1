// Named SQL of orders to a provider: made, leased, answered, due.

export const MAKE_SENDS = `
  INSERT INTO payout_sends (id, batch_id, programme_id, provider, sandbox, currency, state, made_at, next_at)
  SELECT DISTINCT p.batch_id || '-' || p.pay_currency, p.batch_id, p.programme_id, $2, $3::boolean, p.pay_currency, 'waiting',
    $4::timestamptz, $4::timestamptz + interval '5 minutes'
  FROM payouts p WHERE p.batch_id = $1 AND p.status = 'processing' RETURNING id`;

export const MAKE_ITEMS = `
  INSERT INTO payout_send_items (payout_id, send_id, changed_at)
  SELECT p.id, p.batch_id || '-' || p.pay_currency, $2 FROM payouts p WHERE p.batch_id = $1 AND p.status = 'processing'`;

const SEND = `
  SELECT id, batch_id AS "batchId", programme_id AS "programmeId", sandbox, currency, state, may_be_taken AS "mayBeTaken", tries,
    made_at AS "madeAt", asked_at AS "askedAt", leased_until AS "leasedUntil", provider_id AS "providerId", taken_at AS "takenAt",
    provider_status AS "providerStatus", looked_at AS "lookedAt", next_at AS "nextAt", finished_at AS "finishedAt", error,
    error_detail AS "errorDetail", fee_minor::text AS "feeMinor", fee_currency AS "feeCurrency"
  FROM payout_sends`;
export const SEND_BY_ID = `${SEND} WHERE id = $1`;
export const LOCK_SEND = `${SEND} WHERE id = $1 FOR UPDATE`;
export const SENDS_OF_BATCH = `${SEND} WHERE batch_id = $1 ORDER BY id`;
export const LOCK_SENDS_OF_BATCH = `${SEND} WHERE batch_id = $1 ORDER BY id FOR UPDATE`;

/** Whose turn it is. Each is put off a little, so that a timer that runs twice finds it once. */
export const TAKE_DUE = `
  UPDATE payout_sends SET next_at = $1::timestamptz + interval '2 minutes'
  WHERE id IN (SELECT id FROM payout_sends WHERE next_at <= $1 ORDER BY next_at LIMIT 500 FOR UPDATE SKIP LOCKED)
  RETURNING id, batch_id AS "batchId"`;

export const BEGIN_TRY = `
  UPDATE payout_sends SET tries = tries + 1, may_be_taken = true, asked_at = coalesce(asked_at, $2), leased_until = $3,
    next_at = $4 WHERE id = $1`;

export const END_TRY = `
  UPDATE payout_sends SET state = $2, may_be_taken = $3, asked_at = $4, leased_until = NULL, provider_id = $5, provider_status = $6,
    taken_at = $7, next_at = $8, error = $9, error_detail = $10, finished_at = $11 WHERE id = $1`;

export const NOTE_ERROR = `UPDATE payout_sends SET error = $2, error_detail = $3, next_at = $4 WHERE id = $1`;

export const NOTE_LOOK = `
  UPDATE payout_sends SET state = $2, provider_status = $3, looked_at = $4, next_at = $5, fee_minor = $6, fee_currency = $7,
    finished_at = $8, error = $9, error_detail = $10, leased_until = NULL WHERE id = $1`;

/** What is in an order, with what the payee's profile of that moment says. */
export const ITEMS = `
  SELECT i.payout_id AS "payoutId", i.status, i.result, p.creator_id AS "creatorId", p.profile_id AS "profileId", p.status AS "payoutStatus",
    p.pay_minor::text AS "payMinor", p.pay_currency AS "payCurrency", s.name AS "storeName"
  FROM payout_send_items i JOIN payouts p ON p.id = i.payout_id JOIN stores s ON s.id = p.programme_id
  WHERE i.send_id = $1 ORDER BY i.payout_id`;

export const NOTE_ITEM = `
  UPDATE payout_send_items SET status = $2, provider_item_id = $3, transaction_id = $4, fee_minor = $5, fee_currency = $6, error = $7,
    error_detail = $8, changed_at = $9
  WHERE payout_id = $1 AND (status, provider_item_id, transaction_id, fee_minor, fee_currency, error, error_detail)
    IS DISTINCT FROM ($2, $3, $4, $5::bigint, $6, $7, $8)`;

/** Once: a later word of the provider never changes what the book was told. */
export const NOTE_RESULT = `UPDATE payout_send_items SET result = $2 WHERE payout_id = $1 AND result IS NULL RETURNING payout_id`;

/** Payouts whose results the provider will tell, or told. */
export const TOLD_BY_PROVIDER = `
  SELECT i.payout_id AS "payoutId" FROM payout_send_items i JOIN payout_sends s ON s.id = i.send_id
  WHERE s.batch_id = $1 AND s.state NOT IN ('lost', 'given_up')`;
