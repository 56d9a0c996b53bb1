// Keeps count of what lies in storage, one row a version of a video, in the transaction of whoever changes it.
import type { EntityManager } from 'typeorm';
import type { Video } from '../video.entity.js';
import type { VideoManifest } from '../video.rules.js';
import { IN_PREPARATION } from '../video.status.js';
import { needOf, renditionsOf, type Usage } from './quota.rules.js';

/** What is still to come for a video in this status. */
function expectedOf(video: Video): number {
  const file = { sizeBytes: video.sizeBytes, durationMs: null };
  if (video.status === 'uploading') return needOf(file);
  return IN_PREPARATION.includes(video.status) ? renditionsOf(file) : 0;
}

/** Brings the row of the video's present version up to date; part of every move. */
export async function noteStored(em: EntityManager, video: Video): Promise<void> {
  const { manifest } = video;
  const renditions = manifest ? (manifest.storedBytes ?? manifest.files.reduce((sum, f) => sum + f.sizeBytes, 0)) : 0;
  await em.query(
    `INSERT INTO stored_versions AS s (video_id, version, store_id, creator_id, original_bytes, rendition_bytes, expected_bytes)
     -- A trim and a remake are made of an original that is counted already.
     SELECT $1::text, $2::integer, $3::text, $4::text, CASE WHEN EXISTS (SELECT FROM video_versions o WHERE o.video_id = $1 AND o.version < $2
              AND o.original_key = $8 AND o.original_gone_at IS NULL) THEN 0 ELSE $5::bigint END, $6::bigint, $7::bigint
     ON CONFLICT (video_id, version) DO UPDATE SET rendition_bytes = excluded.rendition_bytes,
       expected_bytes = excluded.expected_bytes,
       -- What was counted in storage is the truth; the announced size stands in until then.
       original_bytes = greatest(s.original_bytes, excluded.original_bytes)`,
    [
      ...[video.id, video.version, video.storeId, video.creatorId],
      ...[video.originalKey ? video.sizeBytes : 0, renditions, expectedOf(video), video.originalKey],
    ],
  );
}

/**
 * A prepared version whose files changed: captions, another poster. Its count moves by what the lists differ; the few
 * bytes by which `manifest.json` itself grows are not counted.
 */
export async function noteChanged(
  em: EntityManager,
  video: Video,
  before: VideoManifest,
  next: VideoManifest,
): Promise<void> {
  const sum = (manifest: VideoManifest): number => manifest.files.reduce((bytes, file) => bytes + file.sizeBytes, 0);
  if (before.storedBytes !== undefined) next.storedBytes = before.storedBytes + sum(next) - sum(before);
  await noteStored(em, Object.assign(video, { manifest: next }));
}

/** The original with all that lies beside it, as counted in storage when it was whole. */
export async function noteOriginal(em: EntityManager, video: Video, storedBytes: number): Promise<void> {
  await em.query('UPDATE stored_versions SET original_bytes = $3 WHERE video_id = $1 AND version = $2', [
    ...[video.id, video.version, storedBytes],
  ]);
}

/** Counts the alternative tracks of a version anew, from their rows; part of every change of one. */
export async function noteTracks(em: EntityManager, of: { videoId: string; version: number }): Promise<void> {
  await em.query(
    `UPDATE stored_versions s SET track_bytes = t.stored, track_expected_bytes = t.expected
       FROM (SELECT coalesce(sum(stored_bytes), 0) AS stored, coalesce(sum(expected_bytes), 0) AS expected
               FROM video_tracks WHERE video_id = $1 AND version = $2 AND files_gone_at IS NULL) t
      WHERE s.video_id = $1 AND s.version = $2`,
    [of.videoId, of.version],
  );
}

/**
 * Gives room back: whoever removes files says so in the transaction that makes the removal final. Without a version, all
 * versions of the video; `what` limits it to the original or to what was made of it. Safe to repeat.
 */
export async function freeStored(
  em: EntityManager,
  videoId: string,
  version: number | null = null,
  what: 'all' | 'original' | 'renditions' = 'all',
): Promise<void> {
  await em.query(
    `UPDATE stored_versions SET
       original_bytes = CASE WHEN $3 = 'renditions' THEN original_bytes ELSE 0 END,
       rendition_bytes = CASE WHEN $3 = 'original' THEN rendition_bytes ELSE 0 END,
       expected_bytes = CASE WHEN $3 = 'all' THEN 0 ELSE expected_bytes END,
       track_bytes = CASE WHEN $3 = 'original' THEN track_bytes ELSE 0 END,
       track_expected_bytes = CASE WHEN $3 = 'original' THEN track_expected_bytes ELSE 0 END
     WHERE video_id = $1 AND ($2::integer IS NULL OR version = $2)`,
    [videoId, version, what],
  );
  if (what === 'original') return;
  // Tracks lie in the folder of their version and go with it.
  await em.query(
    `UPDATE video_tracks SET stored_bytes = 0, expected_bytes = 0
      WHERE video_id = $1 AND ($2::integer IS NULL OR version = $2) AND stored_bytes + expected_bytes > 0`,
    [videoId, version],
  );
}

/** What a store keeps, or one creator in it. Without `videoId` of a video that is about to be counted anew. */
export async function usageOf(
  em: EntityManager,
  of: { storeId: string; creatorId?: string | null; withoutExpectedOf?: string | null },
): Promise<Usage> {
  const [row] = await em.query<{ used: string; expected: string }[]>(
    `SELECT coalesce(sum(original_bytes + rendition_bytes + track_bytes), 0) AS used,
            coalesce(sum(track_expected_bytes), 0)
              + coalesce(sum(expected_bytes) FILTER (WHERE video_id IS DISTINCT FROM $3), 0) AS expected
       FROM stored_versions WHERE store_id = $1 AND ($2::text IS NULL OR creator_id = $2)`,
    [of.storeId, of.creatorId ?? null, of.withoutExpectedOf ?? null],
  );
  return { usedBytes: Number(row?.used ?? 0), expectedBytes: Number(row?.expected ?? 0) };
}
