// Decides which creator each order line belongs to, whenever a fact that could matter comes in. The rules are the evaluator's.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { newId } from '../base/ids.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { programmeParts } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import type { LineDecision } from './attribution.rules.js';
import { draftDecisions, type DecisionDraft } from './decide.rules.js';
import { evaluate, parseFacts } from './evaluator/evaluate.rules.js';
import type { Alert } from './evaluator/units/draft.rules.js';
import { OrderFacts } from './order-facts.service.js';
import { alertDigest, isSuspicious } from './suspicion.rules.js';
import * as sql from './attribution.queries.js';

/** Lines of these orders have new decisions; commissions follow. Ids are the shop's own. */
export const attributionDecided = defineJob<{ programmeId: string; orderIds: string[] }>('attribution.decided', {
  heartbeat: true,
});

/** Something in these orders, or in the facts as a whole, is odd: people are to look at it. Each alert is told once. */
export const attributionAlerted = defineJob<{
  programmeId: string;
  orderIds: string[];
  alerts: { code: string; subject: Record<string, string> }[];
}>('attribution.alerted', { heartbeat: true });

/** Budgets or caps of a programme are used up: whom it concerns is to be told. */
export const attributionReachedLimits = defineJob<{
  programmeId: string;
  alerts: { code: string; subject: Record<string, string> }[];
}>('attribution.reached_limits', { heartbeat: true });

/** What tells of a day alone is no matter for those who look for fraud. */
const LIMITS: readonly string[] = ['BUDGET_EXHAUSTED', 'DAILY_BUDGET_EXHAUSTED', 'CREATOR_DAILY_CAP_REACHED'];

/** One transaction decides about so many orders: long enough to share its cost, short enough to hold the lock. */
const BATCH = 50;

interface DecisionRow {
  id: string;
  order_id: string;
  line_id: string;
  version: number;
  reason: string;
  units: LineDecision['units'];
  trace: LineDecision['trace'];
  sha256: Buffer;
  as_of: Date;
}

