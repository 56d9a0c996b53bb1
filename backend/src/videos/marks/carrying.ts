// Takes the marks of a video over into a version that was just prepared.
import type { EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { stillFit } from '../captions/rules/cues.rules.js';
import { versionFile } from '../versions/versions.queries.js';
import type { Video } from '../video.entity.js';
import { carryChapters, type Chapter } from './chapters.rules.js';
import type { Cut } from './cut.rules.js';
import { carryHotspots, type Hotspot } from './hotspots.rules.js';
import { VideoMark, type MarkKind } from './marks.entity.js';

/** The newest marks of a kind that stood in a version nobody gave up. */
const EARLIER = `
  SELECT m.version, m.kind, m.items FROM video_marks m
    JOIN video_versions o ON o.video_id = m.video_id AND o.version = m.version AND o.status <> 'cancelled'
   WHERE m.video_id = $1 AND m.kind = $2 AND m.version < $3 ORDER BY m.version DESC LIMIT 1`;

interface Earlier {
  version: number;
  items: Chapter[] | Hotspot[];
}

/** How the times of one version become those of the next. */
async function cutOf(em: EntityManager, video: Video, from: number, durationMs: number): Promise<Cut> {
  const before = await versionFile(em, video.id, from);
  const after = await versionFile(em, video.id, video.version);
  const fromDurationMs = before?.manifest?.durationMs ?? durationMs;
  const isSame = Boolean(before?.originalKey) && before?.originalKey === after?.originalKey;
  const all = [{ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }];
  const parts = isSame ? { from: before?.keep ?? all, to: after?.keep ?? all } : null;
  return { parts, fromDurationMs, toDurationMs: durationMs };
}

/**
 * The marks of a version that was prepared, made from those before it; once, however often it is prepared. A trim moves them
 * to their new times; another file keeps the times that it has. Hot-spots on a file of another length would point at
 * something else, so they wait for a person. Part of the caller's transaction, which holds the video's lock.
 */
export async function carryMarks(em: EntityManager, video: Video, now: Date): Promise<void> {
  const durationMs = video.manifest?.durationMs;
  if (durationMs === undefined || video.version === 1) return;
  for (const kind of ['chapters', 'hotspots'] as const) {
    if (await em.existsBy(VideoMark, { videoId: video.id, version: video.version, kind })) continue;
    const [earlier] = await em.query<Earlier[]>(EARLIER, [video.id, kind, video.version]);
    if (!earlier || earlier.items.length === 0) continue;
    await carry(em, video, kind, earlier, durationMs, now);
  }
}

async function carry(
  em: EntityManager,
  video: Video,
  kind: MarkKind,
  earlier: Earlier,
  durationMs: number,
  now: Date,
): Promise<void> {
  const cut = await cutOf(em, video, earlier.version, durationMs);
  const { items, dropped } =
    kind === 'chapters'
      ? carryChapters(earlier.items as Chapter[], cut)
      : carryHotspots(earlier.items as Hotspot[], cut);
  const held = kind === 'hotspots' && cut.parts === null && !stillFit(cut.fromDurationMs, durationMs);
  await em.insert(VideoMark, {
    ...{ videoId: video.id, version: video.version, kind, items, dropped, held, revision: 1 },
    ...{ updatedAt: now, updatedBy: 'system:marks' },
  });
  await audit(em, {
    ...{ actor: { kind: 'system', name: 'marks' }, action: `videos.${kind}_carried` },
    ...{ subjectType: 'video', subjectId: video.id, storeId: video.storeId },
    before: { version: earlier.version, count: earlier.items.length },
    after: { version: video.version, count: items.length, dropped: dropped.length, held },
  });
}
