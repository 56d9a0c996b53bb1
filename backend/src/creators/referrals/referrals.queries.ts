// Named SQL of referrals: what tells two people apart, stores that pay, and shares by referral.

/** One person behind two creators: a telephone is compared by the caller, devices here. */
export const SHARED_DEVICE = `
  SELECT 1 FROM creator_devices a JOIN creator_devices b ON b.viewer_id = a.viewer_id
  WHERE a.creator_id = $1 AND b.creator_id = $2 LIMIT 1`;

export const PUBLISHED_BEFORE = `
  SELECT 1 FROM videos v JOIN stores s ON s.id = v.store_id
  WHERE v.creator_id = $1 AND v.published_at IS NOT NULL AND NOT s.sandbox LIMIT 1`;

export const PAYING_STORES = `
  SELECT name AS "storeName", referral_bps AS "rateBps" FROM stores WHERE referral_bps > 0 AND NOT sandbox
  ORDER BY referral_bps DESC, name, id LIMIT 100`;

export const SHARES = `
  SELECT h.referral_id AS id, s.name AS "storeName", h.rate_bps AS "rateBps"
  FROM referral_shares h JOIN stores s ON s.id = h.store_id WHERE h.referral_id = ANY($1) ORDER BY h.valid_from, s.name`;

/** The newest letter of anyone to this address. */
export const LAST_MAIL = `SELECT max(invited_at) AS at FROM referrals WHERE email_digest = $1`;

/** Of creators whose orders are decided: who brought them, in this store (money.md P6). */
export const REFERRERS = `
  SELECT creator_id AS "creatorId", referrer_id AS "referrerId", rate_bps AS "rateBps", valid_from AS "from", valid_to AS "to"
  FROM referral_shares WHERE store_id = $1 AND creator_id = ANY($2) ORDER BY creator_id`;

export const TO_TELL = `
  SELECT r.id, r.ends_at AS "endsAt", c.display_name AS name, a.email, a.locale, a.blocked_at AS "blockedAt"
  FROM referrals r JOIN creators c ON c.id = r.creator_id JOIN creators o ON o.id = r.referrer_id
    JOIN accounts a ON a.id = o.account_id
  WHERE r.published_at IS NOT NULL AND r.told_at IS NULL ORDER BY r.published_at LIMIT 100 FOR UPDATE OF r SKIP LOCKED`;
