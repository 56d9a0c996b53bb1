// Issues rewards whose day has come, in the order of their days: within the limits by itself, above them held for a person.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LessThanOrEqual, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { Clock, dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { programmeParts } from '../../facts/fact.rules.js';
import type { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { RewardRulesBook } from '../programme/rules-book.service.js';
import { versionAt, type Terms, type Version } from '../programme/terms.rules.js';
import { RewardBook } from '../register/reward-book.service.js';
import { RewardRegister } from '../register/register.service.js';
import { Reward } from '../reward.entity.js';
import type { HoldReason } from '../reward.reasons.js';
import * as sql from '../rewards.queries.js';
import { RewardGiver } from './giver.service.js';
import { limitHit } from './limits.rules.js';
import { RewardStops } from './stops.service.js';

/** So many in one transaction: the lock is held meanwhile. */
const BATCH = 100;
/** Asking again is one look at an index each; the pools serve those who wait in order by themselves. */
const RETRIED = 1000;
const SYSTEM = { kind: 'system', name: 'rewards' } as const;

@Injectable()
export class RewardIssuing {
  private readonly log = new Logger('rewards');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly rules: RewardRulesBook,
    private readonly register: RewardRegister,
    private readonly book: RewardBook,
    private readonly stops: RewardStops,
    private readonly giver: RewardGiver,
  ) {}

  /** Everything that is due now, programme by programme. Returns how many rewards were looked at. */
  async issueAll(): Promise<number> {
    const rows: { programme_id: string }[] = await this.db.query(sql.PROGRAMMES_DUE, [this.clock.now()]);
    let done = 0;
    const issue = async ({ programme_id }: { programme_id: string }) => {
      for (let some = BATCH; some === BATCH; done += some) some = await this.issueSome(programme_id);
    };
    await eachApart(rows, (row) => row.programme_id, issue, this.log);
    return done;
  }

  /** Tries again what waits for a pool. */
  async retryAll(): Promise<void> {
    const rows: { programme_id: string }[] = await this.db.query(sql.PROGRAMMES_WAITING);
    const retry = ({ programme_id }: { programme_id: string }) =>
      inTransaction(this.db, (em) => this.retry(em, programme_id));
    await eachApart(rows, (row) => row.programme_id, retry, this.log);
  }

  /** One transaction: a kill in the middle leaves all of it or nothing. */
  private async issueSome(programme: string): Promise<number> {
    return inTransaction(this.db, async (em) => {
      await this.register.lock(em, programme);
      const due = await em.find(Reward, {
        where: { programmeId: programme, status: 'due', dueAt: LessThanOrEqual(this.clock.now()) },
        order: { dueAt: 'ASC', key: 'ASC' },
        take: BATCH,
      });
      if (due.length === 0) return 0;
      const store = await this.stores.require(programmeParts(programme).storeId, em);
      const versions = await this.rules.versions(em, store.id);
      for (const reward of due) {
        reward.dueDay = dayOf(reward.dueAt, store.timezone);
        const held = await this.holdReason(em, store, versions, reward);
        this.book.move(reward, held ? { to: 'held', reason: held } : await this.giver.give(em, reward));
        await this.book.save(em, [reward], 'system:rewards');
      }
      const after = { looked: due.length, held: due.filter(({ status }) => status === 'held').length };
      const subject = { subjectType: 'rewards', subjectId: programme, storeId: store.id };
      await audit(em, { actor: SYSTEM, action: 'rewards.issued', ...subject, after });
      return due.length;
    });
  }

  private async holdReason(
    em: EntityManager,
    store: Store,
    versions: readonly Version[],
    reward: Reward,
  ): Promise<HoldReason | null> {
    const { programmeId, holder, dueDay } = reward;
    // A reward is measured by the rules of its own day, as it is counted by those of its order.
    const terms: Terms | undefined = versionAt(versions, reward.dueAt)?.terms;
    if (!terms || dueDay === null) return null;
    if (await this.stops.stopped(em, store, { programmeId, day: dueDay, terms })) return 'ANOMALY';
    const count = async (query: string, ...values: unknown[]): Promise<number> => {
      const [row]: { n: number }[] = await em.query(query, [programmeId, ...values]);
      return row?.n ?? 0;
    };
    return limitHit(terms.limits, {
      inAll: terms.limits.inAll === null ? 0 : await count(sql.GIVEN_IN_ALL),
      onDay: terms.limits.perDay === null ? 0 : await count(sql.GIVEN_ON, dueDay),
      toPersonInMonth: terms.limits.perPersonMonth === null ? 0 : await count(sql.GIVEN_TO, holder, dueDay),
    });
  }

  /** What waits for a certificate, and what a pool holds by a limit of its own until its people decide. */
  private async retry(em: EntityManager, programme: string): Promise<void> {
    await this.register.lock(em, programme);
    const waiting = await em.find(Reward, {
      where: [
        { programmeId: programme, status: 'waiting' },
        { programmeId: programme, status: 'held', reason: 'POOL_REFUSED' },
      ],
      order: { dueAt: 'ASC', key: 'ASC' },
      take: RETRIED,
    });
    for (const reward of waiting) {
      const step = await this.giver.give(em, reward);
      if (step.to !== 'issued' && step.to !== 'cancelled') continue;
      await this.book.save(em, [this.book.move(reward, step)], 'system:rewards');
    }
  }
}
