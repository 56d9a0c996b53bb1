// Named SQL of removal: which files nobody needs any more, by the rows alone, so that no verb can forget to ask for it.
import type { EntityManager } from 'typeorm';
import type { KeptFor } from '../../base/config.js';

/** A folder that is due: the files that viewers got of one version, or the original that it was made of. */
export interface DueFolder {
  kind: 'media' | 'original';
  videoId: string;
  version: number;
  storeId: string;
  originalKey: string | null;
}

const HOUR_MS = 3_600_000;
const ago = (now: Date, ms: number): Date => new Date(now.getTime() - ms);

/** $1 up to which end an old version's files are due, $2 those of a retired video, $3 one video or all, $4 how many. */
const MEDIA = `
  SELECT 'media' AS kind, o.video_id AS "videoId", o.version, v.store_id AS "storeId", NULL AS "originalKey"
    FROM video_versions o JOIN videos v ON v.id = o.video_id
   WHERE o.media_gone_at IS NULL AND o.ended_at IS NOT NULL
     AND v.live_version IS DISTINCT FROM o.version
     AND (v.version <> o.version OR v.status IN ('retired', 'refused'))
     AND (v.forgotten_at IS NOT NULL OR o.ended_at <= CASE WHEN v.status = 'retired' THEN $2::timestamptz ELSE $1::timestamptz END)
     AND ($3::text IS NULL OR o.video_id = $3)
   ORDER BY o.ended_at LIMIT $4`;

/**
 * $1 up to which end an original is due, $2 one that staff or a store took away. A trim shares its original: it stays
 * while any version of it is needed or not yet due.
 */
const ORIGINALS = `
  SELECT DISTINCT ON (o.original_key) 'original' AS kind, o.video_id AS "videoId", o.version, v.store_id AS "storeId",
         o.original_key AS "originalKey"
    FROM video_versions o JOIN videos v ON v.id = o.video_id
   WHERE o.original_gone_at IS NULL AND o.original_key IS NOT NULL AND o.ended_at IS NOT NULL
     AND ($3::text IS NULL OR o.video_id = $3)
     AND NOT EXISTS (
       SELECT FROM video_versions p JOIN videos w ON w.id = p.video_id WHERE p.original_key = o.original_key AND (
         p.ended_at IS NULL OR w.live_version = p.version OR (w.version = p.version AND w.status NOT IN ('retired', 'refused'))
         OR (w.forgotten_at IS NULL AND p.ended_at > CASE WHEN w.status = 'retired' AND NOT w.retired_by_creator
               THEN $2::timestamptz ELSE $1::timestamptz END)))
   ORDER BY o.original_key, o.version LIMIT $4`;

/** What is due now; of one video where it is named. */
export async function dueFolders(
  em: EntityManager,
  kept: KeptFor,
  now: Date,
  of: { videoId: string | null; limit: number },
): Promise<DueFolder[]> {
  const { oldVersionHours, retiredMediaHours, originalsDays, appealDays } = kept;
  const media = [ago(now, oldVersionHours * HOUR_MS), ago(now, retiredMediaHours * HOUR_MS)];
  const originals = [ago(now, originalsDays * 24 * HOUR_MS), ago(now, appealDays * 24 * HOUR_MS)];
  return [
    ...(await em.query<DueFolder[]>(MEDIA, [...media, of.videoId, of.limit])),
    ...(await em.query<DueFolder[]>(ORIGINALS, [...originals, of.videoId, of.limit])),
  ];
}

/** Notes what was counted before anything is removed; a repeated try finds less, and the first count stands. */
export async function noteCount(
  em: EntityManager,
  due: DueFolder,
  found: { files: number; bytes: number },
): Promise<{ files: number; bytes: number }> {
  await em.query(
    `UPDATE video_versions SET removed = jsonb_build_object($3::text, $4::jsonb) || removed WHERE video_id = $1 AND version = $2`,
    [due.videoId, due.version, due.kind, JSON.stringify(found)],
  );
  const [row] = await em.query<{ counted: { files: number; bytes: number } }[]>(
    'SELECT removed->$3::text AS counted FROM video_versions WHERE video_id = $1 AND version = $2',
    [due.videoId, due.version, due.kind],
  );
  return row?.counted ?? found;
}

/** Marks a folder as gone; false when another process was first. */
export async function markGone(em: EntityManager, due: DueFolder, now: Date): Promise<boolean> {
  const [rows] = await (due.kind === 'media'
    ? em.query<[unknown[], number]>(
        `UPDATE video_versions SET media_gone_at = $3 WHERE video_id = $1 AND version = $2 AND media_gone_at IS NULL
         RETURNING version`,
        [due.videoId, due.version, now],
      )
    : em.query<[unknown[], number]>(
        `UPDATE video_versions SET original_gone_at = $2 WHERE original_key = $1 AND original_gone_at IS NULL
         RETURNING version`,
        [due.originalKey, now],
      ));
  if (due.kind === 'original') {
    await em.query('UPDATE uploads SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL', [
      due.originalKey?.split('/')[1] ?? '',
      now,
    ]);
  }
  return rows.length > 0;
}

/** Which of these folders of published files belong to a version whose files are still kept. */
export async function knownMedia(em: EntityManager, folders: readonly string[]): Promise<Set<string>> {
  const rows = await em.query<{ folder: string }[]>(
    `SELECT t.folder FROM unnest($1::text[]) AS t(folder)
       JOIN video_versions o ON o.video_id = split_part(t.folder, '/', 3) AND o.version::text = split_part(t.folder, '/', 4)
      WHERE o.media_gone_at IS NULL`,
    [folders],
  );
  return new Set(rows.map((row) => row.folder));
}

/** Which of these folders of uploads belong to an upload that is open, or to a version whose original is still kept. */
export async function knownOriginals(em: EntityManager, folders: readonly string[]): Promise<Set<string>> {
  const rows = await em.query<{ folder: string }[]>(
    `SELECT t.folder FROM unnest($1::text[]) AS t(folder)
      WHERE EXISTS (SELECT FROM uploads u WHERE u.id = split_part(t.folder, '/', 2) AND u.removed_at IS NULL)
         OR EXISTS (SELECT FROM video_versions o WHERE o.original_key = t.folder || '/file' AND o.original_gone_at IS NULL)`,
    [folders],
  );
  return new Set(rows.map((row) => row.folder));
}
