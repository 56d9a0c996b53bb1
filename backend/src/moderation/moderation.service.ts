// Staff decide: approve or reject, once, with a reason that is kept, and the creator is told.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { MailsService } from '../accounts/mails/mails.service.js';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { Creator } from '../creators/creator.entity.js';
import type { Video } from '../videos/video.entity.js';
import { VideosService } from '../videos/videos.service.js';
import { ClaimsService } from './claims.service.js';
import { Decision } from './decision.entity.js';
import { approvalLetter, rejectionLetter } from './letters.rules.js';
import { isReason, pickLanguage } from './moderation.reasons.js';

/** A video may be shown: the later steps of the road place it. */
export const moderationApproved = defineJob<{ videoId: string }>('moderation.approved');

const MAX_NOTE = 1000;

export interface Rejection {
  videoId: string;
  reasonCode: string;
  timecodeMs: number | null;
  note: string | null;
}

@Injectable()
export class ModerationService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly mails: MailsService,
    private readonly videos: VideosService,
    private readonly claims: ClaimsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Approves and publishes. A repeated call by the same person answers with the decision already taken. */
  async approve(actor: AccountActor, videoId: string, note: string | null): Promise<Decision> {
    return inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      const repeated = await this.repeated(em, actor, video, 'approved');
      if (repeated) return repeated;
      await this.assertMayJudge(em, actor, video);
      const decision = await this.record(em, actor, video, { action: 'approved', note: tidyNote(note) });
      await this.videos.publish(em, videoId, actor);
      await this.claims.end(em, videoId);
      await this.jobs.announce(em, moderationApproved, { videoId });
      await this.tellCreator(em, video, decision);
      return decision;
    });
  }

  /** Rejects with a coded reason, and tells the creator what, where and how to fix it. */
  async reject(actor: AccountActor, input: Rejection): Promise<Decision> {
    if (!isReason(input.reasonCode)) throw new AppError('UNKNOWN_REASON', { field: 'reasonCode' });
    return inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, input.videoId);
      const repeated = await this.repeated(em, actor, video, 'rejected');
      if (repeated) return repeated;
      await this.assertMayJudge(em, actor, video);
      const timecodeMs = timecodeIn(video, input.timecodeMs);
      const { reasonCode } = input;
      const told = { reasonCode, timecodeMs, note: tidyNote(input.note) };
      const decision = await this.record(em, actor, video, { action: 'rejected', ...told });
      await this.videos.reject(em, video.id, { ...told, at: decision.at.toISOString() }, actor);
      await this.claims.end(em, video.id);
      await this.tellCreator(em, video, decision);
      return decision;
    });
  }

  private async assertMayJudge(em: EntityManager, actor: AccountActor, video: Video): Promise<void> {
    if (await this.videos.isOwn(actor, video, em)) throw new AppError('OWN_VIDEO');
    if (video.status !== 'in_review') throw new AppError('WRONG_STATUS', { detail: 'This video is not in review.' });
    await this.claims.assertFree(em, actor, video.id);
  }

  /** The same person pressed twice, or the first answer was lost on its way. */
  private async repeated(
    em: EntityManager,
    actor: AccountActor,
    video: Video,
    action: Decision['action'],
  ): Promise<Decision | null> {
    if (video.status !== (action === 'approved' ? 'published' : 'rejected')) return null;
    const last = await em.findOne(Decision, { where: { videoId: video.id }, order: { at: 'DESC', id: 'DESC' } });
    return last?.action === action && last.actor === actor.accountId ? last : null;
  }

  private async record(
    em: EntityManager,
    actor: AccountActor,
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
      actor: actor.accountId,
      automated: false,
      judged: { title: video.title, productIds: await this.videos.productIdsOf(video.id, em) },
      at: this.clock.now(),
    });
    await em.insert(Decision, decision);
    const subject = { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
    const after = { decisionId: decision.id, reasonCode: decision.reasonCode, timecodeMs: decision.timecodeMs };
    await audit(em, { actor, action: `moderation.${said.action}`, ...subject, after });
    return decision;
  }

  private async tellCreator(em: EntityManager, video: Video, decision: Decision): Promise<void> {
    const creator = await em.findOneByOrFail(Creator, { id: video.creatorId });
    const account = await em.findOneByOrFail(Account, { id: creator.accountId });
    const about = {
      language: pickLanguage(account.locale),
      name: creator.displayName,
      title: video.title,
      link: `${this.config.studioUrl}/creator/videos/${video.id}`,
    };
    const letter =
      decision.reasonCode === null
        ? approvalLetter(about)
        : rejectionLetter({ ...about, ...decision, reasonCode: decision.reasonCode });
    await this.mails.write(em, account.email, `video_${decision.action}`, letter);
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
