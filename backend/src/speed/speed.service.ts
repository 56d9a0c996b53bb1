// Keeps what pages report, moves the guards of stores, and tells playback how cards stand.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { MailsService } from '../accounts/mails/mails.service.js';
import { PeopleService } from '../accounts/people/people.service.js';
import { audit } from '../base/audit.js';
import type { Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { AddressLimit } from '../base/http/address-limit.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { pickLanguage } from '../moderation/moderation.reasons.js';
import { StoresService } from '../stores/stores.service.js';
import { compare, judge, nextState, type Report, type Verdict } from './guard.rules.js';
import { ARMS, OTHERS_BPS, type Arm, type GuardState } from './guard.status.js';
import { SpeedGuard } from './speed-guard.entity.js';
import { guardLetter } from './speed-letters.rules.js';
import { FORGET_REPORTS, KEEP_REPORT, NOTE_MOVE, REPORTING_STORES, REPORTS_OF_ARM } from './speed.queries.js';
import type { PageSpeeds, SpeedGuardReport } from './speed.types.js';

const KEPT_MS = 7 * 86_400_000;
/** Reports come when a page is left, so a look goes this far behind the one before. */
const LOOK_BACK_MS = 10 * 60_000;

const MINUTE = 60_000;
const reportShape = z.strictObject({
  store: z.string().min(1).max(200),
  id: z.uuid(),
  arm: z.enum(ARMS),
  lcpMs: z.int().min(0).max(MINUTE).nullable(),
  inpMs: z.int().min(0).max(MINUTE).nullable(),
  clsMilli: z.int().min(0).max(100_000).nullable(),
});

@Injectable()
export class SpeedService {
  private readonly log = new Logger('speed');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly people: PeopleService,
    private readonly mails: MailsService,
    private readonly limit: AddressLimit,
  ) {}

  /** Keeps the report of one page. BAD_INPUT for another shape; NOT_FOUND for an unknown key; a test key's pages are not kept. */
  async record(raw: unknown, address: string): Promise<void> {
    this.limit.count(address);
    const read = reportShape.safeParse(raw);
    if (!read.success) throw new AppError('BAD_INPUT', { field: String(read.error.issues[0]?.path[0] ?? '') });
    const { store: key, id, arm, lcpMs, inpMs, clsMilli } = read.data;
    const found = await this.stores.byPublishableKey(key);
    if (!found) throw new AppError('NOT_FOUND', { field: 'store' });
    if (found.mode === 'test') return;
    await this.db.query(KEEP_REPORT, [found.store.id, id, arm, this.clock.now(), lcpMs, inpMs, clsMilli]);
  }

  /** How the cards of a store stand, and the share of pages that are the other way. */
  async stateOf(storeId: string): Promise<{ state: GuardState; othersBps: number }> {
    const guard = await this.db.manager.findOneBy(SpeedGuard, { storeId });
    return { state: guard?.state ?? 'ready', othersBps: OTHERS_BPS };
  }

  /** For the store's owners and administrators. */
  async report(who: Actor, storeId: string): Promise<SpeedGuardReport> {
    const store = await this.stores.requireOwn(who, storeId, 'administrator');
    const guard = (await this.db.manager.findOneBy(SpeedGuard, { storeId })) ?? untouched(storeId, store.createdAt);
    const [ready, poster] = await this.reportsSince(guard);
    return { guard, ready: speedsOf(ready), poster: speedsOf(poster) };
  }

  /** Looks at every store whose pages reported lately, and forgets what is old. */
  async lookAtAll(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.db.query(FORGET_REPORTS, [new Date(now - KEPT_MS)]);
    const rows: { storeId: string }[] = await this.db.query(REPORTING_STORES, [new Date(now - LOOK_BACK_MS)]);
    await eachApart(
      rows,
      ({ storeId }) => storeId,
      ({ storeId }) => this.look(storeId),
      this.log,
    );
  }

  /** Moves the guard of a store, if its pages say so; one move, one audit row, one mail to each owner. */
  private async look(storeId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const store = await this.stores.require(storeId, em);
      const found = await em.findOne(SpeedGuard, { where: { storeId }, lock: { mode: 'pessimistic_write' } });
      const guard = found ?? untouched(storeId, store.createdAt);
      const [ready, poster] = await this.reportsSince(guard, em);
      const verdict = judge(compare(ready, poster));
      const now = this.clock.now();
      const state = nextState(guard.state, now.getTime() - guard.since.getTime(), verdict);
      if (!state) return;
      await em.upsert(SpeedGuard, { storeId, state, since: now }, ['storeId']);
      const lost = verdict.verdict === 'costs' ? [verdict.metric, Math.round(verdict.lossAtP75)] : [null, null];
      await em.query(NOTE_MOVE, [storeId, now, state, ...lost]);
      await audit(em, {
        ...{
          actor: { kind: 'system', name: 'speed' },
          action: `speed.${state}`,
          subjectType: 'store',
          subjectId: storeId,
        },
        ...{ storeId, before: { state: guard.state }, after: { state, ...verdict } },
      });
      await this.tell(em, storeId, store.name, state, verdict);
    });
  }

  private async tell(
    em: EntityManager,
    storeId: string,
    shop: string,
    state: GuardState,
    verdict: Verdict,
  ): Promise<void> {
    const owners = await this.people.ownersOf(em, storeId);
    for (const { email, locale } of owners) {
      const letter = guardLetter(state, pickLanguage(locale), shop, verdict.verdict === 'costs' ? verdict : null);
      await this.mails.write(em, email, `speed_${state}`, letter);
    }
  }

  private async reportsSince({ storeId, since }: SpeedGuard, em = this.db.manager): Promise<[Report[], Report[]]> {
    const from = new Date(Math.max(since.getTime(), this.clock.now().getTime() - KEPT_MS));
    const of = (arm: Arm): Promise<Report[]> => em.query(REPORTS_OF_ARM, [storeId, arm, from]);
    return [await of('ready'), await of('poster')];
  }
}

const untouched = (storeId: string, since: Date): SpeedGuard => ({ storeId, state: 'ready', since });

function speedsOf(reports: readonly Report[]): PageSpeeds {
  const [lcp, inp, cls] = compare(reports, []).map(({ ready }) => ready.p75);
  return {
    pages: reports.length,
    lcpMs: lcp ?? null,
    inpMs: inp ?? null,
    cls: typeof cls === 'number' ? cls / 1000 : null,
  };
}
