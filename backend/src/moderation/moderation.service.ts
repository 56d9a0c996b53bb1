// Staff decide: approve or reject, once, with a reason that is kept, and the creator is told. A named rule may approve too.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../base/audit.js';
import type { AccountActor, Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { TracksService } from '../videos/tracks/tracks.service.js';
import type { Video } from '../videos/video.entity.js';
import { VideosService } from '../videos/videos.service.js';
import { ClaimsService } from './claims.service.js';
import { ComplaintCases } from './complaints/cases.service.js';
import { Decision } from './decision.entity.js';
import { endLook, isLookedAtLater, lookAfterwards } from './moderation.queries.js';
import { isReason } from './moderation.reasons.js';
import { NoticesService } from './notices/notices.service.js';

/** A video may be shown: the later steps of the road place it. */
export const moderationApproved = defineJob<{ videoId: string }>('moderation.approved');

/** The rule that approves what was approved before and is made anew. */
export const REMADE = 'rule:same-film';

const MAX_NOTE = 1000;

export interface Rejection {
  videoId: string;
  reasonCode: string;
  timecodeMs: number | null;
  note: string | null;
  /** The version that was looked at; left out, the present one is meant. */
  version?: number | null;
}

@Injectable()
export class ModerationService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly videos: VideosService,
    private readonly claims: ClaimsService,
    private readonly notices: NoticesService,
    private readonly cases: ComplaintCases,
    private readonly tracks: TracksService,
  ) {}

  /**
   * Approves and publishes, or confirms what a rule had published. A repeated call by the same person answers with the
   * decision already taken. `version` is the one that was looked at: CONFLICT when the creator changed the file meanwhile.
   * TRACKS_WAIT while a track of it waits for a decision of its own.
   */
  async approve(actor: AccountActor, videoId: string, note: string | null, version?: number | null): Promise<Decision> {
    return inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      assertSeen(video, version);
      const repeated = await this.repeated(em, actor, video, 'approved');
      if (repeated) return repeated;
      await this.assertMayJudge(em, actor, video);
      // Nobody would come back to them: the video leaves the queue.
      if (await this.tracks.waits(em, video)) throw new AppError('TRACKS_WAIT');
      const confirmed = video.status === 'published';
      const decision = await this.record(em, actor, video, { action: 'approved', note: tidyNote(note) });
      await this.end(em, actor, video, decision);
      if (confirmed) await this.videos.confirm(em, videoId);
      else {
        await this.videos.publish(em, videoId, actor);
        await this.jobs.announce(em, moderationApproved, { videoId });
      }
      await this.notices.tell(em, video, decision, confirmed ? 'confirmed' : 'approved');
      return decision;
    });
  }

  /**
   * Publishes by a named rule, in the caller's transaction, and asks a person to look afterwards where `look` says so. A
   * claim stays: whoever is looking just now decides as the look afterwards. The caller holds the lock of a video that is
   * in review.
   */
  async approveByRule(em: EntityManager, video: Video, rule: `rule:${string}`, look = true): Promise<Decision> {
    const actor: Actor = { kind: 'system', name: rule };
    const decision = await this.record(em, actor, video, { action: 'approved', note: null });
    await this.videos.publish(em, video.id, actor, !look);
    if (look || (await this.tracks.waits(em, video))) await lookAfterwards(em, video.id, decision.at);
    await this.jobs.announce(em, moderationApproved, { videoId: video.id });
    await this.notices.tell(em, video, decision, 'published');
    return decision;
  }

  /** Publishes the same film made anew, in the caller's transaction. Nobody is told: to its creator nothing has changed. */
  async approveRemade(em: EntityManager, video: Video): Promise<void> {
    const actor: Actor = { kind: 'system', name: REMADE };
    await this.record(em, actor, video, { action: 'approved', note: null });
    await this.videos.publish(em, video.id, actor);
    await this.jobs.announce(em, moderationApproved, { videoId: video.id });
  }

  /**
   * Rejects with a coded reason, and tells the creator what, where and how to fix it. What a rule had published is
   * taken down by it: the player and the file addresses refuse it at once.
   */
  async reject(actor: AccountActor, input: Rejection): Promise<Decision> {
    if (!isReason(input.reasonCode)) throw new AppError('UNKNOWN_REASON', { field: 'reasonCode' });
    return inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, input.videoId);
      assertSeen(video, input.version);
      const repeated = await this.repeated(em, actor, video, 'rejected');
      if (repeated) return repeated;
      await this.assertMayJudge(em, actor, video);
      const takenDown = video.status === 'published';
      const timecodeMs = timecodeIn(video, input.timecodeMs);
      const { reasonCode } = input;
      const told = { reasonCode, timecodeMs, note: tidyNote(input.note) };
      const decision = await this.record(em, actor, video, { action: 'rejected', ...told });
      await this.end(em, actor, video, decision);
      await this.videos.reject(em, video.id, { ...told, at: decision.at.toISOString() }, actor);
      await this.notices.tell(em, video, decision, takenDown ? 'taken_down' : 'rejected');
      return decision;
    });
  }

  private async assertMayJudge(em: EntityManager, actor: AccountActor, video: Video): Promise<void> {
    if (await this.videos.isOwn(actor, video, em)) throw new AppError('OWN_VIDEO');
    if (video.status !== 'in_review' && !(await isLookedAtLater(em, video)))
      throw new AppError('WRONG_STATUS', { detail: 'This video is not in review.' });
    await this.claims.assertFree(em, actor, video.id);
  }

  /** A person's decision ends every claim, the reports of shoppers and the look afterwards. `video` is as it was before. */
  private async end(em: EntityManager, actor: AccountActor, video: Video, decision: Decision): Promise<void> {
    await this.claims.end(em, video.id);
    const stillReported = await this.cases.settle(em, actor, video, decision);
    if (!stillReported) await endLook(em, video.id);
  }

  /** The same person pressed twice, or the first answer was lost on its way. */
  private async repeated(
    em: EntityManager,
    actor: AccountActor,
    video: Video,
    action: Decision['action'],
  ): Promise<Decision | null> {
    if (video.status !== (action === 'approved' ? 'published' : 'rejected')) return null;
    // Who approved it may be the one who looks again after a report.
    if (await isLookedAtLater(em, video)) return null;
    const last = await em.findOne(Decision, { where: { videoId: video.id }, order: { at: 'DESC', id: 'DESC' } });
    return last?.action === action && last.actor === actor.accountId ? last : null;
  }

  private async record(
    em: EntityManager,
    actor: Actor,
    video: Video,
    said: { action: Decision['action']; note: string | null; reasonCode?: string; timecodeMs?: number | null },
  ): Promise<Decision> {
    const decision = em.create(Decision, {
      id: newId('dec'),
      videoId: video.id,
      version: video.version,
      action: said.action,
      reasonCode: said.reasonCode ?? null,
      timecodeMs: said.timecodeMs ?? null,
      note: said.note,
      actor: actorName(actor),
      automated: actor.kind === 'system',
      judged: { title: video.title, productIds: await this.videos.productIdsOf(video.id, em) },
      at: this.clock.now(),
    });
    await em.insert(Decision, decision);
    const subject = { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
    const after = { decisionId: decision.id, reasonCode: decision.reasonCode, timecodeMs: decision.timecodeMs };
    await audit(em, { actor, action: `moderation.${said.action}`, ...subject, after });
    return decision;
  }
}

/** A creator may give a version up and bring another while somebody looks: nobody approves what was not seen. */
function assertSeen(video: Video, version: number | null | undefined): void {
  if (version !== undefined && version !== null && version !== video.version) {
    throw new AppError('CONFLICT', { detail: 'The creator changed the file meanwhile. Look at it again.' });
  }
}

function tidyNote(note: string | null): string | null {
  const tidy = note?.trim() ?? '';
  if (tidy.length > MAX_NOTE) {
    throw new AppError('BAD_INPUT', { field: 'note', detail: `A note has at most ${MAX_NOTE} characters.` });
  }
  return tidy === '' ? null : tidy;
}

/** A moment that is in the video, or BAD_INPUT. */
function timecodeIn(video: Video, timecodeMs: number | null): number | null {
  if (timecodeMs === null) return null;
  if (timecodeMs < 0 || timecodeMs > (video.durationMs ?? 0)) {
    throw new AppError('BAD_INPUT', { field: 'timecodeMs', detail: 'This moment is not in the video.' });
  }
  return timecodeMs;
}
