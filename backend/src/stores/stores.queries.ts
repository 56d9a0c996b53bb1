// Named SQL of stores: the terms of a programme with the moments from which they hold.

/** The terms of a store, earliest first; those of its first day hold for everything before them too. */
export const TERMS = `
  SELECT nullif(valid_from, '-infinity') AS "from", timezone, hold_days AS "holdDays", windows_hours AS "windowsHours" FROM store_terms
  WHERE store_id = $1 ORDER BY seq`;

/** Clocks of two processes may differ: a change never counts from before the one it follows. */
export const CHANGE_TERMS = `
  INSERT INTO store_terms (store_id, valid_from, timezone, hold_days, windows_hours)
  SELECT $1, greatest($2::timestamptz, max(valid_from)), $3, $4, $5 FROM store_terms WHERE store_id = $1`;
