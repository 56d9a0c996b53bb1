// SQL for those who read cards: what links a store's videos to its money.

/** A term that pays is in force: `store` and `now` are SQL. Terms of later take effect by the clock. */
export const PAYS = (store: string, now: string): string => `EXISTS (
  SELECT FROM plan_rules r WHERE r.store_id = ${store} AND (r.rate_bps > 0 OR r.amount_minor > 0 OR r.tiered)
     AND (r.effective_from IS NULL OR r.effective_from <= ${now}) AND (r.effective_to IS NULL OR r.effective_to > ${now}))`;

/** Who pays for a store's videos, as JSON or null. */
export const ADVERTISER = (store: string): string =>
  `(SELECT json_build_object('name', a.name, 'taxNumber', a.tax_number) FROM advertisers a WHERE a.store_id = ${store})`;
