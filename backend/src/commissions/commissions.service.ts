// Keeps commissions at what attribution decided and time allows; every change is a new row with its cause.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LessThanOrEqual, type DataSource, type EntityManager } from 'typeorm';
import type { AttributedUnit, LineDecision } from '../attribution/attribution.rules.js';
import { AttributionService } from '../attribution/attribution.service.js';
import { Clock } from '../base/clock.js';
import { insertRows } from '../base/database/insert-rows.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { programmeParts } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import type { OrderRow } from '../orders/order.entity.js';
import { OrdersService } from '../orders/orders.service.js';
import { causeOf, differs, GONE, marked, stateAt, standingOf, type UnitStanding } from './change.rules.js';
import { CommissionChangeRow, CommissionUnit } from './commission.entity.js';
import { mayMove, type CommissionState, type PayoutMark } from './commission.status.js';
import { MARK_DISPUTED, MARK_UNITS } from './commissions.queries.js';

/** Amounts or states of these units changed; the ledger follows. */
export const commissionsChanged = defineJob<{ programmeId: string; unitIds: string[] }>('commissions.changed', {
  heartbeat: true,
});

/** Where a unit should stand in the book, and which change says so. */
export interface UnitTarget {
  unitId: string;
  creatorId: string;
  currency: string;
  state: CommissionState;
  amountMinor: bigint;
  changeSeq: number;
  cause: string;
}

/** The units whose money went into one payout. */
export interface UnitMark {
  payoutId: string;
  units: readonly { orderId: string; lineId: string; kind: string; creatorId: string; via: string | null }[];
  mark: PayoutMark | null;
}

interface TargetRow {
  id: string;
  creator_id: string;
  currency: string;
  state: CommissionState;
  amount_minor: string;
  change_seq: number;
  cause: string;
}

/** A unit as decided, and the decision it stands in; `unit` is null for one that no decision contains any more. */
interface Wanted {
  unit: AttributedUnit | null;
  line: LineDecision | null;
  existing: CommissionUnit | null;
}

const keyOf = (lineId: string, kind: string, creatorId: string, via: string | null): string =>
  JSON.stringify([lineId, kind, creatorId, via]);

