// Named SQL of lists: certificates of a pool by status, the queue of a store's people, and what they decide.

const CHOSEN_COLUMNS = `id, pool_id AS "poolId", store_id AS "storeId", status, day::text AS day, hour,
  certificate_id AS "certificateId", blocked_at AS "blockedAt"`;
export const CHOSEN = `SELECT ${CHOSEN_COLUMNS} FROM certificate_issues WHERE id = ANY($1)`;
export const CHOSEN_LOCKED = `
  SELECT ${CHOSEN_COLUMNS} FROM certificate_issues WHERE id = ANY($1) AND pool_id = $2 ORDER BY number FOR UPDATE`;

export const RELEASE = `
  UPDATE certificate_issues SET status = 'waiting', counted = true, released_by = $2, released_at = $3 WHERE id = $1`;
export const BLOCK = 'UPDATE certificate_issues SET blocked_at = $2 WHERE id = $1';

/** Codes that nobody has. $1: pool; $2: the store's day; $3 and $4: the last one of the page before; $5: how many. */
const codes = (which: string) => `
  SELECT c.id, c.pool_id AS "poolId", c.tail, c.line, f.file_name AS "fileName", c.expires_on::text AS cursor, c.number::text AS number,
    nullif(c.expires_on, 'infinity')::text AS "expiresOn", c.added_at AS "askedAt"
  FROM certificates c JOIN certificate_files f ON f.id = c.file_id
  WHERE c.pool_id = $1 AND c.taken_at IS NULL AND ${which}
    AND ($3::date IS NULL OR (c.expires_on, c.number) > ($3::date, $4::bigint)) ORDER BY c.expires_on, c.number LIMIT $5`;
const countCodes = (which: string) =>
  `SELECT count(*)::int AS n FROM certificates c WHERE c.pool_id = $1 AND c.taken_at IS NULL AND ${which}`;
/** When the pool itself is over, its day is given as infinity: then every code is. */
const OVER = `(c.expires_on < $2::date OR $2::date = 'infinity')`;
export const FREE = codes('c.expires_on >= $2::date');
export const EXPIRED = codes(OVER);
export const COUNT_FREE = countCodes('c.expires_on >= $2::date');
export const COUNT_EXPIRED = countCodes(OVER);

const ISSUE_COLUMNS = `i.id, i.number::text AS cursor, i.pool_id AS "poolId", i.status, i.key, i.held_why AS "heldReason",
  i.asked_at AS "askedAt", i.issued_at AS "issuedAt", i.released_at AS "releasedAt", i.cancelled_at AS "cancelledAt",
  i.cancel_reason AS "cancelReason", i.blocked_at AS "blockedAt", i.certificate_id IS NOT NULL AS out,
  left(encode(i.holder, 'hex'), 6) AS "holderSign", c.tail, c.line, f.file_name AS "fileName",
  nullif(c.expires_on, 'infinity')::text AS "expiresOn",
  CASE WHEN i.status = 'held' AND i.holder IS NOT NULL THEN (
    SELECT count(*)::int FROM certificate_issues o WHERE o.pool_id = i.pool_id AND o.counted AND o.holder = i.holder
      AND o.day >= date_trunc('month', i.day)::date) END AS "holderMonth"`;
const ISSUES = `certificate_issues i LEFT JOIN certificates c ON c.id = i.certificate_id
  LEFT JOIN certificate_files f ON f.id = c.file_id`;

const TO_BLOCK = `i.status = 'cancelled' AND i.certificate_id IS NOT NULL AND i.blocked_at IS NULL`;
const WHICH = {
  held: `i.status = 'held'`,
  to_block: TO_BLOCK,
  waiting: `i.status = 'waiting'`,
  issued: `i.status = 'issued'`,
  cancelled: `i.status = 'cancelled'`,
};

/** Queues are read from their oldest, histories from their newest. */
export function issues(which: keyof typeof WHICH, scope: 'store' | 'pool'): { page: string; count: string } {
  const where = `i.${scope}_id = $1 AND ${WHICH[which]}`;
  const newestFirst = which === 'issued' || which === 'cancelled';
  const [than, order] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  return {
    page: `SELECT ${ISSUE_COLUMNS} FROM ${ISSUES} WHERE ${where} AND ($2::bigint IS NULL OR i.number ${than} $2::bigint)
      ORDER BY i.number ${order} LIMIT $3`,
    count: `SELECT count(*)::int AS n FROM certificate_issues i WHERE ${where}`,
  };
}

export const ISSUES_BY_ID = `SELECT ${ISSUE_COLUMNS} FROM ${ISSUES} WHERE i.id = ANY($1) ORDER BY i.number`;
