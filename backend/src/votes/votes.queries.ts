// Named SQL of votes: what counts is decided by the database, in the statement that writes.

/** Whether a device of this viewer ($1) is known as one of the video's creator, of its store's owners or of staff. */
const OWN = (viewer: string, video: string) => `EXISTS (
  SELECT FROM creator_devices d JOIN creators c ON c.id = d.creator_id
   WHERE d.viewer_id = ${viewer} AND (c.id = ${video}.creator_id OR EXISTS (
     SELECT FROM role_grants g WHERE g.account_id = c.account_id
        AND ((g.role = 'store_owner' AND g.store_id = ${video}.store_id) OR g.role IN ('moderator', 'finance', 'administrator')))))`;

const WATCHED = (viewer: string, video: string) => `EXISTS (
  SELECT FROM report_views w WHERE w.programme_id = ${video}.store_id AND w.viewer_id = ${viewer}
     AND w.video_id = ${video}.id AND w.qualified_at IS NOT NULL)`;

/** $1 video, $2 viewer, $3 helpful, $4 now. The same vote again changes nothing, not even its time. */
export const KEEP_VOTE = `
  INSERT INTO votes (video_id, viewer_id, store_id, helpful, standing, voted_at)
  SELECT v.id, $2, v.store_id, $3,
         CASE WHEN ${OWN('$2', 'v')} THEN 'own' WHEN ${WATCHED('$2', 'v')} THEN 'counted' ELSE 'not_watched' END, $4
    FROM videos v WHERE v.id = $1
  ON CONFLICT (video_id, viewer_id) DO UPDATE
    SET helpful = excluded.helpful, standing = excluded.standing, voted_at = excluded.voted_at
    WHERE votes.helpful <> excluded.helpful`;

export const TAKE_BACK = 'DELETE FROM votes WHERE video_id = $1 AND viewer_id = $2';

/** $1 store, $2 video. */
export const LIVE_VIDEO = 'SELECT 1 FROM videos WHERE store_id = $1 AND id = $2 AND live_version IS NOT NULL';

/** $1 video, $2 viewer. */
export const STATE = `
  SELECT v.helpful, v.standing, coalesce(t.helpful, 0) AS yes, coalesce(t.not_helpful, 0) AS no
    FROM (SELECT 1) one
    LEFT JOIN votes v ON v.video_id = $1 AND v.viewer_id = $2
    LEFT JOIN vote_totals t ON t.video_id = $1`;

/** $1 store, $2 viewer. */
export const FORGET_VIEWER = 'DELETE FROM votes WHERE viewer_id = $2 AND store_id = $1';

/** Votes whose viewers' views were told after them. $1: no view comes so late any more. */
export const COUNT_WATCHED = `
  UPDATE votes SET standing = 'counted'
    FROM videos v
   WHERE v.id = votes.video_id AND votes.standing = 'not_watched' AND votes.voted_at > $1
     AND ${WATCHED('votes.viewer_id', 'v')}`;

/** Devices that were linked after their vote. */
export const UNCOUNT_OWN = `
  UPDATE votes SET standing = 'own'
    FROM videos v
   WHERE v.id = votes.video_id AND votes.standing = 'counted'
     AND votes.viewer_id IN (SELECT viewer_id FROM creator_devices) AND ${OWN('votes.viewer_id', 'v')}`;

/** $1: votes before it, $2: so many at once. Their sums stay, and who gave them goes. */
export const FOLD_OLD = `
  WITH gone AS (
    DELETE FROM votes WHERE (video_id, viewer_id) IN (SELECT video_id, viewer_id FROM votes WHERE voted_at < $1 ORDER BY voted_at LIMIT $2)
    RETURNING video_id, helpful, standing
  )
  SELECT video_id, count(*) FILTER (WHERE helpful AND standing = 'counted')::int AS yes,
         count(*) FILTER (WHERE NOT helpful AND standing = 'counted')::int AS no, count(*)::int AS gone
    FROM gone GROUP BY video_id`;
export const ADD_OLD = `
  UPDATE vote_totals SET helpful = helpful + $2, not_helpful = not_helpful + $3,
         old_helpful = old_helpful + $2, old_not_helpful = old_not_helpful + $3
   WHERE video_id = $1`;

export const TOTALS = `
  SELECT video_id AS "videoId", helpful, helpful + not_helpful AS total FROM vote_totals WHERE video_id = ANY($1)`;