@Injectable()
export class AttributionService {
  private readonly log = new Logger('attribution');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly orderFacts: OrderFacts,
    private readonly jobs: JobsService,
  ) {}

  /** Notes that these orders are to be looked at. The note outlives a killed worker. */
  async mark(em: EntityManager, programme: string, orderIds: readonly string[]): Promise<void> {
    if (orderIds.length > 0) await em.query(sql.MARK, [programme, orderIds, this.clock.now()]);
  }

  /**
   * Looks at every marked order of a programme. One writer a programme: who waits for another usually finds the marks
   * worked off. Returns how many orders were looked at.
   */
  async workOff(programme: string): Promise<number> {
    let done = 0;
    for (;;) {
      const looked = await this.workOffBatch(programme);
      done += looked;
      if (looked < BATCH) return done;
    }
  }

  /** Marks that a failure or a kill left behind. */
  async workOffAll(): Promise<void> {
    const rows: { programme_id: string }[] = await this.db.query(sql.MARKED_PROGRAMMES, [this.clock.now()]);
    const ids = rows.map((row) => row.programme_id);
    await eachApart(
      ids,
      (id) => id,
      (id) => this.workOff(id),
      this.log,
    );
  }

  /** The newest decision of every line of these orders. */
  async newest(em: EntityManager, programme: string, orderIds: readonly string[]): Promise<LineDecision[]> {
    const rows = await this.rows(em, programme, orderIds);
    return rows.map((row) => ({
      id: row.id,
      orderId: row.order_id,
      lineId: row.line_id,
      version: row.version,
      reason: row.reason,
      units: row.units,
      trace: row.trace,
      asOf: row.as_of,
    }));
  }

  private async workOffBatch(programme: string): Promise<number> {
    return inTransaction(this.db, async (em) => {
      await this.facts.lock(em, programme, 'decisions');
      const now = this.clock.now();
      const marks: { order_id: string }[] = await em.query(sql.DUE_MARKS, [programme, now, BATCH]);
      const orderIds = marks.map((mark) => mark.order_id);
      if (orderIds.length === 0) return 0;
      const failed = await this.decideEach(em, programme, orderIds, now);
      await em.query(sql.DONE_MARKS, [programme, orderIds.filter((id) => !failed.has(id))]);
      for (const [id, why] of failed) await em.query(sql.POSTPONE_MARK, [programme, id, why, now]);
      return orderIds.length;
    });
  }

  /** An order that cannot be evaluated must not keep the others from their money: then each is tried alone. */
  private async decideEach(
    em: EntityManager,
    programme: string,
    orderIds: readonly string[],
    now: Date,
  ): Promise<Map<string, string>> {
    const failed = new Map<string, string>();
    try {
      await this.decide(em, programme, orderIds, now);
      return failed;
    } catch (error) {
      if (isDatabaseError(error)) throw error;
      if (orderIds.length === 1) return failed.set(orderIds[0] ?? '', this.report(programme, orderIds, error));
    }
    for (const id of orderIds) for (const [k, v] of await this.decideEach(em, programme, [id], now)) failed.set(k, v);
    return failed;
  }

  private report(programme: string, orderIds: readonly string[], error: unknown): string {
    const why = error instanceof Error ? error.message : String(error);
    this.log.error(`${programme} ${orderIds.join(', ')}: ${why}`);
    return why;
  }

  private async decide(em: EntityManager, programme: string, orderIds: readonly string[], now: Date): Promise<void> {
    const asOf = now.getTime();
    const gathered = await this.orderFacts.gather(em, programme, orderIds, now);
    const facts = parseFacts(gathered.facts);
    const result = evaluate(gathered.config, facts, asOf);
    const before = await this.rows(em, programme, gathered.orderIds);
    const known = before.map((row) => ({ orderId: row.order_id, lineId: row.line_id }));
    const evaluated = { config: gathered.config, facts, stored: gathered.facts, result, asOf };
    const drafts = draftDecisions(evaluated, gathered.orderIds, known);
    const fresh = await this.add(em, programme, drafts, before, now);
    await this.tell(em, programme, result.alerts, fresh, now);
  }

  /** What is odd is told forward in the same transaction; an alert that was told before is not told again. */
  private async tell(
    em: EntityManager,
    programme: string,
    alerts: readonly Alert[],
    fresh: readonly DecisionDraft[],
    now: Date,
  ): Promise<void> {
    const orderIds = [...new Set(fresh.filter(isSuspicious).map((draft) => draft.orderId))];
    const added: { code: string; subject: Record<string, string> }[] =
      alerts.length === 0
        ? []
        : await em.query(sql.ADD_ALERTS, [
            programme,
            alerts.map(alertDigest),
            alerts.map((alert) => alert.code),
            alerts.map((alert) => JSON.stringify(alert.subject)),
            now,
          ]);
    const reached = added.filter(({ code }) => LIMITS.includes(code));
    if (reached.length > 0)
      await this.jobs.announce(em, attributionReachedLimits, { programmeId: programme, alerts: reached });
    const odd = added.filter(({ subject }) => subject['day'] === undefined);
    if (orderIds.length === 0 && odd.length === 0) return;
    await this.jobs.announce(em, attributionAlerted, { programmeId: programme, orderIds, alerts: odd });
  }

  /** Writes what is new and announces it; a decision equal to the newest one adds nothing. Returns what was new. */
  private async add(
    em: EntityManager,
    programme: string,
    drafts: readonly DecisionDraft[],
    before: readonly DecisionRow[],
    now: Date,
  ): Promise<DecisionDraft[]> {
    const newest = new Map(before.map((row) => [JSON.stringify([row.order_id, row.line_id]), row]));
    const fresh = drafts.flatMap((draft) => {
      const last = newest.get(JSON.stringify([draft.orderId, draft.lineId]));
      return last?.sha256.equals(draft.digest) ? [] : [{ draft, version: (last?.version ?? 0) + 1 }];
    });
    if (fresh.length === 0) return [];
    await em.query(sql.ADD_DECISIONS, [
      fresh.map(() => newId('atr')),
      programme,
      programmeParts(programme).storeId,
      fresh.map((f) => f.draft.orderId),
      fresh.map((f) => f.draft.lineId),
      fresh.map((f) => f.version),
      fresh.map((f) => f.draft.reason),
      fresh.map((f) => JSON.stringify(f.draft.units)),
      fresh.map((f) => JSON.stringify(f.draft.trace)),
      now,
      fresh.map((f) => f.draft.digest),
    ]);
    const orderIds = [...new Set(fresh.map((f) => f.draft.orderId))];
    await this.jobs.announce(em, attributionDecided, { programmeId: programme, orderIds });
    return fresh.map((f) => f.draft);
  }

  private async rows(em: EntityManager, programme: string, orderIds: readonly string[]): Promise<DecisionRow[]> {
    const rows: DecisionRow[] = await em.query(sql.NEWEST, [programme, orderIds]);
    return rows;
  }
}

/** After a database error the transaction is lost; everything else came from the pure evaluator. */
function isDatabaseError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'driverError' in error;
}
