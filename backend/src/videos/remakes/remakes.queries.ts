// Named SQL of remakes: what is to be made anew, what is under way, and how far a run is.

/** An audio description or a sign-language version belongs to one version of a video: made anew, it would be lost. */
const hasTracks = (video: string): string =>
  `EXISTS (SELECT FROM video_tracks t WHERE t.video_id = ${video}.id AND t.version = ${video}.version AND t.state NOT IN ('removed', 'refused'))`;

/** $1 store, $2 mark, $3 how many, $4 run. Only what everyone sees now and what came to something else. */
export const TAKE_ALL = `
  INSERT INTO remakes (run_id, video_id)
  SELECT $4, id FROM videos
   WHERE store_id = $1 AND live_version IS NOT NULL AND status <> 'retired'
     AND manifest->>'branding' IS DISTINCT FROM $2::text AND NOT ${hasTracks('videos')}
   ORDER BY published_at DESC, id DESC LIMIT $3`;

/** $1 store, $2 mark. */
export const COUNT_OTHERS = `
  SELECT count(*)::int AS count FROM videos
   WHERE store_id = $1 AND live_version = version AND status = 'published' AND manifest->>'branding' IS DISTINCT FROM $2::text
     AND NOT ${hasTracks('videos')}`;

/** $1 store, $2 reason: the newest run with its progress. */
export const LATEST_RUN = `
  SELECT r.id, r.mark, r.asked_at AS "askedAt", r.ended_at AS "endedAt", count(m.video_id)::int AS total,
         count(*) FILTER (WHERE m.state = 'done')::int AS done,
         count(*) FILTER (WHERE m.state = 'failed')::int AS failed,
         count(*) FILTER (WHERE m.state = 'original_gone')::int AS "originalGone",
         count(*) FILTER (WHERE m.state = 'called_off')::int AS "calledOff",
         count(*) FILTER (WHERE m.state IN ('waiting', 'under_way'))::int AS "toDo"
    FROM (SELECT * FROM remake_runs WHERE store_id = $1 AND reason = $2 ORDER BY asked_at DESC, id DESC LIMIT 1) r
    LEFT JOIN remakes m ON m.run_id = r.id
   GROUP BY r.id, r.mark, r.asked_at, r.ended_at`;

export const OPEN_RUNS = `SELECT id, store_id AS "storeId", reason, mark FROM remake_runs WHERE ended_at IS NULL
  ORDER BY asked_at, id LIMIT 1000`;

/** $1 run: what was begun, beside its video as it stands. */
export const UNDER_WAY = `
  SELECT m.video_id AS "videoId", m.version, extract(epoch FROM m.begun_at) * 1000 AS "begunMs", v.status,
         v.version AS "currentVersion", v.live_version AS "liveVersion"
    FROM remakes m JOIN videos v ON v.id = m.video_id WHERE m.run_id = $1 AND m.state = 'under_way' ORDER BY m.begun_at`;

/** $1 run, $2 now: nobody sees them any more, or they have got tracks. */
export const CALL_OFF_OTHERS = `
  UPDATE remakes m SET state = 'called_off', ended_at = $2 FROM videos v
   WHERE v.id = m.video_id AND m.run_id = $1 AND m.state = 'waiting'
     AND (v.live_version IS NULL OR ${hasTracks('v')})`;

/** $1 run, $2 how many: which are next, the newest first. Those that are being changed wait. */
export const NEXT = `
  SELECT m.video_id AS "videoId", v.manifest->>'branding' AS mark FROM remakes m JOIN videos v ON v.id = m.video_id
   WHERE m.run_id = $1 AND m.state = 'waiting' AND v.status = 'published' AND v.confirmed
   ORDER BY v.published_at DESC, v.id DESC LIMIT $2`;

/** $1 run, $2 now. */
export const END_RUN = `
  UPDATE remake_runs SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL
     AND NOT EXISTS (SELECT FROM remakes WHERE run_id = $1 AND state IN ('waiting', 'under_way'))`;
