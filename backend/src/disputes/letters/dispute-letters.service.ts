// Mails about disputes, written in the transaction of what they tell, so that each is told once.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { PeopleService } from '../../accounts/people/people.service.js';
import { CONFIG, type Config } from '../../base/config.js';
import { pickLanguage } from '../../moderation/moderation.reasons.js';
import type { DisputeRow } from '../dispute-rows.service.js';
import * as sql from '../disputes.queries.js';
import { disputeLetter, type StoreNews } from './dispute-letters.rules.js';

interface Person {
  name: string;
  email: string;
  locale: string;
}

@Injectable()
export class DisputeLetters {
  constructor(
    private readonly people: PeopleService,
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Every owner of the store, each in their own language. */
  async tellStore(em: EntityManager, row: DisputeRow, news: StoreNews): Promise<void> {
    const people = await this.people.ownersOf(em, row.store_id);
    const link = `${this.config.studioUrl}/store/${row.store_id}/disputes/${row.id}`;
    for (const to of people) await this.write(em, to, row, news, link);
  }

  /** The outcome, whoever decided. */
  async tellCreator(em: EntityManager, row: DisputeRow): Promise<void> {
    const [to]: Person[] = await em.query(sql.CREATOR_TO_WRITE, [row.creator_id]);
    const news = row.state === 'accepted' ? 'accepted' : 'refused';
    if (to) await this.write(em, to, row, news, `${this.config.studioUrl}/creator/disputes/${row.id}`);
  }

  private async write(
    em: EntityManager,
    to: Person,
    row: DisputeRow,
    news: StoreNews | 'accepted' | 'refused',
    link: string,
  ): Promise<void> {
    const letter = disputeLetter({
      ...{ news, language: pickLanguage(to.locale), name: to.name, storeName: row.store_name, link },
      ...{ kind: row.kind, number: row.claimed_number ?? row.order_external_id ?? '', creatorName: row.creator_name },
      ...{ dueAt: row.answer_due_at, timezone: row.timezone, answer: row.outcome_text, code: row.outcome_code },
      credit: row.credit_minor === null ? null : { minor: BigInt(row.credit_minor), currency: row.currency },
      from: row.credit_from,
    });
    await this.mails.write(em, to.email, `dispute_${news}`, letter);
  }
}
