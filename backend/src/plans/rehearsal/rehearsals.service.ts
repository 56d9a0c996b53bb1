// Runs a draft over the past, page by page, with the evaluator that counts real money; a killed worker's rehearsal goes on where it was.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { evaluate, parseFacts, type ProgramConfig } from '../../attribution/evaluator/evaluate.rules.js';
import { sharesMoney } from '../../attribution/evaluator/terms/limits.rules.js';
import { hasSubscription, OrderFacts, type Gathered } from '../../attribution/order-facts.service.js';
import { ProgrammeConfigs } from '../../attribution/programme-config.service.js';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Calendar } from '../../attribution/evaluator/input/months.rules.js';
import { digestOf, DraftsService, subject, type VersionRow } from '../drafts.service.js';
import { widestHours } from '../effects/attribution-notice.rules.js';
import type { RehearsalError, RehearsalStatus } from '../plan.status.js';
import { MAX_MONTHS, nameOf, numberOf, spanOf, sumsOf, windowStart, withDraft } from './rehearsal.rules.js';
import type { RehearsalSum } from './rehearsal.rules.js';
import * as sql from '../plans.queries.js';

/** A draft waits to be run over the past. */
export const rehearsalAsked = defineJob<{ rehearsalId: string }>('plans.rehearsal_asked', {
  heartbeat: true,
  expireS: 3600,
});

/** So many orders are in memory at once; where orders share money, so many in the months that matter for one. */
const PAGE = 200;
const MAX_WINDOW = 20_000;

export interface RehearsalRow {
  id: string;
  store_id: string;
  version_id: string;
  terms_digest: Buffer;
  present_digest: Buffer;
  status: RehearsalStatus;
  error: RehearsalError | null;
  from_month: string;
  to_month: string;
  as_of: Date;
  orders_total: number;
  orders_done: number;
  cursor: Cursor | null;
  asked_at: Date;
  finished_at: Date | null;
  before: string;
  after: string;
  creators: number;
  losing: number;
  gaining: number;
}

/** How far it has come: after this order, or through this month. */
type Cursor = { at: string; id: string } | { month: string };

interface OrderRef {
  external_id: string;
  placed_at: Date;
  id: string;
}

/** One step: what it adds and where the next one begins; no `next` when it was the last. */
interface Step {
  sums: RehearsalSum[];
  done: number;
  next: Cursor | null;
}

class TooManyOrders extends Error {}

