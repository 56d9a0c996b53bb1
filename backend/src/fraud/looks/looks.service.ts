// The daily looks at each programme: each is done once a day, one after another, and only raises alerts; a killed one begins anew.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Clock, dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { LedgerChecks } from '../../ledger/ledger-checks.service.js';
import { StoresService } from '../../stores/stores.service.js';
import type { AlertDraft } from '../alert.rules.js';
import { AlertsService } from '../alerts.service.js';
import { LookData } from './look-data.service.js';
import * as sql from './looks.queries.js';
import { mutualRings, ownRings, sharedIdentities } from './rings.rules.js';
import { DAY_MS, within, type Sale } from './sale.rules.js';
import {
  conversionAnomaly,
  earningsSpike,
  newcomerLimit,
  refundAnomaly,
  sameShopper,
  velocity,
} from './sales.rules.js';
import { stopsOf, type Stop } from './stops.rules.js';
import { thresholdsOn, type Thresholds } from './thresholds.rules.js';
import {
  heardOf,
  leakedCodes,
  manySessions,
  replayedViews,
  thresholdHugging,
  untimedViews,
  type HeardVideo,
} from './views.rules.js';

/** Whose day it is, and the numbers that hold for it. */
interface Day {
  programme: string;
  timezone: string;
  /** What a new creator may earn a day before a person looks. */
  newcomerMinor: bigint | null;
  now: Date;
  terms: Thresholds;
}

