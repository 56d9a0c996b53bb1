// Named SQL of embeds: pages of a store's codes, and counts that are added to.

/** $1 store, $2 $3 cursor, $4 how many; the newest first. */
export const OF_STORE = `
  SELECT id, store_id AS "storeId", video_id AS "videoId", label, domains, created_at AS "createdAt", created_by AS "createdBy",
         expires_at AS "expiresAt", revoked_at AS "revokedAt"
    FROM embeds WHERE store_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
   ORDER BY created_at DESC, id DESC LIMIT $4`;

export const COUNT_OF_STORE = 'SELECT count(*)::int AS count FROM embeds WHERE store_id = $1';

export const COUNT_WORKING = `
  SELECT count(*)::int AS count FROM embeds WHERE store_id = $1 AND revoked_at IS NULL AND expires_at > $2`;

/** Only codes of the store whose page sent it; sorted, so that two processes wait instead of deadlocking. */
export const ADD_DAYS = `
  INSERT INTO embed_days AS d (embed_id, day, kind, count)
  SELECT e.id, i.day, i.kind, count(*)
    FROM unnest($1::text[], $2::text[], $3::date[], $4::text[]) AS i(embed_id, store_id, day, kind)
    JOIN embeds e ON e.id = i.embed_id AND e.store_id = i.store_id
   GROUP BY e.id, i.day, i.kind ORDER BY e.id, i.day, i.kind
  ON CONFLICT (embed_id, day, kind) DO UPDATE SET count = d.count + excluded.count`;

export const TOTALS = `
  SELECT embed_id AS id, coalesce(sum(count) FILTER (WHERE kind = 'view'), 0)::int AS views,
         coalesce(sum(count) FILTER (WHERE kind = 'click'), 0)::int AS clicks
    FROM embed_days WHERE embed_id = ANY($1) GROUP BY embed_id`;

export const VIDEOS = `
  SELECT v.id, v.title, (o.manifest->>'width')::int AS width, (o.manifest->>'height')::int AS height
    FROM videos v LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = coalesce(v.live_version, v.version)
   WHERE v.id = ANY($1)`;
