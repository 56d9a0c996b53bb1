// A new version of a published video: a better file or a trim of the same one, while the earlier version plays on.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import type { Page, PageArgs } from '../../base/graphql/paging.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { AuthoringService, type FileInput } from '../authoring.service.js';
import type { Video } from '../video.entity.js';
import type { VideoManifest, VideoWork } from '../video.rules.js';
import type { VersionOrigin } from '../video.status.js';
import { videosUploaded, VideosService } from '../videos.service.js';
import { judgeKeep, keepOfOriginal, MAX_KEPT_PARTS, type Kept } from './keep.rules.js';
import {
  liveManifests,
  nextVersion,
  noteOrigin,
  originalIsGone,
  originOf,
  pageOfVersions,
  remadeOf,
  versionFile,
  type Remade,
} from './versions.queries.js';
import type { VideoVersion } from './versions.entity.js';

export type { Remade };

export const MAX_WHY = 300;

/** What every new version begins with, whatever it is made of. */
const FRESH = { progress: 0, manifest: null, refusal: null, rejection: null, waitingSince: null } as const;

@Injectable()
export class VersionsService {
  constructor(
    private readonly db: DataSource,
    private readonly jobs: JobsService,
    private readonly videos: VideosService,
    private readonly authoring: AuthoringService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins a replacement: its file may now be uploaded, and what is live stays so until a moderator approves the new one. */
  async replace(actor: AccountActor, videoId: string, input: FileInput, why: string | null): Promise<Video> {
    const file = this.authoring.fileOf(input);
    const said = tidyWhy(why);
    return inTransaction(this.db, async (em) => {
      const video = await this.authoring.mine(em, actor, videoId);
      if (video.liveVersion === null) throw new AppError('WRONG_STATUS', { detail: 'Only a live video is replaced.' });
      this.assertSettled(video);
      const version = await nextVersion(em, videoId);
      const patch = { ...FRESH, ...file, version, uploadedBytes: 0, originalKey: null, sha256: null, flags: [] };
      const moved = await this.videos.move(em, video, 'uploading', actor, patch);
      await this.note(em, actor, moved, { madeBy: 'replacement', why: said, keep: null });
      return moved;
    });
  }

  /**
   * Makes a new version from parts of the same original, without an upload. `keep` are parts of what plays now; null
   * gives back the whole original. Throws BAD_INPUT with `fault` when the parts are not right.
   */
  async trim(actor: AccountActor, videoId: string, keep: readonly Kept[] | null, why: string | null): Promise<Video> {
    const said = tidyWhy(why);
    return inTransaction(this.db, async (em) => {
      const video = await this.authoring.mine(em, actor, videoId);
      if (video.status !== 'published' && video.status !== 'rejected') {
        throw new AppError('WRONG_STATUS', { detail: 'Only a published or a rejected video is trimmed.' });
      }
      this.assertSettled(video);
      const before = await versionFile(em, videoId, video.version);
      if (!before?.originalKey || !video.manifest) {
        throw new AppError('WRONG_STATUS', { detail: 'The original is not kept any more. Upload the video again.' });
      }
      const kept = keep === null ? null : this.judged(keep, video.manifest.durationMs, before.keep);
      if (kept === null && before.keep === null) throw badKeep('NOTHING_CUT', 'Nothing was cut away before.');
      const version = await nextVersion(em, videoId);
      const moved = await this.videos.move(em, video, 'uploaded', actor, { ...FRESH, version });
      await this.note(em, actor, moved, { madeBy: 'trim', why: said, keep: kept });
      await this.jobs.announce(em, videosUploaded, { videoId, version });
      return moved;
    });
  }

  /** Gives the new version up, at any step before it is published; what is live becomes the whole truth again. */
  async giveUp(actor: AccountActor, videoId: string): Promise<Video> {
    return inTransaction(this.db, async (em) => {
      const video = await this.authoring.mine(em, actor, videoId);
      if (video.liveVersion === null) throw new AppError('WRONG_STATUS', { detail: 'No earlier version is live.' });
      if (video.status === 'published') return video;
      return this.restore(em, actor, video);
    });
  }

  /**
   * Begins to make the live version anew from the same original, without its creator: what is live stays so until the
   * new one is there. In the caller's transaction. Null when the video is busy or judged just now; try later.
   */
  async remake(em: EntityManager, actor: Actor, videoId: string): Promise<number | 'original_gone' | null> {
    const video = await this.videos.lock(em, videoId);
    if (video.status !== 'published' || !video.confirmed || !video.manifest) return null;
    const before = await versionFile(em, videoId, video.version);
    if (!before?.originalKey || (await originalIsGone(em, videoId, video.version))) return 'original_gone';
    const version = await nextVersion(em, videoId);
    const moved = await this.videos.move(em, video, 'uploaded', actor, { ...FRESH, version });
    await this.note(em, actor, moved, { madeBy: 'remake', why: null, keep: before.keep });
    await this.jobs.announce(em, videosUploaded, { videoId, version });
    return version;
  }

  /** Gives a remake up that came to nothing; a version that is another by now is left alone. */
  async abandon(em: EntityManager, actor: Actor, work: VideoWork): Promise<void> {
    const video = await this.videos.lock(em, work.videoId);
    const isLeft = video.version === work.version && video.liveVersion !== null && video.status !== 'published';
    if (isLeft) await this.restore(em, actor, video);
  }

  /** How a version came about. */
  async originOf(em: EntityManager, work: VideoWork): Promise<VersionOrigin | null> {
    return originOf(em, work);
  }

  /** What this version makes anew; null where it is no remake. */
  remadeOf(work: VideoWork): Promise<Remade | null> {
    return remadeOf(this.db.manager, work);
  }

  private async restore(em: EntityManager, actor: Actor, video: Video): Promise<Video> {
    const { id: videoId, version: givenUp, liveVersion } = video;
    const live = liveVersion === null ? null : await versionFile(em, videoId, liveVersion);
    if (!live || liveVersion === null) throw new Error(`${videoId} has no row of its live version.`);
    const { keep: _, ...file } = live;
    const back = { ...FRESH, ...file, version: liveVersion, progress: 1, uploadedBytes: file.sizeBytes };
    const moved = await this.videos.move(em, video, 'published', actor, back);
    await this.videos.announceCaptions(em, moved);
    await audit(em, { actor, action: 'videos.version_given_up', ...subject(video), before: { version: givenUp } });
    return moved;
  }

  /** What the worker keeps of the original of this version; null is all of it. */
  async keepOf(work: { videoId: string; version: number }): Promise<Kept[] | null> {
    return (await versionFile(this.db.manager, work.videoId, work.version))?.keep ?? null;
  }

  /** The manifests of what is live, without their lists of files; a video that is not live has none. */
  liveManifests(videoIds: readonly string[]): Promise<Map<string, VideoManifest>> {
    return liveManifests(this.db.manager, videoIds);
  }

  history(videoId: string, args: PageArgs): Promise<Page<VideoVersion>> {
    return pageOfVersions(this.db.manager, videoId, args);
  }

  private judged(keep: readonly Kept[], durationMs: number, before: readonly Kept[] | null): Kept[] {
    const parts = keep.map(({ fromMs, toMs }) => ({ fromMs, toMs }));
    const verdict = judgeKeep(parts, durationMs, this.config.upload.minDurationMs);
    if (!verdict.ok) throw badKeep(verdict.fault, verdict.detail);
    const original = keepOfOriginal(before, verdict.keep);
    if (original.length > MAX_KEPT_PARTS) throw badKeep('TOO_MANY_PARTS', `Keep at most ${MAX_KEPT_PARTS} parts.`);
    return original;
  }

  /** A rule published it and a person has still to look: that file must not slip away. */
  private assertSettled(video: Video): void {
    if (video.status === 'published' && !video.confirmed) {
      throw new AppError('WRONG_STATUS', { detail: 'A moderator still looks at the published version.' });
    }
  }

  private async note(
    em: EntityManager,
    actor: Actor,
    video: Video,
    how: { madeBy: VersionOrigin; why: string | null; keep: Kept[] | null },
  ): Promise<void> {
    await noteOrigin(em, { videoId: video.id, version: video.version, ...how });
    const after = { version: video.version, liveVersion: video.liveVersion, ...how };
    await audit(em, { actor, action: 'videos.version_begun', ...subject(video), after });
  }
}

const badKeep = (fault: string, detail: string) => new AppError('BAD_INPUT', { field: 'keep', fault, detail });

function tidyWhy(why: string | null): string | null {
  const tidy = why?.replace(/\p{Cc}+/gu, ' ').trim() ?? '';
  if (tidy.length > MAX_WHY) {
    throw new AppError('BAD_INPUT', { field: 'why', detail: `At most ${MAX_WHY} characters.` });
  }
  return tidy === '' ? null : tidy;
}

function subject(video: Video): { subjectType: string; subjectId: string; storeId: string } {
  return { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
}
