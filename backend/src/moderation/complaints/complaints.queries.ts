// Named SQL of reports by shoppers: the open case of a video, its reports, and the list of cases.

/** $1 id, $2 video, $3 store, $4 now. Nothing where one is open already. */
export const OPEN_CASE = `
  INSERT INTO complaint_cases (id, video_id, store_id, status, opened_at) VALUES ($1, $2, $3, 'open', $4)
  ON CONFLICT (video_id) WHERE status = 'open' DO NOTHING RETURNING id`;
export const CASE_OPEN = `SELECT id FROM complaint_cases WHERE video_id = $1 AND status = 'open'`;

/** $1 case, $2 reporter. */
export const SAID_BY = `SELECT id, said FROM complaints WHERE case_id = $1 AND reporter = $2`;
export const ADD_COMPLAINT = `
  INSERT INTO complaints (id, case_id, reason, text, email, language, reporter, said, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const STATE = `
  SELECT c.id, c.email, c.language, c.reason, c.at, k.status, k.closed_at AS "closedAt", v.title,
         CASE WHEN k.status = 'removed' THEN d.reason_code END AS "removedFor"
    FROM complaints c JOIN complaint_cases k ON k.id = c.case_id JOIN videos v ON v.id = k.video_id
    LEFT JOIN decisions d ON d.id = k.decision_id`;
export const STATE_OF = `${STATE} WHERE c.id = $1`;
export const UNANSWERED = `${STATE} WHERE c.case_id = $1 AND c.answered_at IS NULL ORDER BY c.at, c.id`;

/** $1 case, $2 status, $3 now, $4 decision. */
export const CLOSE_CASE = `
  UPDATE complaint_cases SET status = $2, closed_at = $3, decision_id = $4 WHERE id = $1 AND status = 'open' RETURNING id`;
export const MARK_ANSWERED = `UPDATE complaints SET answered_at = $2 WHERE case_id = $1 AND answered_at IS NULL`;

/** Cases whose video was taken away for good. */
export const GONE = `
  SELECT k.id, k.video_id AS "videoId" FROM complaint_cases k JOIN videos v ON v.id = k.video_id
   WHERE k.status = 'open' AND v.status = 'retired' ORDER BY k.opened_at LIMIT 200`;

/** $1: answered before; $2: reported before, answered or not; $3: so old that the words go too. */
export const FORGET = `
  UPDATE complaints SET email = NULL, reporter = NULL, text = CASE WHEN at < $3 THEN NULL ELSE text END
   WHERE ((email IS NOT NULL OR reporter IS NOT NULL) AND (answered_at < $1 OR at < $2)) OR (text IS NOT NULL AND at < $3)`;

export const COLUMNS = `
  k.id, k.video_id AS "videoId", k.store_id AS "storeId", k.status, k.opened_at AS "openedAt", k.closed_at AS "closedAt",
  k.decision_id AS "decisionId",
  (SELECT count(*)::int FROM complaints c WHERE c.case_id = k.id) AS complaints,
  (SELECT count(DISTINCT c.reporter)::int FROM complaints c WHERE c.case_id = k.id) AS reporters`;

/** $1 store or null, $2 open or closed or null. */
const FILTER = `($1::text IS NULL OR k.store_id = $1) AND ($2::boolean IS NULL OR (k.status = 'open') = $2)`;
/** $3, $4 the cursor; $5 how many. The newest first. */
export const CASES = `
  SELECT ${COLUMNS} FROM complaint_cases k
   WHERE ${FILTER} AND ($3::timestamptz IS NULL OR (k.opened_at, k.id) < ($3, $4))
   ORDER BY k.opened_at DESC, k.id DESC LIMIT $5`;
export const COUNT_CASES = `SELECT count(*)::int AS total FROM complaint_cases k WHERE ${FILTER}`;

/** The open case of each of these videos. */
export const OPEN_OF_VIDEOS = `SELECT ${COLUMNS} FROM complaint_cases k WHERE k.video_id = ANY($1) AND k.status = 'open'`;

/** How often each reason was given, of each of these cases. */
export const REASONS_OF = `
  SELECT case_id AS "caseId", reason AS code, count(*)::int AS count FROM complaints
   WHERE case_id = ANY($1) GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`;

/** $1 case; $2, $3 the cursor; $4 how many. */
export const COMPLAINTS = `
  SELECT id, reason, text, at, answered_at AS "answeredAt", email IS NOT NULL AS "wantsMail" FROM complaints
   WHERE case_id = $1 AND ($2::timestamptz IS NULL OR (at, id) > ($2, $3)) ORDER BY at, id LIMIT $4`;
export const COUNT_COMPLAINTS = `SELECT count(*)::int AS total FROM complaints WHERE case_id = $1`;
