// Named SQL of deliveries: what views told is added once, in one statement for a whole group of them.

/**
 * $1 store ids, $2 view ids, $3 versions, $4 all bytes, $5 before the tap, $6 AV1, $7 data saver, $8 days, $9 modes, $10 videos,
 * $11 now. Of one view the highest version counts; what it told before is subtracted, by the row itself, so that two processes
 * that hear of one view add nothing twice. Sorted, so that they wait instead of deadlocking.
 */
export const ADD_DELIVERED = `
  WITH given AS (
    SELECT DISTINCT ON (s, v) * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
      $7::boolean[], $8::date[], $9::text[], $10::text[]) AS t(s, v, n, b, a, x, saver, day, mode, video) ORDER BY s, v, n DESC
  ), kept AS (
    INSERT INTO delivered_views AS k (store_id, view_id, version, bytes, ahead_bytes, av1_bytes, saver, seen_at)
    SELECT s, v, n, b, a, x, saver, $11 FROM given ORDER BY s, v
    ON CONFLICT (store_id, view_id) DO UPDATE SET
      version_before = k.version, bytes_before = k.bytes, ahead_before = k.ahead_bytes, av1_before = k.av1_bytes,
      version = excluded.version, bytes = greatest(k.bytes, excluded.bytes),
      ahead_bytes = greatest(k.ahead_bytes, excluded.ahead_bytes), av1_bytes = greatest(k.av1_bytes, excluded.av1_bytes),
      seen_at = excluded.seen_at
    WHERE excluded.version > k.version
    RETURNING store_id, view_id, saver, version_before, bytes - bytes_before AS bytes, ahead_bytes - ahead_before AS ahead,
      av1_bytes - av1_before AS av1
  )
  INSERT INTO delivered_days AS d
    (store_id, mode, day, video_id, views, bytes, ahead_bytes, av1_bytes, saver_views, saver_bytes)
  SELECT g.s, g.mode, g.day, g.video, count(*) FILTER (WHERE k.version_before = 0), sum(k.bytes), sum(k.ahead), sum(k.av1),
    count(*) FILTER (WHERE k.saver AND k.version_before = 0), coalesce(sum(k.bytes) FILTER (WHERE k.saver), 0)
  FROM kept k JOIN given g ON g.s = k.store_id AND g.v = k.view_id
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (store_id, mode, day, video_id) DO UPDATE SET views = d.views + excluded.views, bytes = d.bytes + excluded.bytes,
    ahead_bytes = d.ahead_bytes + excluded.ahead_bytes, av1_bytes = d.av1_bytes + excluded.av1_bytes,
    saver_views = d.saver_views + excluded.saver_views, saver_bytes = d.saver_bytes + excluded.saver_bytes`;

/** No view so old is taken any more. */
export const FORGET_DELIVERED = 'DELETE FROM delivered_views WHERE seen_at < $1';
