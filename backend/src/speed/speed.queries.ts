// SQL over what pages reported.

/** One report; the same one again changes nothing. */
export const KEEP_REPORT = `
  INSERT INTO page_speeds (store_id, id, arm, at, lcp_ms, inp_ms, cls_milli)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;

/** The newest reports of an arm since a moment. */
export const REPORTS_OF_ARM = `
  SELECT lcp_ms AS "lcpMs", inp_ms AS "inpMs", cls_milli AS "clsMilli" FROM page_speeds
  WHERE store_id = $1 AND arm = $2 AND at > $3 ORDER BY at DESC LIMIT 1000`;

/** Stores with reports since a moment. */
export const REPORTING_STORES = 'SELECT DISTINCT store_id AS "storeId" FROM page_speeds WHERE at > $1';

export const FORGET_REPORTS = 'DELETE FROM page_speeds WHERE at < $1';
