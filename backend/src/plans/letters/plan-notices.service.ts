// Tells every creator who promotes the store's goods what a published plan changes for them: once each, by mail and in the studio.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { pickLanguage } from '../../moderation/moderation.reasons.js';
import { DraftsService, type VersionRow } from '../drafts.service.js';
import { planLetter } from './plan-letters.rules.js';
import * as sql from '../plans.queries.js';

const PAGE = 200;

interface Promoting {
  id: string;
  name: string;
  email: string;
  locale: string;
}

export interface KeptPlanNotice {
  version_id: string;
  store_name: string;
  text: string;
  at: Date;
}

@Injectable()
export class PlanNotices {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly mails: MailsService,
    private readonly drafts: DraftsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Page by page; who was told already is told nothing again, so a killed worker's job may begin anew. */
  async tell(versionId: string): Promise<void> {
    const version = await this.drafts.byId(this.db.manager, versionId);
    if (!version?.effects) return;
    const names = await this.namesOf(version);
    for (let after = ''; ;) {
      const now = this.clock.now();
      const people: Promoting[] = await this.db.query(sql.PROMOTING, [version.store_id, now, after, PAGE]);
      for (const person of people) await this.tellOne(version, person, names);
      if (people.length < PAGE) return;
      after = people.at(-1)?.id ?? '';
    }
  }

  private async tellOne(version: VersionRow, person: Promoting, names: ReadonlyMap<string, string>): Promise<void> {
    const { effects, currency, timezone, store_name: storeName } = version;
    if (!effects) return;
    const language = pickLanguage(person.locale);
    const link = `${this.config.studioUrl}/creator/earnings`;
    const news = {
      language,
      name: person.name,
      storeName,
      currency,
      timezone,
      creatorId: person.id,
      effects,
      names,
      link,
    };
    const letter = planLetter(news);
    if (!letter) return;
    await inTransaction(this.db, async (em) => {
      const row = [version.id, person.id, language, letter.notice, this.clock.now()];
      const added: unknown[] = await em.query(sql.ADD_NOTICE, row);
      if (added.length > 0) await this.mails.write(em, person.email, 'plan_published', letter);
    });
  }

  private async namesOf(version: VersionRow): Promise<Map<string, string>> {
    const ids = version.effects?.rates.flatMap((one) => one.productId ?? []) ?? [];
    const products: { id: string; title: string }[] = await this.db.query(
      'SELECT external_id AS id, title FROM products WHERE store_id = $1 AND external_id = ANY($2)',
      [version.store_id, ids],
    );
    const campaigns = version.terms.campaigns.map(({ key, name }) => [key, name] as const);
    return new Map([...products.map(({ id, title }) => [id, `“${title}”`] as const), ...campaigns]);
  }

  /** What a creator was told, the newest first. */
  async ofCreator(creatorId: string, args: PageArgs): Promise<Page<KeptPlanNotice>> {
    const after = decodeCursor(args, 2);
    const cursor = [after?.[0] ?? null, after?.[1] ?? null];
    const rows: KeptPlanNotice[] = await this.db.query(sql.NOTICES_OF_CREATOR, [
      creatorId,
      ...cursor,
      pageSize(args) + 1,
    ]);
    const [count]: { count: number }[] = await this.db.query(
      'SELECT count(*)::int AS count FROM plan_notices WHERE creator_id = $1',
      [creatorId],
    );
    return toPage(rows, args, count?.count ?? 0, (row) => [row.at.toISOString(), row.version_id]);
  }
}
