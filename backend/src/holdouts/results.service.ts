// Tells what an experiment found, or why it does not; moves experiments on when their time has come.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { Clock, dayOf } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { Every } from '../base/jobs/handles.js';
import type { Experiment } from '../experiments/experiment.entity.js';
import { ExperimentsService } from '../experiments/experiments.service.js';
import { DAY_MS, OUTCOME_DAYS } from '../experiments/plan.rules.js';
import { programmeId } from '../facts/fact.rules.js';
import { StoresService } from '../stores/stores.service.js';
import type { Arm } from './assignment.rules.js';
import * as sql from './holdouts.queries.js';
import { OrderWorths } from './order-worths.service.js';
import {
  foldOutcomes,
  returnsByProduct,
  type ArmOutcome,
  type PlacedOrder,
  type ProductReturns,
} from './outcomes.rules.js';
import type { Refusal } from './result.reasons.js';
import { isFull, ratioOf, readExperiment, refusalOf, type Reading, type Standing } from './result.rules.js';
import type { SampleRatio } from './statistics/proportions.rules.js';

const BEFORE_DAYS = 28;
const SHOWN_PRODUCTS = 10;
/** Hundred thousands of viewers are folded; who reloads the page does not fold them again. */
const KEPT_MS = 60_000;

export interface Told {
  refusal: Refusal | null;
  asOf: Date;
  currency: string;
  viewers: Record<Arm, number>;
  ratio: SampleRatio;
  /** Null while refused: numbers that may not be believed are not shown. */
  found: { arms: Record<Arm, ArmOutcome>; reading: Reading; products: (ProductReturns & { title: string })[] } | null;
}

export interface Traffic {
  viewersPerDay: number;
  /** EXPERIMENT: counted in an earlier one. CARDS: cards that were seen, of which one viewer sees several. */
  source: 'EXPERIMENT' | 'CARDS' | 'NONE';
}

