// The life of a video after its file arrived: preparation, judgement, retirement, and what others may ask about it.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { holds, ownsStore, type AccountActor, type Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { Creator } from '../creators/creator.entity.js';
import { carryMarks } from './marks/carrying.js';
import { ProofsService } from './proof/proofs.service.js';
import { noteStored } from './quota/stored.queries.js';
import { liveVersionOf } from './versions/versions.queries.js';
import { Video } from './video.entity.js';
import type { Refusal, RejectionNote, VideoManifest, VideoWork } from './video.rules.js';
import { KEEPS_EARLY_PLAY, mayGoBack, mayMove, type VideoStatus } from './video.status.js';

/** A file arrived whole. An encode takes minutes: two hours, kept alive by heartbeats. */
export const videosUploaded = defineJob<VideoWork>('videos.uploaded', { heartbeat: true, expireS: 7200, retries: 5 });
/** A video joined the queue of moderators, prepared or edited: moderation asks whether a rule may decide. */
export const videosAwaitJudgement = defineJob<VideoWork>('videos.entered_review');
/** The captions of a version are to be written anew. With a key: a burst of saves is one rewrite. */
export const captionsChanged = defineJob<VideoWork>('videos.captions_changed', { oncePerKey: true });
/** A video left for good: whoever shows it must stop. */
export const videosRetired = defineJob<{ videoId: string }>('videos.retired');
/** What could be played early is nobody's any more: its files must go. */
export const videosEarlyPlayEnded = defineJob<VideoWork>('videos.early_play_ended');

const PREPARER: Actor = { kind: 'system', name: 'transcoding' };

/** What a move changes beside the status. */
type Patch = Partial<Omit<Video, 'id' | 'status' | 'earlyPlaylist' | 'liveVersion'>>;

