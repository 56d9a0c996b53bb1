// Cases: all reports of one video, closed by what a person decides about it, and answered once each.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import type { Video } from '../../videos/video.entity.js';
import { VideosService } from '../../videos/videos.service.js';
import type { Decision } from '../decision.entity.js';
import type { Language } from '../moderation.reasons.js';
import { answerLetter, type ComplaintState } from './answers.rules.js';
import { outcomeOf, type CaseStatus } from './complaint.status.js';
import * as sql from './complaints.queries.js';

export const ANSWER_MAIL = 'complaint_answer';

export type StateRow = ComplaintState & { id: string; email: string | null; language: Language };

const SYSTEM: Actor = { kind: 'system', name: 'complaints' };

@Injectable()
export class ComplaintCases {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly mails: MailsService,
    private readonly videos: VideosService,
  ) {}

  /**
   * What a person decided about a video decides about its reports, in the same transaction. `video` is as it was before. True
   * while reports of it stay open: what was reported is still shown, and somebody has still to look.
   */
  async settle(em: EntityManager, actor: Actor, video: Video, decision: Decision): Promise<boolean> {
    const [open] = await em.query<{ id: string }[]>(sql.CASE_OPEN, [video.id]);
    if (!open) return false;
    const outcome = outcomeOf(decision.action, video);
    if (outcome === null) return true;
    await this.close(em, actor, { id: open.id, video }, outcome, decision.id);
    return false;
  }

  /** Closes the cases of videos that were taken away meanwhile. */
  async closeGone(): Promise<void> {
    const gone: { id: string; videoId: string }[] = await this.db.query(sql.GONE);
    for (const { id, videoId } of gone) {
      await inTransaction(this.db, async (em) => {
        const video = await this.videos.lock(em, videoId);
        await this.close(em, SYSTEM, { id, video }, 'gone', null);
      });
    }
  }

  /** The page behind a report's link. */
  addressOf(complaintId: string): string {
    return `${this.config.publicUrl}/complaints/${complaintId}`;
  }

  /** Once: a case that is closed already is left as it is, and nobody is answered twice. */
  private async close(
    em: EntityManager,
    actor: Actor,
    of: { id: string; video: Video },
    status: Exclude<CaseStatus, 'open'>,
    decisionId: string | null,
  ): Promise<void> {
    const now = this.clock.now();
    const [closed] = await em.query<[unknown[], number]>(sql.CLOSE_CASE, [of.id, status, now, decisionId]);
    if (closed.length === 0) return;
    const rows = await em.query<StateRow[]>(sql.UNANSWERED, [of.id]);
    for (const { id, email, language, ...state } of rows) {
      if (email) await this.mails.write(em, email, ANSWER_MAIL, answerLetter(state, language, this.addressOf(id)));
    }
    await em.query(sql.MARK_ANSWERED, [of.id, now]);
    const subject = { subjectType: 'complaint_case', subjectId: of.id, storeId: of.video.storeId };
    const after = { status, videoId: of.video.id, decisionId, answered: rows.length };
    await audit(em, { actor, action: 'moderation.case_closed', ...subject, before: { status: 'open' }, after });
  }
}
