// Named SQL of the queue of moderators: what waits, since when, and who looks at it.
import type { EntityManager } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';

export interface ReviewFilter {
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
}

/** $1 store, $2 waiting since before, $3 a part of the title or of the creator's name. */
const WAITING = `
  FROM videos v
  JOIN creators c ON c.id = v.creator_id
  WHERE v.status = 'in_review'
    AND ($1::text IS NULL OR v.store_id = $1)
    AND ($2::timestamptz IS NULL OR v.waiting_since <= $2)
    AND ($3::text IS NULL OR v.title ILIKE $3 OR c.display_name ILIKE $3)`;

function filterValues(filter: ReviewFilter, now: Date): [string | null, Date | null, string | null] {
  const wait = filter.minWaitMinutes ?? null;
  const search = filter.search?.trim();
  return [
    filter.storeId ?? null,
    wait === null ? null : new Date(now.getTime() - wait * 60_000),
    // What a person types is text, not a pattern.
    search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null,
  ];
}

const COLUMNS = `
  SELECT v.id AS "videoId", v.waiting_since AS "waitingSince", k.account_id AS "claimedById", a.name AS "claimedBy",
         k.expires_at AS "claimExpiresAt",
         1 + (SELECT count(*)::int FROM decisions d WHERE d.video_id = v.id) AS attempts`;
const CLAIM = (now: string) => `
  LEFT JOIN review_claims k ON k.video_id = v.id AND k.expires_at > ${now}
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
         SELECT v.* ${WAITING} AND ($4::timestamptz IS NULL OR (v.waiting_since, v.id) > ($4, $5))
         ORDER BY v.waiting_since, v.id LIMIT $6) v ${CLAIM('$7')}
       ORDER BY v.waiting_since, v.id`,
      [...values, after?.[0] ?? null, after?.[1] ?? null, size + 1, now],
    ),
    em.query<{ total: number }[]>(`SELECT count(*)::int AS total ${WAITING}`, values),
  ]);
  return toPage(rows, args, total?.total ?? 0, (r) => [r.waitingSince.toISOString(), r.videoId]);
}

/** One row of the queue, or null when the video is not in it. */
export async function queueRowOf(em: EntityManager, videoId: string, now: Date): Promise<QueueRow | null> {
  const [row] = await em.query<QueueRow[]>(
    `${COLUMNS} FROM videos v ${CLAIM('$2')} WHERE v.id = $1 AND v.status = 'in_review'`,
    [videoId, now],
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
    `SELECT v.id ${WAITING} AND c.account_id <> $4
       AND NOT EXISTS (SELECT FROM review_claims k
                        WHERE k.video_id = v.id AND k.account_id <> $4 AND k.expires_at > $5)
     ORDER BY v.waiting_since, v.id LIMIT 1 FOR UPDATE OF v SKIP LOCKED`,
    [...filterValues(filter, now), accountId, now],
  );
  return row?.id ?? null;
}
