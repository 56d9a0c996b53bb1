// Named SQL of events: counts that are added to, in one statement for a whole group commit.

/** $1 store ids, $2 event ids, $3 seen at. Gives back the ids that were not seen before. */
export const REMEMBER_IDS = `
  INSERT INTO anonymous_event_ids (store_id, event_id, seen_at)
  SELECT s, e, $3 FROM unnest($1::text[], $2::uuid[]) AS t(s, e) ORDER BY s, e
  ON CONFLICT DO NOTHING RETURNING store_id, event_id`;

/** Sorted, so that two processes that count the same videos wait instead of deadlocking. */
export const ADD_TOTALS = `
  INSERT INTO anonymous_totals AS t (day, store_id, mode, video_id, kind, count)
  SELECT d, s, m, v, k, count(*) FROM unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[]) AS i(d, s, m, v, k)
  GROUP BY d, s, m, v, k ORDER BY v, d, m, k
  ON CONFLICT (video_id, day, mode, kind) DO UPDATE SET count = t.count + excluded.count`;

export const ADD_DROPS = `
  INSERT INTO event_drops AS t (day, store_id, mode, reason, count)
  SELECT d, s, m, r, count(*) FROM unnest($1::date[], $2::text[], $3::text[], $4::text[]) AS i(d, s, m, r)
  GROUP BY d, s, m, r ORDER BY s, d, m, r
  ON CONFLICT (store_id, day, mode, reason) DO UPDATE SET count = t.count + excluded.count`;

/** Ids older than the oldest event that is let in cannot come again. */
export const FORGET_IDS = `DELETE FROM anonymous_event_ids WHERE seen_at < $1`;

/** Which of these videos of the store can be seen by everyone. */
export const LIVE_VIDEOS = `SELECT id FROM videos WHERE store_id = $1 AND id = ANY($2) AND live_version IS NOT NULL`;

/** Which of these the shop has, by its own ids; a product that was removed may still lie in a cart. */
export const KNOWN_PRODUCTS = `SELECT external_id AS id FROM products WHERE store_id = $1 AND external_id = ANY($2)`;
