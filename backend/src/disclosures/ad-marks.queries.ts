// Named SQL of ad marks: the live videos of a store with their marks, and whether a term of its plan pays.
import type { EntityManager } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import type { Received } from './ad-mark.rules.js';
import { PAYS } from './links.rules.js';

export interface MarkedVideo {
  videoId: string;
  title: string;
  creatorName: string;
  erid: string | null;
  received: Received | null;
}

const MARKED = `
  SELECT v.id AS "videoId", v.title, c.display_name AS "creatorName", m.erid, m.received
    FROM videos v JOIN creators c ON c.id = v.creator_id LEFT JOIN ad_marks m ON m.video_id = v.id`;

/** The live videos of a store, by id. */
export async function pageOfMarked(em: EntityManager, storeId: string, args: PageArgs): Promise<Page<MarkedVideo>> {
  const size = pageSize(args);
  const after = decodeCursor(args, 1);
  const where = 'v.store_id = $1 AND v.live_version IS NOT NULL';
  const [rows, [total]] = await Promise.all([
    em.query<MarkedVideo[]>(
      `${MARKED} WHERE ${where} AND ($2::text IS NULL OR v.id < $2) ORDER BY v.id DESC LIMIT $3`,
      [storeId, after?.[0] ?? null, size + 1],
    ),
    em.query<{ total: number }[]>(`SELECT count(*)::int AS total FROM videos v WHERE ${where}`, [storeId]),
  ]);
  return toPage(rows, args, total?.total ?? 0, ({ videoId }) => [videoId]);
}

export async function markedVideo(em: EntityManager, videoId: string): Promise<MarkedVideo | null> {
  const [row] = await em.query<MarkedVideo[]>(`${MARKED} WHERE v.id = $1`, [videoId]);
  return row ?? null;
}

export async function paysNow(em: EntityManager, storeId: string, now: Date): Promise<boolean> {
  const [row] = await em.query<{ pays: boolean }[]>(`SELECT ${PAYS('$1', '$2')} AS pays`, [storeId, now]);
  return row?.pays ?? false;
}
