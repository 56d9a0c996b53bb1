// Named SQL of codes as they come in.

export const ADD_CODES = `
  INSERT INTO certificates (pool_id, store_id, file_id, added_at, id, digest, sealed, tail, expires_on, line)
  SELECT $1, $2, $3, $4, r.id, decode(r.digest, 'hex'), decode(r.sealed, 'hex'), r.tail, r.expires_on::date, r.line
  FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[])
    AS r (id, digest, sealed, tail, expires_on, line)
  ORDER BY r.line
  ON CONFLICT (store_id, digest) DO NOTHING RETURNING line`;

/** Files with the same codes come one after another, and never wait for each other in a circle. */
export const LOCK_CODES = `SELECT pg_advisory_xact_lock(hashtextextended('certificate-codes:' || $1, 0))`;

export const ADD_FAULTS = `
  INSERT INTO certificate_file_faults (file_id, line, code) SELECT $1, * FROM unnest($2::int[], $3::text[]) ON CONFLICT DO NOTHING`;
export const FAULTS = `
  SELECT line, code FROM certificate_file_faults WHERE file_id = $1 AND line > $2::int ORDER BY line LIMIT $3`;
export const COUNT_FAULTS = 'SELECT count(*)::int AS n FROM certificate_file_faults WHERE file_id = $1';
