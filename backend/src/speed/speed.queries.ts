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

/** $1 the first day that is not over, $2 the first that is looked at: writes what is not written yet. */
export const CLOSE_DAYS = `
  INSERT INTO page_speed_days (store_id, day, arm, pages, lcp_ms, inp_ms, cls_milli)
  SELECT store_id, (at AT TIME ZONE 'UTC')::date, arm, count(*),
         percentile_disc(0.75) WITHIN GROUP (ORDER BY lcp_ms),
         percentile_disc(0.75) WITHIN GROUP (ORDER BY inp_ms),
         percentile_disc(0.75) WITHIN GROUP (ORDER BY cls_milli)
    FROM page_speeds WHERE at >= $2::date AT TIME ZONE 'UTC' AND at < $1::date AT TIME ZONE 'UTC'
   GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING`;

/** The last day that every report was counted of. */
export const CLOSED_UNTIL = 'SELECT max(day)::text AS day FROM page_speed_days';

export const FORGET_DAYS = 'DELETE FROM page_speed_days WHERE day < $1';

/** Days with pages, the latest first; a metric of an arm is null where no page told of it. */
export const DAYS_OF_STORE = `
  SELECT day::text AS day,
         coalesce(max(pages) FILTER (WHERE arm = 'ready'), 0) AS "readyPages",
         coalesce(max(pages) FILTER (WHERE arm = 'poster'), 0) AS "posterPages",
         max(lcp_ms) FILTER (WHERE arm = 'ready') AS "readyLcpMs", max(lcp_ms) FILTER (WHERE arm = 'poster') AS "posterLcpMs",
         max(inp_ms) FILTER (WHERE arm = 'ready') AS "readyInpMs", max(inp_ms) FILTER (WHERE arm = 'poster') AS "posterInpMs",
         max(cls_milli) FILTER (WHERE arm = 'ready') AS "readyClsMilli", max(cls_milli) FILTER (WHERE arm = 'poster') AS "posterClsMilli"
    FROM page_speed_days WHERE store_id = $1 AND day >= $2 GROUP BY day ORDER BY day`;

export const NOTE_MOVE = 'INSERT INTO speed_moves (store_id, at, state, metric, loss) VALUES ($1, $2, $3, $4, $5)';

export const MOVES_OF_STORE = `
  SELECT at, state, metric, loss FROM speed_moves WHERE store_id = $1 ORDER BY at DESC LIMIT 20`;

export const NOTE_SIZE = 'INSERT INTO player_sizes (digest, bytes, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';

export const SIZES = 'SELECT bytes, since FROM player_sizes ORDER BY since DESC LIMIT 20';