@Injectable()
export class CommissionsService {
  private readonly log = new Logger('commissions');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly orders: OrdersService,
    private readonly attribution: AttributionService,
    private readonly jobs: JobsService,
  ) {}

  /** Brings the units of these orders to their newest decisions. Doing it twice changes nothing. Returns changed ids. */
  async follow(programme: string, orderIds: readonly string[]): Promise<string[]> {
    return inTransaction(this.db, async (em) => {
      await this.facts.lock(em, programme, 'money');
      return this.followIn(em, programme, orderIds);
    });
  }

  private async followIn(em: EntityManager, programme: string, orderIds: readonly string[]): Promise<string[]> {
    const orders = await this.orders.byExternalIds(em, programme, orderIds);
    const decisions = await this.attribution.newest(em, programme, orderIds);
    const units = await this.unitsOf(em, orders);
    const linesOf = Map.groupBy(decisions, (decision) => decision.orderId);
    const writes = nothing();
    for (const order of orders) {
      const lines = linesOf.get(order.externalId) ?? [];
      for (const wanted of match(lines, units.get(order.id) ?? [])) this.change(writes, programme, order, wanted);
    }
    await write(em, writes);
    const changed = writes.changes.map((change) => change.unitId);
    if (changed.length > 0)
      await this.jobs.announce(em, commissionsChanged, { programmeId: programme, unitIds: changed });
    return changed;
  }

  /**
   * Notes where the money of units went, or with null that a payout failed and they stand as they were, in the caller's
   * transaction under the money lock. Throws CONFLICT when a unit is not there yet: its order is on its way.
   */
  async markPaid(em: EntityManager, programme: string, payout: UnitMark): Promise<void> {
    const { units, mark } = payout;
    if (units.length === 0) return;
    const [rows]: [{ order_external_id: string }[], number] = await em.query(MARK_UNITS, [
      programme,
      units.map((unit) => unit.orderId),
      units.map((unit) => unit.lineId),
      units.map((unit) => unit.kind),
      units.map((unit) => unit.creatorId),
      units.map((unit) => unit.via ?? ''),
      mark,
      mark && payout.payoutId,
    ]);
    if (rows.length !== units.length) {
      const detail = `${units.length - rows.length} of ${units.length} units are not here yet.`;
      throw new AppError('CONFLICT', { detail });
    }
    await this.followIn(em, programme, [...new Set(rows.map((row) => row.order_external_id))]);
  }

  /** Shows people that a unit is disputed, or no more; its amount and state stay. Takes the money lock. */
  async markDisputed(
    em: EntityManager,
    programme: string,
    unit: { orderId: string; lineId: string; creatorId: string },
    since: Date | null,
  ): Promise<void> {
    await this.facts.lock(em, programme, 'money');
    await em.query(MARK_DISPUTED, [programme, unit.orderId, unit.lineId, unit.creatorId, since]);
  }

  /** Makes pending units payable whose hold is over (money.md S4). Returns how many. */
  async endHolds(): Promise<number> {
    const now = this.clock.now();
    const due = await this.db.manager.find(CommissionUnit, {
      where: { state: 'pending', holdUntil: LessThanOrEqual(now) },
      order: { holdUntil: 'ASC' },
      take: 1000,
    });
    let ended = 0;
    const programmes = Map.groupBy(due, (unit) => unit.programmeId);
    const end = async ([programme, units]: [string, CommissionUnit[]]) => {
      const ids = units.map((unit) => unit.id);
      ended += await this.endHoldsOf(programme, ids, now);
    };
    await eachApart(programmes, ([programme]) => programme, end, this.log);
    return ended;
  }

  private async endHoldsOf(programme: string, ids: readonly string[], now: Date): Promise<number> {
    return inTransaction(this.db, async (em) => {
      await this.facts.lock(em, programme, 'money');
      const units = await em.createQueryBuilder(CommissionUnit, 'u').where('u.id = ANY(:ids)', { ids }).getMany();
      const writes = nothing();
      for (const unit of units) {
        const state = stateAt(unit.state, unit.holdUntil, now);
        if (state !== unit.state) this.note(writes, unit, { ...standing(unit), state }, 'hold_over', null);
      }
      await write(em, writes);
      const changed = writes.changes.map((change) => change.unitId);
      if (changed.length > 0)
        await this.jobs.announce(em, commissionsChanged, { programmeId: programme, unitIds: changed });
      return changed.length;
    });
  }

  /** What the ledger should show for these units of a programme, in the order of their sales: ids of one moment have none. */
  async targets(em: EntityManager, programme: string, unitIds: readonly string[]): Promise<UnitTarget[]> {
    const rows: TargetRow[] = await em.query(
      `SELECT u.id, u.creator_id, u.currency, u.state, u.amount_minor, u.change_seq, c.cause
       FROM commission_units u JOIN commission_changes c ON c.unit_id = u.id AND c.seq = u.change_seq
       WHERE u.programme_id = $1 AND u.id = ANY($2)
       ORDER BY u.ordered_at, u.order_external_id, u.line_id, u.kind, u.creator_id, u.id`,
      [programme, unitIds],
    );
    return rows.map((row) => ({
      unitId: row.id,
      creatorId: row.creator_id,
      currency: row.currency,
      state: row.state,
      amountMinor: BigInt(row.amount_minor),
      changeSeq: row.change_seq,
      cause: row.cause,
    }));
  }

  private async unitsOf(em: EntityManager, orders: readonly OrderRow[]): Promise<Map<string, CommissionUnit[]>> {
    const ids = orders.map((order) => order.id);
    const rows = await em.createQueryBuilder(CommissionUnit, 'u').where('u.orderId = ANY(:ids)', { ids }).getMany();
    return Map.groupBy(rows, (row) => row.orderId);
  }

  /** Notes one unit's change, if there is one. */
  private change(writes: Writes, programme: string, order: OrderRow, wanted: Wanted): void {
    const { unit, existing, line } = wanted;
    const after = unit ? marked(standingOf(unit, this.clock.now()), existing?.payoutMark ?? null) : GONE;
    if (!existing) {
      if (!unit) return;
      const opened = opening(programme, order, unit, line);
      return this.note(writes, opened, after, causeOf(null, after, line?.trace ?? null), line?.id ?? null);
    }
    const before = standing(existing);
    const moved = differs(before, after);
    if (unit) Object.assign(existing, described(unit));
    if (!moved) {
      // Words and dates may change without money; TypeORM writes only what differs.
      if (unit) writes.saved.push(Object.assign(existing, { holdUntil: after.holdUntil }));
      return;
    }
    const cause = causeOf(before, after, line?.trace ?? null);
    this.note(writes, existing, after, cause, line?.id ?? null);
  }

  /** The present state and the change that led to it, together: the one cannot be without the other. */
  private note(
    writes: Writes,
    unit: CommissionUnit,
    after: UnitStanding,
    cause: CommissionChangeRow['cause'],
    decisionId: string | null,
  ): void {
    // Facts that come late may rewrite the past, payouts too: the evaluator is right, and a person should know.
    if (unit.changeSeq > 0 && !mayMove(unit.state, after.state)) {
      this.log.warn(`Commission ${unit.id} goes from ${unit.state} to ${after.state}.`);
    }
    const change = Object.assign(new CommissionChangeRow(), {
      unitId: unit.id,
      seq: unit.changeSeq + 1,
      at: this.clock.now(),
      cause,
      decisionId,
      baseMinor: after.baseMinor,
      amountMinor: after.amountMinor,
      state: after.state,
      deltaMinor: after.amountMinor - unit.amountMinor,
    });
    Object.assign(unit, after, { changeSeq: change.seq, changedAt: change.at });
    (change.seq === 1 ? writes.opened : writes.saved).push(unit);
    writes.changes.push(change);
  }
}