@Injectable()
export class LooksService {
  private readonly log = new Logger('fraud');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly data: LookData,
    private readonly alerts: AlertsService,
    private readonly checks: LedgerChecks,
  ) {}

  /** Every programme with sales; what was done today is left alone. */
  async lookAtAll(): Promise<void> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - 60 * DAY_MS);
    const rows: { programme_id: string }[] = await this.db.query(sql.PROGRAMMES, [since]);
    const ids = rows.map((row) => row.programme_id);
    await eachApart(
      ids,
      (id) => id,
      (id) => this.lookAt(id),
      this.log,
    );
    await this.db.query(sql.FORGET_RUNS, [dayOf(new Date(now.getTime() - 400 * DAY_MS), 'UTC')]);
  }

  /** The looks of today that are not done yet; the stop rule comes last, because it counts what the others held. */
  async lookAt(programme: string): Promise<void> {
    const now = this.clock.now();
    const { timezone, newCreatorDailyMinor: newcomerMinor } = await this.stores.require(programme);
    const day: Day = { programme, timezone, newcomerMinor, now, terms: thresholdsOn(dayOf(now, 'UTC')) };
    await this.once(day, 'sales', () => this.sales(day));
    await this.once(day, 'rings', () => this.rings(day));
    await this.once(day, 'views', () => this.views(day));
    await this.once(day, 'codes', () => this.codes(day));
    await this.once(day, 'stops', () => this.stops(day));
  }

  private async once(day: Day, look: string, find: () => Promise<AlertDraft[]>): Promise<void> {
    const key = [day.programme, look, dayOf(day.now, 'UTC')];
    const done: unknown[] = await this.db.query(sql.RUN_DONE, key);
    if (done.length > 0) return;
    const added = await this.alerts.raise(day.programme, await find());
    await this.db.query(sql.KEEP_RUN, [...key, added, this.clock.now()]);
  }

  private salesOf({ programme, now, terms }: Day): Promise<Sale[]> {
    return this.data.sales(programme, new Date(now.getTime() - terms.salesDays * DAY_MS));
  }

  private async sales(day: Day): Promise<AlertDraft[]> {
    const { now, terms, timezone, programme } = day;
    const sales = await this.salesOf(day);
    const yesterday = new Date(now.getTime() - DAY_MS);
    const days = lastDays(yesterday, timezone, terms.spike.days + 1);
    const month = dayOf(now, timezone).slice(0, 7);
    const from = new Date(now.getTime() - terms.velocity.days * DAY_MS);
    const views = await this.data.viewsByCreator(programme, from, now);
    const since = day.newcomerMinor === null ? new Map<string, Date>() : await this.data.creatorsSince(programme);
    return [
      ...newcomerLimit(sales, since, day.newcomerMinor, now, terms),
      ...sameShopper(sales, now, terms),
      ...velocity(sales, now, terms),
      ...earningsSpike(sales, days, terms),
      ...refundAnomaly(sales, month, terms),
      ...conversionAnomaly(within(sales, from, now), views, month, terms),
    ];
  }

  private async rings(day: Day): Promise<AlertDraft[]> {
    const { programme, now, terms } = day;
    const sales = await this.salesOf(day);
    const buyers = await this.data.buyers(programme, new Date(now.getTime() - terms.ring.orderDays * DAY_MS));
    const creators = await this.data.ringCreators(programme);
    return [
      ...ownRings(creators, buyers, sales, terms),
      ...mutualRings(creators, buyers, sales, terms),
      ...sharedIdentities(creators, sales),
    ];
  }

  private async views(day: Day): Promise<AlertDraft[]> {
    const { programme, now, terms, timezone } = day;
    const sales = await this.salesOf(day);
    const from = new Date(now.getTime() - DAY_MS);
    const name = dayOf(now, timezone);
    const least = Math.min(terms.hugging.views, terms.replay.views);
    const found: AlertDraft[] = [];
    const heard: HeardVideo[] = [];
    for await (const video of this.data.watchedVideos(programme, from, now, least)) {
      found.push(...thresholdHugging(video, name, sales, terms), ...replayedViews(video, name, sales, terms));
      heard.push(heardOf(video, terms));
    }
    found.push(...untimedViews(heard, name, sales, terms));
    const eager = await this.data.eagerViewers(programme, from, now, terms.sessions.perDay);
    return [...found, ...manySessions(eager, name, sales, terms)];
  }

  private async codes({ programme, now, terms, timezone }: Day): Promise<AlertDraft[]> {
    const uses = await this.data.codeUses(programme, now, terms.code.days);
    return leakedCodes(uses, dayOf(now, timezone).slice(0, 7), terms);
  }

  /** Yesterday as it ended, and today as far as it has come. */
  private async stops({ programme, now, terms, timezone }: Day): Promise<AlertDraft[]> {
    const known = await this.data.days(programme, new Date(now.getTime() - (terms.stop.days + 3) * DAY_MS));
    const upTo = (day: string) => {
      const days = known.filter((one) => one.day <= day);
      return days.at(-1)?.day === day ? days : [];
    };
    const [yesterday, today] = lastDays(now, timezone, 2);
    const stops = [yesterday, today].flatMap((day) => stopsOf(upTo(day ?? ''), terms));
    const drafts: AlertDraft[] = [];
    for (const stop of stops) {
      await this.stopPayouts(programme, stop);
      drafts.push({
        ...{ rule: 'STOP_RULE', creatorId: null, orderId: null, key: JSON.stringify([stop.kind, stop.day]), units: [] },
        facts: [{ code: stop.kind, params: { day: stop.day, expected: stop.expected, found: stop.found } }],
      });
    }
    return drafts;
  }

  /** A failed check of the programme: payouts refuse with its words until an administrator answers for it. Once a day and kind. */
  private async stopPayouts(programme: string, { kind, day, expected, found }: Stop): Promise<void> {
    const subject = `${kind} ${day}`;
    await inTransaction(this.db, async (em) => {
      await em.query(`SELECT pg_advisory_xact_lock(hashtextextended('stop|' || $1, 0))`, [programme]);
      const known: unknown[] = await em.query(sql.STOPPED_BEFORE, [programme, JSON.stringify([{ subject }])]);
      if (known.length > 0) return;
      await this.checks.keep(em, programme, 'anomaly', [{ invariant: 'anomaly', subject, expected, found }]);
    });
  }
}

/** Days of a zone ending with the day of a moment, the oldest first. */
function lastDays(moment: Date, timezone: string, count: number): string[] {
  const days = Array.from({ length: count }, (_, at) => dayOf(new Date(moment.getTime() - at * DAY_MS), timezone));
  return [...new Set(days)].reverse();
}
