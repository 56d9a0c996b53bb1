// Named SQL of the queue of moderators: what waits, since when, and who looks at it.
import { IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import { containing } from '../base/database/columns.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { Video } from '../videos/video.entity.js';

export interface ReviewFilter {
  /** True: only those a rule has published; false: only those that wait to be published. */
  published?: boolean | null;
  /** True: only those that shoppers have reported. */
  reported?: boolean | null;
  storeId?: string | null;
  minWaitMinutes?: number | null;
  search?: string | null;
}

export interface QueueRow {
  videoId: string;
  waitingSince: Date;
  claimedById: string | null;
  claimedBy: string | null;
  claimExpiresAt: Date | null;
  attempts: number;
  /** It is published already, and waits for the look afterwards: a rule has published it, or shoppers reported it. */
  published: boolean;
  /** Reports of shoppers that wait for an answer. */
  complaints: number;
}

/** Both parts of the queue; each has an index in the order of `since`. */
const QUEUE = `(
    SELECT id AS video_id, waiting_since AS since, false AS published FROM videos WHERE status = 'in_review'
    UNION ALL
    SELECT video_id, since, true FROM look_afterwards
  )`;

const REPORTED = `EXISTS (SELECT FROM complaint_cases k WHERE k.video_id = v.id AND k.status = 'open')`;

/** $1 store, $2 waiting since before, $3 a part of the title or of the creator's name, $4 which part of the queue, $5 reported or not. */
const WAITING = `
  FROM ${QUEUE} w
  JOIN videos v ON v.id = w.video_id AND v.status = CASE WHEN w.published THEN 'published' ELSE 'in_review' END
  JOIN creators c ON c.id = v.creator_id
  WHERE ($1::text IS NULL OR v.store_id = $1)
    AND ($2::timestamptz IS NULL OR w.since <= $2)
    AND ($3::text IS NULL OR v.title ILIKE $3 OR c.display_name ILIKE $3)
    AND ($4::boolean IS NULL OR w.published = $4)
    AND ($5::boolean IS NULL OR $5 = ${REPORTED})`;

type FilterValues = [string | null, Date | null, string | null, boolean | null, boolean | null];

function filterValues(filter: ReviewFilter, now: Date): FilterValues {
  const wait = filter.minWaitMinutes ?? null;
  const search = filter.search?.trim();
  return [
    filter.storeId ?? null,
    wait === null ? null : new Date(now.getTime() - wait * 60_000),
    search ? containing(search) : null,
    filter.published ?? null,
    filter.reported ?? null,
  ];
}

const COLUMNS = `
  SELECT w.id AS "videoId", w.since AS "waitingSince", w.published, k.account_id AS "claimedById", a.name AS "claimedBy",
         k.expires_at AS "claimExpiresAt",
         1 + (SELECT count(*)::int FROM decisions d WHERE d.video_id = w.id AND NOT d.automated) AS attempts,
         (SELECT count(*)::int FROM complaint_cases c JOIN complaints r ON r.case_id = c.id
           WHERE c.video_id = w.id AND c.status = 'open') AS complaints`;
const CLAIM = (now: string) => `
  LEFT JOIN review_claims k ON k.video_id = w.id AND k.expires_at > ${now}
  LEFT JOIN accounts a ON a.id = k.account_id`;

/** The queue, longest waiting first. */
export async function pageOfQueue(
  em: EntityManager,
  filter: ReviewFilter,
  args: PageArgs,
  now: Date,
): Promise<Page<QueueRow>> {
  const size = pageSize(args);
  const after = decodeCursor(args, 2);
  const values = filterValues(filter, now);
  const [rows, [total]] = await Promise.all([
    em.query<QueueRow[]>(
      `${COLUMNS} FROM (
         SELECT v.id, w.since, w.published ${WAITING} AND ($6::timestamptz IS NULL OR (w.since, v.id) > ($6, $7))
         ORDER BY w.since, v.id LIMIT $8) w ${CLAIM('$9')}
       ORDER BY w.since, w.id`,
      [...values, after?.[0] ?? null, after?.[1] ?? null, size + 1, now],
    ),
    em.query<{ total: number }[]>(`SELECT count(*)::int AS total ${WAITING}`, values),
  ]);
  return toPage(rows, args, total?.total ?? 0, (r) => [r.waitingSince.toISOString(), r.videoId]);
}

/** Videos that can be watched already while the rest of them is made, the first come first. Their ids grow with time. */
export async function pageOfComing(em: EntityManager, args: PageArgs): Promise<Page<Video>> {
  const after = decodeCursor(args, 1);
  const coming = { earlyPlaylist: Not(IsNull()) };
  const [rows, total] = await Promise.all([
    em.find(Video, {
      where: { ...coming, ...(after?.[0] ? { id: MoreThan(after[0]) } : {}) },
      order: { id: 'ASC' },
      take: pageSize(args) + 1,
    }),
    em.countBy(Video, coming),
  ]);
  return toPage(rows, args, total, (video) => [video.id]);
}

/** One row of the queue, or null when the video is not in it. */
export async function queueRowOf(em: EntityManager, videoId: string, now: Date): Promise<QueueRow | null> {
  const [row] = await em.query<QueueRow[]>(
    `${COLUMNS} FROM (
       SELECT v.id, w.since, w.published ${WAITING} AND v.id = $6) w ${CLAIM('$7')}`,
    [null, null, null, null, null, videoId, now],
  );
  return row ?? null;
}

/** The longest waiting video that is neither claimed by another nor the moderator's own; its row is locked. */
export async function nextUnclaimed(
  em: EntityManager,
  accountId: string,
  filter: ReviewFilter,
  now: Date,
): Promise<string | null> {
  const [row] = await em.query<{ id: string }[]>(
    `SELECT v.id ${WAITING} AND c.account_id <> $6
       AND NOT EXISTS (SELECT FROM review_claims k
                        WHERE k.video_id = v.id AND k.account_id <> $6 AND k.expires_at > $7)
     ORDER BY w.since, v.id LIMIT 1 FOR UPDATE OF v SKIP LOCKED`,
    [...filterValues(filter, now), accountId, now],
  );
  return row?.id ?? null;
}

/** Whether a person has still to look at this published video: a rule has published it, or shoppers reported it. */
export async function isLookedAtLater(em: EntityManager, video: { id: string; status: string }): Promise<boolean> {
  if (video.status !== 'published') return false;
  const rows = await em.query<unknown[]>('SELECT 1 FROM look_afterwards WHERE video_id = $1', [video.id]);
  return rows.length > 0;
}

/** Puts a published video into the queue for a look afterwards; one that waits already keeps its place. */
export async function keepLook(em: EntityManager, videoId: string, since: Date): Promise<void> {
  await em.query('INSERT INTO look_afterwards (video_id, since) VALUES ($1, $2) ON CONFLICT (video_id) DO NOTHING', [
    ...[videoId, since],
  ]);
}

/** Puts a video that a rule published into the queue once more, for the look afterwards. */
export async function lookAfterwards(em: EntityManager, videoId: string, since: Date): Promise<void> {
  await em.query(
    `INSERT INTO look_afterwards (video_id, since) VALUES ($1, $2)
     ON CONFLICT (video_id) DO UPDATE SET since = excluded.since`,
    [videoId, since],
  );
}

/** A person has decided: nothing is left to look at. */
export async function endLook(em: EntityManager, videoId: string): Promise<void> {
  await em.query('DELETE FROM look_afterwards WHERE video_id = $1', [videoId]);
}