/** What a look at some orders will write, all at once: a statement for each unit would cost more than everything else. */
interface Writes {
  opened: CommissionUnit[];
  saved: CommissionUnit[];
  changes: CommissionChangeRow[];
}

const nothing = (): Writes => ({ opened: [], saved: [], changes: [] });

async function write(em: EntityManager, { opened, saved, changes }: Writes): Promise<void> {
  await insertRows(em, CommissionUnit, opened);
  if (saved.length > 0) await em.save(saved);
  await insertRows(em, CommissionChangeRow, changes);
}

/** A unit as it begins: it stands at nothing until its first change. */
function opening(programme: string, order: OrderRow, unit: AttributedUnit, line: LineDecision | null): CommissionUnit {
  const { storeId, mode } = programmeParts(programme);
  return Object.assign(new CommissionUnit(), {
    id: newId('com'),
    programmeId: programme,
    storeId,
    mode,
    orderId: order.id,
    orderExternalId: order.externalId,
    lineId: line?.lineId ?? '',
    kind: unit.kind,
    creatorId: unit.creatorId,
    viaCreatorId: unit.via,
    currency: unit.currency,
    orderedAt: order.placedAt,
    changeSeq: 0,
    amountMinor: 0n,
    disputedAt: null,
    ...described(unit),
  });
}

const standing = (unit: CommissionUnit): UnitStanding => ({
  grossBaseMinor: unit.grossBaseMinor,
  baseMinor: unit.baseMinor,
  amountMinor: unit.amountMinor,
  state: unit.state,
  holdUntil: unit.holdUntil,
});

/** The words about a unit that a later decision may change without touching money. */
const described = (unit: AttributedUnit) => ({
  videoId: unit.videoId,
  productId: unit.productId,
  instrument: unit.instrument,
  match: unit.match,
  ruleId: unit.ruleId,
  capped: unit.capped,
});

/** Pairs what was decided with what stands; units that no decision contains any more come with `unit: null`. */
function match(lines: readonly LineDecision[], existing: readonly CommissionUnit[]): Wanted[] {
  const open = new Map(existing.map((u) => [keyOf(u.lineId, u.kind, u.creatorId, u.viaCreatorId), u]));
  const wanted: Wanted[] = [];
  for (const line of lines) {
    for (const unit of line.units) {
      const key = keyOf(line.lineId, unit.kind, unit.creatorId, unit.via);
      wanted.push({ unit, line, existing: open.get(key) ?? null });
      open.delete(key);
    }
  }
  for (const left of open.values()) {
    wanted.push({ unit: null, line: lines.find((l) => l.lineId === left.lineId) ?? null, existing: left });
  }
  return wanted;
}
