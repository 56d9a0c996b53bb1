// Tells creators about decisions by mail, and keeps what was told for ever.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { CONFIG, type Config } from '../../base/config.js';
import { MailChoices } from '../../creators/choices/mail-choices.service.js';
import { Creator } from '../../creators/creator.entity.js';
import type { Video } from '../../videos/video.entity.js';
import type { Decision } from '../decision.entity.js';
import { pickLanguage } from '../moderation.reasons.js';
import { decisionLetter, type LetterKind } from './letters.rules.js';

/** A decision as its creator reads it; the name of the moderator never leaves the table. */
export interface KeptNotice {
  id: string;
  videoId: string;
  action: Decision['action'];
  reasonCode: string | null;
  timecodeMs: number | null;
  note: string | null;
  automated: boolean;
  /** The name of the rule of an automated decision. */
  rule: string | null;
  at: Date;
  text: string | null;
}

/** More decisions about one video than this are read from its log, not from its page. */
const SHOWN = 50;

@Injectable()
export class NoticesService {
  constructor(
    private readonly db: DataSource,
    private readonly mails: MailsService,
    private readonly choices: MailChoices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Writes the mail and keeps its text, in the transaction of the decision. A confirmation is kept without a mail, and
   * so is an approval where its creator wants none; a refusal with its grounds is always sent.
   */
  async tell(em: EntityManager, video: Video, decision: Decision, kind: LetterKind): Promise<void> {
    const creator = await em.findOneByOrFail(Creator, { id: video.creatorId });
    const account = await em.findOneByOrFail(Account, { id: creator.accountId });
    const language = pickLanguage(account.locale);
    const letter = decisionLetter({
      ...{ kind, language, name: creator.displayName, title: video.title },
      link: `${this.config.studioUrl}/creator/videos/${video.id}`,
      rule: decision.automated ? decision.actor : decision.reasonCode,
      ...{ timecodeMs: decision.timecodeMs, note: decision.note },
    });
    await em.query('INSERT INTO decision_notices (decision_id, language, text, at) VALUES ($1, $2, $3, $4)', [
      ...[decision.id, language, letter.notice, decision.at],
    ]);
    const isGoodNews = kind === 'approved' || kind === 'published';
    if (isGoodNews && !(await this.choices.wants(em, creator.id, 'video_published'))) return;
    if (kind !== 'confirmed') await this.mails.write(em, account.email, `video_${decision.action}`, letter);
  }

  /** The newest decisions about each video, newest first. Who may read them was decided with the video. */
  async ofVideos(videoIds: readonly string[]): Promise<Map<string, KeptNotice[]>> {
    const rows: KeptNotice[] = await this.db.query(
      `SELECT d.id, d.video_id AS "videoId", d.action, d.reason_code AS "reasonCode", d.timecode_ms AS "timecodeMs",
              CASE WHEN d.action = 'rejected' THEN d.note END AS note, d.automated,
              CASE WHEN d.automated THEN d.actor END AS rule, d.at, n.text
         FROM unnest($1::text[]) AS v (id)
         CROSS JOIN LATERAL (SELECT * FROM decisions WHERE video_id = v.id ORDER BY at DESC, id DESC LIMIT ${SHOWN}) d
         LEFT JOIN decision_notices n ON n.decision_id = d.id
        ORDER BY d.at DESC, d.id DESC`,
      [videoIds],
    );
    const all = new Map<string, KeptNotice[]>();
    for (const row of rows) all.set(row.videoId, [...(all.get(row.videoId) ?? []), row]);
    return all;
  }
}
