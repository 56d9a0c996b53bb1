// The stop-rule: when a budget or a cap is used up, notes what stopped until when, and tells store and creators why, each once.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { PeopleService } from '../../accounts/people/people.service.js';
import type { AccountActor } from '../../base/auth.js';
import { audit } from '../../base/audit.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { programmeParts } from '../../facts/fact.rules.js';
import { pickLanguage } from '../../moderation/moderation.reasons.js';
import { PlanBook } from '../../stores/plans/plan-book.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { limitsNow } from '../effects/effects.rules.js';
import { stopLetter, type StopLetter } from './stop-letters.rules.js';
import type { StopKind } from './stop.status.js';
import * as sql from './stops.queries.js';

export interface StopRow {
  id: string;
  store_id: string;
  kind: StopKind;
  campaign_id: string | null;
  creator_id: string | null;
  day: string | null;
  limit_minor: string;
  stopped_at: Date;
  resumes_at: Date | null;
  owners_told_at: Date | null;
  store_name: string;
  currency: string;
  timezone: string;
  campaign_name: string | null;
  creator_ids: string[] | null;
  creator_name: string | null;
  active: boolean;
}

export interface ToldStop extends StopRow {
  text: string;
  at: Date;
}

interface Person {
  id: string;
  name: string;
  email: string;
  locale: string;
}

/** What an evaluation said is used up. */
interface Reached {
  kind: StopKind;
  campaignId: string | null;
  creatorId: string | null;
  day: string | null;
}

const PAGE = 200;
const KINDS: Readonly<Record<string, StopKind>> = {
  BUDGET_EXHAUSTED: 'campaign',
  DAILY_BUDGET_EXHAUSTED: 'campaign_day',
  CREATOR_DAILY_CAP_REACHED: 'creator_day',
};

