// Reads disputes, and writes their moves: every one has an actor, a time and, where there is one, a reason.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { actorName, audit } from '../base/audit.js';
import type { AccountActor, SystemActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { CommissionsService } from '../commissions/commissions.service.js';
import { mayMove, OPEN, type CameBy, type DisputeKind, type DisputeMove, type DisputeState } from './dispute.status.js';
import * as sql from './disputes.queries.js';

export interface DisputeRow {
  id: string;
  kind: DisputeKind;
  programme_id: string;
  store_id: string;
  store_name: string;
  timezone: string;
  creator_id: string;
  creator_name: string;
  creator_account: string;
  state: DisputeState;
  reason_code: string;
  text: string;
  order_id: string | null;
  order_external_id: string | null;
  line_id: string | null;
  line_title: string | null;
  order_total_minor: string | null;
  order_currency: string | null;
  placed_at: Date | null;
  claimed_number: string | null;
  claimed_plain: string | null;
  /** YYYY-MM-DD, the day of the shop. */
  claimed_on: string | null;
  claimed_minor: string | null;
  currency: string;
  came_by: CameBy | null;
  came_ref: string | null;
  opened_at: Date;
  order_due_at: Date | null;
  answer_due_at: Date | null;
  overdue: boolean;
  store_agrees: boolean | null;
  store_text: string | null;
  answered_by: string | null;
  answered_at: Date | null;
  outcome_code: string | null;
  outcome_text: string | null;
  decided_by: string | null;
  decided_name: string | null;
  decided_at: Date | null;
  credit_minor: string | null;
  credit_base_minor: string | null;
  credit_from: Date | null;
  credited_minor: string;
  unit_minor: string | null;
  unit_currency: string | null;
  unit_state: string | null;
  steps: number;
}

export interface StepRow {
  seq: number;
  move: DisputeMove;
  actor: string;
  name: string | null;
  /** The actor is one of the store's people. */
  of_store: boolean;
  reason_code: string | null;
  note: string | null;
  at: Date;
}

/** What a move says beside itself. */
export interface Said {
  move: DisputeMove;
  reasonCode?: string | null;
  note?: string | null;
  /** Goes into the audit log beside the move. */
  more?: Record<string, unknown>;
}

@Injectable()
export class DisputeRows {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly commissions: CommissionsService,
  ) {}

  /** Throws NOT_FOUND. */
  async require(id: string, em: EntityManager = this.db.manager): Promise<DisputeRow> {
    const [row]: DisputeRow[] = await em.query(sql.DISPUTE_BY_ID, [id]);
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  /** The dispute, locked until the caller's transaction ends. */
  async lock(em: EntityManager, id: string): Promise<DisputeRow> {
    await em.query(sql.LOCK_DISPUTE, [id]);
    return this.require(id, em);
  }

  /** Adds a move and its audit row, in the caller's transaction under the dispute's lock. */
  async step(em: EntityManager, actor: AccountActor | SystemActor, row: DisputeRow, said: Said): Promise<void> {
    const [reasonCode, note] = [said.reasonCode ?? null, said.note ?? null];
    await em.query('UPDATE disputes SET steps = steps + 1 WHERE id = $1', [row.id]);
    await em.query(sql.ADD_STEP, [row.id, said.move, actorName(actor), reasonCode, note, this.clock.now()]);
    const subject = { subjectType: 'dispute', subjectId: row.id, storeId: row.store_id };
    const after = { kind: row.kind, creatorId: row.creator_id, reason: reasonCode, note, ...said.more };
    const before = { state: row.state };
    await audit(em, { actor, action: `disputes.${said.move}`, ...subject, before, after });
  }

  /** Brings it to another state. A line that is disputed no more is shown so. DISPUTE_OVER when it may not go there. */
  async move(em: EntityManager, row: DisputeRow, to: DisputeState): Promise<void> {
    if (!mayMove(row.state, to)) throw new AppError('DISPUTE_OVER');
    await em.query('UPDATE disputes SET state = $2 WHERE id = $1', [row.id, to]);
    if (!OPEN.includes(to)) await this.mark(em, row, null);
  }

  /** A claim is about an order that pays its creator nothing: no unit shows it. */
  async mark(em: EntityManager, row: DisputeRow, since: Date | null): Promise<void> {
    const { order_external_id: orderId, line_id: lineId, creator_id: creatorId } = row;
    if (orderId === null || lineId === null) return;
    await this.commissions.markDisputed(em, row.programme_id, { orderId, lineId, creatorId }, since);
  }

  async steps(id: string): Promise<StepRow[]> {
    const rows: StepRow[] = await this.db.query(sql.STEPS_OF, [id]);
    return rows;
  }

  /** A creator's own, the newest first. */
  async ofCreator(creatorId: string, args: PageArgs): Promise<Page<DisputeRow>> {
    return this.page(sql.OF_CREATOR, sql.COUNT_OF_CREATOR, creatorId, args);
  }

  /** Of a store, or with null of all. */
  async ofDesk(list: sql.DeskList, storeId: string | null, args: PageArgs): Promise<Page<DisputeRow>> {
    return this.page(sql.deskPage(list), sql.deskCount(list), storeId, args);
  }

  private async page(query: string, count: string, whose: string | null, args: PageArgs): Promise<Page<DisputeRow>> {
    const after = decodeCursor(args, 2) ?? [null, null];
    const rows: DisputeRow[] = await this.db.query(query, [whose, ...after, pageSize(args) + 1]);
    const [counted]: { count: number }[] = await this.db.query(count, [whose]);
    return toPage(rows, args, counted?.count ?? 0, (row) => [row.opened_at.toISOString(), row.id]);
  }
}