@Injectable()
export class VideosService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly proofs: ProofsService,
  ) {}

  /** The video, or NOT_FOUND. Who may see it is the caller's question. */
  async byId(videoId: string, em: EntityManager = this.db.manager): Promise<Video> {
    const video = await em.findOneBy(Video, { id: videoId });
    if (!video) throw new AppError('NOT_FOUND');
    return video;
  }

  /** Whether the video is this account's own. */
  async isOwn(actor: AccountActor, video: Video, em: EntityManager = this.db.manager): Promise<boolean> {
    const creator = await em.findOneBy(Creator, { accountId: actor.accountId });
    return creator?.id === video.creatorId;
  }

  /** The video for its creator, the owner of its store and staff; NOT_FOUND for all others. */
  async visibleTo(actor: AccountActor, videoId: string): Promise<Video> {
    const video = await this.byId(videoId);
    const allowed = ownsStore(actor, video.storeId) || holds(actor, 'moderator') || holds(actor, 'administrator');
    if (!allowed && !(await this.isOwn(actor, video))) throw new AppError('NOT_FOUND');
    return video;
  }

  /** Where the uploaded bytes lie. NOT_FOUND before they arrived. */
  async originalOf(videoId: string): Promise<{ key: string; sizeBytes: number; fileName: string }> {
    const video = await this.byId(videoId);
    if (!video.originalKey) throw new AppError('NOT_FOUND', { detail: 'The file has not arrived yet.' });
    return { key: video.originalKey, sizeBytes: video.sizeBytes, fileName: video.fileName };
  }

  /** The products that the video shows, in the creator's order. */
  async productIdsOf(videoId: string, em: EntityManager = this.db.manager): Promise<string[]> {
    const rows = await em.query<{ product_id: string }[]>(
      'SELECT product_id FROM video_products WHERE video_id = $1 ORDER BY position',
      [videoId],
    );
    return rows.map((row) => row.product_id);
  }

  /**
   * The worker begins to look at the file. Like each of the next five verbs it returns false, and changes nothing,
   * when the work is not wanted any more: the video was called off, or has a newer version. Then the worker stops.
   * A repeated step after a kill is true and changes nothing.
   */
  markChecking(work: VideoWork): Promise<boolean> {
    return this.prepare(work, 'checking', ['transcoding'], { progress: 0 });
  }

  /** The file was accepted and is being encoded. */
  markTranscoding(work: VideoWork): Promise<boolean> {
    return this.prepare(work, 'transcoding', [], { progress: 0 });
  }

  /** The share done, 0 to 1. Not audited: it decides nothing. */
  async reportProgress(work: VideoWork, share: number): Promise<boolean> {
    const changed: unknown = await this.db.query(
      `UPDATE videos SET progress = $3, updated_at = $4
        WHERE id = $1 AND version = $2 AND status IN ('checking', 'transcoding') RETURNING id`,
      [work.videoId, work.version, Math.min(1, Math.max(0, share)), this.clock.now()],
    );
    // TypeORM answers an UPDATE with [rows, count].
    return (changed as [unknown[], number])[1] > 0;
  }

  /** A first part of a whole file can be played, from this playlist of its folder. Not audited: it decides nothing. */
  async markPlayable(work: VideoWork, playlist: string): Promise<boolean> {
    const changed: unknown = await this.db.query(
      `UPDATE videos SET early_playlist = $3, updated_at = $4
        WHERE id = $1 AND version = $2 AND status = 'transcoding' RETURNING id`,
      [work.videoId, work.version, playlist, this.clock.now()],
    );
    return (changed as [unknown[], number])[1] > 0;
  }

  /** Marks a version for moderators, once. False when it has a newer version or was taken away. */
  flag(work: VideoWork, flag: string): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const video = await this.lock(em, work.videoId);
      if (video.version !== work.version || video.status === 'retired') return false;
      if (video.flags.includes(flag)) return true;
      await em.update(Video, video.id, { flags: [...video.flags, flag] });
      const subject = { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
      await audit(em, { actor: PREPARER, action: 'videos.flagged', ...subject, after: { flag } });
      return true;
    });
  }

  /** Every file of the manifest is stored and was read back: the video joins the queue of moderators. */
  markPrepared(work: VideoWork, manifest: VideoManifest): Promise<boolean> {
    const now = this.clock.now();
    const patch = { manifest, progress: 1, waitingSince: now };
    return this.prepare(work, 'in_review', ['published', 'rejected'], patch, async (em, video) => {
      await carryMarks(em, video, now);
      await this.keepCaptions(em, video);
    });
  }

  /** The caption files of this version are made anew, once however often it is asked before it happens. */
  async announceCaptions(em: EntityManager, { id, version }: Pick<Video, 'id' | 'version'>): Promise<void> {
    await this.jobs.announce(em, captionsChanged, { videoId: id, version }, { key: `${id}:${version}` });
  }

  /** A version that was just (or once more) prepared has a folder without captions. */
  private async keepCaptions(em: EntityManager, video: Video): Promise<void> {
    const found = await em.query<unknown[]>('SELECT 1 FROM caption_tracks WHERE video_id = $1 LIMIT 1', [video.id]);
    if (found.length > 0) await this.announceCaptions(em, video);
  }

  /** The file cannot become a video here; the creator is told what to do. */
  markRefused(work: VideoWork, refusal: Refusal): Promise<boolean> {
    return this.prepare(work, 'refused', [], { refusal, progress: 0 });
  }

  /**
   * A moderator approved: everyone may see it, and no longer the version before it. `confirmed` is false where a rule
   * approved and a person has still to look. Part of the caller's transaction.
   */
  async publish(em: EntityManager, videoId: string, actor: Actor, confirmed = true): Promise<Video> {
    const now = this.clock.now();
    const video = await this.lock(em, videoId);
    if (video.status === 'published') return video;
    return this.move(em, video, 'published', actor, {
      waitingSince: null,
      rejection: null,
      publishedAt: video.publishedAt ?? now,
      confirmed,
    });
  }

  /** A person looked at what a rule had published. Part of the caller's transaction; the caller writes audit. */
  async confirm(em: EntityManager, videoId: string): Promise<void> {
    await em.update(Video, videoId, { confirmed: true });
  }

  /** A person has to look once more: until then its file may not be changed. Part of the caller's transaction, which writes audit. */
  async doubt(em: EntityManager, videoId: string): Promise<void> {
    await em.update(Video, videoId, { confirmed: false });
  }

  /** A moderator rejected, and said why. Part of the caller's transaction. */
  async reject(em: EntityManager, videoId: string, rejection: RejectionNote, actor: Actor): Promise<Video> {
    const video = await this.lock(em, videoId);
    if (video.status === 'rejected') return video;
    return this.move(em, video, 'rejected', actor, { waitingSince: null, rejection });
  }

  /** Takes a video away for good, whatever its state; the caller has checked who asks. */
  async retire(videoId: string, actor: Actor): Promise<Video> {
    return inTransaction(this.db, async (em) => {
      const video = await this.lock(em, videoId);
      if (video.status === 'retired') return video;
      const retiredByCreator = actor.kind === 'account' && (await this.isOwn(actor, video, em));
      const patch = { waitingSince: null, progress: 0, retiredByCreator };
      const retired = await this.move(em, video, 'retired', actor, patch);
      await this.jobs.announce(em, videosRetired, { videoId });
      return retired;
    });
  }

  /** The row, locked until the transaction ends. */
  async lock(em: EntityManager, videoId: string): Promise<Video> {
    const video = await em.findOne(Video, { where: { id: videoId }, lock: { mode: 'pessimistic_write' } });
    if (!video) throw new AppError('NOT_FOUND');
    return video;
  }

  /**
   * The only place where a status changes: checks the table of moves, writes the step and its time, and the audit row.
   * The caller holds the row's lock.
   */
  async move(em: EntityManager, video: Video, to: VideoStatus, actor: Actor, patch: Patch = {}): Promise<Video> {
    const goesBack = to === 'published' && patch.version === video.liveVersion && mayGoBack(video.status);
    if (!mayMove(video.status, to) && !goesBack) {
      throw new AppError('WRONG_STATUS', { detail: `A video that is ${video.status} cannot become ${to}.` });
    }
    const before = { status: video.status, version: video.version };
    const early = video.earlyPlaylist;
    const at = this.clock.now();
    Object.assign(video, patch, {
      status: to,
      updatedAt: at,
      earlyPlaylist: KEEPS_EARLY_PLAY.includes(to) ? early : null,
    });
    await em.save(Video, video);
    video.liveVersion = await liveVersionOf(em, video.id);
    await this.noteStep(em, video, at);
    await noteStored(em, video);
    await this.proofs.witness(em, video);
    if (to === 'in_review') {
      await this.jobs.announce(em, videosAwaitJudgement, { videoId: video.id, version: video.version });
    }
    if (early && (to === 'refused' || to === 'retired')) {
      await this.jobs.announce(em, videosEarlyPlayEnded, { videoId: video.id, version: before.version });
    }
    await audit(em, {
      actor,
      action: `videos.${to}`,
      subjectType: 'video',
      subjectId: video.id,
      storeId: video.storeId,
      before,
      after: { status: to, version: video.version, refusal: patch.refusal ?? undefined },
    });
    return video;
  }

  /** Steps are what the status page shows: each status with its time, in order. */
  async noteStep(em: EntityManager, video: Video, at: Date): Promise<void> {
    await em.query('INSERT INTO video_steps (video_id, version, status, at) VALUES ($1, $2, $3, $4)', [
      video.id,
      video.version,
      video.status,
      at,
    ]);
  }

  /** `later` are statuses that a repeated job may find because its first run already got further. */
  private prepare(
    work: VideoWork,
    to: VideoStatus,
    later: readonly VideoStatus[],
    patch: Patch,
    then: (em: EntityManager, video: Video) => Promise<void> = () => Promise.resolve(),
  ): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const video = await this.lock(em, work.videoId);
      if (video.version !== work.version) return false;
      const isThere = video.status === to || later.includes(video.status);
      if (!isThere && !mayMove(video.status, to)) return false;
      if (!isThere) await this.move(em, video, to, PREPARER, patch);
      await then(em, video);
      return true;
    });
  }
}