@Injectable()
export class StopsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly book: PlanBook,
    private readonly people: PeopleService,
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Safe to repeat: a stop is noted once, and who was told is told nothing again. Test programmes have no money. */
  async take(programme: string, alerts: readonly { code: string; subject: Record<string, string> }[]): Promise<void> {
    const { storeId, mode } = programmeParts(programme);
    if (mode === 'test') return;
    for (const { code, subject } of alerts) {
      const kind = KINDS[code];
      if (!kind) continue;
      const one = { campaignId: subject['campaign_id'] ?? null, creatorId: subject['creator_id'] ?? null };
      const stop = await this.note(storeId, { kind, day: subject['day'] ?? null, ...one });
      if (stop?.active) await this.tell(stop);
    }
  }

  /** Null when nothing is stopped now: a day that was over when its last order came in, or a campaign that has ended. */
  private async note(storeId: string, reached: Reached): Promise<StopRow | null> {
    return inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const limit = await this.limitOf(em, storeId, reached, now);
      if (limit === null) return null;
      const { kind, campaignId, creatorId, day } = reached;
      const id = newId('stp');
      await em.query(sql.ADD_STOP, [id, storeId, kind, campaignId, creatorId, day, limit, now]);
      const [stop]: StopRow[] = await em.query(sql.STOP_BY_KEY, [storeId, kind, campaignId, creatorId, day, now]);
      if (stop?.id === id) {
        const actor = { kind: 'system', name: 'rule:budget' } as const;
        const after = { ...reached, limitMinor: limit };
        const subject = { subjectType: 'plan_stop', subjectId: id, storeId };
        await audit(em, { actor, action: 'plans.stopped', ...subject, after });
      }
      return stop ?? null;
    });
  }

  private async limitOf(em: EntityManager, storeId: string, reached: Reached, now: Date): Promise<string | null> {
    if (reached.kind === 'creator_day')
      return limitsNow(await this.book.limitsOf(em, storeId), now).creatorDailyCapMinor;
    const campaign = (await this.book.campaignsOf(em, storeId)).find(({ id }) => id === reached.campaignId);
    if (!campaign || Date.parse(campaign.activeTo) <= now.getTime()) return null;
    return reached.kind === 'campaign' ? campaign.budgetMinor : campaign.dailyBudgetMinor;
  }

  /** By mail the first time within a month; every time in the studio. */
  private async tell(stop: StopRow): Promise<void> {
    const lately: unknown[] = await this.db.query(sql.TOLD_LATELY, [stop.id]);
    const byMail = lately.length === 0;
    await this.tellOwners(stop, byMail);
    const only = stop.creator_id === null ? stop.creator_ids : [stop.creator_id];
    for (let after = ''; ;) {
      const people: Person[] = await this.db.query(sql.CONCERNED, [
        ...[stop.store_id, this.clock.now(), after, PAGE, only],
      ]);
      for (const person of people) await this.tellCreator(stop, person, byMail);
      if (people.length < PAGE) return;
      after = people.at(-1)?.id ?? '';
    }
  }

  /** What one creator has reached is between the store's rules and that creator: owners see it in the studio. */
  private async tellOwners(stop: StopRow, byMail: boolean): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const [taken]: [unknown[], number] = await em.query(sql.OWNERS_TOLD, [stop.id, this.clock.now()]);
      if (taken.length === 0 || !byMail || stop.kind === 'creator_day') return;
      const owners = await this.people.ownersOf(em, stop.store_id);
      const link = `${this.config.studioUrl}/store/${stop.store_id}/plan`;
      for (const owner of owners)
        await this.mails.write(em, owner.email, 'plan_stopped', this.letterOf(stop, owner, link));
    });
  }

  private async tellCreator(stop: StopRow, person: Person, byMail: boolean): Promise<void> {
    const letter = this.letterOf(stop, person, `${this.config.studioUrl}/creator/earnings`);
    await inTransaction(this.db, async (em) => {
      const row = [stop.id, person.id, pickLanguage(person.locale), letter.notice, this.clock.now()];
      const added: unknown[] = await em.query(sql.ADD_NOTICE, row);
      if (added.length > 0 && byMail) await this.mails.write(em, person.email, 'plan_stopped', letter);
    });
  }

  private letterOf(stop: StopRow, { name, locale }: Person, link: string): StopLetter {
    return stopLetter({
      ...{ kind: stop.kind, language: pickLanguage(locale), name, link, storeName: stop.store_name },
      ...{ campaignName: stop.campaign_name ?? '', currency: stop.currency, timezone: stop.timezone },
      ...{ limitMinor: stop.limit_minor, resumesAt: stop.resumes_at },
    });
  }

  /** What stopped in a store, the newest first. */
  async ofStore(who: AccountActor, storeId: string, args: PageArgs): Promise<Page<StopRow>> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    const after = decodeCursor(args, 2);
    const cursor = [after?.[0] ?? null, after?.[1] ?? null];
    const query = [storeId, this.clock.now(), ...cursor, pageSize(args) + 1];
    const rows: StopRow[] = await this.db.query(sql.STOPS_OF_STORE, query);
    const [count]: { count: number }[] = await this.db.query(sql.COUNT_STOPS, [storeId]);
    return toPage(rows, args, count?.count ?? 0, (row) => [row.stopped_at.toISOString(), row.id]);
  }

  /** What a creator was told of stops, the newest first. */
  async ofCreator(creatorId: string, args: PageArgs): Promise<Page<ToldStop>> {
    const after = decodeCursor(args, 2);
    const cursor = [after?.[0] ?? null, after?.[1] ?? null];
    const query = [creatorId, this.clock.now(), ...cursor, pageSize(args) + 1];
    const rows: ToldStop[] = await this.db.query(sql.STOPS_OF_CREATOR, query);
    const [count]: { count: number }[] = await this.db.query(sql.COUNT_OF_CREATOR, [creatorId]);
    return toPage(rows, args, count?.count ?? 0, (row) => [row.at.toISOString(), row.id]);
  }
}
