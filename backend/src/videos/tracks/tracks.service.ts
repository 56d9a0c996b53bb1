// Alternative tracks of a video: begun by its creator, prepared by a worker, judged by moderation, removed with their files.
import { Injectable } from '@nestjs/common';
import { DataSource, In, Not, type EntityManager } from 'typeorm';
import { actorName, audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { MAX_LABEL, tidyLabel, tidyLanguage } from '../captions/rules/language.rules.js';
import { needOf } from '../quota/quota.rules.js';
import { QuotaService } from '../quota/quota.service.js';
import { noteTracks } from '../quota/stored.queries.js';
import { versionFile } from '../versions/versions.queries.js';
import type { Video } from '../video.entity.js';
import { parseBytes, tidyFileName, type Refusal, type VideoManifest } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { VideoTrack, type TrackRejection } from './track.entity.js';
import { MAX_ALTERNATIVES, type TrackManifest } from './track.rules.js';
import { TRACK_MOVES, type TrackKind, type TrackState } from './track.status.js';

/** The file of a track is there. An encode takes minutes. */
export const videosTrackUploaded = defineJob<{ trackId: string }>('videos.track_uploaded', {
  ...{ heartbeat: true, expireS: 7200, retries: 5 },
});
/** A track of a published video waits for a moderator. */
export const videosTrackPrepared = defineJob<{ videoId: string }>('videos.track_prepared');
/** Nobody may get a track's files any more; they are to be removed. */
export const videosTrackRemoved = defineJob<{ trackId: string }>('videos.track_removed');

const MAKER: Actor = { kind: 'system', name: 'transcoding' };

export interface TrackInput {
  kind: TrackKind;
  language: string;
  label: string | null;
  fileName: string;
  sizeBytes: string;
}

/** A track with what its preparation must know. */
export interface TrackWork {
  track: VideoTrack;
  storeId: string;
  /** The film that it belongs to. */
  film: VideoManifest;
}

type Patch = Partial<Omit<VideoTrack, 'id' | 'videoId' | 'version' | 'state'>>;

@Injectable()
export class TracksService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly videos: VideosService,
    private readonly quota: QuotaService,
  ) {}

  /** Those of the newest and of the live version, for those who may see the video before others. At most twice the bound. */
  async list(actor: AccountActor, videoId: string): Promise<VideoTrack[]> {
    const { version, liveVersion } = await this.videos.visibleTo(actor, videoId);
    const versions = [version, ...(liveVersion === null ? [] : [liveVersion])];
    return this.db.manager.find(VideoTrack, {
      where: { videoId, version: In(versions), state: Not('removed' as const) },
      ...{ order: { createdAt: 'ASC', id: 'ASC' }, take: 2 * MAX_ALTERNATIVES },
    });
  }

  /**
   * Makes the place of a track of the present version; its file may now come. One that was refused or rejected gives way.
   * CONFLICT where there is one of this kind and language, or there are enough; QUOTA_EXCEEDED, WRONG_STATUS, BAD_INPUT.
   */
  async begin(actor: AccountActor, videoId: string, input: TrackInput): Promise<VideoTrack> {
    const language = tidyLanguage(input.language);
    if (!language) throw new AppError('BAD_INPUT', { field: 'language', detail: 'Name a language, such as kk or ru.' });
    const label = tidyLabel(input.label, language);
    if (!label)
      throw new AppError('BAD_INPUT', { field: 'label', detail: `A label has up to ${MAX_LABEL} characters.` });
    const sizeBytes = parseBytes(input.sizeBytes);
    if (sizeBytes === null) throw new AppError('BAD_INPUT', { field: 'sizeBytes' });
    return inTransaction(this.db, async (em) => {
      const video = await this.mine(em, actor, videoId);
      await this.assertPlace(em, actor, video, input.kind, language);
      const expectedBytes = needOf({ sizeBytes, durationMs: video.manifest?.durationMs ?? null });
      const room = { storeId: video.storeId, creatorId: video.creatorId, videoId: null };
      await this.quota.assertRoom(em, room, expectedBytes);
      const now = this.clock.now();
      const { kind } = input;
      const track = em.create(VideoTrack, {
        ...{ id: newId('trk'), videoId, version: video.version, kind, language, label, state: 'arriving' },
        ...{ fileName: tidyFileName(input.fileName), sizeBytes, storedBytes: 0, expectedBytes },
        ...{ createdAt: now, createdBy: actorName(actor), updatedAt: now },
      });
      await em.insert(VideoTrack, track);
      await noteTracks(em, track);
      const after = { trackId: track.id, kind, language, sizeBytes };
      await audit(em, { actor, action: 'videos.track_begun', ...subjectOf(video), after });
      return em.findOneByOrFail(VideoTrack, { id: track.id });
    });
  }

  /** Removes a track at once; its files follow. By the creator, the owner of the store and staff. NOT_FOUND for others. */
  async remove(actor: AccountActor, trackId: string): Promise<string> {
    const known = await this.db.manager.findOneBy(VideoTrack, { id: trackId });
    if (!known) throw new AppError('NOT_FOUND');
    await this.videos.visibleTo(actor, known.videoId);
    await inTransaction(this.db, async (em) => {
      const { track } = await this.locked(em, trackId);
      if (track.state !== 'removed') await this.end(em, actor, track);
    });
    return trackId;
  }

  /** The track's video and the track, locked in this order. NOT_FOUND. */
  async locked(em: EntityManager, trackId: string): Promise<{ video: Video; track: VideoTrack }> {
    const known = await em.findOneBy(VideoTrack, { id: trackId });
    if (!known) throw new AppError('NOT_FOUND');
    const video = await this.videos.lock(em, known.videoId);
    return { video, track: await em.findOneByOrFail(VideoTrack, { id: trackId }) };
  }

  /** What is to be prepared; null when nobody waits for it. */
  async toPrepare(trackId: string): Promise<TrackWork | null> {
    return inTransaction(this.db, async (em) => {
      const { video, track } = await this.locked(em, trackId);
      if (track.state !== 'waiting' || !isNeeded(video, track)) return null;
      const film = (await versionFile(em, video.id, track.version))?.manifest;
      return film ? { track, storeId: video.storeId, film } : null;
    });
  }

  /** Every file of the track is stored and was read back. False, and nothing changes, when nobody waits for it any more. */
  markPrepared(trackId: string, manifest: TrackManifest): Promise<boolean> {
    return this.told(trackId, 'in_review', { manifest, storedBytes: manifest.storedBytes, expectedBytes: 0 });
  }

  /** The file cannot become a track; its creator is told why. */
  markRefused(trackId: string, refusal: Refusal): Promise<boolean> {
    return this.told(trackId, 'refused', { refusal, storedBytes: 0, expectedBytes: 0 });
  }

  /** Whether a track of this version waits for a moderator. */
  waits(em: EntityManager, { id: videoId, version }: Pick<Video, 'id' | 'version'>): Promise<boolean> {
    return em.existsBy(VideoTrack, { videoId, version, state: 'in_review' });
  }

  /** A moderator approved or rejected it. Part of the caller's transaction, which holds the video's lock. WRONG_STATUS. */
  async judge(
    em: EntityManager,
    track: VideoTrack,
    actor: AccountActor,
    rejection: TrackRejection | null,
  ): Promise<void> {
    const judged = { judgedAt: this.clock.now(), judgedBy: actorName(actor), rejection };
    await this.move(em, track, rejection ? 'rejected' : 'shown', actor, judged);
  }

  /**
   * The only place where a state changes: checks the table of moves, counts bytes anew and writes audit. The caller holds
   * the lock of the video.
   */
  async move(em: EntityManager, track: VideoTrack, to: TrackState, actor: Actor, patch: Patch = {}): Promise<void> {
    if (!TRACK_MOVES[track.state].includes(to)) {
      throw new AppError('WRONG_STATUS', { detail: `A track that is ${track.state} cannot become ${to}.` });
    }
    const before = { state: track.state };
    Object.assign(track, patch, { state: to, updatedAt: this.clock.now() });
    await em.save(VideoTrack, track);
    await noteTracks(em, track);
    const { storeId } = await this.videos.byId(track.videoId, em);
    const { id: trackId, kind, language, refusal, rejection } = track;
    await audit(em, {
      ...{ actor, action: `videos.track_${to}`, subjectType: 'video', subjectId: track.videoId, storeId, before },
      after: {
        trackId,
        kind,
        language,
        state: to,
        ...(refusal ? { refusal } : {}),
        ...(rejection ? { rejection } : {}),
      },
    });
  }

  /** Takes a track away, and has its files removed. The caller holds the lock of the video. */
  async end(em: EntityManager, actor: Actor, track: VideoTrack): Promise<void> {
    await this.move(em, track, 'removed', actor, { expectedBytes: 0 });
    await this.jobs.announce(em, videosTrackRemoved, { trackId: track.id });
  }

  /** Repeated after a kill it is true and changes nothing. */
  private told(trackId: string, to: 'in_review' | 'refused', patch: Patch): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const { video, track } = await this.locked(em, trackId);
      if (track.state === to) return true;
      if (track.state !== 'waiting' || !isNeeded(video, track)) return false;
      await this.move(em, track, to, MAKER, patch);
      if (to === 'in_review' && video.status === 'published' && video.version === track.version) {
        await this.jobs.announce(em, videosTrackPrepared, { videoId: video.id });
      }
      return true;
    });
  }

  /** The caller's own video, prepared, its row locked. */
  private async mine(em: EntityManager, actor: AccountActor, videoId: string): Promise<Video> {
    const video = await this.videos.lock(em, videoId);
    if (!(await this.videos.isOwn(actor, video, em))) throw new AppError('NOT_FOUND');
    if (!video.manifest || video.status === 'retired') {
      const detail = video.status === 'retired' ? 'This video was taken away.' : 'This video is still being prepared.';
      throw new AppError('WRONG_STATUS', { detail });
    }
    return video;
  }

  private async assertPlace(
    em: EntityManager,
    actor: AccountActor,
    { id: videoId, version }: Video,
    kind: TrackKind,
    language: string,
  ): Promise<void> {
    const there = await em.findBy(VideoTrack, { videoId, version, state: Not('removed' as const) });
    const same = there.find((track) => track.kind === kind && track.language === language);
    const gone = same?.state === 'refused' || same?.state === 'rejected';
    if (same && !gone) {
      throw new AppError('CONFLICT', { detail: 'There is a track of this kind and language. Remove it first.' });
    }
    if (same) await this.end(em, actor, same);
    if (there.length - (same ? 1 : 0) < MAX_ALTERNATIVES) return;
    throw new AppError('CONFLICT', { detail: `A video has at most ${MAX_ALTERNATIVES} tracks.` });
  }
}

/** Whether anybody may still come to see this version. */
export function isNeeded(video: Video, { version }: Pick<VideoTrack, 'version'>): boolean {
  return video.status !== 'retired' && (version === video.version || version === video.liveVersion);
}

const subjectOf = (video: Pick<Video, 'id' | 'storeId'>) => ({
  ...{ subjectType: 'video', subjectId: video.id, storeId: video.storeId },
});
