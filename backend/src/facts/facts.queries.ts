// Named SQL over facts: the insert that a group commit shares, and the questions attribution asks.

/**
 * One statement for a whole batch. `existed` tells that another content stood under the same key before,
 * which makes a new row a contradiction. $1..$11 are arrays of equal length.
 */
export const RECORD = `
  WITH input AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
      $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::bytea[])
      AS t(id, programme_id, store_id, mode, type, external_id, version, occurred_at, received_at, source, content, sha256)
  ), added AS (
    INSERT INTO facts (id, programme_id, store_id, mode, type, external_id, version, occurred_at, received_at, source, content, sha256)
    SELECT id, programme_id, store_id, mode, type, external_id, version, occurred_at, received_at, source, content::jsonb, sha256
    FROM input
    ON CONFLICT (programme_id, type, external_id, version, sha256) DO NOTHING
    RETURNING id
  )
  SELECT i.id, a.id IS NOT NULL AS added,
    EXISTS (SELECT 1 FROM facts f WHERE f.programme_id = i.programme_id AND f.type = i.type
      AND f.external_id = i.external_id AND f.version = i.version) AS existed
  FROM input i LEFT JOIN added a ON a.id = i.id`;

const COLUMNS = 'type, external_id, version, occurred_at, received_at, content';

/** Orders with their refunds, the voids of those refunds, and decisions about them. $2: order ids. */
export const OF_ORDERS = `
  WITH refunds AS (
    SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type = 'refund' AND content->>'order_id' = ANY($2)
  )
  SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type = 'order' AND external_id = ANY($2)
  UNION ALL SELECT * FROM refunds
  UNION ALL SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type = 'refund_void'
    AND content->>'refund_id' IN (SELECT external_id FROM refunds)`;

/**
 * Exchange rates and other facts that belong to no single order, decisions about people and touches, and the decisions about
 * commissions of these orders: those of all others would grow with the programme. $2: order ids.
 */
export const OF_PROGRAMME = `
  SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type IN ('fx_rate', 'adjustment', 'payout_batch', 'payout_result')
  UNION ALL SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type = 'decision'
    AND content->'subject'->>'order_id' IS NULL
  UNION ALL SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type = 'decision'
    AND content->'subject'->>'order_id' = ANY($2)`;

/** Which devices belong to these customers. $2: customer ids. */
export const IDENTITIES = `
  SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type = 'identity' AND content->>'customer_id' = ANY($2)`;

/**
 * What these viewers did. $2: viewer ids, $3 and $4: from and to, $5: newest receiving time.
 * A long view has hundreds of versions, each with all segments: only the strongest received in time is read (money.md F1, T1).
 */
export const ENGAGEMENT = `
  SELECT ${COLUMNS} FROM (
    SELECT ${COLUMNS}, rank() OVER (PARTITION BY type, external_id ORDER BY version DESC, received_at DESC) AS place
    FROM facts
    WHERE programme_id = $1 AND type IN ('view', 'click', 'add_to_cart', 'link_click', 'storefront_click')
      AND content->>'viewer_id' = ANY($2) AND occurred_at >= $3 AND occurred_at <= $4 AND received_at <= $5
  ) seen WHERE place = 1 OR type <> 'view'`;

/** Everything of a programme, for a whole replay. The draw of an experiment is no fact of money: the evaluator does not know it. */
export const ALL = `SELECT ${COLUMNS} FROM facts WHERE programme_id = $1 AND type <> 'assignment'`;

/** An identity fact ties a device to a customer. $2: viewer ids. */
export const CUSTOMERS_OF_VIEWERS = `
  SELECT DISTINCT content->>'viewer_id' AS viewer_id, content->>'customer_id' AS customer_id FROM facts
  WHERE programme_id = $1 AND type = 'identity' AND content->>'viewer_id' = ANY($2)`;
