// The verbs of caption tracks: list, save, show or hide, delete; by the video's creator, its store's owner and moderators.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../../base/audit.js';
import { holds, type AccountActor, type Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import type { Video } from '../video.entity.js';
import { VideosService } from '../videos.service.js';
import { CaptionTrack } from './caption.entity.js';
import { sayProblem, type CaptionProblem } from './caption.reasons.js';
import type { CaptionSource } from './caption.status.js';
import { fitCues, type Cue } from './rules/cues.rules.js';
import { MAX_LABEL, MAX_TRACKS, tidyLabel, tidyLanguage } from './rules/language.rules.js';
import { readCaptions } from './rules/parse.rules.js';

/** Words that viewers of a published video can read were changed by others than staff: moderation looks at them. */
export const captionsPublished = defineJob<{ videoId: string }>('videos.captions_published');

export interface SaveInput {
  videoId: string;
  language: string;
  label: string | null;
  /** The revision that was read; 0 for a language that has none yet. */
  revision: number;
  source: Exclude<CaptionSource, 'recognised'>;
  /** SRT or WebVTT. */
  file: Uint8Array;
}

/** The video with its row locked, prepared, and open to this account. */
interface Opened {
  video: Video;
  durationMs: number;
}

const MANY = { skip: 0, take: MAX_TRACKS } as const;

@Injectable()
export class CaptionsService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly videos: VideosService,
  ) {}

  /** The tracks of a video, the oldest first: its language is most likely the one that is spoken. */
  async of(videoId: string, em: EntityManager = this.db.manager): Promise<CaptionTrack[]> {
    return em.find(CaptionTrack, { where: { videoId }, order: { createdAt: 'ASC', id: 'ASC' }, ...MANY });
  }

  /** The tracks, for those who may edit them. Throws NOT_FOUND to all others. */
  async list(actor: AccountActor, videoId: string): Promise<CaptionTrack[]> {
    await this.videos.visibleTo(actor, videoId);
    return this.of(videoId);
  }

  /** The cues of a track, in order. */
  async cuesOf(trackId: string, em: EntityManager = this.db.manager): Promise<Cue[]> {
    const rows = await em.query<{ cues: Cue[] }[]>('SELECT cues FROM caption_tracks WHERE id = $1', [trackId]);
    return rows[0]?.cues ?? [];
  }

  /**
   * Saves a file as the captions of a language. A new language is shown at once; one that exists keeps its state, so a
   * draft stays one until somebody shows it. Throws BAD_CAPTIONS with the line, CONFLICT when another revision is there.
   */
  async save(actor: AccountActor, input: SaveInput): Promise<CaptionTrack> {
    const language = tidyLanguage(input.language);
    if (!language) throw new AppError('BAD_INPUT', { field: 'language', detail: 'Name a language, such as kk or ru.' });
    await this.videos.visibleTo(actor, input.videoId);
    return inTransaction(this.db, async (em) => {
      const opened = await this.open(em, input.videoId);
      const before = await em.findOneBy(CaptionTrack, { videoId: input.videoId, language });
      assertRevision(before, input.revision);
      const label = tidyLabel(input.label ?? before?.label, language);
      if (!label)
        throw new AppError('BAD_INPUT', { field: 'label', detail: `A label has up to ${MAX_LABEL} characters.` });
      const read = readCaptions(input.file, opened.durationMs);
      if ('problem' in read) throw badCaptions(read.problem);
      if (!before) await this.assertRoom(em, input.videoId);
      const words = { label, source: input.source, cues: read.cues };
      const track = await this.write(em, actor, opened, {
        language,
        before,
        state: before?.state ?? 'shown',
        ...words,
      });
      await this.told(em, actor, opened.video, track, before);
      return track;
    });
  }

  /** Shows a draft to viewers, or takes shown captions back. Throws CONFLICT for another revision. */
  async show(actor: AccountActor, id: string, revision: number, shown: boolean): Promise<CaptionTrack> {
    return inTransaction(this.db, async (em) => {
      const { opened, track: before } = await this.openTrack(em, actor, id, revision);
      const state = shown ? 'shown' : 'draft';
      if (before.state === state) return before;
      const cues = await this.cuesOf(id, em);
      // Captions of an earlier file may be shown only when they fit this one.
      const fitted = fitCues(
        cues.map((cue) => ({ ...cue, line: 0 })),
        opened.durationMs,
      );
      if (shown && 'problem' in fitted) throw badCaptions({ ...fitted.problem, line: null });
      const track = await this.write(em, actor, opened, { ...before, before, cues, state });
      await this.told(em, actor, opened.video, track, before);
      return track;
    });
  }

  /** Deletes a track for good; its words stay in nobody's hands but those of who downloaded them. */
  async remove(actor: AccountActor, id: string, revision: number): Promise<string> {
    return inTransaction(this.db, async (em) => {
      const { opened, track } = await this.openTrack(em, actor, id, revision);
      await em.delete(CaptionTrack, { id });
      const before = { language: track.language, revision, state: track.state, cues: track.cueCount };
      await audit(em, { actor, action: 'videos.captions_deleted', ...subjectOf(opened.video), before });
      await this.videos.announceCaptions(em, opened.video);
      return id;
    });
  }

  /** Takes what a machine heard as a draft, unless somebody made captions of this language meanwhile: then null. */
  async keepRecognised(
    em: EntityManager,
    video: Video,
    language: string,
    cues: readonly Cue[],
  ): Promise<CaptionTrack | null> {
    if (await em.existsBy(CaptionTrack, { videoId: video.id, language })) return null;
    const label = tidyLabel(null, language) ?? language;
    const opened = { video, durationMs: video.manifest?.durationMs ?? 0 };
    const words = { label, source: 'recognised' as const, state: 'draft' as const, cues: [...cues] };
    return this.write(em, { kind: 'system', name: 'speech' }, opened, { language, before: null, ...words });
  }

  /** The video, locked. WRONG_STATUS before it is prepared, because there is no length yet, and after its end. */
  async open(em: EntityManager, videoId: string): Promise<Opened> {
    const video = await this.videos.lock(em, videoId);
    if (!video.manifest || video.status === 'retired') {
      const detail = video.status === 'retired' ? 'This video was taken away.' : 'This video is still being prepared.';
      throw new AppError('WRONG_STATUS', { detail });
    }
    return { video, durationMs: video.manifest.durationMs };
  }

  /** NOT_FOUND is the answer to strangers, whether there is such a track or not. */
  private async openTrack(em: EntityManager, actor: AccountActor, id: string, revision: number) {
    const known = await em.findOneBy(CaptionTrack, { id });
    if (!known) throw new AppError('NOT_FOUND');
    await this.videos.visibleTo(actor, known.videoId);
    const opened = await this.open(em, known.videoId);
    // Read again behind the lock: it may have changed while we waited.
    const track = await em.findOneBy(CaptionTrack, { id });
    if (!track) throw new AppError('NOT_FOUND');
    assertRevision(track, revision);
    return { opened, track };
  }

  private async write(
    em: EntityManager,
    actor: Actor,
    { video, durationMs }: { video: Pick<Video, 'id' | 'storeId' | 'version'>; durationMs: number },
    to: Pick<CaptionTrack, 'language' | 'label' | 'source' | 'state' | 'cues'> & { before: CaptionTrack | null },
  ): Promise<CaptionTrack> {
    const { before, language, label, source, state, cues } = to;
    const now = this.clock.now();
    const id = before?.id ?? newId('cap');
    const revision = (before?.revision ?? 0) + 1;
    const row = { language, label, source, state, cues, revision, version: video.version, durationMs };
    const who = { updatedAt: now, updatedBy: actorName(actor) };
    if (before) await em.update(CaptionTrack, { id }, { ...row, ...who });
    else await em.insert(CaptionTrack, { id, videoId: video.id, ...row, ...who, createdAt: now });
    await audit(em, {
      ...{ actor, action: actionOf(before, to), ...subjectOf(video) },
      before: before && { language, state: before.state, revision: before.revision, cues: before.cueCount },
      after: { language, label, source, state, revision, cues: cues.length, sha256: sealOf(cues) },
    });
    return em.findOneByOrFail(CaptionTrack, { id });
  }

  /** Files and viewers follow when what is shown has changed. */
  private async told(em: EntityManager, actor: Actor, video: Video, now: CaptionTrack, before: CaptionTrack | null) {
    if (now.state === 'draft' && (before === null || before.state === 'draft')) return;
    await this.videos.announceCaptions(em, video);
    const byStaff = holds(actor, 'moderator') || holds(actor, 'administrator');
    if (video.status === 'published' && now.state === 'shown' && !byStaff) {
      await this.jobs.announce(em, captionsPublished, { videoId: video.id });
    }
  }

  private async assertRoom(em: EntityManager, videoId: string): Promise<void> {
    if ((await em.countBy(CaptionTrack, { videoId })) < MAX_TRACKS) return;
    throw new AppError('CONFLICT', { detail: `A video has captions in at most ${MAX_TRACKS} languages.` });
  }
}

const subjectOf = (video: Pick<Video, 'id' | 'storeId'>) => ({
  ...{ subjectType: 'video', subjectId: video.id, storeId: video.storeId },
});

function actionOf(before: CaptionTrack | null, to: Pick<CaptionTrack, 'state' | 'source'>): string {
  if (!before || before.state === to.state) return 'videos.captions_saved';
  return to.state === 'shown' ? 'videos.captions_shown' : 'videos.captions_hidden';
}

/** What was said stays provable without the log holding every word. */
export const sealOf = (cues: readonly Cue[]): string => createHash('sha256').update(JSON.stringify(cues)).digest('hex');

function assertRevision(track: CaptionTrack | null, revision: number): void {
  const present = track?.revision ?? 0;
  if (present === revision) return;
  const detail = track ? 'These captions were saved by somebody else in the meantime.' : 'These captions were deleted.';
  throw new AppError('CONFLICT', { detail, revision: present });
}

const badCaptions = (problem: CaptionProblem): AppError =>
  new AppError('BAD_CAPTIONS', { detail: sayProblem(problem), reason: problem.reason, line: problem.line });
