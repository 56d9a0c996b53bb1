// The verbs of chapters and hot-spots: see and save them; by the video's creator, its store's owner and moderators.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../../base/audit.js';
import { holds, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import type { Video } from '../video.entity.js';
import { VideosService } from '../videos.service.js';
import { judgeChapters, MAX_CHAPTER_TEXT, MAX_CHAPTERS, readChapters, type Chapter } from './chapters.rules.js';
import { judgeHotspots, MAX_HOTSPOTS, type Hotspot } from './hotspots.rules.js';
import { VideoMark, type MarkKind, type VideoMarks } from './marks.entity.js';
import { CHAPTER_PROBLEMS, HOTSPOT_PROBLEMS } from './marks.reasons.js';

/** What viewers of a published video see was changed by others than staff: moderation looks at it. */
export const marksPublished = defineJob<{ videoId: string }>('videos.marks_published');

@Injectable()
export class MarksService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly videos: VideosService,
  ) {}

  /** Those of the newest version, for those who may edit them. Throws NOT_FOUND to all others. */
  async of(actor: AccountActor, videoId: string): Promise<VideoMarks> {
    return this.shown(this.db.manager, await this.videos.visibleTo(actor, videoId));
  }

  /** Chapters as people write them, one a line. Throws BAD_CHAPTERS with the line, or with the chapter. */
  async read(actor: AccountActor, videoId: string, text: string): Promise<Chapter[]> {
    const video = await this.videos.visibleTo(actor, videoId);
    if (text.length > MAX_CHAPTER_TEXT) throw new AppError('TOO_LARGE', { field: 'text' });
    const read = readChapters(text);
    if ('problem' in read) throw badChapters(read.problem.reason, { line: read.problem.number, number: null });
    return this.judged(read.chapters, open(video));
  }

  /** Throws BAD_CHAPTERS with the chapter, CONFLICT when another revision is there. */
  async saveChapters(
    actor: AccountActor,
    videoId: string,
    revision: number,
    chapters: readonly Chapter[],
  ): Promise<VideoMarks> {
    return this.save(actor, videoId, 'chapters', revision, (_, durationMs) =>
      Promise.resolve(this.judged(chapters, durationMs)),
    );
  }

  /** Throws BAD_HOTSPOTS with the hot-spot, CONFLICT when another revision is there. */
  async saveHotspots(
    actor: AccountActor,
    videoId: string,
    revision: number,
    hotspots: readonly Hotspot[],
  ): Promise<VideoMarks> {
    return this.save(actor, videoId, 'hotspots', revision, async (em, durationMs) => {
      const verdict = judgeHotspots(hotspots, durationMs, await this.videos.productIdsOf(videoId, em));
      if ('hotspots' in verdict) return verdict.hotspots;
      const { reason, number } = verdict.problem;
      throw new AppError('BAD_HOTSPOTS', { detail: numbered(HOTSPOT_PROBLEMS[reason], number), reason, number });
    });
  }

  private judged(chapters: readonly Chapter[], durationMs: number): Chapter[] {
    const verdict = judgeChapters(chapters, durationMs);
    if ('chapters' in verdict) return verdict.chapters;
    throw badChapters(verdict.problem.reason, { line: null, number: verdict.problem.number });
  }

  private async save(
    actor: AccountActor,
    videoId: string,
    kind: MarkKind,
    revision: number,
    itemsOf: (em: EntityManager, durationMs: number) => Promise<Chapter[] | Hotspot[]>,
  ): Promise<VideoMarks> {
    await this.videos.visibleTo(actor, videoId);
    return inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      const items = await itemsOf(em, open(video));
      const key = { videoId, version: video.version, kind };
      const before = await em.findOneBy(VideoMark, key);
      const present = before?.revision ?? 0;
      if (present !== revision) {
        const detail = 'This was saved by somebody else in the meantime.';
        throw new AppError('CONFLICT', { detail, revision: present });
      }
      const row = { items, revision: present + 1, held: false, dropped: [] };
      const who = { updatedAt: this.clock.now(), updatedBy: actorName(actor) };
      if (before) await em.update(VideoMark, key, { ...row, ...who });
      else await em.insert(VideoMark, { ...key, ...row, ...who });
      await audit(em, {
        ...{ actor, action: `videos.${kind}_saved` },
        ...{ subjectType: 'video', subjectId: video.id, storeId: video.storeId },
        before: before && { version: video.version, revision: present, items: before.items },
        after: { version: video.version, revision: present + 1, items },
      });
      const byStaff = holds(actor, 'moderator') || holds(actor, 'administrator');
      if (video.status === 'published' && !byStaff) await this.jobs.announce(em, marksPublished, { videoId });
      return this.shown(em, video);
    });
  }

  private async shown(em: EntityManager, video: Video): Promise<VideoMarks> {
    const rows = await em.findBy(VideoMark, { videoId: video.id, version: video.version });
    const chapters = rows.find(({ kind }) => kind === 'chapters');
    const hotspots = rows.find(({ kind }) => kind === 'hotspots');
    return {
      ...{ videoId: video.id, version: video.version, durationMs: video.durationMs },
      chapters: (chapters?.items ?? []) as Chapter[],
      chaptersRevision: chapters?.revision ?? 0,
      droppedChapters: (chapters?.dropped ?? []) as Chapter[],
      hotspots: (hotspots?.items ?? []) as Hotspot[],
      hotspotsRevision: hotspots?.revision ?? 0,
      hotspotsHeld: hotspots?.held ?? false,
      droppedHotspots: hotspots?.dropped.length ?? 0,
      ...{ maxChapters: MAX_CHAPTERS, maxHotspots: MAX_HOTSPOTS },
    };
  }
}

/** The length of a video that is prepared and was not taken away. Throws WRONG_STATUS. */
function open(video: Video): number {
  if (video.manifest && video.status !== 'retired') return video.manifest.durationMs;
  const detail = video.status === 'retired' ? 'This video was taken away.' : 'This video is still being prepared.';
  throw new AppError('WRONG_STATUS', { detail });
}

const numbered = (sentence: string, number: number | null): string =>
  number === null ? sentence : `Number ${number}: ${sentence}`;

function badChapters(
  reason: keyof typeof CHAPTER_PROBLEMS,
  at: { line: number | null; number: number | null },
): AppError {
  const sentence = CHAPTER_PROBLEMS[reason];
  const detail = at.line === null ? numbered(sentence, at.number) : `Line ${at.line}: ${sentence}`;
  return new AppError('BAD_CHAPTERS', { detail, reason, ...at });
}
