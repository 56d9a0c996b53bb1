// Asks for the speech of a video to be written down, and takes what came of it; off unless the service is set up for it.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { actorName, audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import type { Video } from '../video.entity.js';
import { VideosService } from '../videos.service.js';
import { CaptionRecognition, CaptionTrack } from './caption.entity.js';
import type { RecognitionFailure } from './caption.reasons.js';
import { CaptionsService } from './captions.service.js';
import type { Cue } from './rules/cues.rules.js';
import { MAX_TRACKS, tidyLanguage } from './rules/language.rules.js';

/** Somebody wants captions from a machine. Listening may take as long as the video on a small computer. */
export const recognitionRequested = defineJob<{ recognitionId: string }>('videos.recognition_requested', {
  ...{ heartbeat: true, expireS: 3600, retries: 8 },
});

/** The first try and five more; then whoever asked is told. */
const MAX_TRIES = 6;
const MACHINE: Actor = { kind: 'system', name: 'speech' };

/** What is to be listened to. */
export interface Listening {
  recognitionId: string;
  language: string;
  video: Video;
  isLastTry: boolean;
}

@Injectable()
export class RecognitionService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly videos: VideosService,
    private readonly captions: CaptionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  get isOffered(): boolean {
    return this.config.speech !== undefined;
  }

  /** The last request of each language. */
  of(videoId: string): Promise<CaptionRecognition[]> {
    return this.db.manager
      .createQueryBuilder(CaptionRecognition, 'r')
      .distinctOn(['r.language'])
      .where('r.videoId = :videoId', { videoId })
      .orderBy('r.language')
      .addOrderBy('r.requestedAt', 'DESC')
      .addOrderBy('r.id', 'DESC')
      .limit(MAX_TRACKS)
      .getMany();
  }

  /** Throws SPEECH_OFF, and CONFLICT where the language has captions or is being listened for. */
  async request(actor: AccountActor, videoId: string, tag: string): Promise<CaptionRecognition> {
    const language = tidyLanguage(tag);
    if (!language) throw new AppError('BAD_INPUT', { field: 'language', detail: 'Name the language that is spoken.' });
    await this.videos.visibleTo(actor, videoId);
    if (!this.isOffered) throw new AppError('SPEECH_OFF');
    return inTransaction(this.db, async (em) => {
      const { video } = await this.captions.open(em, videoId);
      if (await em.existsBy(CaptionTrack, { videoId, language })) {
        throw new AppError('CONFLICT', {
          detail: 'There are captions in this language. Edit them, or delete them first.',
        });
      }
      if (await em.existsBy(CaptionRecognition, { videoId, language, state: 'waiting' })) {
        throw new AppError('CONFLICT', { detail: 'We are listening to this video already.' });
      }
      const id = newId('cap');
      const now = this.clock.now();
      const row = { id, videoId, version: video.version, language, state: 'waiting' as const, tries: 0 };
      await em.insert(CaptionRecognition, { ...row, requestedBy: actorName(actor), requestedAt: now });
      await audit(em, { actor, action: 'videos.captions_requested', ...subjectOf(video), after: { language, id } });
      await this.jobs.announce(em, recognitionRequested, { recognitionId: id });
      return em.findOneByOrFail(CaptionRecognition, { id });
    });
  }

  /** A worker begins to listen, once more; null when there is nothing to do any more. */
  async begin(recognitionId: string): Promise<Listening | null> {
    return inTransaction(this.db, async (em) => {
      const row = await em.findOneBy(CaptionRecognition, { id: recognitionId, state: 'waiting' });
      if (!row) return null;
      const video = await this.videos.byId(row.videoId, em);
      const tries = row.tries + 1;
      await em.update(CaptionRecognition, { id: row.id }, { tries });
      return { recognitionId, language: row.language, video, isLastTry: tries >= MAX_TRIES };
    });
  }

  /** What was heard becomes a draft. The second time nothing happens. */
  async conclude(recognitionId: string, cues: readonly Cue[]): Promise<void> {
    await this.end(recognitionId, async (em, row, video) => {
      if (video.version !== row.version || !video.manifest || video.status === 'retired') return 'VIDEO_CHANGED';
      if (cues.length === 0) return 'NOTHING_HEARD';
      const track = await this.captions.keepRecognised(em, video, row.language, cues);
      return track ? null : 'LANGUAGE_TAKEN';
    });
  }

  /** It will not succeed; whoever asked reads why. */
  async fail(recognitionId: string, reason: RecognitionFailure): Promise<void> {
    await this.end(recognitionId, () => Promise.resolve(reason));
  }

  private async end(
    id: string,
    decide: (em: DataSource['manager'], row: CaptionRecognition, video: Video) => Promise<RecognitionFailure | null>,
  ): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const known = await em.findOneBy(CaptionRecognition, { id });
      if (!known) return;
      const video = await this.videos.lock(em, known.videoId);
      const row = await em.findOneBy(CaptionRecognition, { id, state: 'waiting' });
      if (!row) return;
      const reason = await decide(em, row, video);
      const state = reason ? ('failed' as const) : ('done' as const);
      await em.update(CaptionRecognition, { id }, { state, reason, endedAt: this.clock.now() });
      const after = { language: row.language, state, reason };
      await audit(em, { actor: MACHINE, action: 'videos.captions_listened', ...subjectOf(video), after });
    });
  }
}

const subjectOf = (video: Video) => ({ subjectType: 'video', subjectId: video.id, storeId: video.storeId });
