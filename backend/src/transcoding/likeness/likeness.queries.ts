// Named SQL of prints: which kept prints share rare words with a new one, and what was found.
import type { EntityManager } from 'typeorm';

export interface Candidate {
  videoId: string;
  version: number;
  creatorId: string;
  arrivedAt: Date;
  packed: Buffer;
}

/** A word in this many prints says nothing; also the bound of what one word may read. */
const COMMON = 1000;
/** Fewer shared words are chance. */
const LEAST_WORDS = 2;

/**
 * The prints that share the rarest words with those asked for, at most `most`. Bounded: each asked word reads at most
 * `COMMON` entries of the index. Retired and refused videos own nothing, nor do those rejected as stolen; an older file
 * of a video is not compared.
 */
export async function candidatesFor(
  em: EntityManager,
  mine: { videoId: string; edition: number },
  words: readonly number[],
  most: number,
): Promise<Candidate[]> {
  return em.query<Candidate[]>(
    `WITH hits AS (
       SELECT h.print_id, 1.0 / h.prints AS weight
         FROM unnest($1::integer[]) AS asked (word)
        CROSS JOIN LATERAL (
          SELECT e.print_id, count(*) OVER () AS prints
            FROM (SELECT print_id FROM print_words WHERE word = asked.word LIMIT ${COMMON}) e) h
        WHERE h.prints < ${COMMON}),
     ranked AS (
       SELECT print_id, sum(weight) AS weight FROM hits GROUP BY print_id HAVING count(*) >= ${LEAST_WORDS}
        ORDER BY weight DESC LIMIT 200)
     SELECT p.video_id AS "videoId", p.version, v.creator_id AS "creatorId", p.arrived_at AS "arrivedAt", p.packed
       FROM ranked r
       JOIN video_prints p ON p.id = r.print_id AND p.edition = $3 AND p.video_id <> $2
       JOIN videos v ON v.id = p.video_id AND v.version = p.version
        AND (v.status IN ('transcoding', 'in_review', 'published')
             OR (v.status = 'rejected' AND v.rejection ->> 'reasonCode' IS DISTINCT FROM 'STOLEN'))
      ORDER BY r.weight DESC, p.id LIMIT $4`,
    [words, mine.videoId, mine.edition, most],
  );
}

/** Keeps the print of a video's present file in the place of an older one, with its words. */
export async function savePrint(
  em: EntityManager,
  print: {
    videoId: string;
    version: number;
    edition: number;
    packed: Buffer;
    checks: unknown;
    words: readonly number[];
  },
): Promise<Date> {
  const { videoId, version } = print;
  await em.query('DELETE FROM video_prints WHERE video_id = $1', [videoId]);
  await em.query(
    `DELETE FROM near_copies
      WHERE (copy_id = $1 AND copy_version < $2) OR (original_id = $1 AND original_version < $2)`,
    [videoId, version],
  );
  const [row] = await em.query<{ id: string; arrivedAt: Date }[]>(
    `INSERT INTO video_prints (video_id, version, arrived_at, edition, packed, checks)
     SELECT $1, $2, coalesce((SELECT max(at) FROM video_steps WHERE video_id = $1 AND version = $2 AND status = 'uploaded'), now()),
            $3, $4, $5
     RETURNING id, arrived_at AS "arrivedAt"`,
    [videoId, version, print.edition, print.packed, JSON.stringify(print.checks)],
  );
  if (!row) throw new Error('An insert gave no row.');
  await em.query('INSERT INTO print_words (word, print_id) SELECT DISTINCT unnest($1::integer[]), $2::bigint', [
    print.words,
    row.id,
  ]);
  return row.arrivedAt;
}

/** What was found about a pair; the same pair found again is written over. */
export interface NearCopyRow {
  copyId: string;
  copyVersion: number;
  originalId: string;
  originalVersion: number;
  same: 'picture' | 'sound' | 'both';
  score: number;
  mirrored: boolean;
  speed: number;
  copyFromMs: number;
  originalFromMs: number;
  lengthMs: number;
  own: boolean;
}

export async function saveNearCopy(em: EntityManager, row: NearCopyRow, at: Date): Promise<void> {
  await em.query(
    `INSERT INTO near_copies (copy_id, copy_version, original_id, original_version, same, score, mirrored, speed,
       copy_from_ms, original_from_ms, length_ms, own, found_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (copy_id, original_id) DO UPDATE SET copy_version = excluded.copy_version,
       original_version = excluded.original_version, same = excluded.same, score = excluded.score,
       mirrored = excluded.mirrored, speed = excluded.speed, copy_from_ms = excluded.copy_from_ms,
       original_from_ms = excluded.original_from_ms, length_ms = excluded.length_ms, own = excluded.own`,
    [
      ...[
        row.copyId,
        row.copyVersion,
        row.originalId,
        row.originalVersion,
        row.same,
        row.score,
        row.mirrored,
        row.speed,
      ],
      ...[row.copyFromMs, row.originalFromMs, row.lengthMs, row.own, at],
    ],
  );
}

/** The pairs of these videos with their originals, the surest first; both files must still be the ones compared. */
export function nearCopiesOf(em: EntityManager, copyIds: readonly string[]): Promise<NearCopyRow[]> {
  return em.query<NearCopyRow[]>(
    `SELECT n.copy_id AS "copyId", n.copy_version AS "copyVersion", n.original_id AS "originalId",
            n.original_version AS "originalVersion", n.same, n.score, n.mirrored, n.speed,
            n.copy_from_ms AS "copyFromMs", n.original_from_ms AS "originalFromMs", n.length_ms AS "lengthMs", n.own
       FROM near_copies n
       JOIN videos c ON c.id = n.copy_id AND c.version = n.copy_version
       JOIN videos o ON o.id = n.original_id AND o.version = n.original_version AND o.status <> 'retired'
      WHERE n.copy_id = ANY($1)
      ORDER BY n.copy_id, n.own, n.score DESC, n.original_id`,
    [copyIds],
  );
}