@Injectable()
export class RehearsalsService {
  private readonly log = new Logger('plans');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly drafts: DraftsService,
    private readonly orderFacts: OrderFacts,
    private readonly configs: ProgrammeConfigs,
    private readonly jobs: JobsService,
  ) {}

  /** Asks for a rehearsal of the draft as it stands over this month and the ones before. One at a time for a store. */
  async ask(who: AccountActor, versionId: string, months: number): Promise<RehearsalRow> {
    if (!Number.isInteger(months) || months < 1 || months > MAX_MONTHS)
      throw new AppError('BAD_INPUT', { field: 'months', detail: `A rehearsal goes over 1 to ${MAX_MONTHS} months.` });
    const id = newId('reh');
    await inTransaction(this.db, async (em) => {
      const version = await this.drafts.locked(em, who, versionId, 'draft');
      await this.drafts.check(em, version.store_id, version.terms);
      await em.query(`SELECT pg_advisory_xact_lock(hashtextextended('rehearsal|' || $1, 0))`, [version.store_id]);
      const open: unknown[] = await em.query(
        `SELECT 1 FROM plan_rehearsals WHERE store_id = $1 AND status IN ('waiting', 'running') LIMIT 1`,
        [version.store_id],
      );
      if (open.length > 0)
        throw new AppError('CONFLICT', { detail: 'Another rehearsal of this store is still running.' });
      const { terms } = await this.drafts.present(em, version.store_id);
      const now = this.clock.now();
      const span = spanOf(now.getTime(), months, version.timezone);
      await em.query(sql.ADD_REHEARSAL, [
        ...[id, version.store_id, versionId, digestOf(version.terms), digestOf(terms)],
        ...[span.months[0], span.months.at(-1), now, new Date(span.from), new Date(span.to), who.accountId],
      ]);
      const what = subject(versionId, version.store_id);
      await audit(em, { actor: who, action: 'plans.rehearsal_asked', ...what, after: { rehearsalId: id, months } });
      await this.jobs.announce(em, rehearsalAsked, { rehearsalId: id });
    });
    return this.require(id);
  }

  async require(id: string): Promise<RehearsalRow> {
    const [row]: RehearsalRow[] = await this.db.query(sql.REHEARSAL_BY_ID, [id]);
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  async newestOf(versionId: string): Promise<RehearsalRow | null> {
    const [row]: RehearsalRow[] = await this.db.query(sql.NEWEST_REHEARSAL, [versionId]);
    return row ?? null;
  }

  /** Goes on from its cursor to the end. Safe to run twice: a step is written once, by whoever comes first. */
  async run(id: string, signal: AbortSignal): Promise<void> {
    const version = await this.drafts.byId(this.db.manager, (await this.require(id)).version_id);
    if (!version) return;
    for (;;) {
      signal.throwIfAborted();
      const row = await this.require(id);
      if (row.status === 'done' || row.status === 'failed') return;
      if (!row.terms_digest.equals(digestOf(version.terms))) return this.fail(id, 'DRAFT_CHANGED');
      try {
        await this.keep(row, await this.step(row, version));
      } catch (error) {
        if (typeof error === 'object' && error !== null && 'driverError' in error) throw error;
        if (error instanceof TooManyOrders) return this.fail(id, 'TOO_MANY_ORDERS');
        this.log.error(`${id}: ${error instanceof Error ? error.message : String(error)}`);
        return this.fail(id, 'EVALUATION_FAILED');
      }
    }
  }

  private async fail(id: string, why: RehearsalError): Promise<void> {
    await this.db.query(`UPDATE plan_rehearsals SET status = 'failed', error = $2, finished_at = $3 WHERE id = $1`, [
      ...[id, why, this.clock.now()],
    ]);
  }

  private async step(row: RehearsalRow, version: VersionRow): Promise<Step> {
    const bare = await this.configs.load(this.db.manager, row.store_id, []);
    const both = [bare, withDraft(bare, version.terms)];
    return both.some(sharesMoney) ? this.monthStep(row, version, both) : this.pageStep(row, version);
  }

  /** Orders that share nothing: a page of them. */
  private async pageStep(row: RehearsalRow, version: VersionRow): Promise<Step> {
    const calendar = new Calendar(version.timezone);
    const from = calendar.month(numberOf(row.from_month)).start;
    const to = calendar.month(numberOf(row.to_month)).end;
    const after = row.cursor && 'id' in row.cursor ? row.cursor : null;
    const orders = await this.ordersOf(row, PAGE, { from, to }, after);
    const last = orders.at(-1);
    const next = orders.length === PAGE && last ? { at: last.placed_at.toISOString(), id: last.id } : null;
    const ids = new Set(orders.map((order) => order.external_id));
    return { sums: await this.compare(row, version, ids, (id) => ids.has(id)), done: orders.length, next };
  }

  /** Orders that share tiers, caps or budgets: a month with everything that matters for it. */
  private async monthStep(row: RehearsalRow, version: VersionRow, configs: readonly ProgramConfig[]): Promise<Step> {
    const calendar = new Calendar(version.timezone);
    const number = row.cursor && 'month' in row.cursor ? numberOf(row.cursor.month) + 1 : numberOf(row.from_month);
    const { start, end } = calendar.month(number);
    const span = { from: windowStart(configs, number, version.timezone), to: end };
    const orders = await this.ordersOf(row, MAX_WINDOW + 1, span, null);
    if (orders.length > MAX_WINDOW) throw new TooManyOrders();
    const inMonth = orders.filter((order) => order.placed_at.getTime() >= start).map((order) => order.external_id);
    const counted = new Set(inMonth);
    const ids = new Set(orders.map((order) => order.external_id));
    const sums = inMonth.length === 0 ? [] : await this.compare(row, version, ids, (id) => counted.has(id));
    return { sums, done: inMonth.length, next: number < numberOf(row.to_month) ? { month: nameOf(number) } : null };
  }

  private ordersOf(
    row: RehearsalRow,
    limit: number,
    span: { from: number; to: number },
    after: { at: string; id: string } | null,
  ): Promise<OrderRef[]> {
    const bounds = [new Date(span.from), new Date(span.to), row.as_of];
    return this.db.query(sql.ORDERS_OF_SPAN, [row.store_id, limit, ...bounds, after?.at ?? null, after?.id ?? null]);
  }

  private async compare(
    row: RehearsalRow,
    version: VersionRow,
    ids: ReadonlySet<string>,
    counts: (orderId: string) => boolean,
  ): Promise<RehearsalSum[]> {
    if (ids.size === 0) return [];
    const { config, facts } = await this.gather(row, [...ids], widestHours(version.terms.attribution));
    const parsed = parseFacts(facts);
    const asOf = row.as_of.getTime();
    const before = evaluate(config, parsed, asOf).commissions;
    const after = evaluate(withDraft(config, version.terms), parsed, asOf).commissions;
    return sumsOf(before, after, counts, version.timezone);
  }

  /** Later payments of a subscription need its first order, however old. */
  private async gather(row: RehearsalRow, ids: readonly string[], hours: number): Promise<Gathered> {
    const em = this.db.manager;
    const gathered = await this.orderFacts.apart(em, row.store_id, ids, row.as_of, hours);
    if (!hasSubscription(gathered.facts)) return gathered;
    const contracts = [...new Set(gathered.facts.flatMap((fact) => contractsOf(fact['lines'])))];
    const more: { external_id: string }[] = await em.query(sql.ORDERS_OF_CONTRACTS, [row.store_id, contracts]);
    const all = [...new Set([...ids, ...more.map((one) => one.external_id)])];
    return this.orderFacts.apart(em, row.store_id, all, row.as_of, hours);
  }

  /** Writes a step unless somebody else has. */
  private async keep(row: RehearsalRow, { sums, done, next }: Step): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const [taken]: [unknown[], number] = await em.query(
        `UPDATE plan_rehearsals SET status = CASE WHEN $3::jsonb IS NULL THEN 'done' ELSE 'running' END, cursor = $3,
           orders_done = orders_done + $4, finished_at = CASE WHEN $3::jsonb IS NULL THEN $5::timestamptz END
         WHERE id = $1 AND cursor IS NOT DISTINCT FROM $2::jsonb AND status IN ('waiting', 'running') RETURNING 1`,
        [...[row.id, row.cursor && JSON.stringify(row.cursor), next && JSON.stringify(next), done, this.clock.now()]],
      );
      if (taken.length === 0) return;
      await em.query(sql.ADD_ROWS, [
        row.id,
        sums.map((sum) => sum.month),
        sums.map((sum) => sum.creatorId),
        sums.map((sum) => sum.sales),
        sums.map((sum) => sum.baseMinor.toString()),
        sums.map((sum) => sum.beforeMinor.toString()),
        sums.map((sum) => sum.afterMinor.toString()),
      ]);
    });
  }
}

function contractsOf(lines: unknown): string[] {
  if (!Array.isArray(lines)) return [];
  return (lines as { subscription?: { contract_id?: unknown } | null }[]).flatMap(({ subscription }) =>
    typeof subscription?.contract_id === 'string' ? [subscription.contract_id] : [],
  );
}