@Injectable()
export class ResultsService {
  private readonly log = new Logger('holdouts');
  private readonly kept = new LRUCache<string, Told>({ max: 100, ttl: KEPT_MS });

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly experiments: ExperimentsService,
    private readonly worths: OrderWorths,
  ) {}

  /** Null for a plan that never began. The caller has checked who asks. */
  async of(experiment: Experiment): Promise<Told | null> {
    if (!experiment.startedAt) return null;
    const key = `${experiment.id} ${experiment.status}`;
    const known = this.kept.get(key);
    if (known) return known;
    const told = await this.tell(experiment, experiment.startedAt);
    if (experiment.status === 'finished') this.kept.set(key, told);
    return told;
  }

  private async tell(experiment: Experiment, startedAt: Date): Promise<Told> {
    const { currency } = await this.stores.require(experiment.storeId);
    const now = this.clock.now();
    const standing = standingOf(experiment, startedAt, await this.viewersOf(experiment), now);
    const base = { asOf: now, currency, viewers: { ...standing.viewers }, ratio: ratioOf(standing) };
    const refusal = refusalOf(standing);
    if (refusal) return { refusal, ...base, found: null };
    const { arms, returns } = await this.outcomes(experiment, startedAt, standing, currency);
    const read = readExperiment(arms, await this.creditedIn(experiment, arms.shown.orderIds), experiment.marginBps);
    if (read.refusal !== null) return { refusal: read.refusal, ...base, found: null };
    const products = await this.named(experiment.storeId, returns.slice(0, SHOWN_PRODUCTS));
    return { refusal: null, ...base, found: { arms, reading: read.reading, products } };
  }

  /** Closes experiments that are full, and ends those whose last viewer's time to buy is over. */
  @Every('holdouts.advance', 60)
  async advance(): Promise<void> {
    const active = await this.experiments.active();
    await eachApart(
      active,
      (one) => one.id,
      (one) => this.moveOn(one),
      this.log,
    );
  }

  private async moveOn(experiment: Experiment): Promise<void> {
    const now = this.clock.now();
    const { startedAt, enrolmentEndedAt } = experiment;
    if (enrolmentEndedAt) {
      if (now.getTime() - enrolmentEndedAt.getTime() < OUTCOME_DAYS * DAY_MS) return;
      return inTransaction(this.db, (em) => this.experiments.finish(em, experiment.id));
    }
    if (!startedAt) return;
    for (const count of [() => this.devicesOf(experiment), () => this.viewersOf(experiment)]) {
      if (!isFull(standingOf(experiment, startedAt, await count(), now))) return;
    }
    return inTransaction(this.db, (em) => this.experiments.closeEnrolment(em, experiment.id));
  }

  /** How many viewers a day this store would draw, as far as anything is known of it. */
  async traffic(storeId: string): Promise<Traffic> {
    const now = this.clock.now();
    const [ran]: { id: string; days: string }[] = await this.db.query(sql.MEASURED_TRAFFIC, [storeId, now]);
    if (ran) {
      const [row]: { count: number }[] = await this.db.query(sql.COUNT_VIEWERS, [ran.id]);
      if (row?.count) return { viewersPerDay: row.count / Number(ran.days), source: 'EXPERIMENT' };
    }
    const { timezone } = await this.stores.require(storeId);
    const [cards]: { seen: number; days: number }[] = await this.db.query(sql.SEEN_CARDS, [
      storeId,
      dayOf(now, timezone),
    ]);
    if (!cards?.seen) return { viewersPerDay: 0, source: 'NONE' };
    return { viewersPerDay: cards.seen / cards.days, source: 'CARDS' };
  }

  private async viewersOf(experiment: Experiment): Promise<Record<Arm, number>> {
    return byArm(await this.db.query(sql.COUNT_ARMS, [programmeId(experiment.storeId, 'live'), experiment.id]));
  }

  private async devicesOf(experiment: Experiment): Promise<Record<Arm, number>> {
    return byArm(await this.db.query(sql.COUNT_DEVICES, [experiment.id]));
  }

  private async outcomes(
    experiment: Experiment,
    startedAt: Date,
    { viewers }: Standing,
    currency: string,
  ): Promise<{ arms: Record<Arm, ArmOutcome>; returns: ProductReturns[] }> {
    const programme = programmeId(experiment.storeId, 'live');
    const until = (experiment.enrolmentEndedAt ?? this.clock.now()).getTime() + OUTCOME_DAYS * DAY_MS;
    const from = new Date(startedAt.getTime() - BEFORE_DAYS * DAY_MS);
    return inTransaction(this.db, async (em) => {
      const placed: PlacedOrder[] = await em.query(sql.ORDERS, [programme, experiment.id, from, new Date(until)]);
      const ids = placed.map((order) => order.orderId);
      const worth = await this.worths.of(em, programme, currency, ids, this.clock.now());
      return { arms: foldOutcomes(viewers, placed, worth), returns: returnsByProduct(placed, worth) };
    });
  }

  private async named(storeId: string, returns: readonly ProductReturns[]) {
    const ids = returns.map((one) => one.productId);
    const rows: { id: string; title: string }[] = await this.db.query(sql.PRODUCT_TITLES, [storeId, ids]);
    const titles = new Map(rows.map((row) => [row.id, row.title]));
    return returns.map((one) => ({ ...one, title: titles.get(one.productId) ?? one.productId }));
  }

  private async creditedIn(experiment: Experiment, orderIds: readonly string[]) {
    const values = [programmeId(experiment.storeId, 'live'), orderIds];
    const [row]: { net: string; commission: string }[] = await this.db.query(sql.CREDITED, values);
    return { netMinor: BigInt(row?.net ?? 0), commissionMinor: BigInt(row?.commission ?? 0) };
  }
}

function byArm(rows: readonly { arm: Arm; count: number }[]): Record<Arm, number> {
  const of = (arm: Arm) => rows.find((row) => row.arm === arm)?.count ?? 0;
  return { shown: of('shown'), holdout: of('holdout') };
}

function standingOf(experiment: Experiment, startedAt: Date, viewers: Record<Arm, number>, now: Date): Standing {
  const { status, holdoutBps, plannedShown, plannedHoldout } = experiment;
  const planned = { shown: plannedShown, holdout: plannedHoldout };
  return { status, holdoutBps, planned, viewers, startedAtMs: startedAt.getTime(), nowMs: now.getTime() };
}
