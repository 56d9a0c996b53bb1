// Mails to creators about their held commissions: written in the transaction of the decision, so that each is told once.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { CONFIG, type Config } from '../../base/config.js';
import { pickLanguage } from '../../moderation/moderation.reasons.js';
import type { RiskRule } from '../risk.reasons.js';
import { riskLetter } from './risk-letters.rules.js';
import type { RiskNews } from './risk-words.rules.js';

const RECIPIENT = `
  SELECT c.display_name AS name, a.email, a.locale, s.name AS store_name, s.timezone
  FROM creators c JOIN accounts a ON a.id = c.account_id JOIN stores s ON s.id = $2 WHERE c.id = $1`;

export interface AboutGroup {
  creator_id: string | null;
  store_id: string;
  rule: RiskRule;
}

interface Recipient {
  name: string;
  email: string;
  locale: string;
  store_name: string;
  timezone: string;
}

@Injectable()
export class RiskLetters {
  constructor(
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Nobody is written to about alerts without a creator. */
  async tell(
    em: EntityManager,
    group: AboutGroup,
    news: RiskNews,
    until: Date,
    answer: string | null = null,
  ): Promise<void> {
    const { creator_id: creatorId, store_id: storeId, rule } = group;
    if (creatorId === null) return;
    const [to]: Recipient[] = await em.query(RECIPIENT, [creatorId, storeId]);
    if (!to) return;
    const about = { news, rule, until, answer, name: to.name, storeName: to.store_name, timezone: to.timezone };
    const link = `${this.config.studioUrl}/creator/earnings`;
    const letter = riskLetter({ ...about, language: pickLanguage(to.locale), link });
    await this.mails.write(em, to.email, `risk_${news}`, letter);
  }
}
