// Stops a programme on a day with far more rewards than usual, tells its owners, and lets it go on when a person says so.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { PeopleService } from '../../accounts/people/people.service.js';
import { audit } from '../../base/audit.js';
import { actorName } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import type { Store } from '../../stores/store.entity.js';
import type { Terms } from '../programme/terms.rules.js';
import * as sql from '../rewards.queries.js';
import { isSurge, USUAL_DAYS } from './limits.rules.js';
import { stopLetter } from './stop-letters.rules.js';

const SYSTEM = { kind: 'system', name: 'rewards' } as const;

/** Why and since when nothing is issued by itself. */
export interface OpenStop {
  day: string;
  at: Date;
  rewards: number;
  before: number;
}

@Injectable()
export class RewardStops {
  constructor(
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The stop that holds now, or null. */
  async open(em: EntityManager, programme: string): Promise<OpenStop | null> {
    const [row]: OpenStop[] = await em.query(sql.OPEN_STOP, [programme]);
    return row ?? null;
  }

  /** Whether the next reward of a day is held: by a stop that holds, or because it makes one. Under the programme's lock. */
  async stopped(
    em: EntityManager,
    store: Store,
    { programmeId, day, terms }: { programmeId: string; day: string; terms: Terms },
  ): Promise<boolean> {
    if (await this.open(em, programmeId)) return true;
    const [seen]: { day: number; before: number }[] = await em.query(sql.COME_DUE, [programmeId, day, USUAL_DAYS]);
    const [count, before] = [(seen?.day ?? 0) + 1, seen?.before ?? 0];
    if (!isSurge(terms, count, before)) return false;
    // Once a day: who let it go on has looked at this day.
    const added: unknown[] = await em.query(sql.ADD_STOP, [programmeId, day, this.clock.now(), count, before]);
    if (added.length === 0) return false;
    const subject = { subjectType: 'rewards', subjectId: programmeId, storeId: store.id };
    await audit(em, { actor: SYSTEM, action: 'rewards.stopped', ...subject, after: { day, count, before } });
    if (!programmeId.endsWith(':test')) await this.tell(em, store, { day, count });
    return true;
  }

  /** Lets a programme go on. A second time changes nothing. */
  async lift(em: EntityManager, who: AccountActor, programme: string): Promise<void> {
    await em.query(sql.LIFT_STOPS, [programme, this.clock.now(), actorName(who)]);
  }

  private async tell(em: EntityManager, store: Store, { day, count }: { day: string; count: number }): Promise<void> {
    const link = `${this.config.studioUrl}/store/${store.id}/rewards/list`;
    for (const { email, locale, blocked } of await this.people.ownersOf(em, store.id)) {
      if (blocked) continue;
      await this.mails.write(
        em,
        email,
        'rewards_stopped',
        stopLetter(locale, { store: store.name, day, count: String(count), link }),
      );
    }
  }
}
