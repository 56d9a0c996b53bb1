// Named SQL of the versions of a video: which are there, what each kept, and which number comes next.
import type { EntityManager } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import type { VideoManifest } from '../video.rules.js';
import type { VersionOrigin } from '../video.status.js';
import type { Kept } from './keep.rules.js';
import type { VideoVersion } from './versions.entity.js';

/** Numbers are never used twice: a version that was given up has files and late jobs of its own. */
export async function nextVersion(em: EntityManager, videoId: string): Promise<number> {
  const [row] = await em.query<{ next: number }[]>(
    'SELECT max(version) + 1 AS next FROM video_versions WHERE video_id = $1',
    [videoId],
  );
  return row?.next ?? 1;
}

/** What everyone may see of a video now, as the trigger of migration 0550 decided. */
export async function liveVersionOf(em: EntityManager, videoId: string): Promise<number | null> {
  const [row] = await em.query<{ live: number | null }[]>('SELECT live_version AS live FROM videos WHERE id = $1', [
    videoId,
  ]);
  return row?.live ?? null;
}

/** The file of one version, as it was. */
export interface VersionFile {
  fileName: string;
  contentType: string;
  sizeBytes: number;
  originalKey: string | null;
  sha256: string | null;
  flags: string[];
  manifest: VideoManifest | null;
  keep: Kept[] | null;
}

export async function versionFile(em: EntityManager, videoId: string, version: number): Promise<VersionFile | null> {
  const [row] = await em.query<(Omit<VersionFile, 'sizeBytes'> & { sizeBytes: string })[]>(
    `SELECT file_name AS "fileName", content_type AS "contentType", size_bytes AS "sizeBytes", original_key AS "originalKey",
            sha256, flags, manifest, keep
       FROM video_versions WHERE video_id = $1 AND version = $2`,
    [videoId, version],
  );
  return row ? { ...row, sizeBytes: Number(row.sizeBytes) } : null;
}

/** Says of a version that was just begun how it came about. */
export async function noteOrigin(
  em: EntityManager,
  of: { videoId: string; version: number; madeBy: VersionOrigin; why: string | null; keep: Kept[] | null },
): Promise<void> {
  await em.query(
    `UPDATE video_versions SET made_by = $3, why = $4, keep = $5::jsonb WHERE video_id = $1 AND version = $2`,
    [of.videoId, of.version, of.madeBy, of.why, of.keep === null ? null : JSON.stringify(of.keep)],
  );
}

/** How a version came about; null for one that is not there. */
export async function originOf(
  em: EntityManager,
  of: { videoId: string; version: number },
): Promise<VersionOrigin | null> {
  const [row] = await em.query<{ madeBy: VersionOrigin }[]>(
    'SELECT made_by AS "madeBy" FROM video_versions WHERE video_id = $1 AND version = $2',
    [of.videoId, of.version],
  );
  return row?.madeBy ?? null;
}

/** What a version makes anew: the version that is live meanwhile. */
export interface Remade {
  storeId: string;
  version: number;
  manifest: VideoManifest;
}

/** Null for a version that is no remake. */
export async function remadeOf(em: EntityManager, of: { videoId: string; version: number }): Promise<Remade | null> {
  const [row] = await em.query<Remade[]>(
    `SELECT v.store_id AS "storeId", l.version, l.manifest FROM video_versions o JOIN videos v ON v.id = o.video_id
       JOIN video_versions l ON l.video_id = v.id AND l.version = v.live_version AND l.manifest IS NOT NULL
      WHERE o.video_id = $1 AND o.version = $2 AND o.made_by = 'remake' AND v.live_version <> o.version`,
    [of.videoId, of.version],
  );
  return row ?? null;
}

export async function originalIsGone(em: EntityManager, videoId: string, version: number): Promise<boolean> {
  const gone = await em.query<unknown[]>(
    'SELECT 1 FROM video_versions WHERE video_id = $1 AND version = $2 AND original_gone_at IS NOT NULL',
    [videoId, version],
  );
  return gone.length > 0;
}

/** The live manifests of these videos, without their lists of files. */
export async function liveManifests(
  em: EntityManager,
  videoIds: readonly string[],
): Promise<Map<string, VideoManifest>> {
  const rows = await em.query<{ id: string; manifest: VideoManifest }[]>(
    `SELECT v.id, o.manifest - 'files' AS manifest FROM videos v
       JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
      WHERE v.id = ANY($1) AND o.manifest IS NOT NULL`,
    [videoIds],
  );
  return new Map(rows.map((row) => [row.id, row.manifest]));
}

/** The versions of a video, newest first. */
export async function pageOfVersions(em: EntityManager, videoId: string, args: PageArgs): Promise<Page<VideoVersion>> {
  const size = pageSize(args);
  const after = decodeCursor(args, 1);
  const [rows, [total]] = await Promise.all([
    em.query<VideoVersion[]>(
      `SELECT o.video_id AS "videoId", o.version, o.made_by AS "madeBy", o.why, o.keep, o.status, o.file_name AS "fileName",
              o.size_bytes::text AS "sizeBytes", o.started_at AS "startedAt", o.published_at AS "publishedAt",
              o.ended_at AS "endedAt", (o.manifest->>'durationMs')::int AS "durationMs",
              coalesce(v.live_version = o.version, false) AS live,
              o.media_gone_at IS NOT NULL AS "filesRemoved"
         FROM video_versions o JOIN videos v ON v.id = o.video_id
        WHERE o.video_id = $1 AND ($2::int IS NULL OR o.version < $2) ORDER BY o.version DESC LIMIT $3`,
      [videoId, after?.[0] ?? null, size + 1],
    ),
    em.query<{ total: number }[]>('SELECT count(*)::int AS total FROM video_versions WHERE video_id = $1', [videoId]),
  ]);
  return toPage(rows, args, total?.total ?? 0, (row) => [row.version]);
}
