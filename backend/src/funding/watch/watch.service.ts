// Looks whether stores that pay in before have money left: stops new promises at nothing, and tells owners and creators once each way.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { PeopleService } from '../../accounts/people/people.service.js';
import { audit } from '../../base/audit.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { formatDecimal } from '../../base/money.js';
import { Store } from '../../stores/store.entity.js';
import { FundingService } from '../funding.service.js';
import { turnOf } from '../funding.rules.js';
import * as sql from '../funding.queries.js';
import { fundingLetter, type FundingLetter } from './funding-letters.rules.js';

const SYSTEM = { kind: 'system', name: 'funding' } as const;

@Injectable()
export class FundingWatch {
  private readonly log = new Logger('funding');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly funding: FundingService,
    private readonly people: PeopleService,
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async lookAtAll(): Promise<void> {
    const rows: { id: string }[] = await this.db.query(sql.WATCHED);
    const look = ({ id }: { id: string }) => inTransaction(this.db, (em) => this.look(em, id));
    await eachApart(rows, ({ id }) => id, look, this.log);
  }

  /** One store; its row is locked, so that two workers tell nobody twice. */
  async look(em: EntityManager, storeId: string): Promise<void> {
    const store = await em.findOneOrFail(Store, { where: { id: storeId }, lock: { mode: 'pessimistic_write' } });
    const { availableMinor } = await this.funding.balances(em, store);
    const [stopped, lowTold] = [store.unfundedSince !== null, store.fundingLowToldAt !== null];
    const turn = turnOf(
      { mode: store.fundingMode, alertMinor: store.fundingAlertMinor, lowTold, stopped },
      availableMinor,
    );
    if (turn.stopped === stopped && turn.lowTold === lowTold) return;
    const now = this.clock.now();
    const unfundedSince = turn.stopped ? (store.unfundedSince ?? now) : null;
    const fundingLowToldAt = turn.lowTold ? (store.fundingLowToldAt ?? now) : null;
    await em.update(Store, storeId, { unfundedSince, fundingLowToldAt });
    if (turn.news === null) return;
    const subject = { subjectType: 'store', subjectId: storeId, storeId };
    await audit(em, { actor: SYSTEM, action: `funding.${turn.news}`, ...subject, after: { availableMinor } });
    await this.tellOwners(em, store, turn.news, availableMinor);
    if (turn.news === 'low') return;
    await this.tellCreators(em, store, turn.news === 'stopped' ? 'creator_stopped' : 'creator_resumed', now);
  }

  private async tellOwners(
    em: EntityManager,
    store: Store,
    kind: FundingLetter,
    availableMinor: bigint,
  ): Promise<void> {
    const people = (await this.people.ownersOf(em, store.id)).filter(({ blocked }) => !blocked);
    const left = `${formatDecimal(availableMinor, store.currency)} ${store.currency}`;
    const fill = { store: store.name, left, link: `${this.config.studioUrl}/store/${store.id}/funding` };
    for (const { email, locale } of people) {
      await this.mails.write(em, email, `funding_${kind}`, fundingLetter(kind, locale, fill));
    }
  }

  private async tellCreators(em: EntityManager, store: Store, kind: FundingLetter, now: Date): Promise<void> {
    const people: { email: string; locale: string }[] = await em.query(sql.PROMOTING, [store.id, now]);
    const page = kind === 'creator_stopped' ? 'earnings' : 'upload';
    const fill = { store: store.name, left: '', link: `${this.config.studioUrl}/creator/${page}` };
    for (const { email, locale } of people) {
      await this.mails.write(em, email, `funding_${kind}`, fundingLetter(kind, locale, fill));
    }
  }
}
