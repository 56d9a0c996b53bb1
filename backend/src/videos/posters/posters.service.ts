// A creator's choice of a poster, before and after publication, and what the worker tells of making it.
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan, MoreThan, Not, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Storage } from '../../base/storage/storage.js';
import { noteChanged } from '../quota/stored.queries.js';
import { Video } from '../video.entity.js';
import { VideosService } from '../videos.service.js';
import { judgePicture, MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE, MIN_PICTURE_SIDE } from './picture.rules.js';
import { PosterChoice } from './poster-choice.entity.js';
import { ownPictureKey, withPoster, type PosterPictures, type StoredFile } from './poster.rules.js';

/** A creator chose a frame or brought a picture: somebody with image tools makes the files. */
export const postersPicked = defineJob<{ choiceId: string }>('videos.poster_picked', { retries: 5, expireS: 300 });

const MAKER: Actor = { kind: 'system', name: 'transcoding' };
const HOUR_MS = 3600_000;
/** Choices of one video in an hour: trying all ten frames twice fits, a script does not. */
const MOST_AN_HOUR = 30;

@Injectable()
export class PostersService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly storage: Storage,
    private readonly videos: VideosService,
  ) {}

  /** Whether this account may change the poster of this video now; asked before a body is read. */
  async assertMay(actor: AccountActor, videoId: string): Promise<void> {
    await this.assertMine(this.db.manager, actor, await this.videos.byId(videoId));
  }

  /** Takes one of the offered frames. The old poster stays until the new one's files are there. */
  async choose(actor: AccountActor, videoId: string, frame: string): Promise<Video> {
    return inTransaction(this.db, async (em) => {
      const video = await this.mine(em, actor, videoId);
      if (!video.manifest?.posters?.some((one) => one.file === frame)) {
        throw new AppError('NOT_FOUND', { field: 'frame', detail: 'This frame is not on offer.' });
      }
      const waiting = await em.findOneBy(PosterChoice, { videoId, state: 'waiting' });
      if (waiting ? waiting.frame === frame : video.manifest.posterFrom === frame) return video;
      await this.assertNotTooOften(em, videoId);
      const choice = this.choiceOf(video, frame);
      await this.record(em, actor, video, choice);
      return video;
    });
  }

  /**
   * Takes a picture of the creator's own. Here only its header is read; it is decoded by the worker, behind fences.
   * NOT_A_PICTURE or OUT_OF_BOUNDS for what cannot be a poster.
   */
  async bring(actor: AccountActor, videoId: string, bytes: Buffer): Promise<Video> {
    assertPicture(bytes);
    const choice = await inTransaction(this.db, async (em) => {
      const video = await this.mine(em, actor, videoId);
      await this.assertNotTooOften(em, videoId);
      const arriving: PosterChoice = { ...this.choiceOf(video, null), state: 'arriving' };
      await em.insert(PosterChoice, arriving);
      return arriving;
    });
    // Noted first, stored then: what a killed process leaves is found by the sweep.
    await this.storage.put(ownPictureKey(choice.id), bytes);
    return inTransaction(this.db, async (em) => {
      const video = await this.mine(em, actor, videoId);
      await this.record(em, actor, video, choice);
      return video;
    });
  }

  /** The choice with its video, for the worker; null when there is none. */
  async ofChoice(choiceId: string): Promise<{ choice: PosterChoice; video: Video } | null> {
    const choice = await this.db.manager.findOneBy(PosterChoice, { id: choiceId });
    return choice && { choice, video: await this.videos.byId(choice.videoId) };
  }

  /** Two workers never change the files of one video's poster at once: `work` runs alone, over all processes. */
  exclusively<T>(videoId: string, work: () => Promise<T>): Promise<T> {
    return this.db.transaction(async (em) => {
      await em.query("SELECT pg_advisory_xact_lock(hashtextextended('poster:' || $1, 0))", [videoId]);
      return work();
    });
  }

  /**
   * The files of the choice are stored: the video shows it from now on, and what was judged goes back to review. False,
   * and nothing changes, when another choice or version came first. True again when it is repeated.
   */
  async markMade(choiceId: string, made: PosterPictures, files: readonly StoredFile[]): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const { videoId } = await em.findOneByOrFail(PosterChoice, { id: choiceId });
      const video = await this.videos.lock(em, videoId);
      const choice = await em.findOneByOrFail(PosterChoice, { id: choiceId });
      if (choice.state !== 'waiting') return choice.state === 'done';
      const endedAt = this.clock.now();
      if (choice.version !== video.version || !video.manifest || video.status === 'retired') {
        await em.update(PosterChoice, choiceId, { state: 'superseded', endedAt });
        return false;
      }
      const before = { poster: video.manifest.poster };
      const manifest = withPoster(video.manifest, made, files, choice.frame);
      await noteChanged(em, video, video.manifest, manifest);
      await em.update(PosterChoice, choiceId, { state: 'done', endedAt });
      await em.update(Video, videoId, { manifest: manifest as object, updatedAt: endedAt });
      const after = { poster: made.poster, own: choice.frame === null };
      await audit(em, { actor: MAKER, action: 'videos.poster_changed', ...subjectOf(video), before, after });
      if (video.status === 'published' || video.status === 'rejected') {
        await this.videos.move(em, video, 'in_review', MAKER, { waitingSince: endedAt });
      }
      return true;
    });
  }

  /** The own picture could not be read after all; the old poster stays and the creator is told. */
  async markRefused(choiceId: string): Promise<void> {
    const ended = { state: 'refused', endedAt: this.clock.now() } as const;
    await this.db.manager.update(PosterChoice, { id: choiceId, state: 'waiting' }, ended);
  }

  /** Removes the bytes of a creator's own picture; the poster made of them stays. */
  async removeOwn(choice: PosterChoice): Promise<void> {
    if (choice.frame !== null || choice.removedAt) return;
    await this.storage.delete(ownPictureKey(choice.id));
    await this.db.manager.update(PosterChoice, choice.id, { removedAt: this.clock.now() });
  }

  /** Removes pictures whose choice ended or never began: a killed process may have left them. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - HOUR_MS);
    const left = await this.db.manager.find(PosterChoice, {
      where: { frame: IsNull(), removedAt: IsNull(), state: Not('waiting'), chosenAt: LessThan(before) },
      order: { chosenAt: 'ASC' },
      take: 500,
    });
    for (const choice of left) await this.removeOwn(choice);
    const arriving = left.filter((choice) => choice.state === 'arriving').map((choice) => choice.id);
    const given = { state: 'superseded', endedAt: this.clock.now() } as const;
    await this.db.manager.update(PosterChoice, { id: In(arriving), state: 'arriving' }, given);
    return left.length;
  }

  private choiceOf(video: Video, frame: string | null): PosterChoice {
    const { id: videoId, version } = video;
    const times = { chosenAt: this.clock.now(), endedAt: null, removedAt: null };
    return { id: newId('pos'), videoId, version, frame, state: 'waiting', ...times };
  }

  /** Writes the choice, ends the one before it, and announces it; in the caller's transaction, the video locked. */
  private async record(em: EntityManager, actor: AccountActor, video: Video, choice: PosterChoice): Promise<void> {
    const superseded = { state: 'superseded', endedAt: this.clock.now() } as const;
    await em.update(PosterChoice, { videoId: video.id, state: 'waiting' }, superseded);
    await em.upsert(PosterChoice, { ...choice, version: video.version, state: 'waiting' }, ['id']);
    const after = { frame: choice.frame, own: choice.frame === null };
    await audit(em, { actor, action: 'videos.poster_picked', ...subjectOf(video), after });
    await this.jobs.announce(em, postersPicked, { choiceId: choice.id });
  }

  /** The caller's own video, prepared and not retired, its row locked. Another creator's is NOT_FOUND. */
  private async mine(em: EntityManager, actor: AccountActor, videoId: string): Promise<Video> {
    const video = await this.videos.lock(em, videoId);
    await this.assertMine(em, actor, video);
    return video;
  }

  private async assertMine(em: EntityManager, actor: AccountActor, video: Video): Promise<void> {
    if (!(await this.videos.isOwn(actor, video, em))) throw new AppError('NOT_FOUND');
    if (!video.manifest || video.status === 'retired') {
      throw new AppError('WRONG_STATUS', { detail: 'A poster can be chosen once the video is prepared.' });
    }
  }

  private async assertNotTooOften(em: EntityManager, videoId: string): Promise<void> {
    const since = new Date(this.clock.now().getTime() - HOUR_MS);
    const count = await em.countBy(PosterChoice, { videoId, chosenAt: MoreThan(since) });
    if (count >= MOST_AN_HOUR) throw new AppError('RATE_LIMITED', { detail: 'Choose again in an hour.' });
  }
}

function subjectOf(video: Video): { subjectType: string; subjectId: string; storeId: string } {
  return { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
}

/** Throws NOT_A_PICTURE or PICTURE_OUT_OF_BOUNDS for what its header says. */
export function assertPicture(bytes: Buffer): void {
  const verdict = judgePicture(bytes);
  if (verdict.fits) return;
  if (verdict.reason === 'NOT_A_PICTURE') throw new AppError('NOT_A_PICTURE');
  const { width, height } = verdict.picture;
  const bound =
    verdict.reason === 'TOO_FEW_POINTS'
      ? `the short side needs ${MIN_PICTURE_SIDE}`
      : `at most ${MAX_PICTURE_PIXELS / 1e6} million points and ${MAX_PICTURE_SIDE} a side are taken`;
  throw new AppError('PICTURE_OUT_OF_BOUNDS', {
    detail: `The picture is ${width}x${height}; ${bound}.`,
    width,
    height,
  });
}
